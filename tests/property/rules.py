#!/usr/bin/env python3
"""Properties of negpkg-validate, against an evaluator of its own (rules_oracle.py): random sheets, random templates.

    python3 tests/property/rules.py     prints TAP; exit status 1 if anything failed

NEGPKG_BUILD  folder of the executables (default: build in the repository)
SEED, COUNT   the random cases: where they start (default 1), how many (default 400)
A case on which a property fails is shrunk and kept in a folder whose path is printed.
"""
import contextlib
import csv
import functools
import io
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import rules_oracle as oracle
from rule_cases import PROFILES, TODAY, random_case
from rule_points import LACKING, POINTS, REFUSED
from walk import BUILD, ROOT, SEED, WORK, Failure, Tap

TOOL = BUILD / "negpkg-validate"
COUNT = int(os.environ.get("COUNT", "400"))
TEMPLATE = ("rule", "severity", "stage", "rows", "per", "check", "message")
STRUCTURE = ("type-error", "type-warning", "extra-cell", "missing-cell", "duplicate-label", "missing-label")


# --- one case, by both

def write(case, folder):
    """The case's files; the arguments that name them, to be used in that folder."""
    files = []
    for number, file in enumerate(case.files, 1):
        files.append(f"sheet{number}.csv")
        (folder / files[-1]).write_bytes(file.text().encode())
    sheets = []
    for name, file in case.others.items():
        (folder / f"{name}.csv").write_bytes(file.text().encode())
        sheets.append((name, f"{name}.csv"))
    with open(folder / "template.csv", "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, TEMPLATE, lineterminator="\n")
        writer.writeheader()
        writer.writerows(case.rules)
    return files, sheets


def by_tool(case, files, sheets, folder):
    """(exit status, [{column: text}], standard error, command)"""
    command = [str(TOOL), "-T", "template.csv", "--format=csv", f"--today={TODAY}",
               *(f"--sheet={name}={file}" for name, file in sheets),
               *([f"--stage={case.stage}"] if case.stage else []), *files]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        raise Failure("hangs", " ".join(command)) from None
    said = done.stderr.decode(errors="replace")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
    return done.returncode, rows, said, command


def by_oracle(case, files, sheets, folder):
    """(exit status, [{column: text}], standard error)"""
    here, said = os.getcwd(), []
    os.chdir(folder)
    try:
        findings = oracle.evaluate("template.csv", files, sheets, case.stage, str(TODAY), said.append)
    except oracle.Trouble as trouble:
        return 2, [], str(trouble)
    finally:
        os.chdir(here)
    rows = [dict(zip(oracle.FIELDS, map(str, finding.fields()))) for finding in findings]
    return int(any(row["severity"] == "error" for row in rows)), rows, "\n".join(said)


def compared(row):
    """What of a finding must agree: all of it, but of the cell the row, and of structure no words."""
    cell = row["cell"]
    if row["rule"] in STRUCTURE:
        return row["file"], row["line"], cell, row["severity"], row["rule"]
    rest = tuple(row[name] for name in ("severity", "rule", *oracle.IDENTITY, "message"))
    return row["file"], row["line"], re.sub("^[A-Z]+", "", cell), *rest


def in_order(rows, files):
    places = [(files.index(row["file"]), int(row["line"])) for row in rows]
    return places == sorted(places)


def equals_oracle(case, folder):
    """The same findings, in the order of files and lines, and the same exit status."""
    files, sheets = write(case, folder)
    want_status, want, want_said = by_oracle(case, files, sheets, folder)
    status, got, said, command = by_tool(case, files, sheets, folder)
    shown = "$ " + " ".join(command) + "\n"
    want_rows, got_rows = sorted(map(compared, want)), sorted(map(compared, got))
    if status not in (0, 1) or want_status == 2:
        if status != want_status:
            raise Failure(f"exit status {status}",
                          f"{shown}exit status {status}, not {want_status}\n{want_said}\n{said}")
        return
    if want_rows != got_rows:
        lacks = [row for row in want_rows if row not in got_rows]
        has = [row for row in got_rows if row not in want_rows]
        kind = (lacks + has + [("", "", "", "", "twice")])[0]
        rule = next((part for part in kind if part in STRUCTURE), "rule")
        lines = [f"wanted {row}" for row in lacks[:6]] + [f"got    {row}" for row in has[:6]]
        lines = lines or ["other numbers of the same findings"]
        raise Failure(f"other findings: {rule}", shown + "\n".join([*lines, said]))
    if status != want_status:
        raise Failure("other exit status", f"{shown}exit status {status}, not {want_status}\n{said}")
    if not in_order(got, [*files, *(file for _, file in sheets)]):
        raise Failure("not in order", shown + "\n".join(f"{row['file']}:{row['line']}" for row in got))
    for skipped in re.findall("no --sheet=([a-z]+)", want_said):
        if skipped not in said:
            raise Failure("silent about a sheet", f"{shown}says nothing of the sheet {skipped}\n{said}")


# --- points that are easily read in two ways



def small_template(rules):
    with open(WORK / "template.csv", "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(TEMPLATE)
        writer.writerows([f"rule-{n}", *rule] for n, rule in enumerate(rules, 1))


def run_small(program, arguments):
    """(exit status, findings, standard error) of negpkg-validate, or of the oracle in its place."""
    if program is oracle:
        return oracle_small(arguments)
    done = subprocess.run([*program, "-T", "template.csv", f"--today={TODAY}", *arguments, "sheet.csv"], cwd=WORK,
                          capture_output=True, timeout=60, check=False, encoding="utf-8")
    return done.returncode, list(csv.DictReader(io.StringIO(done.stdout, newline=""))), done.stderr


def oracle_small(arguments):
    here, out, said = os.getcwd(), io.StringIO(), io.StringIO()
    os.chdir(WORK)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
            status = oracle.main(["-T", "template.csv", f"--today={TODAY}", *arguments, "sheet.csv"])
    finally:
        os.chdir(here)
    out.seek(0)
    return status, list(csv.DictReader(out)), said.getvalue()


def point(program, lines, rules, arguments, wanted, last):
    (WORK / "sheet.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    small_template(rules)
    status, found, said = run_small(program, arguments)
    got = [(int(row["line"]), row["severity"], row[last]) for row in found]
    if got != wanted or status != int(any(row[1] == "error" for row in wanted)):
        raise Failure("other findings", f"{lines}\n{rules}\nwanted {wanted}\ngot    {got}, exit status {status}\n"
                      + said)


def refused(program):
    (WORK / "sheet.csv").write_text("a,b\nx,y\nz,\n", encoding="utf-8")
    wrong = []
    for expression in REFUSED:
        for place in range(2, 6):
            rule = ["info", "", "", "", "0", "m"]
            if (expression, place) in (("", 2), ("", 3), ("a, 1", 3)) or place == 3 and "(*)" in expression:
                continue        # these are allowed to be empty, or lists
            rule[place] = "{" + expression + "}" if place == 5 else expression
            small_template([rule])
            status, found, said = run_small(program, [])
            if status != 2 or found or "rror: " not in said:
                wrong.append(f"{rule}: exit status {status}, {len(found)} findings, {said.strip()}")
    if wrong:
        raise Failure("not refused", "\n".join(wrong))


def check_points(tap, name, program):
    for points, last in ((POINTS, "message"), (LACKING, "rule")):
        for text, *what in points:
            tap.run(f"{name}: {text}", functools.partial(point, program, *what, last))
    tap.run(f"{name}: {len(REFUSED)} expressions are refused", functools.partial(refused, program))


# --- random cases: the first failure is shrunk

def failure_of(check, case, folder=WORK):
    try:
        check(case, folder)
    except Failure as failure:
        return failure
    except Exception as error:
        return Failure(type(error).__name__, traceback.format_exc())
    return None


def smaller_cases(case):
    """The case without one of its rules, sheets, files, rows or columns, or without its stage."""
    for index in reversed(range(len(case.rules))):
        yield case.having(rules=case.rules[:index] + case.rules[index + 1:])
    for name in case.others:
        yield case.having(others={other: file for other, file in case.others.items() if other != name})
    if case.stage:
        yield case.having(stage=None)
    for index in range(len(case.files)):
        if len(case.files) > 1:
            yield case.having(files=case.files[:index] + case.files[index + 1:])
    for which, file in enumerate(case.files):
        for smaller in smaller_files(file):
            yield case.having(files=[*case.files[:which], smaller, *case.files[which + 1:]])
    for name, file in case.others.items():
        for smaller in smaller_files(file):
            yield case.having(others={**case.others, name: smaller})
    for index, rule in enumerate(case.rules):
        for part in ("rows", "stage", "per", "message"):
            if rule[part] not in ("", "m"):
                simpler = {**rule, part: "m" if part == "message" else ""}
                yield case.having(rules=[*case.rules[:index], simpler, *case.rules[index + 1:]])


def smaller_files(file):
    for index in reversed(range(len(file.rows))):
        yield file.having(rows=file.rows[:index] + file.rows[index + 1:])
    for name in file.columns:
        if len(set(file.columns)) > 1:
            yield file.having(without=name)


def shrink(check, case, failure):
    """A smaller case that fails in the same way."""
    progress = True
    while progress:
        progress = False
        for smaller in smaller_cases(case):
            found = failure_of(check, smaller)
            if found is not None and found.kind == failure.kind:
                case, progress = smaller, True
                break
    return case


def for_cases(check, name, count, features):
    """Try a property on `count` cases; fail with the first one, shrunk and kept."""
    failed, first = 0, None
    for index in range(count):
        seed = f"{SEED}/{name}/{index}"
        case = random_case(random.Random(seed), seed, features)
        failure = failure_of(check, case)
        if failure:
            failed += 1
            first = first or (case, failure)
            if failed == 5:
                break
    if not first:
        return
    case, failure = first
    case = shrink(check, case, failure)
    folder = Path(tempfile.mkdtemp(prefix="negpkg-rules-failed-"))
    failure = failure_of(check, case, folder) or failure
    texts = "\n".join(f"-- {path.name}\n{path.read_text(encoding='utf-8')}" for path in sorted(folder.iterdir()))
    raise Failure(failure.kind, f"{failed} of {index + 1} cases fail; the first: seed {case.seed}\n"
                  f"kept, shrunk, in {folder}\n{failure}\n{texts}")


def main():
    tap = Tap()
    check_points(tap, "oracle", oracle)
    if os.access(TOOL, os.X_OK):
        check_points(tap, "negpkg-validate", [str(TOOL), "--format=csv"])
        share = max(1, COUNT // len(PROFILES))
        for name, features in PROFILES.items():
            tap.run(f"equals the oracle: {share} cases, {name}",
                    functools.partial(for_cases, equals_oracle, name, share, features))
    else:
        tap.line(False, f"{TOOL} is there")
    print(f"1..{tap.number}")
    shutil.rmtree(WORK)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
