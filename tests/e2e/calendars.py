#!/usr/bin/env python3
"""The calendar of a year, imported by khal and calcurse; a negotiation that has moved moves there, too.

    python3 tests/e2e/calendars.py      prints TAP; exit status 1 if anything failed

Both have their calendars, settings and HOME in a folder of the test.
"""
import csv
import datetime
import os
import re
import sys

from world import PATH, WORK, expect, missing, run, shared_is_missing, shared_year, small_year, tests

KHAL = """\
[calendars]
[[negotiations]]
path = {home}/vdir
type = calendar
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {home}/khal.db
[default]
default_calendar = negotiations
"""


class Khal:
    def __init__(self, name):
        self.home = WORK / name
        (self.home / "vdir").mkdir(parents=True)
        (self.home / "config").write_text(KHAL.format(home=self.home), encoding="utf-8")

    def khal(self, *arguments):
        environment = {"PATH": PATH, "HOME": str(self.home), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return run(["khal", "-c", self.home / "config", *arguments], env=environment).decode()

    def take(self, calendar):
        (self.home / "year.ics").write_bytes(calendar)
        self.khal("import", "--batch", "-a", "negotiations", self.home / "year.ics")

    def events(self, first, days):
        """(day, start, end, title) of each; times are empty where it takes all day."""
        lines = self.khal("list", "--day-format", "", "--format", "{start-date}|{start-time}|{end-time}|{title}", first, f"{days}d")
        return sorted(tuple(line.split("|", 3)) for line in lines.splitlines() if line)


class Calcurse:
    def __init__(self, name):
        self.home = WORK / name
        self.home.mkdir()

    def calcurse(self, *arguments):
        environment = {"PATH": PATH, "HOME": str(self.home), "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "dumb"}
        return run(["calcurse", "-q", "-D", self.home, *arguments], env=environment).decode()

    def take(self, calendar):
        (self.home / "year.ics").write_bytes(calendar)
        self.calcurse("-i", self.home / "year.ics")

    def events(self, first, days):
        month, dayofmonth, year = re.sub(r"(\d+)-(\d+)-(\d+)", r"\2 \3 \1", first).split()
        text = self.calcurse("-Q", "--from", f"{month}/{dayofmonth}/{year}", "--days", str(days), "--format-apt", "A|%S|%E|%m\\n",
                             "--format-event", "E|||%m\\n")
        found = []
        for line in filter(None, text.splitlines()):
            if re.fullmatch(r"\d\d/\d\d/\d\d:", line):
                today = f"20{line[6:8]}-{line[0:2]}-{line[3:5]}"
            else:
                found.append((today, *line.split("|", 3)[1:]))
        return sorted(found)


def meant(year, today, first, days):
    """The same from --list."""
    last = str(datetime.date.fromisoformat(first) + datetime.timedelta(days - 1))
    found = []
    for row in csv.DictReader(year.remind(today, "--list").decode().splitlines()):
        if not first <= row["due"] <= last:
            continue
        start = end = ""
        if row["start_time"]:
            begins = datetime.datetime.fromisoformat(row["due"] + " " + row["start_time"])
            start, end = f"{begins:%H:%M}", f"{begins + datetime.timedelta(minutes=int(row['minutes'] or 60)):%H:%M}"
        found.append((row["due"], start, end, ": ".join(filter(None, (row["account"], row["milestone"], row["subject"])))))
    return sorted(found)


def lists(program, year, today, first, days, atleast):
    program.take(year.remind(today, "--format=ics"))
    want, got = meant(year, today, first, days), program.events(first, days)
    expect(len(want) >= atleast, "hardly any events", want)
    expect(got == want, "other events", *(f"wanted {event}" for event in want if event not in got),
           *(f"got {event}" for event in got if event not in want), len(want), len(got))


def by_heart(program):
    """The small year's November and December."""
    year = small_year(program.home.name + "-year")
    program.take(year.remind("2026-10-01", "--format=ics"))
    got = program.events("2026-11-20", 30)
    want = [("2026-11-24", "", "", "Møller, Søn & Co: commitment: their drawings"),
            ("2026-11-24", "", "", '東京電子: commitment: "Two-year" letter, signed'),
            ("2026-11-24", "14:30", "16:00", "東京電子: blue-sheet review: ポンプ設計採用"),
            ("2026-11-30", "", "", "東京電子: commitment: 数量の予測 2027"),
            ("2026-12-02", "", "", "東京電子: package"),
            ("2026-12-09", "", "", "Møller, Søn & Co: start"),
            ("2026-12-09", "", "", "東京電子: approval"),
            ("2026-12-15", "", "", "東京電子: pre-meeting"),
            ("2026-12-16", "", "", "東京電子: negotiation")]
    expect(got == sorted(want), "other events", *got)


def moves(program):
    """The customer puts the negotiation off by a week: what was derived from it follows, nothing stays behind or stands twice."""
    year = small_year(program.home.name + "-year")
    lists(program, year, "2026-10-01", "2026-10-01", 120, 14)
    before = program.events("2026-10-01", 120)
    sheet = year.folder / "calendar.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("2026-12-16", "2026-12-22"), encoding="utf-8")
    program.take(year.remind("2026-10-02", "--format=ics", "--sequence=1"))
    after = program.events("2026-10-01", 120)
    expect(after == meant(year, "2026-10-02", "2026-10-01", 120), "other events", *after)
    expect(len(after) == len(before), "events doubled or lost", *after)
    expect(("2026-12-22", "", "", "東京電子: negotiation") in after, "not moved", *after)
    files = len(os.listdir(program.home / "vdir"))
    program.take(year.remind("2026-10-03", "--format=ics", "--sequence=2"))
    expect(len(os.listdir(program.home / "vdir")) == files == len(after), "files doubled", files)
    expect(program.events("2026-10-01", 120) == after, "not the same the third time")


def shared(program):
    lists(program, shared_year(), "2025-11-10", "2025-01-01", 730, 60)


def main():
    cases = []
    for name, program, checks in (("khal", Khal, (by_heart, moves, shared)), ("calcurse", Calcurse, (by_heart, shared))):
        texts = {by_heart: "events of some weeks", moves: "a negotiation that has moved", shared: "the shared year"}
        for check in checks:
            reason = missing(name) or (shared_is_missing() if check is shared else None)
            cases.append((f"{name}: {texts[check]}", reason, lambda check=check, program=program: check(program(f"{program.__name__}-{check.__name__}"))))
    return tests(cases)


if __name__ == "__main__":
    sys.exit(main())
