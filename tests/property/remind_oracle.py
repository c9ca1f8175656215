"""calendar-remind once more, with datetime.date: the rows that it must print.

Written from formats.md and the issue alone, so that the two can disagree. It reads plain CSV sheets with canonical
headings and ISO dates. Rows are dicts of text, as csv.DictReader gives them of the tool's output.
"""
import argparse
import calendar
import csv
import re
from collections import Counter, defaultdict, namedtuple
from datetime import date, timedelta
from functools import cached_property, lru_cache

LEADS = (28, 14, 7, 1)
ROOT = "negotiation"
EMPTY = ("", "n/a", "na", "tbd", "tba", "?")
YES = ("yes", "y", "true", "1", "x")
MONTHS = {"": 0, "annual": 12, "yearly": 12, "semiannual": 6, "halfyearly": 6, "quarterly": 3, "monthly": 1}
NEAR = {12: 91, 6: 45, 3: 22, 1: 7}     # days; a quarter of the interval: the occurrence has a row of its own

DUE = ("account", "period", "milestone", "subject", "due", "days_left", "lead", "status", "owner", "email", "note",
       "key")
DATES = ("negotiation", "approval", "package", "publish", "premeeting", "start")
LIST = ("id", "account", "period", "milestone", "subject", "product_line", "kind", "side", "promised_to", "start_on",
        "due", "start_time", "minutes", "owner", "email", "attendees", "recurrence", "leads", "done_on", "status",
        "must_win", "decision", "note", "key", "occurrence", "derived", "tentative", "date_source",
        *(f"{name}_date" for name in DATES), "folder", "access", "source")

Rule = namedtuple("Rule", "name before days shift leads to kind repeat")
Person = namedtuple("Person", "name email")


# --- cells

@lru_cache(None)
def fold(text):
    return re.sub(r"[\s_-]", "", text).lower()


@lru_cache(None)
def given(text):
    """A cell's text, without blanks around it; nothing for what stands for nothing."""
    return "" if text.strip().lower() in EMPTY else text.strip()


def cell(row, column):
    return given(row.get(column, ""))


def day(text):
    return date.fromisoformat(text) if text else None


def parts(text, separators=";,"):
    return [part.strip() for part in re.split(f"[{separators}]", text) if part.strip()]


def numbers(text):
    """A list of leads; None where the cell is empty, so that it's somebody else's say."""
    return tuple(int(part) for part in parts(text, ";, ")) or None


@lru_cache(None)
def escaped(text):
    """A part of a key."""
    return "".join(f"%{ord(c):02X}" if c in "/%~" or c < " " or c == "\x7f" else c for c in text)


# --- days

def add_months(day, months):
    """So many months later, on the same day or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shifted(day, how, holidays):
    """A derived date, off weekends and holidays."""
    step = {"earlier": -1, "later": 1, "none": 0}[how]
    while step and (day.weekday() >= 5 or day in holidays):
        day += timedelta(step)
    return day


# --- reading

def read_rows(path):
    """Rows with their source, columns by folded heading."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        headings = [fold(heading) for heading in next(reader)]
        for line in reader:
            if any(line):
                yield {**dict(zip(headings, line)), "source": f"{path}:{reader.line_num}"}


def read_agenda(path):
    """{folded name: Rule}, in order."""
    rules = {}
    for row in read_rows(path):
        rule = Rule(cell(row, "milestone"), fold(cell(row, "before")), int(cell(row, "days") or 0),
                    cell(row, "shift") or "none", numbers(cell(row, "leads")), parts(cell(row, "to")),
                    cell(row, "kind"), int(cell(row, "repeatoverdue") or 1))
        rules[fold(rule.name)] = rule
    return rules


def read_holidays(path):
    with open(path, encoding="utf-8") as file:
        return {day(line.partition("#")[0].strip()) for line in file} - {None}


class Refused(Exception):
    """Somebody has to be told, and nobody is known."""


class Sheets:
    """All that the tool is given."""

    def __init__(self, files, agenda, team=None, holidays=None, leads=LEADS):
        self.rules = read_agenda(agenda)
        self.holidays = read_holidays(holidays) if holidays else set()
        self.leads = tuple(leads)
        self.team = [row for row in read_rows(team) if any(person(row))] if team else None
        self.rows = [row for path in files for row in read_rows(path)]
        for number, row in enumerate(self.rows):
            row["number"] = number
        self.negotiations = [row for row in self.rows if "milestone" not in row]
        self.actions = [row for row in self.rows if "milestone" in row]

    # --- what overrides what

    @cached_property
    def named(self):
        """Actions rows by account, period and milestone."""
        rows = defaultdict(list)
        for row in self.actions:
            rows[row["account"], row["period"], fold(row["milestone"])].append(row)
        return rows

    @cached_property
    def negotiation_of(self):
        """The first negotiation of an account and period."""
        return {(row["account"], row["period"]): row for row in reversed(self.negotiations)}

    @lru_cache(None)
    def is_derived(self, name):
        """Whether a negotiation has a milestone, and not actions rows alone."""
        return name == ROOT or bool(self.rules[name].before)

    def overriding(self, negotiation, name):
        return self.named[negotiation["account"], negotiation["period"], name]

    # --- the dates of one occurrence of a negotiation

    def dates(self, negotiation, occurrence):
        """{folded milestone: (day or None, whether the agenda gave it)}"""
        return self.dates_of(negotiation["number"], occurrence)

    @lru_cache(None)
    def dates_of(self, number, occurrence):
        found = {}

        def find(name):
            if name not in found:
                found[name] = self.date_of(self.rows[number], occurrence, name, find)
            return found[name]

        for name in self.rules:
            if self.is_derived(name):
                find(name)
        return found

    def date_of(self, negotiation, occurrence, name, find):
        if occurrence == 0:
            for row in self.overriding(negotiation, name):
                if cell(row, "due"):
                    return day(cell(row, "due")), False
            given = day(cell(negotiation, name + "date"))
            if given or not self.rules[name].before:
                return given, False
        elif name == ROOT:
            anchor = self.anchor(negotiation)
            return anchor and add_months(anchor, occurrence * months(negotiation)), False
        rule = self.rules[name]
        before, _ = find(rule.before) if rule.before else (None, False)
        if before is None:
            return None, False
        return shifted(before - timedelta(rule.days), rule.shift, self.holidays), True

    def anchor(self, negotiation):
        return self.dates(negotiation, 0)[ROOT][0]

    def occurs(self, negotiation, occurrence):
        """The day of an occurrence's negotiation."""
        return self.dates(negotiation, occurrence)[ROOT][0]

    def superseded(self, negotiation, occurrence):
        """Whether a later row of the account stands for this occurrence."""
        when = self.occurs(negotiation, occurrence)
        near = timedelta(NEAR[months(negotiation)])
        return any(self.occurs_near(other, when, near) for other in self.negotiations
                   if other["account"] == negotiation["account"] and self.anchor(other)
                   and self.anchor(other) > self.anchor(negotiation))

    def occurs_near(self, negotiation, when, near):
        occurrence = 0
        while self.occurs(negotiation, occurrence) <= when + near:
            if self.occurs(negotiation, occurrence) >= when - near:
                return True
            if not months(negotiation):
                break
            occurrence += 1
        return False

    # --- milestones

    @lru_cache(None)
    def milestones(self, today):
        """All of them: those of each row, in input order."""
        horizon = add_months(today, 12)
        found = []
        for row in self.rows:
            found += self.of_action(row, horizon) if "milestone" in row else self.of_negotiation(row, horizon)
        number_twins(found)
        return found

    def of_negotiation(self, row, horizon):
        for occurrence in self.occurrences(row, self.anchor(row), horizon):
            if occurrence and self.superseded(row, occurrence):
                continue
            dates = self.dates(row, occurrence)
            for name, (due, derived) in dates.items():
                if not occurrence and self.overriding(row, name):
                    continue            # the actions rows stand for it
                rule = self.rules[name]
                limits = [dates[rule.before][0]] if rule.before else []
                limits.append(due and self.next_due(row, occurrence, name, horizon))
                tentative = bool(occurrence) or fold(cell(row, "datesource")) != "customer"
                yield Milestone(self, row, rule.name, occurrence, due, derived, tentative, limits)

    def next_due(self, row, occurrence, name, horizon):
        """When a milestone of a negotiation comes again, if that's soon enough to matter."""
        while months(row):
            occurrence += 1
            due = self.dates(row, occurrence)[name][0]
            if not self.occurs(row, occurrence) or not self.superseded(row, occurrence):
                return due
            if self.occurs(row, occurrence) > horizon:
                break
        return None

    def of_action(self, row, horizon):
        name = fold(row["milestone"])
        negotiation = self.negotiation_of.get((row["account"], row["period"]))
        dates = self.dates(negotiation, 0) if negotiation else {}
        anchor, derived = day(cell(row, "due")), False
        if not anchor and name in dates:
            anchor, derived = dates[name]
        for occurrence in self.occurrences(row, anchor, horizon):
            due = add_months(anchor, occurrence * months(row)) if anchor and months(row) else anchor
            limits = [dates[self.rules[name].before][0]] if name in dates and self.rules[name].before else []
            if months(row) and anchor:
                limits.append(add_months(anchor, (occurrence + 1) * months(row)))
            known = self.rules.get(name)
            yield Milestone(self, row, known.name if known else row["milestone"], occurrence, due, derived, False, limits)

    @staticmethod
    def occurrences(row, anchor, horizon):
        """0, and those up to the horizon; of a row of a list the one that it is."""
        yield int(cell(row, "occurrence") or 0)
        occurrence = 1
        while months(row) and anchor and add_months(anchor, occurrence * months(row)) <= horizon:
            yield occurrence
            occurrence += 1

    # --- people

    def members(self, row, column="", text="", columns=("period", "productline")):
        """Team rows of a row's account, period and product line; with this text in a column."""
        return [one for one in self.team or [] if one["account"] == row["account"]
                and all(not cell(one, name) or not cell(row, name) or cell(one, name) == cell(row, name)
                        for name in columns)
                and (not column or fold(cell(one, column)) == fold(text))]

    def account_manager(self, row):
        """Whom to tell what the customer owes us."""
        managers = [one for one in self.team or [] if one["account"] == row["account"] and ours(one)
                    and fold(cell(one, "role")) == "accountmanager"
                    and (not cell(one, "period") or not cell(row, "period") or one["period"] == row["period"])]
        if managers:
            return [person(one) for one in managers]
        rows = [other for other in self.negotiations if other["account"] == row["account"]]
        rows.sort(key=lambda other: other["period"] != row["period"])
        return [owner(other) for other in rows if any(owner(other))][:1]


def months(row):
    return MONTHS[fold(cell(row, "recurrence"))]


def yes(row, column):
    return cell(row, column).lower() in YES


def theirs(row):
    return fold(cell(row, "side")) in ("them", "customer")


def ours(row):
    return not theirs(row)


def person(member):
    return Person(cell(member, "person"), cell(member, "email"))


def owner(row):
    return Person(cell(row, "owner"), cell(row, "email"))


def owner_of(milestone):
    """The row's owner, else its negotiation's."""
    return owner(milestone.row) if any(owner(milestone.row)) else owner(milestone.negotiation)


def addressed(who, milestone):
    """With the address that the team has, in whatever period."""
    found = [person(one).email for one in milestone.sheets.team or [] if one["account"] == milestone.row["account"]
             and ours(one) and person(one).name.lower() == who.name.lower() and person(one).email]
    return Person(who.name, who.email or "".join(found[:1]))


def distinct(people):
    """Each once, by address, else by name."""
    return list({known(one): one for one in reversed(people)}.values())[::-1]


def number_twins(found):
    """Rows with the key of another, above, are told apart by a number, in all their occurrences."""
    seen, twins = Counter(), {}
    for one in found:
        if not one.occurrence:
            seen[one.key] += 1
            twins[one.row["number"], one.name] = seen[one.key]
    for one in found:
        one.twin = twins.get((one.row["number"], one.name), 1)


class Milestone:
    """One occurrence of one milestone of one row."""

    def __init__(self, sheets, row, name, occurrence, due, derived, tentative, limits):
        self.sheets, self.row, self.name, self.occurrence = sheets, row, name, occurrence
        self.due, self.derived, self.tentative = due, derived, tentative
        later = [limit for limit in limits if limit and due and limit > due]
        self.limit = min(later, default=None)       # the last day on which it's worth telling
        self.rule = sheets.rules.get(fold(name))
        self.is_action = "milestone" in row
        self.negotiation = sheets.negotiation_of.get((row["account"], row["period"]), {}) if self.is_action else row
        self.twin = 0

    @property
    def done_on(self):
        """When it was done. What closes a negotiation's milestone closes later ones that were due by then, too."""
        rows = [self.row] if self.is_action else self.sheets.overriding(self.row, fold(self.name))
        days = [day(cell(row, "doneon")) for row in rows if cell(row, "doneon")]
        return next((done for done in days if not self.occurrence or self.due <= done), None)

    @property
    def done(self):
        return self.done_on is not None

    @property
    def meeting(self):
        own = fold(cell(self.row, "kind")) if self.is_action else ""
        if own in ("meeting", "task"):
            return own == "meeting"
        if self.rule and self.rule.kind:
            return fold(self.rule.kind) == "meeting"
        return self.is_action and bool(cell(self.row, "starttime"))

    @property
    def leads(self):
        own = numbers(cell(self.row, "leads")) if "leads" in self.row else None
        return own or (self.rule and self.rule.leads) or self.sheets.leads

    @property
    def repeat(self):
        return self.rule.repeat if self.rule else 1

    @property
    def key(self):
        own = [self.row.get(name, "") for name in ("subject", "id")] if self.is_action else ["", ""]
        parts = map(escaped, (self.row["account"], self.row["period"], self.name, *own))
        twin = f"~{self.twin}" if self.twin > 1 else ""
        return "/".join(parts) + f"{twin}/{self.occurrence}"

    # --- when

    def open(self, today):
        """Whether anything is to be said at all on a day."""
        if self.done or not self.due:
            return False
        return today <= (self.due if self.meeting else self.limit or today)

    def moment(self, today):
        """(day, lead) of the latest moment up to today, or None."""
        if not self.open(today):
            return None
        left = (self.due - today).days
        if left < 0:
            lead = left // self.repeat * self.repeat + self.repeat * bool(left % self.repeat) if self.repeat else 0
        else:
            lead = min((lead for lead in (0, *self.leads) if lead >= left), default=None)
        return None if lead is None else (self.due - timedelta(lead), lead)

    def status(self, today):
        return "upcoming" if today < self.due else "due" if today == self.due else "overdue"

    # --- who

    @cached_property
    def recipients(self):
        people = [addressed(who, self) for who in self.people() if any(who)]
        if not people:
            raise Refused(self.key)
        return distinct(people)

    def people(self):
        if theirs(self.row):
            return distinct(self.sheets.account_manager(self.row))
        if self.sheets.team is None:
            return [owner_of(self)]
        found = [one for role in (self.rule.to if self.rule else []) for one in self.in_role(role)]
        if self.is_action:
            found += [owner(self.row)] if any(owner(self.row)) else []
        found = found or [owner_of(self)]
        return found + (self.attendees() if self.is_action and self.meeting else [])

    def in_role(self, role):
        if fold(role) == "owner":
            return [owner_of(self)] if any(owner_of(self)) else []
        column = fold(role) if fold(role) in ("attends", "decides") else ""
        members = self.sheets.members(self.row) if column else self.sheets.members(self.row, "role", role)
        return [person(one) for one in members
                if ours(one) and (not column or yes(one, column))]

    def attendees(self):
        """Members of the team, by name or address."""
        return [person(one) for text in parts(cell(self.row, "attendees")) for one in self.sheets.members(self.row, columns=["period"])
                if ours(one) and text.lower() in map(str.lower, person(one))]

    def is_executive(self, name):
        return any(name in person(one) for one in self.sheets.members(self.row, "role", "executive"))

    @property
    def must_win(self):
        """What overrides a milestone of a must-win is must-win, too."""
        name = fold(self.name)
        return yes(self.row, "mustwin") or (name in self.sheets.rules and self.sheets.is_derived(name)
                                            and yes(self.negotiation, "mustwin"))

    # --- at what time

    @property
    def start(self):
        """Minutes of the day, None where that is open."""
        hours, _, minutes = self.own("starttime").partition(":")
        return int(hours) * 60 + int(minutes) if hours else None

    @property
    def end(self):
        return self.start + int(self.own("minutes") or 60)

    # --- as rows

    def due_row(self, today, lead, who):
        texts = (self.row["account"], self.row["period"], self.name, self.own("subject"), self.due,
                 (self.due - today).days, lead, self.status(today), who.name, who.email,
                 self.own("note") or "tentative" * self.tentative, self.key)
        return dict(zip(DUE, map(str, texts)))

    def own(self, column):
        """A cell that only actions rows have."""
        return cell(self.row, column) if self.is_action else ""

    def list_row(self):
        row = {column: self.own(fold(column)) for column in LIST}
        negotiation, who = self.negotiation, owner_of(self)
        at = 0 if self.is_action else self.occurrence
        dates = self.sheets.dates(negotiation, at) if negotiation else {}
        row.update({f"{name}_date": text(dates.get(name, (None,))[0]) for name in DATES})
        row.update({"account": self.row["account"], "period": self.row["period"], "milestone": self.name,
                    "product_line": cell(self.row, "productline"), "due": text(self.due),
                    "kind": self.own("kind") or ("meeting" if self.meeting else "task"),
                    "owner": who.name, "email": who.email, "recurrence": "",
                    "leads": ";".join(map(str, self.leads)), "done_on": text(self.done_on),
                    "status": self.own("status") or ("done" if self.done else "tentative" if self.tentative else ""),
                    "key": self.key, "occurrence": str(self.occurrence), "derived": "yes" if self.derived else "",
                    "tentative": "yes" if self.tentative else "", "must_win": "yes" * self.must_win,
                    "date_source": cell(negotiation, "datesource"), "folder": cell(negotiation, "folder"),
                    "access": cell(negotiation, "access"), "source": self.row["source"]})
        return row


def text(day):
    return day.isoformat() if day else ""


# --- what the tool prints

def told(milestone, today, since):
    """The lead that is told today where the last run was on the day `since`, or None."""
    moment = milestone.moment(today)
    return moment[1] if moment and moment[0] > since else None


def due_rows(sheets, today, since=None):
    since = since or today - timedelta(1)
    rows = []
    for one in sheets.milestones(today):
        lead = told(one, today, since)
        if lead is not None:
            rows += [one.due_row(today, lead, who) for who in one.recipients]
    return rows


def list_rows(sheets, today):
    return [one.list_row() for one in sheets.milestones(today)]


# --- the load of a season

def fiscal(day, first):
    """(year, quarter) of the fiscal year, which has the name of the year in which it ends."""
    month = (day.month - first) % 12
    return day.year + (first > 1 and day.month >= first), month // 3 + 1


def season_rows(sheets, today, first=1):
    still_open = [one for one in sheets.milestones(today) if one.due and not one.done]
    rows = [*years(still_open, first), *quarters(still_open, first), *weeks(still_open),
            *overlaps(still_open), *executives(still_open)]
    return [dict(zip(("kind", "key", "period", "count"), map(str, row))) for row in rows]


def counted(kind, pairs):
    return [(kind, key, period, count) for (key, period), count in Counter(pairs).items()]


def known(who):
    """What tells people apart."""
    return who.email.lower() or who.name


def years(found, first):
    negotiations = [one for one in found if fold(one.name) == ROOT]
    return counted("year", [
        (key, fiscal(one.due, first)[0]) for one in negotiations
        for key in ("negotiations", *["must-win"] * one.must_win)])


def quarters(found, first):
    return counted("quarter", [(one.name, "{}-Q{}".format(*fiscal(one.due, first))) for one in found])


def weeks(found):
    counts = Counter(((known(who), who.name or who.email), "{}-W{:02}".format(*one.due.isocalendar()))
                     for one in found for who in one.recipients)
    return [("week", name, week, count) for ((_, name), week), count in counts.items()]


def by_person_and_day(found):
    meetings = defaultdict(list)
    for one in found:
        for who in one.recipients if one.meeting else []:
            meetings[known(who), who.name or who.email, one.due].append(one)
    return [(name, when, those) for (_, name, when), those in meetings.items()]


def overlaps(found):
    """Who is in several places: a meeting and those that collide with it, where these are most."""
    for person, when, meetings in by_person_and_day(found):
        most = max(sum(clash(one, other) for other in meetings if other is not one) for one in meetings)
        if most:
            yield "overlap", person, when, most + 1


def clash(one, other):
    if one.start is None or other.start is None:
        return one.row["account"] != other.row["account"]
    return one.start < other.end and other.start < one.end


def executives(found):
    approvals = [one for one in found if fold(one.name) == "approval"]
    for person, when, meetings in by_person_and_day(approvals):
        accounts = {one.row["account"] for one in meetings if one.is_executive(person)}
        if len(accounts) > 1:
            yield "executives", person, when, len(accounts)


# --- as the tool is called

def calendar_remind(arguments, sheets=None):
    """The rows of --list, --season or what is due; of sheets that were read before, where there are any."""
    parser = argparse.ArgumentParser()
    for option in ("today", "since", "agenda", "team", "holidays", "leads"):
        parser.add_argument(f"--{option}")
    parser.add_argument("--fiscal-year-start", type=int, default=1)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--season", action="store_true")
    parser.add_argument("files", nargs="*")
    said = parser.parse_args(list(map(str, arguments)))
    sheets = sheets or Sheets(said.files, said.agenda, said.team, said.holidays, numbers(said.leads or "") or LEADS)
    if said.list:
        return list_rows(sheets, day(said.today))
    if said.season:
        return season_rows(sheets, day(said.today), said.fiscal_year_start)
    return due_rows(sheets, day(said.today), day(said.since or ""))
