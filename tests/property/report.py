#!/usr/bin/env python3
"""negpkg-report: figures equal the package's, nobody is told what isn't for them, hostile text stays text, pages are well made.

    python3 tests/property/report.py    prints TAP; exit status 1 if anything failed

Settings as in walk.py.
"""
import csv
import difflib
import functools
import io
import itertools
import os
import random
import re
import shutil
import subprocess
import sys
import unicodedata
from fractions import Fraction

import page
import report_model as model
import report_secrets as secrets
from page import expect
from sheets import PROFILES, random_sheet
from svg import hostile_values
from walk import BUILD, COUNT, SHARED, WORK, Failure, Tap, for_sheets, tool

AUDIENCES = ("internal", "room", "customer")
EFFECTS = dict(zip("volume,mix_within,mix_across,price,cost,rebate,cross,fx,new,lost,other".split(","),
                   ("volume", "mix", "mix across lines", "price", "cost", "rebate", "interaction", "currency", "new items", "lost items",
                    "other")))


def report(package, *options):
    return tool("negpkg-report", ["-q", *options], package)


def pages_of(package, audience, *options):
    """The page's accounts, after what holds for every page; [] where nothing is for this audience."""
    data = report(package, f"--audience={audience}", *options)
    root = page.read(data)
    page.is_tame(root)
    page.is_valid(root)
    return [s for s in page.sections(root)]


# --- a. figures

def same_rows(table, group, want, what):
    got = [(row.label, row.cells) for row in group.rows]
    expect(got == list(want.items()), "other figures", what, table.caption, got, list(want.items()))
    for row in group.rows:
        below = {column for column, text in row.cells.items() if text.startswith(model.MINUS)}
        expect(row.minus == below, "other cells are marked as below zero", what, row.label, row.minus, row.cells)


def named(node):
    return " / ".join(node.text(c) for c in ("account", "period", "product_line", "product", "phase"))


def check_positions(package, node, section, places):
    """Takes the table off the section's, and compares it."""
    want = model.position_table(package, node, places)
    tables = [t for t in section.tables if not t.of_items and t.lead == ["Position"]] if section else []
    expect(bool(tables) == bool(want), "a table of positions is missing, or too many", named(node), want)
    if want:
        expect(len(tables) == 1, "several tables of positions", named(node))
        expect(tables[0].columns == want[0], "other columns", named(node), tables[0].columns, want[0])
        same_rows(tables[0], tables[0].groups[0], want[1], named(node))


def check_items(package, line, section, places):
    tables = [t for t in section.tables if t.of_items]
    expect(len(tables) == (1 if line.children else 0), "not one table of items", named(line), len(tables))
    if not tables:
        return
    table, nodes = tables[0], list(model.items_below(line))
    expect(table.columns == model.item_columns(package), "other columns", table.columns)
    expect(len(table.groups) == len(nodes), "other number of items", named(line), len(table.groups), len(nodes))
    exact = model.item_places(line)
    for group, node in zip(table.groups, nodes):
        phase = node.level == "phase"
        expect(group.inner == phase and group.name == page_text(node.text("phase" if phase else "product")), "other item", group.name, named(node))
        expect(phase or (group.known or "") == page_text(node.text("customer_part")), "other part number", group.known, named(node))
        expect(group.marks == [f.replace("-", " ") for f in node.flags()], "other marks", group.marks, node.flags())
        same_rows(table, group, model.item_rows(package, node, *exact, places), named(node))
        floor = node.number("floor_price")
        expect(group.remarks.get("Floor", "") == model.price(floor) if floor is not None else "Floor" not in group.remarks,
               "other floor", group.remarks, floor)


def walks(data, package, places):
    """margin-walk's rows of accounts, by (account, period, from, to), and what they measure."""
    have = [p for p in ("current", "expected", "walkaway")
            if f"{p}_revenue" in package.columns and f"{p}_volume" in package.columns]
    if package.audience == "customer" or len(have) < 2:
        return {}, ""
    revenue = any(f"{p}_cogs" not in package.columns for p in have)
    currency = package.accounts[0].text("currency")
    out = tool("margin-walk", ["-q", "--steps=" + ",".join(have), "--by=account,period,product_line", f"--places={places}",
                               *([f"--report-currency={currency}"] if currency else []), *(["--measure=revenue"] if revenue else [])], data)
    rows = csv.DictReader(io.StringIO(out.decode(), newline=""))
    return {(r["account"], r["period"], r["from"], r["to"]): r for r in rows if r["level"] == "period"}, "revenue" if revenue else "margin"


def check_walk(account, section, steps, measure, places):
    mine = [row for key, row in steps.items() if key[:2] == (account.text("account"), account.text("period"))]
    title = "What moves revenue" if measure == "revenue" else "What moves the margin"
    parts = [p for p in section.parts if p.title == title]
    expect(len(parts) == (1 if mine else 0), "a walk is missing, or too many", named(account), [p.title for p in section.parts])
    if not mine:
        return
    table = parts[0].tables[0]
    columns = [f"{model.NAMES[r['from']]} to {model.NAMES[r['to']]}" for r in mine]
    expect(table.columns == columns, "other steps", table.columns, columns)

    def cells(name, plus=""):
        return {c: model.amount(Fraction(r[name]), places, plus) for c, r in zip(columns, mine)}
    want = {"from": cells(f"start_{measure}")}
    for name, label in EFFECTS.items():
        if any(Fraction(r[name]) for r in mine):
            want[label] = {c: text if Fraction(r[name]) else "" for (c, text), r in zip(cells(name, "+").items(), mine)}
    want["to"] = cells(f"end_{measure}")
    same_rows(table, table.groups[0], want, named(account))
    expect(len(parts[0].pictures) == len(mine), "not a picture a step", len(parts[0].pictures))
    for svg, column, row in zip(parts[0].pictures, columns, mine):
        bars = [(g.own("text")[0].text(), g.own("text")[1].text()) for g in svg.all("g") if len(g.own("text")) == 2 and g.get("role") != "img"]
        shown = [(model.NAMES[row["from"]], want["from"][column])]
        shown += [(label, want[label][column]) for label in EFFECTS.values() if want.get(label, {}).get(column)]
        shown += [(model.NAMES[row["to"]], want["to"][column])]
        expect(bars == shown, "other bars", bars, shown)


TOLD = {"below cost", "below floor", "below alternative", "concession", "gap to target"}


def check_page(data, audience, places):
    package = model.Package(data, audience)
    if not package.accounts:
        return
    accounts = pages_of(data, audience, f"--places={places}")
    expect([(s.title, s.subtitle) for s in accounts] == [(page_text(a.text("account")) or "(no account)", page_text(a.text("period")))
                                                          for a in package.accounts], "other accounts", [s.title for s in accounts])
    steps, measure = walks(data, package, places)
    for section, account in zip(accounts, package.accounts):
        expect(section.leads == [page_text(t) for t in model.headline(account)], "other headline", section.leads, model.headline(account))
        corporate = [p for p in section.parts if p.title == "Positions"]
        # a product line may be called so, too: it comes later
        check_positions(package, account, corporate[0] if corporate else None, places)
        check_walk(account, section, steps, measure, places)
        lines = section.parts[len(section.parts) - len(account.children):] if account.children else []
        expect([s.title for s in lines] == [page_text(n.text("product_line")) or "(no product line)" for n in account.children], "other lines",
               [s.title for s in section.parts])
        for part, line in zip(lines, account.children):
            check_positions(package, line, part, places)
            check_items(package, line, part, places)
        if audience != "customer":
            notes = [n for n in section.parts[0].notes if n[0] in TOLD]
            want = [tuple(map(page_text, note)) for note in model.attention(account)]
            expect(notes == want, "other notes", notes, want)


def with_extras(rng, sheet):
    """Customers' part numbers, target prices, floors, alternatives; some in columns that the sheet lacked."""
    extra = [c for c in ("customer_part", "target_price", "floor_price", "alternative", "alternative_price", "alternative_qualified",
                         "unit", "market_volume", "strategic", "leader") if rng.random() < 0.6 and c not in sheet.columns]
    known = {}
    for row in sheet.rows:
        key = tuple(row.get(c, "") for c in ("account", "product_line", "product", "period"))
        if key not in known:
            known[key] = {"customer_part": f"C-{rng.randrange(60)}", "target_price": f"{rng.randint(1, 9999)}.{rng.randint(0, 9999):04}",
                          "floor_price": f"{rng.randint(0, 300)}.5", "alternative": "Rival & Söhne",
                          "alternative_price": str(rng.randint(1, 500)), "alternative_qualified": rng.choice(("yes", "no", "")),
                          "unit": "pc", "market_volume": str(10 ** 12), "strategic": rng.choice(("yes", "")), "leader": rng.choice(("yes", ""))}
            if rng.random() < 0.2:
                known[key] = {c: known[key][c] if c == "market_volume" else "" for c in known[key]}
        row.update({c: known[key][c] for c in extra})
    return sheet.having(sheet.columns + extra)


def built(case, folder, *options):
    rates, file = case.write(folder)
    data = tool("negpkg-build", ["-q", *rates, *options, file])
    (folder / "package.csv").write_bytes(data)
    return data


def shows_the_package(case, folder):
    """Each audience's page of a package, and of one that was built for it."""
    data, rng = built(case, folder), case.rng()
    for audience in AUDIENCES:
        check_page(data, audience, rng.choice((0, 2, 2, 3, 9)))
    has_rates = b"_fx" in data.split(b"\n", 1)[0]
    for audience in AUDIENCES[1:]:
        for_it = built(case, folder, f"--audience={audience}")
        check_page(for_it, audience, 2)
        # negpkg-build keeps back all sums that rates had a part in, this one those that aren't sums
        if model.Package(data, audience).accounts and not (has_rates and audience == "customer"):
            expect(report(data, f"--audience={audience}") == report(for_it, f"--audience={audience}"), f"another page of a package for {audience}")


def make_case(features, rng):
    sheet = random_sheet(rng, features, for_package=True, duplicates=rng.random() < 0.3)
    return with_extras(rng, sheet), []


def page_text(text):
    """A cell as the page shows it: what isn't a character, or a control, is U+FFFD; line ends are one."""
    text = page.one_line_end(text)
    return "".join("\ufffd" if c not in "\t\n\r" and (unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff") else c for c in text)


# --- b. secrets

def for_customer(column):
    return model.sees("customer", column)


def for_room(column):
    return model.sees("room", column) and column not in ("flags", "decisions_asked")


MAY_SEE = {"customer": for_customer, "room": for_room}


def tells_nothing(audience):
    """No secret, in whatever form, in whatever part of the page; neither of a package that was built for others."""
    data = secrets.package("told")
    rows = secrets.rows_of(data)
    for built_for in AUDIENCES[:AUDIENCES.index(audience) + 1]:
        for options in ([], ["--format=text"], ["--places=9"], ["--title=A title"]):
            page_bytes = report(secrets.package("told", f"--audience={built_for}"), f"--audience={audience}", *options)
            found = secrets.betrayed(page_bytes, rows, MAY_SEE[audience])
            expect(not found, "tells a secret", built_for, options, found[:10])
            if audience == "customer":
                words = re.search(rb"expected|walk-?away|margin[^:-]|cost|floor|below|confidential|concession|strateg|objective|leader",
                                  re.sub(rb"<style>.*?</style>", b"", page_bytes, flags=re.S), re.I)
                expect(not words, "a word of ours", words and words[0])
    everything = report(data, "--audience=internal")
    found = {column for column, _, _ in secrets.betrayed(everything, rows, MAY_SEE[audience])}
    wanted = {"customer": {"expected_price", "walkaway_volume", "floor_price", "note", "our_objectives", "expected_margin"},
              "room": {"walkaway_price", "walkaway_volume", "floor_price", "walkaway_margin"}}[audience]
    expect(found >= wanted, "this test sees no secrets where they are", wanted - found)


def depends_on_nothing_else(audience):
    """Other secrets, and (for the customer) another order, give the same bytes."""
    data = secrets.package("told")
    for options in ([], ["--format=text"]):
        want = report(data, f"--audience={audience}", *options)
        for seed in range(max(4, COUNT // 30)):
            rows, names = secrets.altered(data, seed, MAY_SEE[audience], audience == "room")
            if audience == "customer":
                rows = secrets.shuffled(rows, seed)
            other = secrets.text_of(rows, names)
            got = report(other, f"--audience={audience}", *options)
            if got != want:
                (WORK / "other.csv").write_bytes(other)
                lines = list(difflib.unified_diff(want.decode().splitlines(), got.decode().splitlines(), lineterm="", n=0))
                raise Failure("depends on secrets", f"depends on secrets: seed {seed}\n" + "\n".join(lines[:12]))


def alike(columns, values):
    """Items that the customer knows by one name, and which differ in one column: their order is its, not ours."""
    heading = ["level", "account", "product_line", "product", "customer_part", "period", *columns, "expected_revenue"]
    top = [["account", "Acme", "", "", "", ""], ["line", "Acme", "L", "", "", ""]]
    figures = {"current_volume": "10", "current_price": "5", "current_revenue": "50"}

    def sheet(order):
        rows = [{**dict(zip(heading, row)), "current_volume": "30", "current_revenue": "150"} for row in top]
        for place in order:
            item = ["item", "Acme", "L", "P", "C", ""]
            rows.append({**dict(zip(heading, item)), **figures, **dict(zip(columns, values[place])), "expected_revenue": str(9000 - len(rows))})
        return secrets.text_of(rows, list(dict.fromkeys([*heading, *figures])))
    first = report(sheet(range(len(values))), "--audience=customer")
    expect(first.count(b">P<") == len(values), "the items aren't there")
    for order in itertools.permutations(range(len(values))):
        expect(report(sheet(order), "--audience=customer") == first, "our order shows in items that are alike", columns, order)


def nothing_for_others():
    """Accounts that are offered nothing aren't named."""
    rows = [dict(level="account", account="Acme", current_revenue="1"), dict(level="line", account="Acme", product_line="L", current_revenue="1"),
            dict(level="item", account="Acme", product_line="L", product="P", current_volume="1", current_revenue="1"),
            dict(level="account", account="Zeta", expected_revenue="7"), dict(level="line", account="Zeta", product_line="Z", expected_revenue="7"),
            dict(level="item", account="Zeta", product_line="Z", product="Q", expected_volume="1", expected_revenue="7"),
            dict(level="account", account="Omega"), dict(level="line", account="Omega", product_line="O")]
    columns = "level account product_line product period current_volume current_revenue expected_volume expected_revenue".split()
    for options in ([], ["--format=text"]):
        data = report(secrets.text_of(rows, columns), "--audience=customer", *options)
        for name in (b"Zeta", b"Omega"):
            expect(name not in data, "another customer is named", name)


# --- c. hostile text

MARKER = "zqMarkq"
TAME_PAGES = {}
FINDING = "file line cell severity rule account product_line product phase owner source message".split()
FREE = {"date", "text", "id"}


@functools.lru_cache(None)
def text_columns():
    """Columns of text of a package, but those of which the page reads words."""
    return [c for c, kind in secrets.known_columns().items()
            if kind in FREE and c not in ("level", "flags", "currency", "cost_currency", "source") and "<" not in c]


def filled(value, columns=(), extra=()):
    """A package with this text in all columns of text, and maybe more."""
    figures = {f"{p}_{m}": str(n + 3 * k + 10) for k, p in enumerate(model.POSITIONS) for n, m in enumerate(("volume", "revenue", "cogs"))}
    figures |= {"market_volume": "100", "target_price": "1", "price_per": "10", "negotiation_rank": "1", "supplier_count": "3"}
    below = {"account": {"product_line", "product", "customer_part", "phase"}, "line": {"product", "customer_part", "phase"}, "item": {"phase"},
             "phase": set()}
    rows = []
    for level, empty in below.items():
        row = {"level": level, "currency": "USD", **figures, **{c: value for c in (*text_columns(), *columns) if c not in empty}}
        row |= {heading: cell for heading, cell in extra}
        rows.append(row)
    return secrets.text_of(rows)


def nodes(data):
    """Each element with its attributes, and each text, in order; not the style, which has another grammar."""
    root = page.read(data)
    out = []
    for element in root.walk():
        out.append((element.tag, sorted(element.attributes.items())))
        if element.tag != "style":
            out += [c for c in element.children if isinstance(c, str)]
    return root, out


def css_strings(root):
    """What paper says in its margins: strings of the style."""
    css = root.first("style").text()
    strings = re.findall(r'content:((?:"(?:[^"\\\n]|\\[0-9a-f]{6})*")+)}', css)
    return [re.sub(r"\\([0-9a-f]{6})", lambda m: chr(int(m[1], 16)), s.replace('""', "").strip('"')) for s in strings]


def is_same_page(value, package, options, findings=None):
    """The page with this text is the page with a tame one, but for the text."""
    def made(text):
        arguments = [o.replace(MARKER, text) for o in options]
        if findings:
            (WORK / "findings.csv").write_bytes(findings(text))
            arguments.append(f"--findings={WORK / 'findings.csv'}")
        return report(package(text), *arguments)

    kind = (package(MARKER), tuple(options), bool(findings))
    if kind not in TAME_PAGES:
        TAME_PAGES[kind] = nodes(made(MARKER))
    tame_root, tame = TAME_PAGES[kind]
    root, got = nodes(made(value))
    page.is_tame(root)
    page.is_valid(root)
    shown = page_text(value.strip(" \t\r\n"))

    def put(text):
        return text.replace(MARKER, shown)
    want = [put(n) if isinstance(n, str) else (n[0], [(k, put(v)) for k, v in n[1]]) for n in tame]
    different = next((pair for pair in itertools.zip_longest(want, got) if pair[0] != pair[1]), None)
    expect(not different, "other elements, or another text", *(different or ()))
    style = [put(s) for s in css_strings(tame_root)]
    margin = css_strings(root)
    expect(len(margin) == len(style) and all(map(is_cut, margin, style)), "other margins of paper", margin, style)


def is_cut(said, whole):
    """The same text, or what it begins with and an ellipsis; controls apart."""
    said, whole = (re.sub("[\ufffd\\s]", "", page_text(text)) for text in (said, whole))
    return said == whole or len(said) > 30 and said[-1] == "\u2026" and whole.startswith(said[:-1])


def finding_of(text):
    rows = [dict.fromkeys(FINDING, text) | {"severity": s, "line": "3"} for s in ("error", "warning", "info")]
    rows += [row | {"account": "nobody"} for row in rows]
    return secrets.text_of(rows, FINDING)


ERROR_CELLS = re.compile(r"#(REF!|N/A|DIV/0!|NAME\?|VALUE!|NUM!|NULL!)")


def hostile(value):
    text = value.strip(" \t\r\n")
    if not text or "\0" in value:
        return
    is_same_page(text, filled, [], finding_of)
    is_same_page(text, filled, ["--audience=customer"])
    is_same_page(text, filled, ["--audience=room"])
    if not text.startswith("-"):
        is_same_page(text, lambda _: filled("tame"), [f"--title={MARKER}"])


def hostile_currency(value):
    """A currency is no text in a walk: it may be refused."""
    text = value.strip(" \t\r\n")
    if text and "\0" not in value:
        is_same_page(text, lambda t: secrets.text_of([dict(row, currency=t) for row in secrets.rows_of(filled("tame"))]), ["--audience=customer"])


@functools.lru_cache(None)
def tame_page():
    return report(filled("tame"))


def hostile_heading(value):
    """What a column that nobody knows is called, and holds, changes nothing."""
    want = tame_page()
    expect(report(filled("tame", extra=[("x" + value, value)])) == want, "an unknown column changes the page", value)


RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


def hostile_on_a_terminal(value):
    text = value.strip(" \t\r\n")
    if not text or "\0" in value:
        return
    (WORK / "findings.csv").write_bytes(finding_of(text))
    for options in ([f"--findings={WORK / 'findings.csv'}"], ["--audience=room"], ["--audience=customer"], ["--title=x" + text]):
        out = report(filled(text), "--format=text", *options).decode()
        raw = RAW.search(out)
        expect(not raw, "a raw control character", raw and out[max(0, raw.start() - 40):raw.end() + 40])
        if text.isascii() and text.isalnum() and len(text) < 40:
            expect(text in out, "isn't shown", text)


def check_hostile(tap):
    if not (SHARED / "hostile.csv").is_file():
        tap.skip("hostile text", f"no {SHARED / 'hostile.csv'}")
        return
    values = [(name, value) for name, value in hostile_values() if not ERROR_CELLS.match(value.strip())]
    for what, check in (("stays text in every column, the title and findings", hostile), ("stays text as a currency", hostile_currency),
                        ("is nothing in unknown columns", hostile_heading), ("has no controls on a terminal", hostile_on_a_terminal)):
        tap.run(f"hostile text {what}: {len(values)} values", functools.partial(for_values, check, values))


def for_values(check, values):
    failures = []
    for name, value in values:
        try:
            check(value)
        except Failure as failure:
            failures.append(f"{name} {ascii(value)[:100]}: {failure}")
    if failures:
        raise Failure("hostile text", f"{len(failures)} of {len(values)} fail\n" + "\n".join(failures[:6]))


# --- d. the same bytes

def same_bytes():
    """From a file, a pipe, elsewhere, in any locale and time zone; nothing on the page leads outside."""
    data = secrets.package("told")
    file = WORK / "secret-package.csv"
    file.write_bytes(data)
    for audience in AUDIENCES:
        for options in ([], ["--format=text"]):
            command = [str(BUILD / "negpkg-report"), "-q", f"--audience={audience}", *options]
            want = report(data, f"--audience={audience}", *options)
            for environment in ({}, {"LC_ALL": "de_DE.UTF-8", "TZ": "Pacific/Auckland", "TERM": "dumb", "COLUMNS": "40", "NO_COLOR": "1"},
                                {"LC_ALL": "C", "SOURCE_DATE_EPOCH": "0", "COLUMNS": "300"}):
                got = subprocess.run([*command, file], env=environment, cwd="/", capture_output=True, check=False, timeout=60)
                expect(got.stdout == want and got.returncode == 0, "other bytes", audience, environment, got.stderr[:300])
            subprocess.run([*command, "-o", WORK / "page", file], check=True, timeout=60)
            expect((WORK / "page").read_bytes() == want, "other bytes in a file", audience)
            outside = re.sub(rb'http-equiv|xmlns="http://www\.w3\.org/2000/svg"', b"", want)
            for word in (b"http", b" src=", b"url(", b"<script", b"<link", b"@import", b" on"):
                expect(word not in outside or word == b" on" and not re.search(rb" on[a-z]+=", outside), "leads outside", word)


def main():
    tap = Tap()
    if not os.access(BUILD / "negpkg-report", os.X_OK):
        tap.line(False, f"{BUILD / 'negpkg-report'} is there")
        print(f"1..{tap.number}")
        return 1
    count = max(2, COUNT // 60)
    for name, features in PROFILES.items():
        tap.run(f"each figure is the package's, for each audience: {count} packages, {name}",
                functools.partial(for_sheets, shows_the_package, "report/" + name, count, functools.partial(make_case, features)))
    for audience in ("customer", "room"):
        tap.run(f"no secret is on the {audience}'s page", functools.partial(tells_nothing, audience))
        tap.run(f"other secrets make the same page for the {audience}", functools.partial(depends_on_nothing_else, audience))
    for columns, values in ((["target_price"], [["1"], ["2"], ["3"]]), (["market_volume"], [["7"], ["8"], [""]]), (["unit"], [["pc"], ["m"], ["kg"]]),
                            (["price_per"], [["10"], ["100"], ["1"]]), (["currency"], [["EUR"], ["JPY"], ["USD"]]),
                            (["initial_price"], [["4"], ["3"], [""]]), (["current_market_volume"], [["7"], ["8"], ["9"]])):
        tap.run(f"items that are alike but for {columns[0]} stand in an order that isn't ours", functools.partial(alike, columns, values))
    tap.run("a customer's page names nobody who is offered nothing", nothing_for_others)
    check_hostile(tap)
    tap.run("the same bytes, whatever the environment; nothing leads outside", same_bytes)
    print(f"1..{tap.number}")
    shutil.rmtree(WORK)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
