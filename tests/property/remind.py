#!/usr/bin/env python3
"""Properties of calendar-remind, against the oracle (remind_oracle.py).

    python3 tests/property/remind.py    prints TAP; exit status 1 if anything failed

NEGPKG_BUILD  folder of the executables (default: build in the repository)
SHARED        folder of the shared material (default: ../shared beside the repository)
SEED, COUNT   the random worlds: where they start (default 1), how many (default 60), of eight accounts each
What fails is shrunk and kept in a folder whose path is printed. remind_years.py has the thirty years.
"""
import csv
import functools
import io
import os
import random
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path

import remind_oracle as oracle
import remind_years
from remind_points import ACTIONS, AGENDA, CALENDAR, POINTS, TEAM
from remind_sheets import random_world
from walk import BUILD, SEED, SHARED, WORK, Failure, Tap, tool

COUNT = int(os.environ.get("COUNT", "60"))


# --- running: two who remind, alike

def by_tool(arguments):
    out = tool("calendar-remind", arguments).decode()
    return list(csv.DictReader(io.StringIO(out, newline="")))


def by_oracle(arguments):
    return oracle.calendar_remind(arguments)


def shown(arguments):
    return "$ calendar-remind " + " ".join(map(str, arguments))


def expect(condition, kind, *details):
    if not condition:
        raise Failure(kind, "\n".join(map(str, details)))


def same_rows(want, got, kind, arguments):
    """The same rows, in any order."""
    want, got = Counter(want), Counter(got)
    lacks, has = list(want - got), list(got - want)
    if lacks or has:
        lines = [f"wanted {told(row)}" for row in lacks[:5]] + [f"got    {told(row)}" for row in has[:5]]
        if len(lacks) == len(has) == 1 and isinstance(lacks[0], tuple):
            lines.append(f"cells  {set(lacks[0]) ^ set(has[0])}")
        raise Failure(kind, "\n".join([shown(arguments), *lines]))


def told(row):
    """What a row says, without its empty cells."""
    return row if isinstance(row, str) else " ".join(f"{column}={text}" for column, text in row if text)


# --- points worked out by hand

def write(sheets, folder=WORK):
    """(options, FILEs) of sheets by name."""
    sheets = {"agenda": AGENDA, **sheets}
    options, files = [], []
    for name, text in sheets.items():
        file = folder / f"{name}.csv"
        file.write_text(text, encoding="utf-8")
        if name in ("agenda", "team", "holidays"):
            options.append(f"--{name}={file}")
        else:
            files.append(file)
    return options, files


def point(remind, sheets, options, columns, wanted):
    more, files = write(sheets)
    command = [*options, *more, *files]
    rows = [row for row in remind(command) if row.get("kind") not in ("overlap", "executives") or "count" not in row]
    got = ["|".join(row[name].lower() if name == "email" else row[name] for name in columns) for row in rows]
    same_rows(wanted, got, "other rows", command)


def check_points(tap, name, remind):
    for text, *what in POINTS:
        tap.run(f"{name}: {text}", functools.partial(point, remind, *what))


# --- named cases of several runs

def by_key(remind, sheets, *options):
    more, files = write(sheets)
    return {row["key"]: row for row in remind([*options, *more, *files])}


def case_moved(remind):
    """A negotiation moves: the keys stay, the dates change."""
    old = by_key(remind, {"calendar": CALENDAR}, "--today=2025-10-01", "--list")
    new = by_key(remind, {"calendar": CALENDAR.replace("12-15", "12-18")}, "--today=2025-10-01", "--list")
    expect(old.keys() == new.keys() and len(old) == 7, "other keys", old.keys(), new.keys())
    same = [key for key in old if old[key]["due"] == new[key]["due"]]
    expect(not same, "the same due", same)


def case_leads(remind):
    """Leads edited change what is told, not the key."""
    told = {}
    for leads in ("7", "9;2"):
        rows = by_key(remind, {"actions": f"{ACTIONS},leads\nA1,Acme,2026,offer,,2025-06-30,Ann,,{leads}\n"},
                      "--today=2025-06-25", "--since=2025-06-01")
        told[leads] = [(key, row["lead"], row["days_left"]) for key, row in rows.items()]
    expect(told == {"7": [("Acme/2026/offer//A1/0", "7", "5")], "9;2": [("Acme/2026/offer//A1/0", "9", "5")]},
           "other leads", told)


def case_reviews(remind):
    """Two reviews on one day reach their owner, once on each of their days."""
    review = "Acme,2026,blue-sheet review,{},2025-02-12,Ann,ann@us.example,{}"
    sheets = {"team": TEAM, "actions": "\n".join([ACTIONS + ",start_time,leads", *(
        f"{id}," + review.format(subject, f'{time},"7,1"') for id, subject, time in (
            ("R1", "design-in", "10:00"), ("R2", "line card", "14:00"))), ""])}
    days = []
    for day in range(1, 16):
        more, files = write(sheets)
        rows = remind([f"--today=2025-02-{day:02}", *more, *files])
        expect(all(row["email"] == "ann@us.example" for row in rows), "another's", rows)
        expect(len(rows) in (0, 2) and len({row["key"] for row in rows}) == len(rows), "not both", day, rows)
        days += [day] if rows else []
    expect(days == [5, 11, 12], "other days", days)


def case_customer(remind):
    """On no day of a year, by no way, is an address of the customer's told anything."""
    sheets = {"team": TEAM, "calendar": CALENDAR, "actions": "\n".join([
        f"{ACTIONS},side,attendees,start_time,recurrence",
        "A1,Acme,2026,commitment,,2025-12-10,Bob,bob@them.example,them,,,monthly",
        'A2,Acme,2026,visit,,2025-12-10,Ann,ann@us.example,us,"Bob; Max",10:00,monthly',
        "A3,Acme,2026,approval,,2025-12-08,Bob,bob@them.example,them,Bob,,", ""])}
    more, files = write(sheets)
    seen = set()
    for month in range(1, 13):
        seen |= {row["email"] for row in remind([f"--today=2026-{month:02}-28", f"--since=2025-{month:02}-01",
                                                 *more, *files])}
    expect("bob@them.example" not in seen and "max@us.example" in seen, "the customer is told", seen)


def case_agenda(remind):
    """An agenda of one's own changes who is told what, and when."""
    shorter = "milestone,before,days,shift,leads,to,kind,repeat_overdue\nnegotiation,,,none,2,owner,meeting,0\n"
    for agenda, day, wanted in ((AGENDA, 1, 4), (shorter, 1, 0), (shorter, 13, 1), (AGENDA, 13, 0)):
        sheets = {"calendar": CALENDAR, "agenda": agenda, "team": TEAM}
        more, files = write(sheets)
        rows = [row for row in remind([f"--today=2025-12-{day:02}", *more, *files])
                if row["milestone"] == "negotiation"]
        expect(len(rows) == wanted, "others are told", day, rows)


def case_list_again(remind):
    """The list, read as an actions sheet, lists the same milestones."""
    sheets = {"calendar": CALENDAR.replace("email\n", "email,recurrence\n").replace("example\n", "example,quarterly\n"),
              "actions": f"{ACTIONS},recurrence,done_on,leads,start_time,kind\n"
                         'A1,Acme,2026,offer,"a, b",2025-11-30,Ann,ann@us.example,monthly,2026-01-31,"7 1",10:00,\n'
                         "A2,Acme,2026,Package,,2025-11-28,,,,2026-03-01,,,\nA3,,,plan,,,,,,,,,meeting\n"}
    more, files = write(sheets)
    first = remind(["--today=2025-12-01", "--list", *more, *files])
    again = WORK / "again.csv"
    with open(again, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, first[0])
        writer.writeheader()
        writer.writerows(first)
    for beside in ([], files[:1])[:1 + (remind is by_tool)]:
        second = remind(["--today=2025-12-01", "--list", *more, again, *beside])
        columns = ("id", "account", "period", "milestone", "subject", "due", "start_time", "owner", "email", "kind",
                   "leads", "done_on", "note", "key")
        same_rows([tuple((name, row[name]) for name in columns) for row in first],
                  [tuple((name, row[name]) for name in columns) for row in second], "other milestones",
                  [again, *beside])


def case_year(remind):
    """The year's sheets: two reviews on one day, the customer's commitment, the champions' calls."""
    folder = SHARED / "year"
    reviews = WORK / "reviews.csv"
    reviews.write_text((folder / "reviews.csv").read_text(encoding="utf-8").replace('"7,1",2025-02-12', '"7,1",'))
    command = [f"--agenda={folder / 'agenda.csv'}", f"--team={folder / 'team.csv'}",
               f"--holidays={folder / 'holidays.txt'}", folder / "calendar.csv", folder / "actions.csv", reviews]
    rows = remind(["--today=2025-02-11", *command])
    told = [(row["subject"], row["email"]) for row in rows if row["milestone"] == "blue-sheet review"]
    expect(sorted(told) == [("400G line card", "ines.moreau@corvid.example"),
                            ("PM-48-600 design-in", "ines.moreau@corvid.example")], "not both reviews", rows)
    rows = [row for row in remind(["--today=2026-06-23", *command]) if row["key"].split("/")[4] == "A2"]
    expect([row["email"] for row in rows] == ["ines.moreau@corvid.example"], "the customer's commitment", rows)
    rows = [row for row in remind(["--today=2025-01-31", "--list", *command]) if row["milestone"] == "champions' call"]
    keys = {row["key"] for row in rows if row["due"] < "2026"}
    expect(len(keys) == 12, "twelve calls", keys)


def case_default_agenda():
    """The agenda that comes with the tool says what the year's says."""
    folder = SHARED / "year"
    files = [f"--holidays={folder / 'holidays.txt'}", f"--team={folder / 'team.csv'}", folder / "calendar.csv"]
    for mode in (["--list"], ["--since=2025-11-01"], ["--since=2025-11-29"]):
        told = [Counter(tuple(row.items()) for row in by_tool(["--today=2025-12-01", *mode, *files, *agenda]))
                for agenda in ([], [f"--agenda={folder / 'agenda.csv'}"])]
        same_rows(told[1], told[0], "another agenda", [*mode, *files])


CASES = (("a moved negotiation keeps its keys", case_moved), ("leads edited", case_leads),
         ("two reviews on one day both reach their owner", case_reviews),
         ("the customer is never told", case_customer), ("an agenda of one's own", case_agenda),
         ("the list read again", case_list_again))


def check_cases(tap, name, remind):
    for text, case in CASES:
        tap.run(f"{name}: {text}", functools.partial(case, remind))
    if (SHARED / "year").is_dir():
        tap.run(f"{name}: the year's sheets", functools.partial(case_year, remind))
    else:
        tap.skip(f"{name}: the year's sheets", f"no {SHARED / 'year'}")


# --- random worlds against the oracle

def compared(row):
    """What must agree of a row."""
    row = {**row, "email": row["email"].lower()} if "email" in row else dict(row)

    return tuple(sorted(row.items()))


def in_order(rows, columns):
    """By due (empty last), account, period."""
    keys = [(not row["due"], *(row[name] for name in columns)) for row in rows]
    return keys == sorted(keys)


def equals_oracle(world, folder):
    """The same rows, cell by cell, of every mode."""
    options, files = world.write(folder)
    sheets = world.sheets(folder)
    for mode in ([], [f"--since={world.since}"], ["--list"], ["--season", f"--fiscal-year-start={world.first:02}"]):
        command = [*mode, *options, *files]
        want, got = oracle.calendar_remind(command, sheets), by_tool(command)
        
        kind = f"other rows {mode[:1]}"
        same_rows(map(compared, want), map(compared, got), kind, command)
        if "--season" not in mode:
            expect(in_order(got, ("due", "account", "period")), "not in order", shown(command))


def failure_of(world, folder=WORK):
    try:
        equals_oracle(world, folder)
    except Failure as failure:
        return failure
    except Exception as error:
        return Failure(type(error).__name__, traceback.format_exc())
    return None


def shrink(world, failure):
    """A smaller world that fails in the same way."""
    progress = True
    while progress:
        progress = False
        for smaller in world.smaller():
            found = failure_of(smaller)
            if found is not None and found.kind == failure.kind:
                world, progress = smaller, True
                break
    return world


def random_worlds(first, count):
    for index in range(first, first + count):
        world = random_world(random.Random(f"{SEED}/{index}"))
        failure = failure_of(world)
        if failure:
            world = shrink(world, failure)
            folder = Path(tempfile.mkdtemp(prefix="negpkg-remind-failed-"))
            failure = failure_of(world, folder) or failure
            texts = "\n".join(f"-- {path.name}\n{path.read_text(encoding='utf-8')}"
                              for path in sorted(folder.iterdir()))
            raise Failure(failure.kind, f"seed {SEED}, world {index}; kept, shrunk, in {folder}\n{failure}\n{texts}")


def main():
    tap = Tap()
    there = os.access(BUILD / "calendar-remind", os.X_OK)
    for name, remind in (("oracle", by_oracle), ("calendar-remind", by_tool)):
        if name == "oracle" or there:
            check_points(tap, name, remind)
            check_cases(tap, name, remind)
    if there:
        if (SHARED / "year").is_dir():
            tap.run("calendar-remind: the default agenda is the year's", case_default_agenda)
        for part in range(4):
            share = max(1, COUNT // 4)
            tap.run(f"equals the oracle: {share} random worlds ({part + 1} of 4)",
                    functools.partial(random_worlds, part * share, share))
        remind_years.check(tap)
    else:
        tap.line(False, f"{BUILD / 'calendar-remind'} is there")
    print(f"1..{tap.number}")
    shutil.rmtree(WORK)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
