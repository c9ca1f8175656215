#!/usr/bin/env python3
"""Nothing that stands in a sheet becomes a header, an address, a property or an event: hostile text in every field of calendar, actions
and team sheets, through --format=ics and --format=mail.

    python3 tests/e2e/fuzz.py       prints TAP; exit status 1 if anything failed

SEED  where chance starts (default 1); COUNT  of rounds (default 5)
"""
import os
import re
import sys
from collections import Counter

import messages
from hostile import LAST_WEEK, SENDER, TODAY, Hostile
from world import Failure, expect, tests

# pylint: disable=wrong-import-order
from ics import by_strict_reader, meant_text
from mail import meant, meant_subject

COUNT = int(os.environ.get("COUNT", "5"))
ROWS = 40
OUTBOXES = (COUNT + 1) // 2  # they wait for the disk


# --- calendars

def meant_events(hostile):
    return Counter((day.replace("-", ""), meant_text(summary).strip()) for day, summary in hostile.events)


def is_event(component):
    """Its properties and alarms are those that any event has, and no other. Returns (day, summary)."""
    expect(component.name == "VEVENT", "another component", component.name)
    properties = {name: value for name, _, value in component.properties}
    expect(len(properties) == len(component.properties), "a property twice", ascii(component.properties))
    others = set(properties) ^ {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "STATUS", "TRANSP", "SUMMARY"}
    expect(others <= {"DTEND", "DESCRIPTION"}, "other properties", others)
    expect(re.fullmatch(r"[0-9a-f-]+@negpkg", properties["UID"]), "another UID", properties["UID"])
    alarms = [(alarm.name, sorted(name for name, _, _ in alarm.properties), alarm.components) for alarm in component.components]
    expect(alarms in ([], [("VALARM", ["ACTION", "DESCRIPTION", "TRIGGER"], [])]), "other alarms", alarms)
    return properties["DTSTART"][:8], properties["SUMMARY"].strip()


def is_calendar(hostile, calendar):
    expect([name for name, _, _ in calendar.properties] == ["PRODID", "VERSION"], "other properties", calendar.properties)
    found, wanted = Counter(map(is_event, calendar.components)), meant_events(hostile)
    expect(found == wanted, "other events", ascii(list((found - wanted).items())[:3]), ascii(list((wanted - found).items())[:3]))
    uids = {value for event in calendar.components for name, _, value in event.properties if name == "UID"}
    expect(len(uids) == len(calendar.components), "a UID twice")


def calendar_of(hostile):
    return hostile.year.remind(TODAY, "--format=ics", status=2)  # some rows are bad


def writes_events():
    for i in range(COUNT):
        hostile = Hostile(f"events-{i}", ROWS)
        is_calendar(hostile, by_strict_reader(calendar_of(hostile)))


# --- mail

def is_message(hostile, raw, added=()):
    """One of those that are meant; returns the recipient."""
    expect(re.fullmatch(rb"[\t\n -~]*", raw), "raw bytes", raw)
    message = messages.read(raw)
    to = messages.only_recipient(message, SENDER, added)
    expect(to in hostile.mails, "to another", to, raw)
    subject, texts = hostile.mails[to]
    expect(message["Subject"] == meant_subject(subject), "another subject", ascii(message["Subject"]), ascii(meant_subject(subject)))
    body = message.get_content()
    for text in texts:
        expect(meant(text) in body, "not in the body", ascii(text), ascii(body))
    return to


def are_messages(hostile, raws, added=()):
    """Exactly those that are meant."""
    found, wanted = Counter(is_message(hostile, raw, added) for raw in raws), Counter(hostile.mails.keys())
    expect(found == wanted, "other recipients", found - wanted, wanted - found)


def mail_of(hostile):
    return messages.split(hostile.year.remind(TODAY, "--format=mail", f"--from={SENDER}", "--allow-domain=moller.example", status=2))


def writes_mail():
    for i in range(COUNT):
        hostile = Hostile(f"mail-{i}", ROWS)
        are_messages(hostile, mail_of(hostile))


def fills_the_outbox():
    """Its files are the messages, its journal has a line for each, and a second run finds that all has been told."""
    for i in range(OUTBOXES):
        hostile = Hostile(f"outbox-{i}", ROWS // 4)
        outbox = hostile.year.folder / "outbox"
        for _ in range(2):
            hostile.year.remind(TODAY, f"--since={LAST_WEEK}", f"--outbox={outbox}", f"--from={SENDER}", status=2)
            is_outbox(hostile, outbox)


def is_outbox(hostile, outbox):
    files = sorted(outbox.glob("*"))
    raws = [path.read_bytes() for path in files if re.fullmatch(rf"{TODAY}-[0-9a-f]{{32}}\.eml", path.name)]
    are_messages(hostile, raws)
    expect(len(files) == len(raws) + 2, "other files", files)  # journal and lock
    lines = [line.split(b"\t") for line in (outbox / "journal").read_bytes().split(b"\n")[:-1]]
    expect(all(len(line) == 8 for line in lines), "another journal", lines)
    expect(Counter(line[5].decode() for line in lines) == Counter(hostile.mails.keys()), "others in the journal", lines)


# --- the test itself

def refuses(what, check, hostile, spoiled):
    try:
        check(hostile, spoiled)
    except Failure:
        return
    raise Failure("isn't refused", what)


def sees_injections():
    """What the checks are for."""
    hostile = Hostile("spoiled", 6)
    calendar = calendar_of(hostile)
    is_calendar(hostile, by_strict_reader(calendar))
    first = re.search(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", calendar, re.S)[0]
    for what, spoiled in (("an event more", calendar.replace(first, first * 2)), ("an event less", calendar.replace(first, b"")),
                          ("a property", calendar.replace(b"STATUS:", b"SEQUENCE:1\r\nSTATUS:", 1)),
                          ("another day", calendar.replace(LAST_WEEK.replace("-", "").encode(), b"20261118", 1))):
        refuses(what, lambda hostile, raw: is_calendar(hostile, by_strict_reader(raw)), hostile, spoiled)
    raw = mail_of(hostile)[0]
    is_message(hostile, raw)
    for what, spoiled in (("a header", raw.replace(b"Subject:", b"Bcc: a@b.example\nSubject:")),
                          ("two addresses", raw.replace(b"\nSubject:", b", a@b.example\nSubject:")),
                          ("another subject", raw.replace(b"\nDate:", b"!\nDate:"))):
        refuses(what, is_message, hostile, spoiled)


def main():
    return tests([("the checks see injections", None, sees_injections),
                  (f"{COUNT} hostile calendars: exactly their events", None, writes_events),
                  (f"{COUNT} hostile sheets: exactly their mail", None, writes_mail),
                  (f"{OUTBOXES} hostile sheets: exactly their files in the outbox", None, fills_the_outbox)])


if __name__ == "__main__":
    sys.exit(main())
