"""One milestone of calendar-remind's oracle: when it is told, to whom, and as what."""
from datetime import timedelta
from functools import cached_property

from remind_cells import (Person, cell, day, distinct, escaped, fold, numbers, ours, owner, parts, person, text,
                          theirs, yes)

DUE = ("account", "period", "milestone", "subject", "due", "days_left", "lead", "status", "owner", "email", "note",
       "key")
DATES = ("negotiation", "approval", "package", "publish", "premeeting", "start")
LIST = ("id", "account", "period", "milestone", "subject", "product_line", "kind", "side", "promised_to", "start_on",
        "due", "start_time", "minutes", "owner", "email", "attendees", "recurrence", "leads", "done_on", "status",
        "must_win", "decision", "note", "key", "occurrence", "derived", "tentative", "date_source",
        *(f"{name}_date" for name in DATES), "folder", "access", "source")


class Refused(Exception):
    """Somebody has to be told, and nobody is known."""


def owner_of(milestone):
    """The row's owner, else its negotiation's."""
    return owner(milestone.row) if any(owner(milestone.row)) else owner(milestone.negotiation)


def addressed(who, milestone):
    """With the address that the team has, in whatever period."""
    found = [person(one).email for one in milestone.sheets.team or [] if one["account"] == milestone.row["account"]
             and ours(one) and person(one).name.lower() == who.name.lower() and person(one).email]
    return Person(who.name, who.email or "".join(found[:1]))


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
        late = (today - self.due).days
        if late > 0:
            lead = -(late // self.repeat * self.repeat) if self.repeat else 0
        else:
            lead = min((lead for lead in (0, *self.leads) if lead >= -late), default=None)
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
        members = [person(one) for one in self.sheets.members(self.row, columns=["period"]) if ours(one)]
        return [one for name in parts(cell(self.row, "attendees")) for one in members
                if name.lower() in map(str.lower, one)]

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
