#!/usr/bin/env python3
"""Calendars of lib/render/ics, read back: every property is what was meant, and there is no other.

    python3 tests/property/ics.py       prints TAP; exit status 1 if anything failed

Settings as in walk.py; COUNT is of random events. Readers: the strict one in here, and where they are installed libical
(libical-dev and a compiler) and ical.js (node, and a folder with it in NODE_PATH).
"""
import datetime
import functools
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import namedtuple

from walk import BUILD, COUNT, ROOT, SEED, SHARED, WORK, Failure, Tap, tool

TOOLS = ROOT / "tests" / "tools"
STAMP, SEQUENCE = "2026-11-21", "4"

# texts are bytes without NUL; start is a date
Event = namedtuple("Event", "uid summary description start start_minute minutes lead busy tentative")
# what any reader finds: properties are sorted (name, kind, value)
Component = namedtuple("Component", "name properties components")

PLAIN = Event(b"a@b", b"Approval", b"Who?", datetime.date(2026, 11, 5), -1, 0, 7, True, False)


def expect(condition, kind, *details):
    if not condition:
        raise Failure(kind, "\n".join(map(str, details)))


def calendar_of(events):
    def field(value):
        return value if isinstance(value, bytes) else str(int(value) if isinstance(value, bool) else value).encode()
    data = b"".join(field(value) + b"\0" for event in events for value in event)
    return tool("tests/icsdump", [STAMP, SEQUENCE], data)


# --- what is meant

def meant_text(raw):
    """As text: what isn't UTF-8 as U+FFFD, one kind of line break, no other controls, no leading blanks."""
    text = re.sub("[\udc80-\udcff]", "\ufffd", raw.decode("utf-8", "surrogateescape"))
    text = re.sub("\r\n|[\r\u2028\u2029]", "\n", text)
    return re.sub("[\x01-\x08\x0b-\x1f\x7f-\x9f]", "", text).lstrip(" \t")


def meant_times(event):
    if event.start_minute < 0:
        start, length, kind, form = event.start, datetime.timedelta(1), "DATE", "{:%Y%m%d}"
    else:
        start = datetime.datetime.combine(event.start, datetime.time(*divmod(event.start_minute, 60)))
        length, kind, form = datetime.timedelta(minutes=event.minutes), "DATE-TIME", "{:%Y%m%dT%H%M%S}"
    times = [("DTSTART", kind, form.format(start))]
    try:
        end = start + length
    except OverflowError:  # after 9999
        return times
    return times + [("DTEND", kind, form.format(end))] if end > start else times


def meant_trigger(event):
    """Seconds before the start."""
    if event.start_minute >= 0:
        return event.lead * 86400 or 3600
    return max(event.lead * 86400 - 9 * 3600, 15 * 3600)


def meant_event(event):
    uid, summary, description = map(meant_text, event[:3])
    properties = [("UID", "TEXT", uid), ("DTSTAMP", "DATE-TIME", STAMP.replace("-", "") + "T000000Z"),
                  ("SEQUENCE", "INTEGER", SEQUENCE), *meant_times(event),
                  ("STATUS", "TEXT", "TENTATIVE" if event.tentative else "CONFIRMED"),
                  ("TRANSP", "TEXT", "OPAQUE" if event.busy else "TRANSPARENT")]
    properties += [(name, "TEXT", text) for name, text in (("SUMMARY", summary), ("DESCRIPTION", description)) if text]
    alarm = [("ACTION", "TEXT", "DISPLAY"), ("TRIGGER", "DURATION", meant_trigger(event)),
             ("DESCRIPTION", "TEXT", summary or description or "Reminder")]
    alarms = [Component("VALARM", sorted(alarm), [])] if event.lead >= 0 else []
    return Component("VEVENT", sorted(properties), alarms)


def without_last_blanks(component):
    """As libical reads it."""
    properties = [(name, kind, value.rstrip(" \t") if kind == "TEXT" else value) for name, kind, value in component.properties]
    return Component(component.name, properties, list(map(without_last_blanks, component.components)))


def meant(events):
    properties = [("PRODID", "TEXT", "-//negpkg//calendar-remind//EN"), ("VERSION", "TEXT", "2.0")]
    return Component("VCALENDAR", properties, list(map(meant_event, events)))


# --- a strict reader

CONTENT = re.compile(r"([A-Z0-9-]+)((?:;[A-Z0-9-]+=[^\x00-\x20\x7f\",:;]+)*):([\t\x20-\x7e\xa0-\U0010ffff]*)")
KINDS = {"UID": "TEXT", "SUMMARY": "TEXT", "DESCRIPTION": "TEXT", "STATUS": "TEXT", "TRANSP": "TEXT", "ACTION": "TEXT",
         "PRODID": "TEXT", "VERSION": "TEXT", "SEQUENCE": "INTEGER", "DTSTAMP": "DATE-TIME", "DTSTART": "DATE-TIME",
         "DTEND": "DATE-TIME", "TRIGGER": "DURATION"}
FORMS = {"DATE": r"\d{8}", "DATE-TIME": r"\d{8}T\d{6}Z?", "DURATION": r"-P(?=[DT\d])(\d+D)?(T\d+H)?", "INTEGER": r"0|[1-9]\d*"}


def lines_of(raw):
    """Unfolded; each line as it is written is short and made of whole characters."""
    expect(raw.endswith(b"\r\n"), "isn't ended", raw[-80:])
    lines = []
    for line in raw[:-2].split(b"\r\n"):
        expect(b"\r" not in line and b"\n" not in line, "a line break that isn't CR LF", line)
        expect(len(line) <= 75, "a line of more than 75 octets", line)
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            raise Failure("a line that isn't UTF-8", f"{line} {error}") from None
        if text[:1] in (" ", "\t"):
            expect(lines, "begins folded", line)
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def unescaped(value):
    expect(re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), "not a text", ascii(value))
    return re.sub(r"\\(.)", lambda escape: "\n" if escape[1] in "nN" else escape[1], value)


def property_of(name, parameters, value):
    expect(name in KINDS, "another property", name, ascii(value))
    kind = KINDS[name]
    if parameters:
        expect(parameters == ";VALUE=DATE" and kind == "DATE-TIME", "other parameters", name, parameters)
        kind = "DATE"
    if kind == "TEXT":
        return name, kind, unescaped(value)
    expect(re.fullmatch(FORMS[kind], value, re.ASCII), "not a " + kind.lower(), name, ascii(value))
    return name, kind, seconds(value) if kind == "DURATION" else value


def seconds(duration):
    """Before, of a negative duration."""
    expect(duration.startswith("-P"), "not before the start", duration)
    units = {"W": 7 * 86400, "D": 86400, "H": 3600, "M": 60, "S": 1}
    return sum(int(count) * units[unit] for count, unit in re.findall(r"(\d+)([WDHMS])", duration))


def by_strict_reader(raw):
    whole = Component("", [], [])
    path = [whole]
    for line in lines_of(raw):
        content = CONTENT.fullmatch(line)
        expect(content, "not a content line", ascii(line))
        name, parameters, value = content.groups()
        if name == "BEGIN":
            path.append(Component(value, [], []))
            path[-2].components.append(path[-1])
        elif name == "END":
            expect(len(path) > 1 and path.pop().name == value, "ends what hasn't begun", line)
            path[-1].components[-1].properties.sort()
        else:
            path[-1].properties.append(property_of(name, parameters, value))
    expect(len(path) == 1 and len(whole.components) == 1 and not whole.properties, "not one calendar")
    return whole.components[0]


# --- other readers: functions of calendars, all in one process

def try_out(*command):
    return subprocess.run(command, capture_output=True, timeout=60, check=False)


def run_reader(command, calendars):
    done = subprocess.run(command, input=b"".join(c + b"\0" for c in calendars), capture_output=True, timeout=60, check=False)
    expect(done.returncode == 0, f"{command[0]} exits {done.returncode}", done.stderr.decode(errors="replace")[-2000:])
    return done.stdout.decode()


BY_ICAL_JS = """
const ical = require("ical.js"), texts = require("fs").readFileSync(0, "utf8").split("\\0").slice(0, -1);
process.stdout.write(JSON.stringify(texts.map(text => ical.parse(text))));
"""


def from_jcal(component):
    name, properties, components = component
    found = []
    for key, parameters, kind, *values in properties:
        expect(not parameters and len(values) == 1, "other parameters or values", key, parameters, values)
        key, kind, value = key.upper(), kind.upper(), str(values[0])
        if kind.startswith("DATE"):
            value = re.sub("[-:]", "", value)
        found.append((key, kind, seconds(value) if kind == "DURATION" else value))
    return Component(name.upper(), sorted(found), list(map(from_jcal, components)))


def by_ical_js(calendars):
    return list(map(from_jcal, json.loads(run_reader(["node", "-e", BY_ICAL_JS], calendars))))


def ical_js_is_missing():
    if not shutil.which("node"):
        return "no node"
    return "no ical.js in NODE_PATH" if try_out("node", "-e", "require('ical.js')").returncode else None


def from_libical(words):
    """One component, whose `begin` has been read."""
    component = Component(next(words), [], [])
    for word in words:
        if word == "end":
            component.properties.sort()
            return component
        if word == "begin":
            component.components.append(from_libical(words))
            continue
        expect(word == "property", "other words", word)
        name, kind, value = next(words), next(words), next(words)
        kind = {"STATUS": "TEXT", "TRANSP": "TEXT", "ACTION": "TEXT", "TRIGGER": "DURATION"}.get(kind, kind)
        component.properties.append((name, kind, seconds(value) if kind == "DURATION" else value))
    raise Failure("ends too early", component)


def by_libical(calendars):
    words = iter(run_reader([libical_reader()], calendars).split("\0")[:-1])
    found = []
    for word in words:
        expect(word == "begin", "isn't read", word)
        found.append(from_libical(words))
        expect((next(words), next(words)) == ("faults", "0"), "libical finds faults", ascii(found[-1])[:2000])
    return found


COMPILER = os.environ.get("CC", "cc")


def libical_is_missing():
    if not shutil.which(COMPILER):
        return "no compiler"
    if try_out(COMPILER, "-E", "-include", "libical/ical.h", "-xc", os.devnull).returncode:
        return "no libical-dev"
    return None


@functools.lru_cache(None)
def libical_reader():
    done = try_out(COMPILER, "-o", WORK / "libical", ROOT / "tests" / "property" / "libical.c", "-lical")
    expect(done.returncode == 0, "isn't compiled", done.stderr.decode(errors="replace"))
    return str(WORK / "libical")


# --- events

HOSTILE = [text.encode("utf-8", "surrogateescape") for text in (
    "", " ", "\t", "a, b; c: d", "\\", "\\n", "\\,\\;\\\\", "\"quoted\"", "x\r\nBEGIN:VEVENT\r\nUID:evil\r\nEND:VEVENT",
    "x\nEND:VEVENT\nEND:VCALENDAR", "x\r\n ATTACH:file:///etc/passwd", "x\rORGANIZER:mailto:a@b", "\r\n", "\n", "\r\n\r\n",
    "BEGIN:VALARM", "END:VCALENDAR", ";VALUE=DATE:x", "x\u2028ATTENDEE:mailto:a@b", "x\x85URL:http://a", "x\x0bRRULE:FREQ=DAILY",
    "\x01\x02", "\x1b[2J", "\x7f", "\x80\x9f", "\ufeffx", "\udcff\udcfe", "caf\udce9", "\udced\udca0\udc80", "\udce2\udc82",
    "n" * 300, "日本" * 150, "\U0001f600" * 100, ";" * 150, "\\" * 150, "\n" * 80, "e\u0301" * 90, "ab " * 100,
    "東京電子株式会社", "=?utf-8?q?x?=", "%0d%0aX:y", "^n^'^^", "{}", "<b>", "' OR 1=1", "\u202eabc", "\xa0", "\xad", "\U0010ffff")]
PIECES = ["\r\n", "\n", "\r", "\r\n ", "\r\n\t", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "BEGIN:VEVENT", "END:VEVENT",
          "END:VALARM", "UID:x", ":", ";", ",", "\\", "\\n", "\"", " ", "\t", "\udcff", "\udce2\udc80", "\udcf0\udc9f", "日本", "é",
          "\U0001f600", "a", "price", "x" * 40]


def random_text(rng):
    if rng.random() < 0.2:
        return rng.choice(HOSTILE)
    text = "".join(rng.choice(PIECES) for _ in range(rng.randrange(rng.choice((4, 12, 60)))))
    return text.encode("utf-8", "surrogateescape")


EDGES = [datetime.date(*day) for day in ((1900, 1, 1), (1900, 2, 28), (2000, 2, 29), (2024, 2, 28), (2024, 2, 29), (2025, 2, 28),
                                        (2025, 12, 31), (2026, 1, 1), (2026, 3, 29), (9999, 12, 30), (9999, 12, 31))]


def edge_calendars():
    """Ends of months and years, of all lengths, with all kinds of alarms."""
    for start in EDGES:
        yield [PLAIN._replace(start=start, start_minute=minute, minutes=minutes, lead=lead)
               for minute in (-1, 0, 540, 1439) for minutes in (0, 1, 900, 1440, 5000) for lead in (-1, 0, 1, 2, 7, 28)]


def random_day(rng):
    return rng.choice(EDGES) if rng.random() < 0.1 else datetime.date(2024, 1, 1) + datetime.timedelta(rng.randrange(3000))


def random_event(rng):
    uid = random_text(rng) if rng.random() < 0.3 else b"%032x@negpkg" % rng.getrandbits(128)
    minute = rng.choice((-1, -1, 0, 540, 1439, rng.randrange(1440)))
    minutes = rng.choice((0, 1, 60, 90, rng.randrange(5000)))
    lead = rng.choice((-1, 0, 1, 7, 28, rng.randrange(400)))
    return Event(uid if meant_text(uid) else b"a@b", random_text(rng), random_text(rng), random_day(rng), minute, minutes, lead,
                 rng.random() < 0.5, rng.random() < 0.5)


def random_calendars():
    rng = random.Random(SEED)
    left = COUNT
    while left > 0:
        events = [random_event(rng) for _ in range(min(left, rng.randint(1, 25)))]
        left -= len(events)
        yield events


def hostile_calendars(values):
    """Each in all texts of one event, all day and timed."""
    yield [PLAIN._replace(uid=value if meant_text(value) else b"a@b", summary=value, description=value, start_minute=minute)
           for value in values for minute in (-1, 600)]


def shared_values():
    """Those of the shared list, in which a lone CR is part of a cell."""
    text = (SHARED / "hostile.csv").read_bytes().decode("utf-8", "surrogateescape")
    cells = re.findall(r'"((?:[^"]|"")*)"|([^",\n]+)', text)
    values = ((quoted or bare).replace('""', '"') for quoted, bare in cells)
    return [value.encode("utf-8", "surrogateescape") for value in values if "\0" not in value]


# --- tests

def differences(want, got, path=""):
    """The first place where they differ."""
    if want.name != got.name:
        return f"{path}: wanted {want.name}, got {got.name}"
    path = f"{path}/{want.name}"
    if want.properties != got.properties:
        missing = [p for p in want.properties if p not in got.properties]
        others = [p for p in got.properties if p not in want.properties]
        return f"{path}: lacks {ascii(missing)}\nhas {ascii(others or got.properties)}"
    if len(want.components) != len(got.components):
        return f"{path}: wanted {len(want.components)} components, got {[c.name for c in got.components]}"
    return next(filter(None, map(differences, want.components, got.components, [path] * len(want.components))), None)


def reads_back(read, wanted, calendars):
    """`read` finds what is `wanted` in every one of the calendars, which are a function."""
    calendars = list(calendars())
    found = read(list(map(calendar_of, calendars)))
    expect(len(found) == len(calendars), "other number of calendars", len(found))
    for events, got in zip(calendars, found):
        difference = differences(wanted(events), got)
        if difference:
            culprit = next((event for event in events if differences(wanted([event]), read([calendar_of([event])])[0])), None)
            raise Failure("isn't what was meant", f"{difference}\n{culprit}")


def written_strictly(calendars):
    return [by_strict_reader(calendar) for calendar in calendars]


def refuses_faults():
    """The strict reader itself: a sound calendar, spoiled."""
    sound = calendar_of([PLAIN])
    by_strict_reader(sound)
    spoiled = {
        "bare LF": sound.replace(b"\r\n", b"\n"), "no end": sound[:-2], "nothing": b"", "a second calendar": sound * 2,
        **{name: sound.replace(b"Who?", instead) for name, instead in {
            "a long line": b"x" * 80, "an escape": b"\\x", "a comma": b"a,b", "a control": b"\x01", "no property": b"Who?\r\nWhat",
            "half a character": b"\xe2\x82\r\n \xac"}.items()},
        "cut": sound.replace(b"END:VEVENT\r\n", b""), "another property": sound.replace(b"SUMMARY", b"ATTACH"),
        "a quote": sound.replace(b";VALUE=DATE", b";VALUE=\"DATE\""), "after the start": sound.replace(b"-P6D", b"P6D"),
        "a blank line": sound.replace(b"BEGIN:VEVENT", b"\r\nBEGIN:VEVENT"),
    }
    for name, raw in spoiled.items():
        try:
            by_strict_reader(raw)
        except Failure:
            continue
        raise Failure("isn't refused", name)
    other = by_strict_reader(sound.replace(b"Who?", b"Why?"))
    expect(differences(meant([PLAIN]), other), "a difference isn't seen")
    twice = by_strict_reader(sound.replace(b"SEQUENCE:4\r\n", b"SEQUENCE:4\r\nSEQUENCE:4\r\n"))
    expect(differences(meant([PLAIN]), twice), "a property twice isn't seen")


def main():
    tap = Tap()
    tap.run("the strict reader refuses what is faulty", refuses_faults)
    readers = [("the strict reader", written_strictly, meant, None),
               ("libical", by_libical, lambda events: without_last_blanks(meant(events)), libical_is_missing()),
               ("ical.js", by_ical_js, meant, ical_js_is_missing())]
    cases = [(f"{COUNT} random events", random_calendars), ("days, times and leads", edge_calendars),
             ("hostile texts", functools.partial(hostile_calendars, HOSTILE))]
    if (SHARED / "hostile.csv").is_file():
        cases.append(("shared hostile values", functools.partial(hostile_calendars, shared_values())))
    else:
        tap.skip("shared hostile values", f"no {SHARED / 'hostile.csv'}")
    for name, read, wanted, missing in readers:
        for case, calendars in cases:
            if missing:
                tap.skip(f"{name}: {case}", missing)
            else:
                tap.run(f"{name}: {case}", functools.partial(reads_back, read, wanted, calendars))
    print(f"1..{tap.number}")
    shutil.rmtree(WORK)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
