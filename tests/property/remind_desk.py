"""A desk whose sheets are edited at random, for years: negotiations and actions of two accounts."""
from datetime import date, timedelta

from remind_sheets import ACTIONS, CALENDAR, csv_text

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
TEAM = "account,period,person,email,role,product_line,side,attends,decides\n"
ROLES = (("account manager", "yes", "no"), ("marketing owner", "no", "no"), ("executive", "no", "yes"))
PEOPLE = ("Ann", "Bea", "Max")


class Desk:
    """The rows that people keep, edited at random."""

    def __init__(self, rng, today):
        self.rng, self.number = rng, 0
        self.calendar, self.actions = [], []
        self.team = {(account, role): name for account in ("Acme", "Bolt")
                     for (role, *_), name in zip(ROLES, ("Max", "Ida", "Eve"))}
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
        if rng.random() < 0.05:
            self.team[rng.choice(list(self.team))] = rng.choice(("Max", "Ida", "Eve", "Gus", "Ann"))
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

    def team_text(self):
        return TEAM + "".join(
            f"{account},,{self.team[account, role]},{self.team[account, role].lower()}@us.example,"
            f"{role},,us,{attends},{decides}\n" for account in ("Acme", "Bolt") for role, attends, decides in ROLES)

    def write(self, folder):
        folder.mkdir(parents=True)
        texts = {"calendar": csv_text(CALENDAR, self.calendar), "actions": csv_text(ACTIONS, self.actions),
                 "agenda": AGENDA, "team": self.team_text()}
        for name, text in texts.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return [f"--agenda={folder}/agenda.csv", f"--team={folder}/team.csv", folder / "calendar.csv",
                folder / "actions.csv"]
