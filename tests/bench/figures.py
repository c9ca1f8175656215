"""What a walk comes to in each group, as margin-walk prints it and as the sums of a peer tell it: both must be the same."""
import csv
from decimal import Decimal
from fractions import Fraction

# What peers are asked for, of each group: units and money
SUMS = ["items", "q0", "r0", "m0", "q1", "r1", "m1", "both0", "both1", "price", "cost", "new", "lost"]
CENT = Decimal("0.01")
MONEY = {"r0", "m0", "r1", "m1", "price", "cost", "new", "lost"}
OURS = {"items": "items", "q0": "start_volume", "r0": "start_revenue", "m0": "start_margin", "volume": "volume", "mix": "mix_within",
        "price": "price", "cost": "cost", "new": "new", "lost": "lost", "q1": "end_volume", "r1": "end_revenue", "m1": "end_margin"}


def of_ours(by):
    """A check of margin-walk's output: {group: {effect: Decimal}}."""
    def check(out, _):
        found = {}
        with open(out, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["level"] == by[-1]:
                    found[",".join(row[column] for column in by)] = {name: Decimal(row[column]) for name, column in OURS.items()}
        return found
    return check


def of_peer(by, unit=1, head=False):
    """The same from lines of keys and SUMS, money in `unit`."""
    def check(out, _):
        found = {}
        with open(out, encoding="utf-8") as file:
            for row in list(csv.reader(file))[1 if head else 0:]:
                sums = {name: Decimal(cell or 0) * (unit if name in MONEY else 1) for name, cell in zip(SUMS, row[len(by):], strict=True)}
                found[",".join(row[:len(by)])] = effects(sums)
        return found
    return check


def effects(sums):
    """Volume and mix follow from a group's sums; the only division is exact, and rounded once."""
    comparable = sums["m0"] + sums["lost"]
    both = comparable + sums["price"] + sums["cost"] + sums["new"]  # without volume and mix
    volume = Fraction(comparable) * Fraction(sums["both1"] - sums["both0"]) / Fraction(sums["both0"] or 1)
    rounded = Decimal(round(volume * 100)) / 100
    return {**{name: sums[name] for name in SUMS if name not in ("both0", "both1")},
            "volume": rounded, "mix": sums["m1"] - both - rounded}


def volumes(walk):
    """The two sums that a tool can have without multiplying."""
    return {group: (effect["q0"], effect["q1"]) for group, effect in walk.items()}


def volumes_of_peer(by, fields, head=False):
    """The same from a peer's lines: which fields have them."""
    def check(out, _):
        with open(out, encoding="utf-8") as file:
            rows = list(csv.reader(file))[1 if head else 0:]
        return {",".join(row[:len(by)]): tuple(Decimal(row[field]) for field in fields) for row in rows}
    return check
