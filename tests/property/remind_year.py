#!/usr/bin/env python3
"""Who hears how much in a season of shared/year: not a test, but figures to judge an agenda by.

    python3 tests/property/remind_year.py [FIRST [LAST]]       default: 2025-10-01 2026-01-31

Runs calendar-remind on each day, on the sheets as they stand and as they are where people say that a task is done on
its day, and counts lines (milestones) and messages (days on which somebody hears something) by person and status.
"""
import csv
import io
import sys
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from walk import SHARED, tool

YEAR = SHARED / "year"
FILES = [YEAR / f"{name}.csv" for name in ("calendar", "actions", "reviews")]
AGENDA = f"--agenda={YEAR / 'agenda.csv'}"
TEAM = f"--team={YEAR / 'team.csv'}"
HOLIDAYS = f"--holidays={YEAR / 'holidays.txt'}"
TASKS = ("start", "package", "publish", "results")


def rows(arguments):
    return list(csv.DictReader(io.StringIO(tool("calendar-remind", arguments).decode(), newline="")))


def days(first, last):
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def done_by(today, folder):
    """A sheet that says that each task was done on its day, if that has come."""
    listed = rows([f"--today={today}", "--list", AGENDA, HOLIDAYS, *FILES])
    file = folder / "done.csv"
    with open(file, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("account", "period", "milestone", "due", "owner", "email", "done_on"))
        writer.writerows((row["account"], row["period"], row["milestone"], "", row["owner"], row["email"], row["due"])
                         for row in listed if row["milestone"] in TASKS
                         and row["occurrence"] == "0" and not row["done_on"] and row["due"] <= str(today))
    return file


def season(first, last, options, closed, folder):
    told = []
    for today in days(first, last):
        files = [*FILES, done_by(today - timedelta(1), folder)] if closed else FILES
        told += [(today, row) for row in rows([f"--today={today}", *options, *files])]
    return told


def report(title, told):
    lines = Counter(row["email"] for _, row in told)
    messages = Counter(email for _, email in {(day, row["email"]) for day, row in told})
    overdue = Counter(row["email"] for _, row in told if row["status"] == "overdue")
    milestones = len({(day, row["key"]) for day, row in told})
    print(f"\n{title}\n  {milestones} lines of text, {len(told)} lines by person, {sum(messages.values())} messages")
    print(f"  {'':32}{'lines':>6}{'overdue':>9}{'messages':>9}")
    for email, count in lines.most_common():
        print(f"  {email:32}{count:6}{overdue[email]:9}{messages[email]:9}")
    names = Counter((row["account"], row["milestone"], row["subject"]) for _, row in told if row["status"] == "overdue")
    for (account, milestone, subject), count in names.most_common(8):
        print(f"  overdue {count:4}  {account}: {milestone} {subject}")


def main():
    first = date.fromisoformat(sys.argv[1] if len(sys.argv) > 1 else "2025-10-01")
    last = date.fromisoformat(sys.argv[2] if len(sys.argv) > 2 else "2026-01-31")
    print(f"{first} to {last}, daily")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for name, options in (("with team and agenda", [AGENDA, TEAM, HOLIDAYS]), ("owners only", [AGENDA, HOLIDAYS])):
            for closed in (False, True):
                title = f"{name}, {'tasks done on their day' if closed else 'the sheets as they stand'}"
                report(title, season(first, last, options, closed, folder))


if __name__ == "__main__":
    main()
