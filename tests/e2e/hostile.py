"""Sheets that try to write headers, properties and addresses of their own: hostile text in every field, and what must come of it."""
import random

from world import SEED, TEAM, Year, written

# pylint: disable=wrong-import-order
from ics import HOSTILE, random_text  # of tests/property

TODAY = "2026-11-24"
LAST_WEEK = "2026-11-17"
SENDER = "negpkg@kita.example"
EVIL = "evil@denshi.example"
AGENDA = """\
milestone,before,days,shift,leads,to,kind,repeat_overdue
approval,negotiation,7,none,0,attends,meeting,0
negotiation,,0,none,0,attends; decides,meeting,0
"""
INJECTIONS = [text.encode() for text in (
    f"=?utf-8?q?x=0D=0ABcc:_{EVIL}?=", f"x\r\nBcc: {EVIL}", f"x\nTo: {EVIL}\n", f"x\rCc: {EVIL}", f"x\n\nDear customer", f"x\r\n\r\nFrom {EVIL} Tue Nov 24 00:00:00 2026\r\n",
    f"x\nFrom {EVIL} Tue Nov 24 00:00:00 2026\nTo: {EVIL}\n\nbody", "x\n.\nQUIT", f"x\x0bBcc: {EVIL}",
    f"x\u2028Bcc: {EVIL}", f"x\x85Bcc: {EVIL}", "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x", f"{EVIL}, {SENDER}", "BEGIN:VEVENT",
    f"x\r\nATTENDEE:mailto:{EVIL}", "x\r\nEND:VALARM\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil", "x\r\nRRULE:FREQ=DAILY", "日本" * 150,
    "a" * 300, '",",","', '"; rm -rf /', "$(rm -rf /)", "-oQ /tmp", "%s%n%d", "-- ", ",,,,,", "\"\"\"\"", "'", "~2", "/0", "%2F")]
BLANKS = " \t\n\v\f\r\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u3000"


def cell(value):
    """What a reader takes of it: the blanks at its ends don't belong to it."""
    return value.decode().strip(BLANKS).encode()


def words(between, *parts):
    return between.join(part for part in parts if part)


class Hostile:
    """`events`: (day, summary) of each that must come; `mails`: (subject, texts of the body) by address."""

    def __init__(self, name, count):
        self.rng = random.Random(f"{SEED}/{name}")
        self.events, self.mails = [], {}
        self.calendar = [b"account period negotiation_date owner email date_source must_win folder access note product_line".split()]
        self.actions = [b"id account period milestone subject kind side promised_to due start_time minutes owner email attendees recurrence "
                        b"leads done_on status must_win decision note product_line".split()]
        self.team = [TEAM.splitlines()[0].encode().split(b",")]
        for i in range(count):
            self.add_negotiation(i)
            self.add_action(i)
            self.add_bad_action(i)
        folder = written(name, agenda=AGENDA, **{
            sheet: [[value.decode("utf-8", "surrogateescape") for value in row] for row in rows]
            for sheet, rows in (("calendar", self.calendar), ("actions", self.actions), ("team", self.team))})
        self.year = Year(folder, ["calendar.csv", "actions.csv"], sender=SENDER)

    def text(self):
        """What a sheet can hold: one with bytes that aren't UTF-8 is refused."""
        text = self.rng.choice((self.rng.choice(INJECTIONS), self.rng.choice(HOSTILE), random_text(self.rng)))
        return text.decode("utf-8", "ignore").encode()

    def texts(self, headings, **known):
        """A row of hostile cells; those that are known; and the cells as they are read."""
        row = [known.get(heading.decode(), None) for heading in headings]
        row = [self.text() if value is None else value for value in row]
        return row, {heading.decode(): cell(value) for heading, value in zip(headings, row)}

    def add_negotiation(self, i):
        """Today; three of its team are told, the others are the customer's, or aren't to hear of it."""
        account = b"n%d " % i + self.text()
        row, cells = self.texts(self.calendar[0], account=account, negotiation_date=TODAY.encode(), must_win=b"yes")
        self.calendar.append(row)
        for day, milestone in ((LAST_WEEK, b"approval"), (TODAY, b"negotiation")):
            self.events.append((day, words(b": ", cells["account"], milestone)))
        name = words(b" ", cells["account"], cells["period"], b"negotiation")
        told = b"t%d@kita.example" % i
        for email, side, attends, decides in ((told, b"us", b"yes", b"no"), (b"u%d@kita.example" % i, b"", b"no", b"yes"),
                                              (b"not%d@kita.example" % i, b"us", b"no", b"no"), (EVIL.encode(), b"them", b"yes", b"yes"),
                                              (EVIL.encode() + b"\r\n", self.text() + b"!", b"yes", b"yes"), (b"!" + self.text(), b"us", b"yes", b"yes")):
            row, _ = self.texts(self.team[0], account=account, period=b"", product_line=b"", email=email, side=side, attends=attends, decides=decides)
            self.team.append(row)
        for address in (told, b"u%d@kita.example" % i):
            self.mails[address.decode()] = name + b": today", [name, cells["owner"], cells["folder"]]

    def add_action(self, i):
        """Today, to an address of its own; every third has one that can't be written to."""
        address = b"!" + self.text() if i % 3 == 0 else b"a%d@kita.example" % i
        row, cells = self.texts(self.actions[0], id=b"%d " % i + self.text(), account=INJECTIONS[i // 2 % len(INJECTIONS)],
                                milestone=b"m" + self.text(), due=TODAY.encode(), email=address, **self.plain_fields())
        self.actions.append(row)
        self.events.append((TODAY, words(b": ", cells["account"], cells["milestone"], cells["subject"])))
        if i % 3:
            name = words(b", ", words(b" ", cells["account"], cells["period"], cells["milestone"]), cells["subject"])
            self.mails[address.decode()] = name + b": today", [name, cells["owner"], cells["note"]]

    def add_bad_action(self, i):
        """A row with a cell that isn't understood is left out."""
        known = {"id": b"bad%d" % i, "milestone": b"m", "due": TODAY.encode(), "email": b"bad@kita.example", **self.plain_fields()}
        known[self.rng.choice(("side", "due", "start_time", "minutes", "recurrence", "leads", "done_on", "must_win"))] = b"evil" + self.text()
        self.actions.append(self.texts(self.actions[0], **known)[0])

    def plain_fields(self):
        return {"side": self.rng.choice((b"us", b"")), "start_time": self.rng.choice((b"", b"14:30")), "minutes": self.rng.choice((b"", b"30")),
                "recurrence": b"", "leads": b"0", "done_on": b"", "must_win": b""}
