#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
# Usage: gate_forms.py DIR TEXT
# Reads what the gate wrote to the folder DIR, and its table TEXT, as a reader of each form
# does, and holds the forms against each other, case by case. Prints the cases with what
# all say of them. Exit: 0 if they agree, 1 if not, with the first that doesn't.
import json
import re
import sys
import xml.etree.ElementTree

folder, table = sys.argv[1:]


def read(name):
    return open(f"{folder}/{name}", encoding="utf-8").read()


def verdict():
    return [(case["case"], case["judgement"], case["text"])
            for case in json.loads(read("verdict.json"))["cases"]]


def junit():
    words = {"failure": "regressed", "error": "can't judge", "skipped": "not gated",
             "system-out": "passed"}
    suite = xml.etree.ElementTree.fromstring(read("junit.xml")).find("testsuite")
    rows = []
    for case in suite.findall("testcase"):
        (answer,) = case
        assert answer.tag == "system-out" or answer.get("message") == (answer.text or "")
        name = case.get("name")
        if case.get("classname") != name:
            name = f"{case.get('classname')} {name}"
        rows.append((name, words[answer.tag], answer.text or ""))
    for attribute, word in (("failures", "regressed"), ("errors", "can't judge"),
                            ("skipped", "not gated")):
        assert int(suite.get(attribute)) == sum(row[1] == word for row in rows), attribute
    assert int(suite.get("tests")) == len(rows)
    return rows


def ktap():
    lines = read("gate.ktap").splitlines()
    assert lines[0] == "KTAP version 1"
    assert lines[1] == f"1..{len(lines) // 2 - 1}"
    rows = []
    for said, result in zip(lines[2::2], lines[3::2]):
        word, _, text = said.removeprefix("# ").partition(": ")
        ok, name, skip = re.fullmatch(
            rf"((?:not )?ok) {len(rows) + 1} (.*?)(?: # SKIP (.*))?", result).groups()
        assert (ok == "ok") == (word in ("passed", "not gated")), result
        assert skip == (text if word == "not gated" else None), result
        rows.append((name.replace("\\#", "#"), word, text))
    return rows


def kcidb():
    words = {"FAIL": "regressed", "ERROR": "can't judge", "PASS": "passed", "DONE": "not gated",
             "SKIP": "not gated"}
    report = json.loads(read("kcidb.json"))
    tests = report["tests"]
    assert "status" not in report["builds"][0]
    assert len({test["id"] for test in tests}) == len(tests)
    for test in tests:
        assert ("number" in test) <= (test["status"] != "SKIP")
        assert test["misc"]["judgement"] == words[test["status"]]
    return [(test["misc"]["case"], words[test["status"]], test["comment"]) for test in tests]


# The table has short names: the metric, then values or what would not be clear without.
def find(rows, short):
    metric, *words = short.split()
    found = [row for row in rows
             if row[0].split()[0].endswith("/" + metric) and all(
                 any(word in (part, part.partition("=")[2]) for part in row[0].split())
                 for word in words)]
    assert len(found) == 1, f"{short}: {found}"
    return found[0]


def check_table(rows, lines, splitter):
    shown = {}
    for line in lines:
        cells = [cell.strip() for cell in splitter(line)]
        if cells and cells[0] in ("regressed", "can't judge", "passed"):
            row = find(rows, cells[1])
            assert row[1] == cells[0], f"{cells}: {row}"
            shown[row[0]] = row
    for row in rows:
        assert row[0] in shown or row[1] in ("passed", "not gated") or row[0] == "comparable", row


def check_counts(rows, text):
    counts = re.search(
        r"(\d+) regressed, (\d+) can't judge, (\d+) passed, (\d+) not gated; \d+ can.t be judged at 10%; (\d+) of .*?, (\d+) of ",
        text).groups()
    regressed, cannot, passed, *others = map(int, counts)
    words = [row[1] for row in rows if row[0] != "comparable"]
    assert words.count("regressed") == regressed
    assert words.count("can't judge") == cannot
    assert words.count("passed") == passed
    assert words.count("not gated") == sum(others)


expected = verdict()
for form in (junit, ktap, kcidb):
    rows = form()
    for number, row in enumerate(expected):
        if rows[number:number + 1] != [row]:
            sys.exit(f"{form.__name__}: {rows[number:number + 1]} and not {row}")
    assert len(rows) == len(expected), form.__name__
text = open(table, encoding="utf-8").read()
check_table(expected, text.splitlines(), lambda line: re.split("  +", line))
check_table(expected, read("gate.md").splitlines(), lambda line: line.split("|")[1:])
check_counts(expected, text)
check_counts(expected, read("gate.md"))
for name, word, text in expected:
    print(f"{word}\t{name}\t{text}")
