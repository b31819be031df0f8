#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Usage: ci-commands.py list|run FILE
Of a CI definition (GitHub Actions, Buildkite, LAVA): `list` prints what it sets,
NAME=VALUE, and then its commands; `run` runs them here as that service would, but for
the services' own actions: a checkout is a clone of $ORIGIN_<path>, artifacts are kept in
$ARTIFACTS. What the caller's environment sets wins. Exit: of the first command that failed."""
import os
import re
import subprocess
import sys

import yaml


def expand(text, env):
    """${{ a.b }} is what the environment has as A_B."""
    return re.sub(r"\$\{\{ *([a-z._]+) *\}\}",
                  lambda m: str(env.get(m[1].upper().replace(".", "_"), "")), str(text))


def action(uses, options):
    path = options.get("path")
    if uses.startswith("actions/checkout@"):
        return f'rm -rf {path}; git clone -q "$ORIGIN_{path}" {path}'
    if "ARTIFACTS" in os.environ and uses.startswith("actions/upload-artifact@"):
        name = options["name"]
        return f'mkdir "$ARTIFACTS/{name}"; mv {path}/* "$ARTIFACTS/{name}/"'
    if uses.startswith("actions/download-artifact@"):
        return f'mkdir {path}; cp -r "$ARTIFACTS"/{options["pattern"]} {path}/'
    return None


def github(doc):
    for job in doc["jobs"].values():
        for share in job.get("strategy", {}).get("matrix", {}).get("share", [None]):
            for step in job["steps"]:
                command = step.get("run") or action(step.get("uses", ""), step.get("with", {}))
                if command:
                    yield ({**job["env"], **({"MATRIX_SHARE": share} if share else {})}, command,
                           step.get("working-directory", "."), step.get("if") == "always()")


def buildkite(doc):
    for step in doc["steps"]:
        if step == "wait":
            continue
        lines = "\n".join(step["command"]).replace("$$", "$")
        count = step.get("parallelism", 1)
        for job in range(count):
            parallel = {"BUILDKITE_PARALLEL_JOB": job, "BUILDKITE_PARALLEL_JOB_COUNT": count} \
                if "parallelism" in step else {}
            yield {**doc["env"], **step.get("env", {}), **parallel}, lines, ".", False


def lava(doc):
    for action in doc["actions"]:
        for definition in action.get("test", {}).get("definitions", []):
            test = definition["repository"]
            yield test["parameters"], "\n".join(test["run"]["steps"]), ".", False


def steps(doc):
    if "jobs" in doc:
        return github(doc)
    return lava(doc) if "actions" in doc else buildkite(doc)


def run(doc):
    status = 0
    for env, command, folder, always in steps(doc):
        if status and not always:
            continue
        known = {**env, **os.environ}
        env = {name: expand(value, known) for name, value in known.items()}
        done = subprocess.run(["bash", "-ec", expand(command, env)], cwd=folder, env=env,
                              check=False)
        status = status or done.returncode
    return status


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        doc = yaml.safe_load(file)
    if sys.argv[1] == "run":
        return run(doc)
    for env, command, _, _ in steps(doc):
        print("".join(f"{name}={value}\n" for name, value in env.items()) + command)
    return 0


sys.exit(main())
