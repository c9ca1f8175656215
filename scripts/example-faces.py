#!/usr/bin/env python3
"""Write the spreadsheet faces of the example workbook.

    python3 scripts/example-faces.py share/examples            write the faces
    python3 scripts/example-faces.py --check share/examples    compare only; exit 1 on drift

items-eu.csv and items-us.csv hold what a European and a US Excel would export of items.csv: the same rows on the
same lines, other clothes. They are derived, so that they can't drift from it.
"""

import argparse
import csv
import io
import pathlib
import re
import sys
from decimal import Decimal

POSITIONS = "current|initial|expected|walkaway"
SIGNS = {"USD": "$", "EUR": "€"}

US_HEADINGS = {
    "product_line": "Family",
    "product": "Part Number",
    "current_volume": "Current Qty",
    "initial_volume": "Initial Qty",
    "expected_volume": "Expected Qty",
    "walkaway_volume": "Walk-Away Qty",
    "current_price": "Current ASP",
    "initial_price": "Initial Unit Price",
    "current_cost": "Current Unit Cost",
    "current_cogs": "Current COGS",
}


def kind(column):
    """What a column holds, by its name."""
    if re.fullmatch(rf"(({POSITIONS}|target|list|floor|alternative)_price|({POSITIONS})_revenue)", column):
        return "price"
    if re.fullmatch(rf"({POSITIONS})_(cost|cogs)", column):
        return "cost"
    if re.fullmatch(rf"({POSITIONS})_rebate", column):
        return "rebate"
    if re.fullmatch(rf"({POSITIONS})_volume|(current_)?market_volume", column):
        return "volume"
    if re.fullmatch(rf"({POSITIONS})_share", column):
        return "share"
    if re.fullmatch(rf"({POSITIONS})_fx|price_per|cost_per", column):
        return "number"
    if column.endswith("_date"):
        return "date"
    return "text"


def percent(value, places):
    """A fraction in points, with at least so many decimals: 0.45 is 45 or 45.0, 0.4375 is 43.75."""
    points = (Decimal(value) * 100).normalize()
    return format(points, f".{max(places, -points.as_tuple().exponent)}f")


def currency(row, what):
    return row["cost_currency"] if what == "cost" else row["currency"]


def eu_number(value):
    return format(Decimal(value), ",f").translate(str.maketrans(",.", ".,"))


def eu_cell(row, column):
    value, what = row[column], kind(column)
    if value == "" or what == "text":
        return value
    if what == "date":
        year, month, day = value.split("-")
        return f"{day}.{month}.{year}"
    if what == "share" and column.startswith(("current", "expected")):
        return percent(value, 1).replace(".", ",") + "%"
    if what in ("price", "cost", "rebate") and currency(row, what) == "EUR":
        return eu_number(value) + " €"
    return eu_number(value)


def us_number(value, sign=""):
    number = Decimal(value)
    text = sign + format(abs(number), ",f")
    return f"({text})" if number < 0 else text


def us_cell(row, column):
    value, what = row[column], kind(column)
    if value == "" or what == "text":
        return value
    if what == "date":
        year, month, day = value.split("-")
        return f"{int(month)}/{int(day)}/{year}"
    if what == "share":
        return percent(value, 0) + "%"
    if Decimal(value) == 0 and (what == "rebate" or column == "walkaway_volume"):
        return "-"
    if what in ("price", "cost"):
        return us_number(value, SIGNS[currency(row, what)])
    return us_number(value)


def us_heading(column):
    if column in US_HEADINGS:
        return US_HEADINGS[column]
    if column != column.lower():  # not one of the tool's: as it stands
        return column
    return column.replace("_", " ").title().replace("Fx", "FX").replace("Walkaway", "Walk-Away")


def us_total(rows, column):
    if kind(column) not in ("volume", "rebate") and not column.endswith(("_revenue", "_cogs")):
        return ""
    return us_number(sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0)))


def export(table, delimiter):
    """The table as Excel saves it: byte order mark, CRLF, quotes only where needed."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def eu_face(columns, rows):
    return export([columns] + [[eu_cell(row, column) for column in columns] for row in rows], ";")


def us_face(columns, rows):
    table = [[us_heading(column) for column in columns]]
    table += [[us_cell(row, column) for column in columns] for row in rows]
    table += [["Total"] + [us_total(rows, column) for column in columns[1:]]]
    table += [[""] * len(columns)] * 2  # emptied rows and columns that the spreadsheet still counts
    return export([line + ["", ""] for line in table], ",")


def main():
    parser = argparse.ArgumentParser(description="Derive items-eu.csv and items-us.csv from items.csv.")
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 on drift")
    parser.add_argument("folder", type=pathlib.Path, help="the folder of items.csv")
    options = parser.parse_args()

    try:
        with open(options.folder / "items.csv", encoding="utf-8", newline="") as sheet:
            columns, *cells = csv.reader(sheet, strict=True)
        rows = [dict(zip(columns, line, strict=True)) for line in cells]
    except (OSError, ValueError, csv.Error) as trouble:
        parser.error(f"items.csv: {trouble}")

    drifted = False
    for name, face in (("items-eu.csv", eu_face(columns, rows)), ("items-us.csv", us_face(columns, rows))):
        path = options.folder / name
        if not options.check:
            path.write_bytes(face)
        elif not path.exists() or path.read_bytes() != face:
            print(f"{path}: differs from items.csv: run scripts/example-faces.py {options.folder}", file=sys.stderr)
            drifted = True
    return 1 if drifted else 0


if __name__ == "__main__":
    sys.exit(main())
