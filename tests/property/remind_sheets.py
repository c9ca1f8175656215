"""Random sheets for calendar-remind: many accounts' negotiations and actions, an agenda, a team, holidays."""
import csv
import io
from datetime import date, timedelta

from remind_oracle import LEADS, Sheets, add_months, numbers
from remind_points import AGENDA

CALENDAR = ("account", "period", "negotiation_date", "approval_date", "package_date", "publish_date",
            "premeeting_date", "start_date", "owner", "email", "recurrence", "date_source", "must_win", "folder",
            "access", "product_line")
ACTIONS = ("id", "account", "period", "milestone", "subject", "product_line", "kind", "side", "promised_to",
           "start_on", "due", "start_time", "minutes", "owner", "email", "attendees", "recurrence", "leads", "done_on",
           "status", "must_win", "decision", "note")
RULES = ("milestone", "before", "days", "shift", "leads", "to", "kind", "repeat_overdue")
TEAM = ("account", "period", "person", "email", "role", "product_line", "side", "attends", "decides", "access")
NAMES = ("Ann", "Bo", "Chen", "Dora", "Émile", "Fu, Jr", "Gül", "渡辺")
LINES = ("", "", "Valves", "Pumps")
ROLES = ("account manager", "marketing owner", "executive", "administrator", "finance")
SUBJECTS = ("", "", "price letter", "50%/a", 'a "quoted", one', "渡辺さん", "two;parts")
RECURRENCES = ("annual", "Yearly", "semi-annual", "half-yearly", "quarterly", "monthly")
KEPT = ("milestone", "account", "shift", "days", "before", "owner", "email", "person", "role")     # while shrinking
EDGES = ((2, 29), (2, 28), (12, 31), (1, 1), (1, 31), (3, 31), (8, 31), (11, 30))


def csv_text(columns, rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def any_day(rng, today):
    """A day near today; often one at the end of a month or year."""
    if rng.random() < 0.3:
        month, day = rng.choice(EDGES)
        year = today.year + rng.choice((-1, 0, 0, 1))
        return add_months(date(year, month, 1), 0) + timedelta(day - 1)    # February 29 may be March 1
    return today + timedelta(rng.choice((rng.randint(-400, 400), rng.randint(-60, 90), rng.choice((
        0, 1, 2, 7, 8, 14, 28, 35, 42, -1, -2, -7)))))


class World:
    """All that one run is given. Lists of dicts, so that a failure can be shrunk by leaving rows out."""

    LISTS = ("calendar", "actions", "reviews", "agenda", "team", "holidays")
    COLUMNS = {"calendar": CALENDAR, "actions": ACTIONS, "reviews": tuple(reversed(ACTIONS)), "agenda": RULES,
               "team": TEAM}

    def __init__(self, **parts):
        self.__dict__.update(parts)

    def having(self, **parts):
        return World(**{**self.__dict__, **parts})

    def write(self, folder):
        """The files; the options and FILEs of a run."""
        for name, columns in self.COLUMNS.items():
            if getattr(self, name) is not None:
                (folder / f"{name}.csv").write_text(csv_text(columns, getattr(self, name)), encoding="utf-8")
        options = [f"--today={self.today}", f"--agenda={folder / 'agenda.csv'}"]
        if self.team is not None:
            options.append(f"--team={folder / 'team.csv'}")
        if self.holidays is not None:
            (folder / "holidays.txt").write_text("".join(f"{day}  # closed\n" for day in self.holidays))
            options.append(f"--holidays={folder / 'holidays.txt'}")
        if self.leads:
            options.append(f"--leads={self.leads}")
        return options, [folder / f"{name}.csv" for name in ("calendar", "actions", "reviews")]

    def sheets(self, folder):
        """What was written, read by the oracle."""
        return Sheets([folder / f"{name}.csv" for name in ("calendar", "actions", "reviews")], folder / "agenda.csv",
                      folder / "team.csv" if self.team is not None else None,
                      folder / "holidays.txt" if self.holidays is not None else None,
                      numbers(self.leads or "") or LEADS)

    def smaller(self):
        """Worlds without a part of this one."""
        for name in ("team", "holidays", "leads"):
            if getattr(self, name) is not None:
                yield self.having(**{name: None})
        for name in self.LISTS:
            rows = getattr(self, name) or []
            size = len(rows)
            while size:
                for start in range(0, len(rows), size):
                    yield self.having(**{name: rows[:start] + rows[start + size:]})
                size //= 2
        for name in self.COLUMNS:
            rows = getattr(self, name) or []
            for index, row in enumerate(rows) if len(rows) < 4 else []:
                for column in row:
                    if row[column] and column not in KEPT:
                        less = {**row, column: ""}
                        yield self.having(**{name: [*rows[:index], less, *rows[index + 1:]]})


# --- policy and people

def random_agenda(rng):
    """The default one, or one with other figures and more milestones."""
    rules = [dict(zip(RULES, line.split(","))) for line in AGENDA.splitlines()[1:]]
    if rng.random() < 0.4:
        return rules
    for number in range(rng.randint(0, 3)):
        rules.append({"milestone": f"Step-{number} of mine", "before": rng.choice(rules)["milestone"],
                      "kind": rng.choice(("task", "meeting", ""))})
    for name in ("commitment", "champions' call")[:rng.randint(0, 2)]:
        rules.append({"milestone": name, "kind": rng.choice(("task", "meeting", ""))})
    for rule in rules:
        if rng.random() < 0.4 or "to" not in rule:
            rule.update(shift=rng.choice(("earlier", "later", "none")), repeat_overdue=rng.choice("0012370"),
                        leads=rng.choice(("", "7 0", "0", "10;3", "14 7 3 1", "5")),
                        to="; ".join(rng.sample((*ROLES, "attends", "decides", "owner"), rng.randint(0, 3))))
            rule["days"] = str(rng.choice((0, 1, 2, 5, 7, 7, 28, -3))) if rule.get("before") else ""
    rng.shuffle(rules)
    return rules


def address(name, domain="us.example"):
    return f"{''.join(c for c in name.lower() if c.isascii() and c.isalpha()) or 'x'}{len(name)}@{domain}"


def random_team(rng, accounts, periods):
    rows = []
    for account in accounts:
        for _ in range(rng.randint(0, 6)):
            theirs = rng.random() < 0.15
            name = "Buyer " * theirs + rng.choice(NAMES)
            email = address(name, "them.example" if theirs else "us.example")
            role = "buyer" if theirs else rng.choice((*ROLES, "Account-Manager"))
            rows.append({
                "account": account, "period": rng.choice(("", *periods)), "person": name, "role": role,
                "email": email.upper() if rng.random() < 0.1 else email,
                "product_line": "" if "manager" in role.lower() else rng.choice(LINES),
                "side": rng.choice(("them", "Customer")) if theirs else "us",
                "attends": rng.choice(("yes", "no", "", "x")), "decides": rng.choice(("yes", "no", ""))})
    return rows


def random_holidays(rng, today):
    days = {today + timedelta(rng.randint(-400, 400)) for _ in range(rng.randint(0, 40))}
    if rng.random() < 0.5:
        first = any_day(rng, today)
        days |= {first + timedelta(n) for n in range(10)}
    return sorted(map(str, days))


# --- rows

def owned(rng):
    name = rng.choice(NAMES)
    return {"owner": name, "email": address(name)}


def random_negotiations(rng, account, periods, today):
    rows, when = [], any_day(rng, today)
    for period in rng.sample(periods, rng.randint(1, len(periods))):
        row = {"account": account, "period": period, **owned(rng), "folder": rng.choice(("", "//deals/a b")),
               "date_source": rng.choice(("customer", "Customer", "planned", "")),
               "must_win": rng.choice(("yes", "no", "")), "product_line": rng.choice(LINES),
               "recurrence": rng.choice(("", *RECURRENCES))}
        if rng.random() < 0.93:
            row["negotiation_date"] = str(when)
        else:
            row["negotiation_date"] = rng.choice(("", "tbd"))
        for name, days in (("approval", 7), ("package", 14), ("publish", 12), ("premeeting", 1), ("start", 42)):
            if rng.random() < 0.25:
                row[f"{name}_date"] = str(when - timedelta(days + rng.randint(-2, 5)))
        rows.append(row)
        when = add_months(when, rng.choice((3, 6, 12, 12, 12))) + timedelta(rng.randint(-100, 100))
    return rows


def random_action(rng, account, period, today, names):
    due = any_day(rng, today)
    row = {"id": f"A{rng.randint(1, 40)}" if rng.random() < 0.7 else "", "account": account, "period": period,
           "milestone": rng.choice(names), "subject": rng.choice(SUBJECTS), "product_line": rng.choice(LINES),
           "due": str(due) if rng.random() < 0.95 else "", **owned(rng), "note": rng.choice(("", "as agreed, twice")),
           "kind": rng.choice(("", "", "task", "Meeting", "commitment")), "side": rng.choice(("", "us", "us", "them")),
           "leads": rng.choice(("", "", "7,1", "3", "0", "30;7 2")), "must_win": rng.choice(("", "yes")),
           "start_time": rng.choice(("", "", "", "10:00", "16:30"))}
    if row["start_time"]:
        row["minutes"] = rng.choice(("30", "60", "90"))
    if rng.random() < 0.4:
        row["recurrence"] = rng.choice(RECURRENCES)
    if rng.random() < 0.3:
        row["done_on"] = str(due + timedelta(rng.choice((-3, 0, 1, 40, 200))))
    return row


def attend(rng, row, team):
    """Attendees, most of them in the team."""
    members = [one for one in team or [] if "," not in one["person"] and rng.random() < 0.2
               or one["account"] == row["account"] and "," not in one["person"]]
    people = rng.sample(members, min(len(members), rng.randint(0, 2)))
    row["attendees"] = "; ".join(rng.choice((one["person"], one["email"])) for one in people)


def disown(rng, row, negotiations):
    """Now and then nobody is named, or no address; but somebody can be found."""
    if rng.random() < 0.1 and any(one["account"] == row["account"] and one["period"] == row["period"]
                                  for one in negotiations):
        row["owner"] = row["email"] = ""
    if rng.random() < 0.1:
        row["email"] = ""


def random_overriding(rng, negotiation, agenda, today):
    """A row for a milestone that the agenda derives."""
    names = [rule["milestone"] for rule in agenda if rule.get("before") or rule["milestone"] == "negotiation"]
    row = random_action(rng, negotiation["account"], negotiation["period"], today, names)
    row.update(recurrence="", due=rng.choice((row["due"], "")))
    row["milestone"] = rng.choice((str.upper, str, lambda text: text.replace("-", " ")))(row["milestone"])
    return row


def random_world(rng, size=8):
    today = rng.choice((date(2024, 2, 29), date(2027, 2, 28), date(2025, 12, 31), date(2026, 1, 1),
                        date(2020, 1, 1) + timedelta(rng.randint(0, 5000))))
    accounts = [f"Account {n}" for n in range(size)]
    periods = ["2025", "2026", "2026-H1"]
    agenda = random_agenda(rng)
    team = random_team(rng, accounts, periods) if rng.random() < 0.7 else None
    negotiations, actions = [], []
    for account in accounts:
        own = random_negotiations(rng, account, periods, today)
        negotiations += own
        for _ in range(rng.randint(0, 4)):
            actions.append(random_action(rng, account, rng.choice(("", *periods)), today, (
                "commitment", "champions' call", "blue-sheet review", "Account Review")))
        if rng.random() < 0.6:
            actions.append(random_overriding(rng, rng.choice(own), agenda, today))
    for row in actions:
        attend(rng, row, team)
        disown(rng, row, negotiations)
    rng.shuffle(negotiations)
    rng.shuffle(actions)
    half = len(actions) // 2
    return World(calendar=negotiations, actions=actions[:half], reviews=actions[half:], agenda=agenda, team=team,
                 holidays=random_holidays(rng, today) if rng.random() < 0.7 else None, today=today,
                 leads=rng.choice((None, None, "21,3", "5;0")), since=today - timedelta(rng.randint(1, 45)),
                 first=rng.choice((1, 1, 4, 7, 10)))
