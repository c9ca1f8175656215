"""Thirty years of calendar-remind: a desk whose sheets are edited, a machine that is off now and then.

    python3 tests/property/remind_years.py      only these; settings as in remind.py

The same thirty years are gone through in two ways: with --since=LAST RUN, and with --outbox, which remembers. Edits
move dates, set done_on, change leads, add and remove rows, give a role to somebody else. What must hold:

- none lost: at each run, of each open milestone the nearest moment that has come since is told, to each recipient;
- none twice: no (key, due, lead, recipient) is told by two runs.

What has come is found by counting all moments of a milestone, not as the oracle finds the nearest one. Runs on days
when nothing has come by that count are left out, as a process costs more than all else: with --since one run over
such days follows on their last, and must be silent; with --outbox one in ten of them is made. With --since the years
are one chain; with --outbox several of five years, two at a time, as a run needs the one before. Messages lie in the
outbox for some runs before somebody fetches them.
"""
import csv
import functools
import hashlib
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from bisect import bisect_right
from collections import Counter, defaultdict, namedtuple
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import remind_oracle as oracle
from remind_desk import Desk
from walk import BUILD, SEED, Failure, Tap

DAY = timedelta(1)
Told = namedtuple("Told", "key due recipient lead")
Run = namedtuple("Run", "today since version")


# --- all moments of all milestones, while the sheets stay as they are

class Version:
    """The sheets from one edit to the next."""

    def __init__(self, arguments, first, last):
        self.arguments, self.first, self.last = arguments, first, last
        agenda, team, *files = (str(argument).rpartition("=")[2] for argument in arguments)
        sheets = oracle.Sheets(files, agenda, team)
        lives = [Life(one, last) for one in sheets.milestones(last) if one.due and not one.done]
        self.lives = [life for life in lives if life.end >= first and life.days[0] <= last]
        self.days = {day for life in self.lives for day in life.days}

    def come(self, today):
        """(moment, what is told) of each milestone of which something is to be told, by its nearest moment."""
        for life in self.lives:
            at = bisect_right(life.days, today)
            if at and today <= life.end:
                moment = life.days[at - 1]
                for who in life.one.recipients:
                    yield moment, Told(life.one.key, str(life.one.due), who.email, life.leads[moment])


class Life:
    """The moments of one milestone, counted up to a day."""

    def __init__(self, one, last):
        moments = {one.due - timedelta(lead): lead for lead in {0, *one.leads}}
        self.end = one.due if one.meeting else one.limit or max(last, one.due)
        day, step = one.due, one.repeat if not one.meeting else 0
        while step and day + timedelta(step) <= self.end:
            day += timedelta(step)
            moments[day] = (one.due - day).days
        self.one, self.leads, self.days = one, moments, sorted(moments)


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
                if rng.random() < 0.2:
                    off = rng.choice((1, 2, 2, 3, 3, 4, 7, 15, 45, 120))
            else:
                off -= 1


# --- running: so many that a shell starts them, two side by side

def batch(commands, folder):
    """Runs lines of shell, in order; each must succeed."""
    script = folder / "run.sh"
    script.write_text("set -e\n" + "\n".join(commands) + "\n", encoding="utf-8")
    try:
        done = subprocess.run(["sh", script], capture_output=True, timeout=600, check=False)
    except subprocess.TimeoutExpired:
        raise Failure("hangs", f"$ sh {script}") from None
    if done.returncode:
        raise Failure("fails", f"$ sh {script}\nexit status {done.returncode}\n{done.stderr.decode()}")


def side_by_side(work, parts):
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, parts))


def command(run, *options):
    return shlex.join(map(str, [BUILD / "calendar-remind", f"--today={run.today}", *options, *run.version.arguments]))


# --- what must hold

def same_told(want, got, kind, run):
    lacks, has = Counter(want) - Counter(got), Counter(got) - Counter(want)
    if lacks or has:
        raise Failure(f"{kind}: {'lost' if lacks else 'too many'}", "\n".join(
            [f"$ {command(run, kind)}", *(f"lost     {told}" for told in lacks),
             *(f"too many {told}" for told in has)]))


def none_twice(told):
    twice = [one for one, count in Counter(told).items() if count > 1]
    if twice:
        raise Failure("told twice", "\n".join(map(str, twice[:5])))


# --- by --since

def runs_since(rng, versions):
    """Runs on days on which something has come, and over the silent ones between."""
    days = list(working_days(rng, versions))
    last_run = told_up_to = days[0][0] - DAY
    for (today, version), (_, following) in zip(days, [*days[1:], (None, None)]):
        if any(last_run < day <= today for day in version.days):
            if told_up_to < last_run:
                yield Run(last_run, told_up_to, version)
            yield Run(today, last_run, version)
            told_up_to = today
        elif following is not version:
            yield Run(today, told_up_to, version)
            told_up_to = today
        last_run = today


def by_since(runs, folder):
    """What each run tells."""
    folder.mkdir()
    batch([f"{command(run, f'--since={run.since}')} >{folder}/{number}" for number, run in enumerate(runs)], folder)
    for number in range(len(runs)):
        with open(folder / str(number), encoding="utf-8", newline="") as file:
            yield [Told(row["key"], row["due"], row["email"], int(row["lead"])) for row in csv.DictReader(file)]


def years_since(versions, folder):
    runs = list(runs_since(random.Random(f"{SEED}/since"), versions))
    half = len(runs) // 2
    parts = side_by_side(lambda part: list(by_since(part[1], folder / part[0])),
                         (("early", runs[:half]), ("late", runs[half:])))
    said = []
    for run, got in zip(runs, parts[0] + parts[1]):
        want = [told for moment, told in run.version.come(run.today) if moment > run.since]
        same_told(want, got, f"--since={run.since}", run)
        said += got
    none_twice(said)
    return len(runs), len(said)


# --- by --outbox

def key_id(key):
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def runs_outbox(rng, versions):
    """Runs that have something to tell, which nobody was told before, and some others."""
    sent = {}
    for today, version in working_days(rng, versions):
        run, want = Run(today, "", version), []
        for _, told in version.come(today):
            told = told._replace(key=key_id(told.key))
            if told.lead < sent.get(told[:3], told.lead + 1):       # sent with this lead or a nearer one
                want.append(told)
                sent[told[:3]] = told.lead
        if want or rng.random() < 0.1:
            yield run, want


def messages(folder):
    """{day: reminders} of messages; one message for each recipient and run."""
    said, seen = defaultdict(list), set()
    for file in folder.glob("*.eml"):
        day = file.name[:10]
        header = file.read_text(encoding="utf-8").partition("\n\n")[0]
        recipient = re.search(r"^To: .*?([^\s<>]+@[^\s<>]+)>?$", header, re.M)[1]
        if (day, recipient) in seen:
            raise Failure("two messages", f"{file}: another for {recipient}")
        seen.add((day, recipient))
        said[day] += [Told(key, due, recipient, int(lead)) for key, due, lead in re.findall(
            rf"^X-Negpkg-Reminder: (\S+) (\S+) (-?\d+) {re.escape(recipient)}$", header, re.M)]
    return said


def some_years_outbox(number, versions, folder):
    """One chain of runs, from an empty outbox."""
    runs = list(runs_outbox(random.Random(f"{SEED}/outbox/{number}"), versions))
    fetched, outbox = folder / "fetched", folder / "outbox"
    fetched.mkdir(parents=True)
    commands = []
    for count, (run, _) in enumerate(runs, 1):
        commands.append(command(run, f"--outbox={outbox}", "--from=negpkg@us.example"))
        if count % 20 == 0 or count == len(runs):
            commands.append(f"find {outbox} -name '*.eml' -exec mv -t {fetched} {{}} +")
    batch(commands, folder)
    said = messages(fetched)
    for run, want in runs:
        same_told(want, said[str(run.today)], f"--outbox={outbox}", run)
    told = [one for some in said.values() for one in some]
    none_twice(told)
    journal = (outbox / "journal").read_text(encoding="utf-8").splitlines()
    if len(journal) != len(told):
        raise Failure("journal", f"{outbox}/journal has {len(journal)} lines for {len(told)} reminders")
    return len(runs), len(told)


def years_outbox(versions, folder):
    chains = [(number, [one for one in versions if one.first.year // 5 == number]) for number in sorted(
        {one.first.year // 5 for one in versions})]
    counts = side_by_side(lambda chain: some_years_outbox(*chain, folder / str(chain[0])), chains)
    return tuple(map(sum, zip(*counts)))


def some_told(years, versions, folder):
    folder.mkdir()
    runs, told = years(versions, folder)
    print(f"# {runs} runs, {told} reminders")
    if runs < 500 or told < 2000:
        raise Failure("quiet years", f"{runs} runs, {told} reminders")


def check(tap):
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None      # what is synced there is quick
    folder = Path(tempfile.mkdtemp(prefix="negpkg-years-", dir=base))
    versions = edits(random.Random(f"{SEED}/edits"), date(2024, 1, 1), date(2054, 1, 1), folder / "sheets")
    failed = tap.failed
    for name, years in (("since", years_since), ("outbox", years_outbox)):
        tap.run(f"thirty years by --{name}: none lost, none twice",
                functools.partial(some_told, years, versions, folder / name))
    if tap.failed == failed:
        shutil.rmtree(folder)
    else:
        print(f"# kept in {folder}")


def main():
    tap = Tap()
    check(tap)
    print(f"1..{tap.number}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
