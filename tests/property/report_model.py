"""What negpkg-report's page must show of a package: its exact figures, as fractions, and how they are written."""
import csv
import io
from fractions import Fraction
from math import floor

POSITIONS = ("current", "initial", "expected", "walkaway")
NAMES = dict(zip(POSITIONS, ("Current", "Initial", "Expected", "Walk-away")))
MOMENTS = dict(zip(POSITIONS, ("now", "offered", "expected", "at walk-away")))
MEASURES = ("volume", "price", "share", "value_share", "revenue", "margin", "margin_pct")
FOR_CUSTOMER = {"level", "account", "product_line", "product", "customer_part", "period", "phase", "unit", "currency", "price_per",
                "current_volume", "current_price", "current_revenue", "initial_volume", "initial_price", "initial_revenue",
                "market_volume", "current_market_volume", "target_price"}
NOT_FOR_ROOM = ("walkaway", "floor", "cost", "cogs")
TELLS_WALKAWAY = {"below-cost", "below-floor", "below-alternative", "let-go"}
MINUS = "\u2212"


def sees(audience, column):
    if audience == "customer":
        return column in FOR_CUSTOMER
    return audience == "internal" or not any(word in column.replace("_", "") for word in NOT_FOR_ROOM)


# --- figures as they are written

def units(value, places):
    """Rounded half up: floor(x + 1/2), negatives too."""
    return floor(value * 10 ** places + Fraction(1, 2))


def written(number, places, plus=""):
    """Units of the last place, grouped, with a sign."""
    whole, rest = divmod(abs(number), 10 ** places)
    sign = MINUS if number < 0 else plus if number > 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:0{places}}" if places else "")


def amount(value, places, plus=""):
    return "" if value is None else written(units(value, places), places, plus)


def places_of(value, least):
    """As many as it needs, up to 9."""
    places = least
    while value is not None and places < 9 and (value * 10 ** places).denominator != 1:
        places += 1
    return places


def price(value):
    return amount(value, places_of(value, 2))


def short(value):
    for power, unit in ((9, "bn"), (6, "m"), (3, "k"), (0, "")):
        if power == 0 or abs(value) >= 10 ** power * Fraction(99995, 100000):
            return amount(value / 10 ** power, 1) + unit
    return None


def percent(value, plus=""):
    return amount(value, 1, plus) + "%"


def growth(before, after):
    """In percent, to two places; None where there is nothing to compare with."""
    if before is None or after is None or before <= 0:
        return None
    return Fraction(units((after - before) / before * 100, 2), 100)


def points(share):
    return None if share is None else share * 100


# --- the package

class Node:
    def __init__(self, row, columns, audience):
        self.audience, self.children, self.parent = audience, [], None
        self.cells = {c: row[c].strip() for c in columns}
        self.level = row["level"]

    def text(self, column):
        return self.cells.get(column, "")

    def number(self, column):
        cell = self.cells.get(column, "")
        return Fraction(cell) if cell else None

    def at(self, position, measure):
        return self.number(f"{position}_{measure}")

    def flags(self):
        kept = [flag for flag in self.text("flags").split(";") if flag]
        return [f for f in kept if f not in TELLS_WALKAWAY] if self.audience == "room" else kept

    def given(self, position, measures=MEASURES):
        return any(self.at(position, m) is not None for m in measures)

    def positions(self):
        return [p for p in POSITIONS if self.given(p)]


class Package:
    """accounts > lines > items > phases, of the columns that the audience sees, in the order in which it sees them."""

    def __init__(self, data, audience):
        rows = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
        self.audience = audience
        self.columns = [c for c in rows.fieldnames if sees(audience, c)]
        self.accounts, known = [], {}
        for row in rows:
            node = Node(row, self.columns, audience)
            depth = ("account", "line", "item", "phase").index(node.level)
            key = [node.text(c) for c in ("account", "period", "product_line", "product")[:depth + 2]]
            known[node.level, *key] = node
            if depth == 0:
                self.accounts.append(node)
            else:
                above = ("account", "line", "item")[depth - 1]
                node.parent = known[(above, *key[:depth + 1])] if depth < 3 else known[("item", *key[:4])]
                node.parent.children.append(node)
        if audience == "customer":
            self.accounts = [self.offer(a) for a in sorted(self.accounts, key=self.order)]
            self.accounts = [a for a in self.accounts if a.children]

    @staticmethod
    def order(node):
        """For the customer: what it calls things, then what it sees of them."""
        def last(value):
            return (value is None, value or 0)
        figures = [last(node.at(p, m)) for p in POSITIONS for m in MEASURES]
        return [node.text(c).encode() for c in ("customer_part", "account", "period", "product_line", "product", "phase")] + figures

    def offer(self, node):
        """The customer's part of a row: what is offered, and sums only where they are sums of it."""
        node.children = [self.offer(c) for c in sorted(node.children, key=self.order)]
        node.children = [c for c in node.children if c.children or c.level in ("item", "phase") and c.positions()]
        if node.level in ("account", "line"):
            for p in POSITIONS:
                sums = all(c.text("currency") == node.text("currency") for c in node.children) and all(
                    sum(c.at(p, m) or 0 for c in node.children) == (node.at(p, m) or 0) for m in ("volume", "revenue"))
                if not sums:
                    for m in MEASURES:
                        node.cells.pop(f"{p}_{m}", None)
        return node

    def has(self, *suffixes):
        return any(f"{p}_{s}" in self.columns for p in POSITIONS for s in suffixes)

    def name(self, position):
        return "Offer" if self.audience == "customer" and position == "initial" else NAMES[position]

    def decided(self):
        return "initial" if self.audience == "customer" else "expected"


# --- what stands on the page

def headline(account):
    """The sentences of an account's figures."""
    def sentence(subject, measure, tell):
        parts = [f"{tell(p)} {MOMENTS[p]}{behind(p, measure)}" for p in POSITIONS if account.at(p, measure) is not None]
        return [subject + ", ".join(parts)] if parts else []

    def behind(position, measure):
        if measure == "margin" and account.at(position, "margin_pct") is not None:
            return f" ({percent(account.at(position, 'margin_pct'))})"
        more = growth(account.at("current", measure), account.at(position, measure))
        if measure == "revenue" and position != "current" and more is not None:
            return f" ({percent(more, '+')})"
        return ""

    currency = account.text("currency") + " " if account.text("currency") else ""
    return [*sentence(f"Revenue {currency}", "revenue", lambda p: short(account.at(p, "revenue"))),
            *sentence(f"Margin {currency}", "margin", lambda p: short(account.at(p, "margin"))),
            *sentence("Share ", "share", lambda p: percent(points(account.at(p, "share"))))]


ASPECTS = (("Revenue", "revenue", "money", "target_revenue"), ("Revenue change %", "revenue", "growth", None),
           ("Margin", "margin", "money", "target_margin"), ("Margin change %", "margin", "growth", None),
           ("Margin %", "margin_pct", "points", "target_margin_pct"), ("Share %", "share", "share", "target_share"),
           ("Value share %", "value_share", "share", None))


def position_table(package, node, places):
    """(columns, {row: {column: text}}) of an account or a line, or None."""
    shown = [p for p in POSITIONS if node.given(p, ("revenue", "margin"))]
    if not shown:
        return None
    aspects = [a for a in ASPECTS if package.has(a[1])]

    def value(aspect, position):
        if aspect[2] == "growth":
            return None if position == "current" else growth(node.at("current", aspect[1]), node.at(position, aspect[1]))
        return points(node.at(position, aspect[1])) if aspect[2] == "share" else node.at(position, aspect[1])

    def target(aspect):
        aim = node.number(aspect[3]) if aspect[3] else None
        return points(aim) if aspect[2] == "share" else aim

    def exact(aspect):
        return places if aspect[2] == "money" else 2

    rows = {package.name(p): {a[0]: amount(value(a, p), exact(a), "+" if a[2] == "growth" else "") for a in aspects} for p in shown}
    if any(target(a) is not None for a in ASPECTS):
        rows["Objective"] = {a[0]: amount(target(a), exact(a)) for a in aspects}
        rows["Expected less objective"] = {
            a[0]: "" if None in (value(a, "expected"), target(a)) else amount(value(a, "expected") - target(a), exact(a), "+")
            for a in aspects}
    return [a[0] for a in aspects], rows


ITEM_COLUMNS = (("Volume", "volume"), ("Price", "price"), ("Change %", "price"), ("Gap %", None), ("Revenue", "revenue"),
                ("Margin %", "margin_pct"), ("Share %", "share"))


def items_below(line):
    for item in line.children:
        yield item
        yield from item.children


def item_columns(package):
    return [name for name, measure in ITEM_COLUMNS
            if (package.has(measure) if measure else "target_gap_pct" in package.columns)]


def item_places(line):
    """(places of volumes, of prices): those that the one that needs most has."""
    volumes = [n.at(p, "volume") for n in items_below(line) for p in POSITIONS]
    prices = [n.at(p, "price") for n in items_below(line) for p in POSITIONS]
    volumes += [n.number("market_volume") for n in items_below(line)]
    prices += [n.number("target_price") for n in items_below(line)]
    return max([places_of(v, 0) for v in volumes] or [0]), max([places_of(v, 2) for v in prices] or [2])


def change(item, position):
    """A price's, from the current one: by what was sold, not by the rounded price."""
    if position == "current":
        return None
    given = item.number("price_change_pct")
    if position == "expected" and given is not None:
        return given
    figures = [item.at(p, m) for p in ("current", position) for m in ("volume", "revenue")]
    if any(f is None for f in (figures[0], figures[1], figures[2])) or figures[0] <= 0 or figures[2] <= 0:
        return None
    # a quotient that doesn't end is rounded once, half to even, at the internal scale
    moved = Fraction(round(figures[1] * figures[2] / figures[0] * 10 ** 15), 10 ** 15)
    return growth(moved, figures[3])


def item_rows(package, item, volume_places, price_places, places):
    """{row: {column: text}} of an item or a phase."""
    rows = {}
    for p in item.positions():
        rows[package.name(p)] = {
            "Volume": amount(item.at(p, "volume"), volume_places), "Price": amount(item.at(p, "price"), price_places),
            "Change %": amount(change(item, p), 2, "+"),
            "Gap %": amount(item.number("target_gap_pct") if p == "expected" else None, 2, "+"),
            "Revenue": amount(item.at(p, "revenue"), places), "Margin %": amount(item.at(p, "margin_pct"), 2),
            "Share %": amount(points(item.at(p, "share")), 2)}
    need, target = item.number("market_volume"), item.number("target_price")
    if need is not None or target is not None:
        label = "Need, target" if None not in (need, target) else "Need" if need is not None else "Target"
        rows[label] = {"Volume": amount(need, volume_places), "Price": amount(target, price_places)}
    columns = item_columns(package)
    return {label: {c: cells.get(c, "") for c in columns} for label, cells in rows.items()} or {"": dict.fromkeys(columns, "")}


# --- what needs attention

NOTES_MOST, GAPS = 8, 5


def attention(account):
    """(mark, subject, text) of the notes that tell figures."""
    def subject(item):
        product = item.text("product") + (" " + item.text("phase") if item.text("phase") else "")
        return product + (", " + item.text("product_line") if item.text("product_line") else "")

    def walkaway(item, what="", limit=None):
        return f"walk-away {price(item.at('walkaway', 'price'))}" + (f", {what} {price(limit)}" if limit is not None else "")

    def approver(item):
        return f" (approved by {item.text('walkaway_approved_by')})" if item.text("walkaway_approved_by") else ""

    def below_cost(item):
        margin, pct = item.at("walkaway", "margin"), item.at("walkaway", "margin_pct")
        return walkaway(item) + f", margin {short(margin)}" + (f" ({percent(pct)})" if pct is not None else "") + approver(item)

    def concession(item):
        shares = [points(item.at(p, "share")) for p in ("current", "expected")]
        return (f"{price(item.at('current', 'price'))} \u2192 {price(item.at('expected', 'price'))} "
                f"({percent(item.number('price_change_pct'), '+')})"
                + (f"; share {percent(shares[0])} \u2192 {percent(shares[1])}" if None not in shares else ""))

    concerns = (("below-cost", below_cost),
                ("below-floor", lambda i: walkaway(i, "floor", i.number("floor_price")) + approver(i)),
                ("below-alternative", lambda i: walkaway(i, i.text("alternative") or "qualified alternative", i.number("alternative_price"))),
                ("concession", concession))
    items = [item for line in account.children for item in line.children]
    notes = []
    for flag, tell in concerns:
        flagged = [n for item in items for n in ([item] if flag in item.flags() else [c for c in item.children if flag in c.flags()])]
        notes += [(flag.replace("-", " "), subject(n), tell(n)) for n in flagged[:NOTES_MOST]]
        if len(flagged) > NOTES_MOST:
            notes.append((flag.replace("-", " "), "", f"and {len(flagged) - NOTES_MOST} more, marked in the tables below"))
    gaps = sorted((i for i in items if (i.number("target_gap_pct") or 0) > 0), key=lambda i: -i.number("target_gap_pct"))
    return notes + [("gap to target", subject(i), f"expected {price(i.at('expected', 'price'))}, target {price(i.number('target_price'))} "
                     f"({percent(i.number('target_gap_pct'), '+')})") for i in gaps[:GAPS]]
