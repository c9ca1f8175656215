#!/usr/bin/env python3
"""Mail of calendar-remind through a mailer: exim4 takes it, and Python reads the mailbox that it has filled.

    python3 tests/e2e/exim.py       prints TAP; exit status 1 if anything failed

exim4 runs with a configuration, a spool and a mailbox of its own, without a daemon; whatever the address, mail ends up in the mailbox.
"""
import datetime
import mailbox
import os
import re
import shlex
import shutil
import sys

if os.access("/dev/shm", os.W_OK):  # exim4 and the outbox wait for the disk, several times a message
    os.environ.setdefault("TMPDIR", "/dev/shm")

# pylint: disable=wrong-import-position
import messages  # noqa: E402
from fuzz import are_messages  # noqa: E402
from hostile import LAST_WEEK, TODAY, Hostile  # noqa: E402
from world import PATH, WORK, expect, missing, run, shared_is_missing, shared_year, small_year, tests  # noqa: E402

EXIM = """\
exim_user = {user}
exim_group = {group}
never_users =
primary_hostname = mail.kita.example
spool_directory = {home}/spool
log_file_path = {home}/log-%s
keep_environment =
untrusted_set_sender = *
local_from_check = false
tls_advertise_hosts =
begin routers
everyone:
  driver = accept
  transport = mailbox
begin transports
mailbox:
  driver = appendfile
  file = {home}/mailbox
  user = {user}
  group = {group}
  return_path_add
  envelope_to_add
"""
# what it adds
ADDED = {"Return-path", "Envelope-to", "Received"}


class Mailer:
    """exim4 for one test: `command` takes a message on standard input, `read` what it has delivered."""

    def __init__(self, name):
        self.home = WORK / name
        self.home.mkdir()
        user, group = os.getuid(), os.getgid()
        if user == 0:  # it never delivers as root
            user = group = 65534
            WORK.chmod(0o711)
            self.home.chmod(0o777)
        config = self.home / "exim.conf"
        config.write_text(EXIM.format(home=self.home, user=user, group=group), encoding="ascii")
        config.chmod(0o644)
        # delivered when the command ends; else as sendmail -i -t
        self.command = [shutil.which("exim4", path=PATH), "-C", str(config), "-odi", "-i", "-t"]

    def read_raw(self):
        box = mailbox.mbox(self.home / "mailbox", factory=None, create=False)
        try:
            found = [box.get_bytes(key) for key in box.keys()]
        finally:
            box.close()
        waiting = [path.name for path in (self.home / "spool" / "input").rglob("*-H")]
        expect(not waiting, "messages stay in the mailer's queue", waiting, self.log())
        return found

    def read(self):
        return list(map(messages.read, self.read_raw()))

    def log(self):
        return "".join(path.read_text(errors="replace") for path in self.home.glob("log-*"))[-2000:]


def by_loop(year, today, since, mailer, status=0):
    for message in messages.split(year.remind(today, f"--since={since}", "--format=mail", f"--from={year.sender}", status=status)):
        run(mailer.command, message)


def by_outbox(year, today, since, mailer, status=0):
    """Since the first run the outbox knows itself what is to be told."""
    outbox = mailer.home / "outbox"
    options = [] if (outbox / "journal").exists() else [f"--since={since}"]
    command = " ".join(map(shlex.quote, mailer.command))
    said = year.remind(today, *options, f"--outbox={outbox}", f"--deliver={command}", f"--from={year.sender}", status=status)
    expect(not said, "printed, though it is mailed", said)


# --- what holds for every message

def is_sound(message, year, today):
    """To one of us, in its envelope, too; returns its recipient."""
    to = messages.only_recipient(message, year.sender, ADDED)
    expect(to.endswith("@" + year.sender.partition("@")[2]), "to another", to)
    expect(message.get_all("Envelope-to") == [to], "another envelope", message["Envelope-to"], to)
    expect(message["Date"].datetime.date() == datetime.date.fromisoformat(today), "another date", message["Date"])
    return to


def tells(message, rows, today):
    """Subject and body are of these reminders."""
    def name(row):
        return " ".join(filter(None, (row["account"], row["period"], row["milestone"]))) + (", " + row["subject"] if row["subject"] else "")

    def when(row):
        days = int(row["days_left"])
        return "today" if days == 0 else f"{'in ' if days > 0 else ''}{abs(days)} day{'s' if abs(days) > 1 else ''}{' late' if days < 0 else ''}"

    more = f" (and {len(rows) - 1} more)" if len(rows) > 1 else ""
    expect(message["Subject"] == f"{name(rows[0])}: {when(rows[0])}{more}", "another subject", message["Subject"], today, rows)
    body = message.get_content()
    heads = re.findall(r"^(\d{4}-\d\d-\d\d)  (.*)\n    (.*?)(?:,.*)?$", body, re.M)
    expect(heads == [(row["due"], name(row), when(row)) for row in rows], "another body", body, rows)


def days(first, last):
    """Those on which the machine is on: not from the Friday of every third week to its Monday."""
    first, last = map(datetime.date.fromisoformat, (first, last))
    every = [first + datetime.timedelta(n) for n in range((last - first).days + 1)]
    return [str(day) for day in every if (day - datetime.timedelta(4)).isocalendar()[1] % 3 or (day - datetime.timedelta(4)).weekday() > 3]


def mails_daily(year, first, last, send, mailer):
    """A season's runs: in the mailbox is one message for each run and recipient of what was due, and that is all."""
    due, since = {}, "2000-01-01"
    for today in days(first, last):
        rows = year.due(today, f"--since={since}")
        for row in rows:
            due.setdefault((today, row["email"]), []).append(row)
        if rows:
            send(year, today, since, mailer)
        since = today
    found = {}
    for message in mailer.read():
        today = str(message["Date"].datetime.date())
        key = today, is_sound(message, year, today)
        expect(key not in found, "twice", key)
        found[key] = message
    expect(len(due) > 20 and set(found) == set(due), "other messages", set(found) ^ set(due), mailer.log())
    for (today, to), message in found.items():
        tells(message, due[today, to], today)
    ids = {message["Message-ID"] for message in found.values()}
    expect(len(ids) == len(found), "an id twice", ids)


# --- the small year, by heart

def one_day(send, mailer):
    """2026-11-23: a review tomorrow, a letter tomorrow, a customer's commitment tomorrow."""
    year = small_year(mailer.home.name + "-year")
    send(year, "2026-11-23", "2026-11-22", mailer)
    found = {is_sound(message, year, "2026-11-23"): message for message in mailer.read()}
    expect(set(found) == {"hanako.sato@kita.example", "lise.berg@kita.example"}, "other recipients", list(found))
    hanako, lise = found["hanako.sato@kita.example"], found["lise.berg@kita.example"]
    expect(hanako["Subject"] == "東京電子 2027 blue-sheet review, ポンプ設計採用: in 1 day (and 1 more)", "another subject", hanako["Subject"])
    expect(hanako.get_content() == """\
2026-11-24  東京電子 2027 blue-sheet review, ポンプ設計採用
    in 1 day
    at 14:30
    owner: 佐藤 花子
    folder: //deals/東京/2027

2026-11-30  東京電子 2027 commitment, 数量の予測 2027
    in 7 days
    theirs to do: 田中 一郎
    条件: 価格表
    folder: //deals/東京/2027

What is done gets its done_on in the sheet of actions; then nobody asks again.
""", "another body", hanako.get_content())
    expect(lise["Subject"] == "Møller, Søn & Co 2027 commitment, their drawings: in 1 day (and 2 more)", "another subject", lise["Subject"])
    expect('2026-11-24  東京電子 2027 commitment, "Two-year" letter, signed\n' in lise.get_content(), "another body", lise.get_content())
    expect("    theirs to do: Per Dal\n" in lise.get_content(), "another body", lise.get_content())


def no_customer(send, mailer):
    year = small_year(mailer.home.name + "-year")
    mails_daily(year, "2026-11-08", "2026-12-17", send, mailer)
    text = (mailer.home / "mailbox").read_text(encoding="ascii") + mailer.log()
    expect("@denshi.example" not in text and "@moller.example" not in text, "a customer's address")


def shared_season(send, mailer):
    mails_daily(shared_year(), "2025-10-30", "2025-12-24", send, mailer)


def hostile_sheets(send, mailer):
    hostile = Hostile("mailer", 12)
    send(hostile.year, TODAY, LAST_WEEK, mailer, status=2)  # some rows are bad
    are_messages(hostile, mailer.read_raw(), ADDED)
    envelopes = {message["Envelope-to"] for message in mailer.read()}
    expect(envelopes == set(hostile.mails), "other envelopes", envelopes ^ set(hostile.mails))


def out_of_order(send, mailer):
    """For a day the mailer refuses: the mail comes a day late, unchanged, and the next day's, too."""
    year = small_year(mailer.home.name + "-year")
    config = mailer.home / "exim.conf"
    config.rename(mailer.home / "away")
    send(year, "2026-11-23", "2026-11-22", mailer, status=2)
    expect(not (mailer.home / "mailbox").exists(), "delivered by whom?")
    waiting = sorted(path.read_bytes() for path in (mailer.home / "outbox").glob("*.eml"))
    expect(len(waiting) == 2, "not kept", len(waiting))
    (mailer.home / "away").rename(config)
    send(year, "2026-11-24", "2026-11-23", mailer)
    found = {}
    for message in mailer.read():
        today = str(message["Date"].datetime.date())
        found[today, is_sound(message, year, today)] = message
    expect(sorted(found) == [(today, f"{who}@kita.example") for today in ("2026-11-23", "2026-11-24") for who in ("hanako.sato", "lise.berg")],
           "other messages", sorted(found))
    late = sorted(message.get_content() for (today, _), message in found.items() if today == "2026-11-23")
    expect(late == sorted(messages.read(raw).get_content() for raw in waiting), "changed on the way", late)
    expect(not list((mailer.home / "outbox").glob("*.eml")), "still in the outbox")


def main():
    by_mbox = (by_loop, "mbox", [("a day's mail, word by word", one_day, None), ("a season, and nothing for customers", no_customer, None)])
    by_itself = (by_outbox, "outbox", [
        *by_mbox[2], ("the shared year", shared_season, shared_is_missing()), ("hostile sheets", hostile_sheets, None),
        ("the mailer is out of order for a day", out_of_order, None)])
    return tests((f"exim4, {way}: {name}", missing("exim4") or reason,
                  lambda check=check, send=send: check(send, Mailer(f"{send.__name__}-{check.__name__}")))
                 for send, way, checks in (by_mbox, by_itself) for name, check, reason in checks)


if __name__ == "__main__":
    sys.exit(main())
