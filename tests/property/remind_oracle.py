"""calendar-remind once more, with datetime.date: the rows that it must print.

Written from formats.md, the issue and the manual alone, so that the two can disagree. It reads plain CSV sheets with
canonical headings and ISO dates; its rows are dicts of text, as csv.DictReader gives them of the tool's output.
"""
import argparse
from collections import Counter, defaultdict
from datetime import timedelta
from functools import cached_property, lru_cache

from remind_cells import (ROOT, add_months, cell, day, fold, months, numbers, ours, owner, person, read_agenda,
                          read_holidays, read_rows, shifted)
from remind_milestone import Milestone
from remind_season import season_rows

LEADS = (28, 14, 7, 1)
NEAR = {12: 91, 6: 45, 3: 22, 1: 7}     # days; a quarter of the interval: the occurrence has a row of its own


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
            spelled = self.rules[name].name if name in self.rules else row["milestone"]
            yield Milestone(self, row, spelled, occurrence, due, derived, False, limits)

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


def number_twins(found):
    """Rows with the key of another, above, are told apart by a number, in all their occurrences."""
    seen, twins = Counter(), {}
    for one in found:
        if not one.occurrence:
            seen[one.key] += 1
            twins[one.row["number"], one.name] = seen[one.key]
    for one in found:
        one.twin = twins.get((one.row["number"], one.name), 1)


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
