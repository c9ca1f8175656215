#!/usr/bin/env python3
"""The calendar of whole years, as libical and ical.js read it: no fault, and what was meant.

    python3 tests/e2e/ical.py       prints TAP; exit status 1 if anything failed

ical.js is looked for as node does (NODE_PATH); what libical has against a calendar is said by icalcheck.c.
"""
import datetime
import functools
import os
import sys
from pathlib import Path

from fuzz import is_calendar
from hostile import TODAY, Hostile
from world import WORK, expect, run, shared_is_missing, shared_year, small_year, tests

# pylint: disable=wrong-import-order
from ics import by_ical_js, by_strict_reader, differences, ical_js_is_missing, libical_is_missing


@functools.lru_cache(None)
def icalcheck():
    """The program, compiled."""
    program = WORK / "icalcheck"
    run([os.environ.get("CC", "cc"), "-o", program, Path(__file__).with_name("icalcheck.c"), "-lical"])
    return program


def faults(calendars):
    return run([icalcheck()], b"".join(calendar + b"\0" for calendar in calendars)).decode().splitlines()


def hostile_year(number):
    hostile = Hostile(f"hostile-year-{number}", 40)
    return hostile, hostile.year.remind(TODAY, "--format=ics", "--sequence=3", status=2)


def recurring_year():
    """Each recurrence from a 31st, at night and over midnight."""
    rows = ["id,account,period,milestone,subject,due,start_time,minutes,owner,recurrence"]
    for i, recurrence in enumerate(("annual", "semi-annual", "quarterly", "monthly")):
        rows.append(f"R{i},東京電子,2027,account review,\"四半期, {'業績; ' * 60}\",2025-10-31,23:30,90,佐藤 花子,{recurrence}")
        rows.append(f"S{i},\"Møller, Søn & Co\",2027,call,\"a\\b\",2024-02-29,,,\"line\nline\",{recurrence}")
    year = small_year("recurring-year")
    (year.folder / "recurring.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    year.files.append(year.folder / "recurring.csv")
    return year.remind(TODAY, "--format=ics")


@functools.lru_cache(None)
def calendars():
    found = [small_year("small-year").remind(TODAY, "--format=ics"), recurring_year()]
    if not shared_is_missing():
        found.append(shared_year().remind("2025-11-10", "--format=ics", "--sequence=7"))
    return found + [hostile_year(number)[1] for number in range(5)]


def libical_finds_nothing():
    found = faults(calendars())
    expect(not found, "faults", *found[:10], len(found))


def libical_finds_faults():
    """It has something against a spoiled calendar."""
    sound = small_year("spoiled-year").remind(TODAY, "--format=ics")
    spoiled = [sound.replace(b"UID:", b"X-UID:", 1), sound.replace(b"DTSTAMP:", b"X-STAMP:", 1), sound.replace(b"SUMMARY:", b"SUMMARY", 1),
               sound.replace(b"STATUS:CONFIRMED", b"STATUS:NEEDS-ACTION", 1), sound.replace(b"VERSION:2.0\r\n", b""), sound * 2, b"x",
               sound.replace(b"DTSTART;VALUE=DATE:", b"DTSTART;VALUE=DATE:x", 1), sound.replace(b"SEQUENCE:0", b"SEQUENCE:0\r\nSEQUENCE:0", 1)]
    found = {line.partition(":")[0] for line in faults([sound, *spoiled])}
    expect(found == {str(number) for number in range(2, len(spoiled) + 2)}, "other calendars have faults", sorted(found))


def ical_js_reads_the_same():
    for calendar, found in zip(calendars(), by_ical_js(calendars())):
        difference = differences(by_strict_reader(calendar), found)
        expect(not difference, "ical.js reads something else", difference)


def ical_js_finds_what_was_meant():
    worlds = [hostile_year(f"meant-{number}") for number in range(3)]
    for (hostile, _), found in zip(worlds, by_ical_js([calendar for _, calendar in worlds])):
        is_calendar(hostile, found)


def recurs_as_meant():
    """Days of all occurrences up to a year from today, from a 31st and from February 29."""
    found = {}
    for event in by_strict_reader(recurring_year()).components:
        properties = {name: value for name, _, value in event.properties}
        if properties["SUMMARY"].startswith(("東京電子: account review", "Møller, Søn & Co: call")):
            found.setdefault(properties["SUMMARY"][0], []).append((properties["DTSTART"], properties["DTEND"]))

    def days(year, month, dayofmonth):
        last, dates = datetime.date.fromisoformat(TODAY).replace(year=2027), []
        for months in (12, 6, 3, 1):
            for k in range(100):
                y, m = divmod(year * 12 + month - 1 + k * months, 12)
                first_of_next = datetime.date(y + (m == 11), (m + 1) % 12 + 1, 1)
                date = datetime.date(y, m + 1, min(dayofmonth, (first_of_next - datetime.timedelta(1)).day))
                if date <= last:
                    dates.append(date)
        return dates

    def after(date):
        return f"{date + datetime.timedelta(1):%Y%m%d}"

    timed = [(f"{date:%Y%m%d}T233000", after(date) + "T010000") for date in days(2025, 10, 31)]
    all_day = [(f"{date:%Y%m%d}", after(date)) for date in days(2024, 2, 29)]
    expect(sorted(found["東"]) == sorted(timed), "other evenings", set(found["東"]) ^ set(timed))
    expect(sorted(found["M"]) == sorted(all_day), "other days", set(found["M"]) ^ set(all_day))


def main():
    libical, ical_js = libical_is_missing(), ical_js_is_missing()
    return tests([("occurrences from a 31st and from February 29", None, recurs_as_meant),
                  ("libical: sees what is wrong", libical, libical_finds_faults),
                  ("libical: finds nothing in whole years, hostile ones among them", libical, libical_finds_nothing),
                  ("ical.js: reads the same as the strict reader", ical_js, ical_js_reads_the_same),
                  ("ical.js: hostile names, exactly their events", ical_js, ical_js_finds_what_was_meant)])


if __name__ == "__main__":
    sys.exit(main())
