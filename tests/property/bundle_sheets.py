"""Random bundles sheets, plain and as people write them."""
import random
from fractions import Fraction
from math import floor

import oracle
from sheets import HOSTILE, TAME, Sheet, plain

# What a random sheet may hold beyond items with volumes, prices, costs and floors.
PROFILES = {
    "plain": (),
    "rebates": ("rebates", "fixed"),
    "whole prices": ("whole", "rebates", "fixed", "new"),
    "edges": ("edges", "rebates", "whole", "fixed", "affected", "customers", "screens", "new"),
    "many digits": ("digits", "rebates", "whole", "fixed"),
    "screens": ("screens", "rebates", "whole", "missing"),
    "affected": ("affected", "customers", "fixed", "missing", "new"),
    "missing cells": ("missing", "rebates", "whole", "screens"),
    "hostile names": ("hostile", "rebates", "affected"),
    "defects": ("defects", "rebates", "whole", "screens", "affected", "customers", "missing"),
    "everything": ("rebates", "whole", "fixed", "screens", "affected", "customers", "missing", "hostile", "new"),
}

ITEM = ("owner", "cost", "list_price", "standalone_volume", "standalone_price", "bundle_volume", "bundle_price",
        "floor_price", "floor_margin_pct", "rebate", "competitive", "affected", "source", "customer_price",
        "customer_cost", "rebate_threshold", "rebate_before_pct", "rebate_after_pct", "contestable_volume")
COLUMNS = ("bundle", "account", "product_line", "product", *ITEM, "fixed_cost")
MONEY = ("cost", "list_price", "standalone_price", "bundle_price", "floor_price", "rebate", "fixed_cost",
         "customer_price", "customer_cost")
OWNERS = ("Ana Reyes", "Bo Lund", "Chen Wu", "Dora Silva")


# --- figures

def about(rng, base, low, high, places):
    """Text of a figure between low and high percent of the base."""
    return plain(floor(Fraction(base) * rng.randint(low * 10, high * 10) / 1000 * 10 ** places), places)


def figures(rng, features):
    """cost, standalone price, bundle price, list price, standalone and bundle volume of an item."""
    if "edges" in features:             # so few values that thresholds are met exactly
        prices = ("1", "1.25", "1.5", "2", "2.50", "4")
        cost, standalone, bundle, listed = (rng.choice(prices) for _ in range(4))
        return cost, standalone, bundle, listed, rng.choice("0124"), rng.choice("01248")
    places = rng.choice((2, 2, 3, 4, 7 if "digits" in features else 2))
    cost = plain(rng.randint(1, 10 ** rng.randint(1, 4)) * 10 ** max(0, places - 2), places)
    standalone = about(rng, cost, 90, 260, places)
    bundle = standalone if rng.random() < 0.3 else about(rng, standalone, 75, 104, places)
    listed = about(rng, standalone, 95, 150, places)
    digits = rng.choice((0, 0, 0, 3)) if "digits" in features else 0
    volume = plain(rng.randint(1, 10 ** rng.randint(1, 6)) * 10 ** digits + rng.randint(0, digits), digits)
    more = volume if rng.random() < 0.4 else about(rng, volume, 60, 250, digits)
    return cost, standalone, bundle, listed, volume, more


def item(rng, features, ids, owner):
    cost, standalone, bundle, listed, volume, more = figures(rng, features)
    row = dict(ids, owner=owner, cost=cost, list_price=listed, standalone_volume=volume, standalone_price=standalone,
               bundle_volume=more, bundle_price=bundle)
    if "new" in features and rng.random() < 0.2:
        row.update(standalone_volume=rng.choice(("", "0")))
        if rng.random() < 0.5:
            row["standalone_price"] = ""
    if rng.random() < 0.6:
        row["floor_price"] = bundle if "edges" in features or rng.random() < 0.1 else about(rng, bundle, 80, 102, 2)
    if rng.random() < 0.5:
        row["floor_margin_pct"] = rng.choice(("0", "10", "18", "22.5", "25", "50"))
    if "rebates" in features and rng.random() < 0.25:
        row["rebate"] = some_money(rng, features, row)
    if "screens" in features:
        screens(rng, row)
    return row


def screens(rng, row):
    if rng.random() < 0.5:
        row["competitive"] = "yes"
    if rng.random() < 0.4:
        threshold = rng.randint(1, 100000)
        contestable = threshold if rng.random() < 0.1 else rng.randint(1, threshold)
        row.update(rebate_threshold=str(threshold), contestable_volume=str(contestable),
                   rebate_after_pct=rng.choice(("0", "3", "4.5", "10", "33.3")))
        if rng.random() < 0.5:
            row["rebate_before_pct"] = rng.choice(("0", "1", "2.5"))
        if rng.random() < 0.2:
            row[rng.choice(("rebate_threshold", "contestable_volume", "rebate_after_pct"))] = ""


def some_money(rng, features, *rows):
    """A rebate or so: up to a tenth of what the rows amount to."""
    total = sum(Fraction(row.get("bundle_volume") or 0) * Fraction(row.get("bundle_price") or 0) for row in rows)
    places = rng.choice((0, 3, 5)) if "digits" in features else rng.choice((0, 2, 2))
    if "edges" in features:
        return rng.choice(("0", "0.01", "0.02", "1", "2", "10"))
    text = about(rng, total / 10, 0, 100, places)
    # trailing zeros would ask whether 1.500 has three decimals
    return text.rstrip("0").rstrip(".") if "." in text else text


def affected(rng, features, ids, owner, count):
    """Rows that aren't in the bundle, ours and a rival's."""
    rows = []
    for index in range(count):
        row = item(rng, (), dict(ids, product=f"{ids['product']} affected {index}"), owner)
        row["affected"] = "yes"
        if rng.random() < 0.1:
            row.update(rebate="3.50", competitive="yes")
        if rng.random() < 0.5:
            row["bundle_price"] = ""
        row["bundle_volume"] = about(rng, row["standalone_volume"], 50, 110, 0)
        if "customers" in features and rng.random() < 0.4:
            row["source"] = "rival"
            for column in ("owner", "floor_price", "floor_margin_pct", "list_price", "rebate", "competitive"):
                row.pop(column, None)
            if rng.random() < 0.5:
                for column in ("cost", "standalone_price", "bundle_price"):
                    row.pop(column)
        rows.append(row)
    return rows


# --- a bundle, a sheet

def bundle(rng, features, name, account, names):
    """The rows of one bundle."""
    rows = []
    ids = {"bundle": name, "account": account}
    for line in rng.sample(names, min(len(names), rng.choice((1, 2, 2, 3, 4, 5)))):
        owner = rng.choice(("", *OWNERS))
        for index in range(rng.choice((1, 1, 2, 3))):
            its = dict(ids, product_line=line, product=f"{rng.choice(names)} {index}")
            rows.append(item(rng, features, its, rng.choice(OWNERS) if rng.random() < 0.1 else owner))
        if "affected" in features and rng.random() < 0.4:
            its = dict(ids, product_line=line, product=rng.choice(names))
            rows += affected(rng, features, its, owner, rng.choice((1, 1, 2)))
    if "customers" in features and rng.random() < 0.7:
        for row in rows:
            if rng.random() < 0.8:
                cost = Fraction(row.get("bundle_price") or 5)
                row.update(customer_cost=about(rng, cost, 95, 105, 2), customer_price=about(rng, cost, 110, 160, 2))
    inside = [row for row in rows if not row.get("affected")]
    extras = []
    if "whole" in features and rng.random() < 0.4:
        whole = some_money(rng, features, *inside * 10)
        for row in inside:
            row["bundle_price"] = ""
        extras.append(dict(ids, bundle_price=whole, product="", product_line=""))
    if "rebates" in features:
        for _ in range(rng.choice((0, 1, 1, 2))):
            extras.append(dict(ids, rebate=some_money(rng, features, *inside), product="", product_line=""))
        for line in {row["product_line"]: 0 for row in inside}:
            if rng.random() < 0.2:
                its = [row for row in inside if row["product_line"] == line]
                extras.append(dict(ids, rebate=some_money(rng, features, *its), product="", product_line=line))
    if "fixed" in features and rng.random() < 0.4:
        extra = dict(ids, fixed_cost=about(rng, 1000, 0, 500, 2), product="", product_line="")
        if extras and rng.random() < 0.5 and not extras[0]["product_line"]:
            extras[0]["fixed_cost"] = extra["fixed_cost"]
        else:
            extras.append(extra)
    for extra in extras:
        if not extra["product_line"] and rng.random() < 0.5:
            extra["owner"] = rng.choice(("Karl Brandt", "Karl Brandt", "Eva Stein"))
    return rows, extras


def leave_out(rng, rows):
    """Empty some cells that have something to stand in for them, or that nothing needs."""
    for row in rows:
        for column in ("bundle_volume", "bundle_price", "list_price", "floor_price", "standalone_price"):
            if rng.random() < 0.1:
                row[column] = ""
                if column == "standalone_price" and rng.random() < 0.95:
                    row["standalone_volume"] = rng.choice(("", "0"))


DEFECTS = ("negative", "cost", "price", "twice", "customer", "contestable", "line rebate", "two prices", "line price",
           "unknown line", "bundle")


def spoil(rng, rows, extras):
    """One thing that a sheet may not have (or that may turn out harmless)."""
    row, ids = rng.choice(rows), {"bundle": rows[0]["bundle"], "account": rows[0]["account"], "product": ""}
    kind = rng.choice(DEFECTS)
    if kind == "negative":
        column = rng.choice(("cost", "standalone_price", "bundle_volume", "standalone_volume", "rebate"))
        row[column] = "-" + (row.get(column) or "1")
    elif kind == "cost":
        row["cost"] = ""
    elif kind == "price":
        row["standalone_price"] = ""
    elif kind == "twice":
        rows.append(dict(row, owner="someone else"))
    elif kind == "customer":
        row["customer_price"] = "" if row.get("customer_price") else "3"
    elif kind == "contestable":
        row.update(rebate_threshold="5", contestable_volume=rng.choice(("0", "6")), rebate_after_pct="1")
    elif kind == "line rebate":
        extras.append(dict(ids, product_line=row["product_line"], fixed_cost="1"))
    elif kind == "two prices":
        extras.append(dict(ids, product_line="", bundle_price="100"))
    elif kind == "line price":
        extras.append(dict(ids, product_line=row["product_line"], bundle_price="100"))
    elif kind == "unknown line":
        extras.append(dict(ids, product_line="no such line", rebate="1"))
    elif kind == "bundle":
        row["bundle"] = ""


def random_sheet(rng, features):
    names = list(HOSTILE if "hostile" in features else TAME + ("Elm",))
    sheet = Sheet([], [])
    keys = set()
    accounts = rng.sample(names, 2) if rng.random() < 0.8 else [""]
    for _ in range(rng.choice((1, 2, 3, 4))):
        key = f"{rng.choice(names)} B", rng.choice(accounts)
        if key in keys:
            continue
        keys.add(key)
        rows, extras = bundle(rng, features, *key, names)
        if "missing" in features:
            leave_out(rng, rows)
        if "defects" in features and rng.random() < 0.4:
            spoil(rng, rows, extras)
        sheet.rows += rows + extras
    # a row without a product may leave the account to its bundle
    for row in sheet.rows:
        if not row["product"] and [key[0] for key in keys].count(row["bundle"]) == 1 and rng.random() < 0.3:
            row["account"] = ""
    # no item twice: the tame names are few
    seen = set()
    kept = []
    for row in sheet.rows:
        key = tuple(row.get(column, "") for column in COLUMNS[:4])
        if not row["product"] or key not in seen or row.get("owner") == "someone else":
            kept.append(row)
        seen.add(key)
    sheet.rows = kept
    finish(rng, sheet)
    return sheet


def finish(rng, sheet):
    """The columns that are used, in some order; the rows in another."""
    used = {column for row in sheet.rows for column, text in row.items() if text}
    sheet.columns = sorted(used | {"bundle", "product_line", "product"})
    rng.shuffle(sheet.columns)
    rng.shuffle(sheet.rows)


def random_options(rng):
    options = []
    if rng.random() < 0.8:
        options.append("--allocate=" + rng.choice(("revenue", "list", "standalone", "cost", "equal")))
    if rng.random() < 0.6:
        options.append(f"--places={rng.choice((0, 1, 2, 2, 3, 4, 6, 9, 15))}")
    return options


# --- as people write it

def grouped(text, mark, group):
    whole, _, places = text.partition(".")
    digits = []
    while len(whole) > 3:
        digits.insert(0, whole[-3:])
        whole = whole[:-3]
    return group.join([whole, *digits]) + (mark + places if places else "")


class Look:
    """One way to write a sheet; each cell is written the same way in each of its shrunk forms."""

    def __init__(self, seed):
        rng = random.Random(f"{seed}/look")
        self.seed = seed
        self.plain = rng.random() < 0.25
        self.comma = not self.plain and rng.random() < 0.3
        self.delimiter = "," if self.plain else rng.choice(";\t" if self.comma else ",,;\t|")
        self.sign = "" if self.plain else rng.choice(("", "", "$", "€", "USD ", "CHF "))
        self.quote_all = rng.random() < 0.2
        self.eol = rng.choice(("\n", "\n", "\r\n"))
        self.bom = rng.random() < 0.2
        self.heading = str if self.plain else rng.choice((
            str, str.upper, lambda name: name.replace("_", " ").title(), lambda name: name.replace("_", "-"),
            lambda name: name.replace("_pct", " %").replace("_", " ")))

    @property
    def options(self):
        options = ["--decimal=,"] if self.comma else ["--decimal=."] if self.delimiter == ";" else []
        return options + (["--delimiter=tab"] if self.delimiter == "\t" else [f"--delimiter={self.delimiter}"]
                          if self.delimiter == "|" else [])

    def number(self, rng, column, text):
        mark, group = (",", ".") if self.comma else (".", ",")
        sign = ""
        if text.startswith("-"):
            sign, text = "-", text[1:]
        luck = rng.random()
        if luck < 0.25:
            text = grouped(text, mark, rng.choice((group, "'", " ")))
        elif luck < 0.3 and not Fraction(text):
            return "-"
        elif luck < 0.4:
            whole, _, places = text.partition(".")
            text = f"{int(whole + places)}E-{len(places)}" if places else f"{whole}E+0"
        else:
            text = text.replace(".", mark)
        if column in MONEY and rng.random() < 0.5:
            text = self.sign + text if rng.random() < 0.7 else text + (" " + self.sign.strip() if self.sign else "")
        elif column.endswith("_pct") and rng.random() < 0.4:
            text += "%"
        return sign + text

    def cell(self, column, text):
        if self.plain or column in ("bundle", "account", "product_line", "product", "owner", "source"):
            return text
        rng = random.Random(f"{self.seed}/{column}/{text}")
        if column in ("competitive", "affected"):
            return rng.choice(("yes", "Y", "x", "1", "TRUE")) if text else rng.choice(("", "no", "0", "n", "n/a"))
        if not text:
            return rng.choice(("", "", "n/a", "NA", "tbd", "?", " "))
        text = self.number(rng, column, text)
        return rng.choice(("", "", " ")) + text + rng.choice(("", "", " "))

    def text(self, sheet):
        def quoted(text):
            if self.quote_all or any(c in text for c in '"\r\n' + self.delimiter):
                return '"' + text.replace('"', '""') + '"'
            return text
        lines = [[self.heading(column) for column in sheet.columns]]
        lines += [[self.cell(column, row.get(column, "")) for column in sheet.columns] for row in sheet.rows]
        text = "".join(self.delimiter.join(map(quoted, line)) + self.eol for line in lines)
        return ("\ufeff" if self.bom else "") + text


def scaled(text, factor):
    """A figure times 10 or 100, as text."""
    value = Fraction(text) * factor
    places = len(text.partition(".")[2])
    return oracle.decimal(int(value * 10 ** places), places)
