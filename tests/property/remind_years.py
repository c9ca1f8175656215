"""Thirty years of calendar-remind: a desk whose sheets are edited, a machine that is off now and then.

    python3 tests/property/remind_years.py      only these; settings as in remind.py

Two ways to catch up, each through thirty years of its own: --since=LAST RUN, and --outbox, which remembers. On a day
the sheets are as they are; edits move dates, set done_on, change leads, add and remove rows. What must hold:

- none lost: at each run, of each open milestone the nearest moment that has come since is told, to each recipient;
- none twice: no (key, due, lead, recipient) is told by two runs.

What has come is found by counting all moments of a milestone, not as the oracle finds the one. Runs on days of which
the oracle says that nothing has come are left out, as a process costs more than all else: by --since, one run over
such days follows on their last, and must be silent; with --outbox one in ten of them is made. Thirty years of the
first way are one chain; those of the second are six of five years, as each run needs the one before.
"""
import csv
import functools
import hashlib
import io
import os
import random
import re
import shutil
import sys
import tempfile
from bisect import bisect_right
from collections import Counter, namedtuple
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import remind_oracle as oracle
from remind_oracle import add_months
from remind_sheets import ACTIONS, CALENDAR, csv_text
from walk import BUILD, SEED, Failure, Tap, tool

DAY = timedelta(1)
AGENDA = """milestone,before,days,shift,leads,to,kind,repeat_overdue
start,package,28,earlier,7 0,account manager,task,9
package,approval,7,earlier,14 3,account manager; marketing owner,task,4
approval,negotiation,7,earlier,14 1,account manager; executive,meeting,0
pre-meeting,negotiation,1,none,1,attends,meeting,0
negotiation,,0,none,14 1,attends; decides,meeting,0
results,negotiation,-5,later,0,account manager,task,14
commitment,,,,,,task,10
call,,,,2,executive,meeting,0
report,,,,10 1,owner,task,15
"""
TEAM = "account,period,person,email,role,product_line,side,attends,decides\n" + "".join(
    f"{account},,{person},{person.lower()}@us.example,{role},,us,{attends},{decides}\n"
    for account in ("Acme", "Bolt") for person, role, attends, decides in (
        ("Max", "account manager", "yes", "no"), ("Ida", "marketing owner", "no", "no"),
        ("Eve", "executive", "no", "yes")))
PEOPLE = ("Ann", "Bea", "Max")
Told = namedtuple("Told", "key due recipient lead")
Run = namedtuple("Run", "today since version")


# --- a desk and its sheets

class Desk:
    """The rows that people keep, edited at random."""

    def __init__(self, rng, today):
        self.rng, self.number = rng, 0
        self.calendar, self.actions = [], []
        for account in ("Acme", "Bolt"):
            self.negotiate(today, account)
        for milestone, recurrence in (("call", "monthly"), ("report", "quarterly"), ("commitment", "")):
            self.act(today, milestone, recurrence)

    def negotiate(self, today, account):
        self.number += 1
        name = self.rng.choice(PEOPLE)
        self.calendar.append({
            "account": account, "period": f"P{self.number}", "owner": name, "email": f"{name.lower()}@us.example",
            "negotiation_date": str(today + timedelta(self.rng.randint(30, 300))),
            "recurrence": self.rng.choice(("", "annual", "annual", "semi-annual"))})

    def act(self, today, milestone, recurrence):
        self.number += 1
        name = self.rng.choice(PEOPLE)
        self.actions.append({
            "id": f"A{self.number}", "account": self.rng.choice(("Acme", "Bolt")), "milestone": milestone,
            "due": str(today + timedelta(self.rng.randint(-5, 60))), "owner": name,
            "email": f"{name.lower()}@us.example", "recurrence": recurrence,
            "side": self.rng.choice(("us", "us", "them")), "leads": self.rng.choice(("", "5", "20 1"))})

    def moved(self, row, column, today):
        if row.get(column):
            row[column] = str(date.fromisoformat(row[column]) + timedelta(self.rng.choice((-9, -2, 1, 3, 14, 30))))

    def edit(self, today):
        """What somebody does to the sheets on a day."""
        rng = self.rng
        self.close(today)
        for rows, column in ((self.calendar, "negotiation_date"), (self.actions, "due")):
            if rng.random() < 0.4:
                self.moved(rng.choice(rows), column, today)
        if rng.random() < 0.2:
            rng.choice(self.actions)["leads"] = rng.choice(("", "5", "20 1", "11;4;0"))
        if rng.random() < 0.3 or len(self.actions) < 4:
            self.act(today, "commitment", "")
        if rng.random() < 0.06:
            self.act(today, *rng.choice((("call", "monthly"), ("report", "quarterly"))))
        self.replace(today)

    def close(self, today):
        """Somebody says what is done: of overdue actions most, of a negotiation's tasks some."""
        for row in self.actions:
            if row["due"] and row["due"] < str(today) and self.rng.random() < 0.6:
                row["done_on"] = str(today)
        row = self.rng.choice(self.calendar)
        if self.rng.random() < 0.4:
            name = self.rng.choice(("start", "package", "results"))
            self.number += 1
            self.actions.append({
                "id": f"A{self.number}", "account": row["account"], "period": row["period"], "milestone": name,
                "owner": row["owner"], "email": row["email"], "due": "", "done_on": str(today)})

    def replace(self, today):
        """Rows of the past go, and so do some others; there is always a negotiation."""
        old = str(today - timedelta(400))
        self.calendar = [row for row in self.calendar
                         if row["negotiation_date"] > old and self.rng.random() > 0.02] or self.calendar[-1:]
        for account in ("Acme", "Bolt"):
            if not any(row["account"] == account and row["negotiation_date"] > str(today) for row in self.calendar):
                self.negotiate(today, account)
        periods = {row["period"] for row in self.calendar}
        self.actions = [row for row in self.actions if row.get("period", "") in ("", *periods)
                        and (not row["due"] or row["due"] > old) and self.rng.random() > 0.03] or self.actions[-1:]
        if not any(row["milestone"] == "call" for row in self.actions):
            self.act(today, "call", "monthly")

    def write(self, folder):
        folder.mkdir(parents=True)
        texts = {"calendar": csv_text(CALENDAR, self.calendar), "actions": csv_text(ACTIONS, self.actions),
                 "agenda": AGENDA, "team": TEAM}
        for name, text in texts.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return [f"--agenda={folder}/agenda.csv", f"--team={folder}/team.csv", folder / "calendar.csv",
                folder / "actions.csv"]


# --- all moments of all milestones, while the sheets stay as they are

class Version:
    """The sheets from one edit to the next."""

    def __init__(self, arguments, first, last):
        self.arguments, self.first, self.last = arguments, first, last
        agenda, team, *files = (str(argument).rpartition("=")[2] for argument in arguments)
        sheets = oracle.Sheets(files, agenda, team)
        self.lives = [Life(one, last) for one in sheets.milestones(last) if one.due and not one.done]
        self.days = {day for life in self.lives for day in life.days}

    def come(self, today):
        """(moment, what is told) of each milestone of which something is to be told, by its nearest moment."""
        for life in self.lives:
            at = bisect_right(life.days, today)
            if at and today <= life.end:
                moment = life.days[at - 1]
                for who in life.recipients:
                    yield moment, Told(life.key, life.due, who, life.leads[moment])


class Life:
    """The moments of one milestone, counted up to a day."""

    def __init__(self, one, last):
        moments = {one.due - timedelta(lead): lead for lead in {0, *one.leads}}
        self.end = one.due if one.meeting else one.limit or max(last, one.due)
        day, step = one.due, one.repeat if not one.meeting else 0
        while step and day + timedelta(step) <= self.end:
            day += timedelta(step)
            moments[day] = (one.due - day).days
        self.leads, self.days = moments, sorted(moments)
        self.key, self.due = one.key, str(one.due)
        self.recipients = [who.email for who in one.recipients]


def edits(rng, first, last, folder):
    """The versions of a desk's sheets, one after another."""
    desk, versions = Desk(rng, first), []
    while first < last:
        until = min(last, first + timedelta(rng.choice((5, 10, 20, 40))))
        versions.append(Version(desk.write(folder / str(len(versions))), first, until - DAY))
        desk.edit(until)
        first = until
    return versions


def working_days(rng, versions):
    """(day, version) of each day on which the machine is on."""
    off = 0
    for version in versions:
        for n in range((version.last - version.first).days + 1):
            if not off:
                yield version.first + n * DAY, version
                if rng.random() < 0.06:
                    off = rng.choice((1, 2, 2, 3, 3, 4, 7, 15, 45, 90))
            else:
                off -= 1


# --- what must hold

def same_told(want, got, kind, run):
    lacks, has = Counter(want) - Counter(got), Counter(got) - Counter(want)
    if lacks or has:
        raise Failure(f"{kind}: {'lost' if lacks else 'too many'}", "\n".join(
            [str(run.today), f"since {run.since}", " ".join(map(str, run.version.arguments)),
             *(f"lost     {told}" for told in lacks), *(f"too many {told}" for told in has)]))


def none_twice(told):
    twice = [one for one, count in Counter(told).items() if count > 1]
    if twice:
        raise Failure("told twice", "\n".join(map(str, twice[:5])))


# --- by --since

def runs_since(rng, versions):
    """Runs on days on which something has come, and over the silent ones between."""
    days = list(working_days(rng, versions))
    last_run, silent_from = days[0][0] - DAY, None
    for number, (today, version) in enumerate(days):
        since = last_run if silent_from is None else silent_from
        last_run_day = days[number - 1][0] if number else last_run
        speaks = any(day in version.days for day in between(last_run_day, today))
        last = number + 1 == len(days) or days[number + 1][1] is not version
        if speaks:
            if silent_from is not None:
                yield Run(last_run_day, silent_from, version)
            yield Run(today, last_run_day, version)
            silent_from = None
        else:
            silent_from = since
            if last:
                yield Run(today, silent_from, version)
                silent_from = None
        last_run = today


def between(since, today):
    return (since + n * DAY for n in range(1, (today - since).days + 1))


def by_since(run):
    out = tool("calendar-remind", [f"--today={run.today}", f"--since={run.since}", *run.version.arguments])
    return [Told(row["key"], row["due"], row["email"], int(row["lead"]))
            for row in csv.DictReader(io.StringIO(out.decode(), newline=""))]


def years_since(folder):
    rng = random.Random(f"{SEED}/since")
    versions = edits(rng, date(2024, 1, 1), date(2054, 1, 1), folder)
    runs = list(runs_since(rng, versions))
    said = []
    with ThreadPoolExecutor(2) as pool:
        for run, got in zip(runs, pool.map(by_since, runs)):
            want = [told for moment, told in run.version.come(run.today) if moment > run.since]
            same_told(want, got, "--since", run)
            said += got
    none_twice(said)
    return len(runs), len(said)


# --- by --outbox

def key_id(key):
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def fetch(outbox):
    """The reminders of the messages that wait, which are taken away: one message a recipient."""
    told, seen = [], set()
    for file in sorted(outbox.glob("*.eml")):
        header = file.read_text(encoding="utf-8").partition("\n\n")[0]
        recipient = re.search(r"^To: .*?([^\s<>]+@[^\s<>]+)>?$", header, re.M)[1]
        if recipient in seen:
            raise Failure("two messages", f"{file}: another for {recipient}")
        seen.add(recipient)
        told += [Told(key, due, recipient, int(lead)) for key, due, lead in re.findall(
            r"^X-Negpkg-Reminder: (\S+) (\S+) (-?\d+)$", header, re.M)]
        file.unlink()
    return told


def by_outbox(run, outbox):
    tool("calendar-remind", [f"--today={run.today}", f"--outbox={outbox}", "--from=negpkg@us.example",
                             *run.version.arguments])
    return fetch(outbox)


def come_not_sent(run, sent):
    """What is to be told by a run that remembers."""
    for _, told in run.version.come(run.today):
        told = told._replace(key=key_id(told.key))
        if told.lead < sent.get(told[:3], told.lead + 1):
            yield told


def five_years(folder, first):
    rng = random.Random(f"{SEED}/outbox/{first}")
    versions = edits(rng, date(first, 1, 1), date(first + 5, 1, 1), folder / "sheets")
    sent, said, count = {}, [], 0
    for today, version in working_days(rng, versions):
        run = Run(today, "", version)
        want = list(come_not_sent(run, sent))
        if want or rng.random() < 0.1:
            got = by_outbox(run, folder / "outbox")
            same_told(want, got, "--outbox", run)
            sent.update({told[:3]: told.lead for told in got})
            said += got
            count += 1
    none_twice(said)
    journal = (folder / "outbox" / "journal").read_text(encoding="utf-8")
    if len(journal.splitlines()) != len(said):
        raise Failure("journal", f"{len(journal.splitlines())} lines, {len(said)} reminders")
    return count, len(said)


def years_outbox(folder):
    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda first: five_years(folder / str(first), first), range(2024, 2054, 5)))
    return tuple(map(sum, zip(*counts)))


def check(tap):
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None      # what is synced there is quick
    folder = Path(tempfile.mkdtemp(prefix="negpkg-years-", dir=base))
    for name, years in (("since", years_since), ("outbox", years_outbox)):
        tap.run(f"thirty years by --{name}: none lost, none twice",
                functools.partial(some_told, years, folder / name))
    shutil.rmtree(folder)


def some_told(years, folder):
    folder.mkdir()
    runs, told = years(folder)
    print(f"# {runs} runs, {told} reminders")
    if runs < 500 or told < 2000:
        raise Failure("quiet years", f"{runs} runs, {told} reminders")


def main():
    tap = Tap()
    check(tap)
    print(f"1..{tap.number}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
