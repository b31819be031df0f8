#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Usage: ci-commands.py list|run FILE
Of a CI definition (GitHub Actions, Buildkite, LAVA): `list` prints what it sets,
NAME=VALUE, and then its commands; `run` runs them here as that service would, but for
the services' own actions: a checkout is a clone of $ORIGIN_<path>, artifacts are kept in
$ARTIFACTS. What the caller's environment sets wins. Exit: of the first command that
failed; 3 for a definition with a key or an expression that the service has not, or twice."""
import itertools
import os
import re
import subprocess
import sys

import yaml

KEYS = {
    "on": "pull_request workflow_dispatch",
    "github": "name on jobs",
    "job": "runs-on container timeout-minutes needs strategy env steps",
    "step": "name uses with if run working-directory",
    "buildkite": "env steps",
    "command": "label key timeout_in_minutes parallelism env command artifact_paths plugins",
    "lava": "job_name device_type priority visibility timeouts actions",
}


def refuse(message):
    print(f"error: {sys.argv[2]}: {message}", file=sys.stderr)
    sys.exit(3)


def only(kind, mapping):
    """PyYAML takes any key; a service does not, or does nothing for it."""
    for name in mapping:
        if name not in KEYS[kind].split():
            refuse(f"{kind}: unknown key {name}")
    return mapping


class Loader(yaml.SafeLoader):
    """As YAML 1.2, which the services read: `on` is no truth value, and no key is there twice."""

    yaml_implicit_resolvers = {
        first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}

    def construct_mapping(self, node, deep=False):
        names = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for name in names:
            if names.count(name) > 1:
                refuse(f"line {node.start_mark.line + 1}: {name} is there twice")
        return super().construct_mapping(node, deep)


def expand(text, env):
    """${{ a.b-c }} is what the environment has as A_B_C."""
    def value(match):
        name = re.sub("[.-]", "_", match[1].upper())
        return str(env[name]) if name in env else refuse(f"unknown expression {match[0]}")
    return re.sub(r"\$\{\{ *(.*?) *\}\}", value, str(text))


def action(uses, options):
    path = options.get("path")
    if uses.startswith("actions/checkout@"):
        return f'rm -rf {path}; git clone -q "$ORIGIN_{path}" {path}'
    if "ARTIFACTS" in os.environ and uses.startswith("actions/upload-artifact@"):
        name = options["name"]
        return f'mkdir "$ARTIFACTS/{name}"; mv {path}/* "$ARTIFACTS/{name}/"'
    if uses.startswith("actions/download-artifact@"):
        inside = "/*" if options.get("merge-multiple") else ""
        return f'mkdir {path}; cp -r "$ARTIFACTS"/{options["pattern"]}{inside} {path}/'
    return None


def early(jobs):
    """Each as early as it may be: what does not say whose artifacts it needs has none."""
    done = []
    while len(done) < len(jobs):
        done.append(next(name for name in reversed(jobs) if name not in done and
                         jobs[name].get("needs", name) in [name, *done]))
        yield jobs[done[-1]]


def github(doc):
    only("on", [doc["on"]] if isinstance(doc["on"], str) else doc["on"])
    for job in early(only("github", doc)["jobs"]):
        shares = only("job", job).get("strategy", {}).get("matrix", {}).get("share", [None])
        for share in shares:
            for step in job["steps"]:
                command = only("step", step).get("run") or \
                    action(step.get("uses", ""), step.get("with", {}))
                if command:
                    matrix = {"MATRIX_SHARE": share, "STRATEGY_JOB_TOTAL": len(shares)} \
                        if share else {}
                    yield ({**job["env"], **matrix}, command,
                           step.get("working-directory", "."), step.get("if") == "always()")


def buildkite(doc):
    parts = [list(part) for _, part in
             itertools.groupby(only("buildkite", doc)["steps"], lambda step: step == "wait")]
    for step in (step for part in parts for step in reversed(part) if step != "wait"):
        lines = "\n".join(only("command", step)["command"]).replace("$$", "$")
        count = step.get("parallelism", 1)
        for job in range(count):
            parallel = {"BUILDKITE_PARALLEL_JOB": job, "BUILDKITE_PARALLEL_JOB_COUNT": count} \
                if "parallelism" in step else {}
            yield {**doc["env"], **step.get("env", {}), **parallel}, lines, ".", False


def lava(doc):
    for step in only("lava", doc)["actions"]:
        for definition in step.get("test", {}).get("definitions", []):
            test = definition["repository"]
            yield test["parameters"], "\n".join(test["run"]["steps"]), ".", False


def steps(doc):
    if "jobs" in doc:
        return github(doc)
    return lava(doc) if "actions" in doc else buildkite(doc)


def run(doc):
    """By sh, as the services do in a container, where nothing says otherwise."""
    status = 0
    for env, command, folder, always in steps(doc):
        if status and not always:
            continue
        known = {**env, **os.environ}
        env = {name: expand(value, known) for name, value in known.items()}
        done = subprocess.run(["sh", "-ec", expand(command, env)], cwd=folder, env=env,
                              check=False)
        status = status or done.returncode
    return status


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        doc = yaml.load(file, Loader)
    if sys.argv[1] == "run":
        return run(doc)
    for env, command, _, _ in steps(doc):
        print("".join(f"{name}={value}\n" for name, value in env.items()) + command)
    return 0


sys.exit(main())
