#!/usr/bin/env python3
"""margin-walk --format=svg as a picture that a browser may trust, and hostile names in it and in --format=json.

    python3 tests/property/svg.py       prints TAP; exit status 1 if anything failed

Settings as in walk.py.
"""
import csv
import functools
import io
import json
import os
import re
import shutil
import sys
import unicodedata
import xml.etree.ElementTree as ET
from decimal import Decimal

from walk import BUILD, SHARED, WORK, Failure, Tap, margin_walk

SVG = "{http://www.w3.org/2000/svg}"
HEADINGS = "product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost"
ALLOWED = {"svg", "title", "desc", "style", "g", "rect", "path", "text"}
BY_LINE = ["--by=product_line", "--report-currency=USD"]


def expect(condition, kind, *details):
    if not condition:
        raise Failure(kind, "\n".join(map(str, details)))


def sheet(rows):
    """Every cell quoted, a lone CR included."""
    lines = [HEADINGS] + [",".join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows]
    return ("\n".join(lines) + "\n").encode("utf-8")


def named(names):
    """One item a name, with figures of its own."""
    return [(name, "p", 10 + i, 7, 3, 20 - i % 5, 6 + i % 3, 4 - i % 2) for i, name in enumerate(names)]


def table_of(data, *options):
    text = margin_walk([*BY_LINE, *options], data).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def shown(name):
    """A name as XML 1.0 can hold it: what is no character, or a control, is U+FFFD."""
    return "".join("\ufffd" if c not in "\t\n\r" and (unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff")
                   else c for c in name)


# --- what holds for every picture

def number(element, name):
    value = element.get(name, "0")
    expect(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value), "not a number", name, value)
    return Decimal(value)


def is_tame(raw, root):
    """Nothing that runs, and nothing that is fetched."""
    for word in (b"<script", b"<!DOCTYPE", b"<!ENTITY", b"foreignObject", b"xlink", b"@import", b"<?xml-stylesheet"):
        expect(raw.find(word) < 0, "holds what may run", word)
    for element in root.iter():
        tag = element.tag.removeprefix(SVG)
        expect(tag in ALLOWED, "an element that isn't needed", element.tag)
        for name, value in element.attrib.items():
            local = name.rpartition("}")[2].lower()
            expect(not local.startswith("on") and local not in ("href", "src", "style"), "an attribute that acts", name)
            if local != "aria-label":
                expect("url(" not in value and "javascript" not in value, "an attribute that fetches", name, value)
        if tag == "style":
            expect("url(" not in element.text and "<" not in element.text, "a style that fetches", element.text)


def stays_inside(root):
    """Every rectangle and text within the viewBox, and of a size."""
    box = [Decimal(part) for part in root.get("viewBox").split()]
    expect(len(box) == 4 and box[2] > 0 and box[3] > 0, "no viewBox", box)
    for rect in root.iter(SVG + "rect"):
        x, y, width, height = (number(rect, name) for name in ("x", "y", "width", "height"))
        expect(width > 0 and height > 0, "a bar without a size", rect.attrib)
        expect(box[0] <= x and box[1] <= y and x + width <= box[0] + box[2] and y + height <= box[1] + box[3],
               "a bar outside", rect.attrib, box)
    for text in root.iter(SVG + "text"):
        x, y = number(text, "x"), number(text, "y")
        expect(box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3], "a text outside", text.attrib, box)


def is_described(root):
    for tag in ("title", "desc"):
        first = root.find(SVG + tag)
        expect(first is not None and (first.text or "").strip(), "no " + tag)


def waterfalls(root):
    return [g for g in root.findall(SVG + "g") if g.get("role") == "img"]


def is_cut(visible, whole):
    """The text, or its beginning and an ellipsis."""
    return visible == whole or visible.endswith("\u2026") and len(visible) > 5 and whole.startswith(visible[:-1])


def figure_text(text):
    return Decimal(text.replace(",", "").replace("\u2212", "-"))


def rows_of(waterfall):
    """(class, label, figure as shown, rectangle or None) of each bar."""
    for row in waterfall.findall(SVG + "g"):
        label, figure = ("".join(text.itertext()) for text in row.findall(SVG + "text"))
        whole, _, again = row.findtext(SVG + "title").rpartition(": ")
        expect(again == figure, "other figure in the title", again, figure)
        expect(is_cut(label, whole), "isn't the label", label, whole)
        yield row.get("class"), whole, figure, row.find(SVG + "rect")


EFFECTS = "volume,mix_within,mix_across,price,cost,rebate,cross,fx,new,lost,other".split(",")


def says_what_the_table_says(waterfall, row):
    """The ends and every effect that isn't nothing, with its sign."""
    bars = list(rows_of(waterfall))
    wanted = [("current", row["start_margin"])] + [(e, row[e]) for e in EFFECTS if Decimal(row[e])] \
        + [("expected", row["end_margin"])]
    expect([(label, figure_text(figure)) for _, label, figure, _ in bars] ==
           [(label, Decimal(figure)) for label, figure in wanted], "other bars", bars, wanted)
    for (kind, label, figure, rect), (_, amount) in zip(bars, wanted):
        expect((rect is not None) == (Decimal(amount) != 0), "a bar is missing, or one of nothing is there", label)
        if kind != "level":
            expect(kind == ("up" if Decimal(amount) > 0 else "down"), "other direction", label, kind)
            expect(figure[0] == ("+" if Decimal(amount) > 0 else "\u2212"), "no sign", label, figure)


def picture(data, *options):
    """The parsed picture, after everything that must hold for any."""
    raw = margin_walk([*BY_LINE, "--format=svg", *options], data)
    expect(raw == margin_walk([*BY_LINE, "--format=svg", *options], data), "not the same bytes twice")
    raw.decode("utf-8")
    try:
        root = ET.fromstring(raw)
    except ET.ParseError as error:
        raise Failure("no XML", f"{error}\n{raw[:2000]!r}") from None
    expect(root.tag == SVG + "svg", "no svg", root.tag)
    is_tame(raw, root)
    is_described(root)
    stays_inside(root)
    rows = table_of(data, *options)
    groups = waterfalls(root)
    expect(len(groups) == len(rows), "not one waterfall for each group and step", len(groups), len(rows))
    for group, row in zip(groups, rows):
        says_what_the_table_says(group, row)
        shows_name(group, "total" if row["level"] == "total" else row["product_line"])
    return root


def shows_name(waterfall, name):
    """As text that is the name, and visibly, the end cut where it is long."""
    want = shown(name)
    expect((waterfall.findtext(SVG + "title") or "") == want, "other title", ascii(name),
           ascii(waterfall.findtext(SVG + "title")))
    visible = "".join(next(t for t in waterfall.iter(SVG + "text") if t.get("class") == "title").itertext())
    expect(is_cut(visible, want), "isn't shown", ascii(name), ascii(visible))
    # a parser makes blanks of line breaks in attributes
    told = re.sub("[\t\n]", " ", want)
    expect(waterfall.get("aria-label").startswith(told), "isn't told", ascii(told), ascii(waterfall.get("aria-label")))


# --- tests

def many_groups(count):
    picture(sheet(named([f"Line {i:02}" for i in range(count)])))


def tiny_next_to_huge():
    """A cent beside ten billions: still a bar, still inside."""
    for sign in (1, -1):
        huge, tiny = Decimal("10000000000"), Decimal("0.01") * sign
        data = sheet([("L", "a", 1, huge, 0, 1, huge + tiny, 0), ("M", "b", 1, 1, huge, 1, 1, huge + sign),
                      ("N", "c", 1, 2, 1, 1, 2 + tiny, 1)])
        root = picture(data)
        for waterfall in waterfalls(root):
            for _, label, figure, rect in rows_of(waterfall):
                expect(figure_text(figure) == 0 or number(rect, "width") >= 1, "can't be seen", label, figure)


def nothing_at_all():
    """All zero, and no rows: still a picture."""
    picture(sheet([("L", "a", 0, 0, 0, 0, 0, 0)]))
    picture(sheet([]))


def losses():
    """Levels below zero on both ends, and on one."""
    picture(sheet([("L", "a", 10, 5, 9, 12, 5, 8), ("M", "b", 10, 5, 3, 12, 1, 8), ("N", "c", 9, 1, 7, 9, 9, 2)]))


def long_names():
    picture(sheet(named(["W" * 400, "i" * 400, "\u65e5\u672c" * 200, "a b " * 150 + "c"])))


def hostile_values():
    """The values of the shared list that are text, for a sheet of others is refused; a lone CR is part of a cell there."""
    text = (SHARED / "hostile.csv").read_bytes().decode("utf-8", "surrogateescape").replace("\r", "\ue00d")
    return [(row["id"], row["value"].replace("\ue00d", "\r"))
            for row in csv.DictReader(io.StringIO(text, newline="")) if row["class"] != "invalid-utf8"]


def hostile_alone(value):
    picture(sheet(named([value])))


def hostile_together():
    """All of them, groups of one picture."""
    picture(sheet(named([value for _, value in hostile_values()])))


def hostile_in_json():
    """Names in JSON are the CSV's; figures have the same digits."""
    values = [value for _, value in hostile_values()]
    for names in [values, *([value] for value in values)]:
        data = sheet(named(names))
        rows = json.loads(margin_walk([*BY_LINE, "--format=json"], data).decode("utf-8"), parse_float=str, parse_int=str)
        wanted = table_of(data)
        expect(len(rows) == len(wanted), "other number of rows", len(rows), len(wanted))
        for row, want in zip(rows, wanted):
            got = {name: cell or "" for name, cell in row.items()}
            expect(got == want, "other cells", ascii(got), ascii(want))


def main():
    tap = Tap()
    if not os.access(BUILD / "margin-walk", os.X_OK):
        tap.line(False, f"{BUILD / 'margin-walk'} is there")
    else:
        for count in (3, 12, 60):
            tap.run(f"a picture of {count} groups", functools.partial(many_groups, count))
        for text, check in (("tiny effects next to huge ones", tiny_next_to_huge), ("nothing to show", nothing_at_all),
                            ("losses", losses), ("long names", long_names)):
            tap.run(text, check)
        if (SHARED / "hostile.csv").is_file():
            for name, value in hostile_values():
                tap.run(f"hostile name: {name}", functools.partial(hostile_alone, value))
            tap.run("hostile names together", hostile_together)
            tap.run("hostile names in JSON", hostile_in_json)
        else:
            tap.skip("hostile names", f"no {SHARED / 'hostile.csv'}")
    print(f"1..{tap.number}")
    shutil.rmtree(WORK)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
