"""Cells, days and rows of calendar-remind's oracle."""
import calendar
import csv
import re
from collections import namedtuple
from datetime import date, timedelta
from functools import lru_cache

ROOT = "negotiation"
EMPTY = ("", "n/a", "na", "tbd", "tba", "?")
YES = ("yes", "y", "true", "1", "x")
MONTHS = {"": 0, "annual": 12, "yearly": 12, "semiannual": 6, "halfyearly": 6, "quarterly": 3, "monthly": 1}

Rule = namedtuple("Rule", "name before days shift leads to kind repeat")
Person = namedtuple("Person", "name email")


# --- cells

@lru_cache(None)
def fold(text):
    return re.sub(r"[\s_-]", "", text).lower()


@lru_cache(None)
def given(text):
    """A cell's text, without blanks around it; nothing for what stands for nothing."""
    return "" if text.strip().lower() in EMPTY else text.strip()


def cell(row, column):
    return given(row.get(column, ""))


def day(text):
    return date.fromisoformat(text) if text else None


def parts(text, separators=";,"):
    return [part.strip() for part in re.split(f"[{separators}]", text) if part.strip()]


def numbers(text):
    """A list of leads; None where the cell is empty, so that it's somebody else's say."""
    return tuple(int(part) for part in parts(text, ";, ")) or None


@lru_cache(None)
def escaped(text):
    """A part of a key."""
    return "".join(f"%{ord(c):02X}" if c in "/%~" or c < " " or c == "\x7f" else c for c in text)


# --- days

def add_months(day, months):
    """So many months later, on the same day or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shifted(day, how, holidays):
    """A derived date, off weekends and holidays."""
    step = {"earlier": -1, "later": 1, "none": 0}[how]
    while step and (day.weekday() >= 5 or day in holidays):
        day += timedelta(step)
    return day


# --- reading

def read_rows(path):
    """Rows with their source, columns by folded heading."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        headings = [fold(heading) for heading in next(reader)]
        for line in reader:
            if any(line):
                yield {**dict(zip(headings, line)), "source": f"{path}:{reader.line_num}"}


def read_agenda(path):
    """{folded name: Rule}, in order."""
    rules = {}
    for row in read_rows(path):
        rule = Rule(cell(row, "milestone"), fold(cell(row, "before")), int(cell(row, "days") or 0),
                    cell(row, "shift") or "earlier", numbers(cell(row, "leads")), parts(cell(row, "to")),
                    cell(row, "kind"), int(cell(row, "repeatoverdue") or 1))
        rules[fold(rule.name)] = rule
    return rules


def read_holidays(path):
    with open(path, encoding="utf-8") as file:
        return {day(line.partition("#")[0].strip()) for line in file} - {None}


# --- what rows say

def text(day):
    return day.isoformat() if day else ""


def months(row):
    return MONTHS[fold(cell(row, "recurrence"))]


def yes(row, column):
    return cell(row, column).lower() in YES


def theirs(row):
    return fold(cell(row, "side")) in ("them", "customer")


def ours(row):
    return not theirs(row)


def person(member):
    return Person(cell(member, "person"), cell(member, "email"))


def owner(row):
    return Person(cell(row, "owner"), cell(row, "email"))


def known(who):
    """What tells people apart."""
    return who.email.lower() or who.name


def distinct(people):
    """Each once, by address, else by name."""
    return list({known(one): one for one in reversed(people)}.values())[::-1]
