"""Small sheets for calendar-remind, with what must come of them, worked out by hand from its texts.

Each point: what is said, sheets by name, options, columns to look at, and the rows wanted, in any order.
"""

AGENDA = """milestone,before,days,shift,leads,to,kind,repeat_overdue
start,package,28,earlier,7 0,account manager,task,7
package,approval,7,earlier,14 3,account manager; marketing owner,task,1
publish,approval,5,earlier,1,account manager; administrator,task,1
approval,negotiation,7,earlier,14 1,account manager; executive,meeting,0
pre-meeting,negotiation,1,none,1,attends,meeting,0
negotiation,,0,none,14 1,attends; decides,meeting,0
results,negotiation,-5,later,0,account manager,task,2
"""
CALENDAR = "account,period,negotiation_date,owner,email\nAcme,2026,2025-12-15,Ann,ann@us.example\n"
ACTIONS = "id,account,period,milestone,subject,due,owner,email"
TEAM = """account,period,person,email,role,product_line,side,attends,decides
Acme,2026,Max,max@us.example,account manager,,us,yes,no
Acme,2026,Ida,ida@us.example,marketing owner,Valves,us,no,yes
Acme,2026,Udo,udo@us.example,marketing owner,Pumps,us,yes,no
Acme,,Eve,Eve@us.example,executive,,us,no,yes
Acme,2025,Old,old@us.example,account manager,,us,yes,yes
Other,2026,Oda,oda@us.example,account manager,,us,yes,yes
Acme,2026,Bob,bob@them.example,buyer,,them,yes,yes
"""
TEN_DAYS = "".join(f"2025-12-{day}   # works are shut\n" for day in range(22, 32))

MILESTONES = ("milestone", "occurrence", "due", "derived")
TOLD = ("milestone", "due", "days_left", "lead", "status")
WHOM = ("milestone", "email")


def actions(*rows, more=""):
    """A sheet of actions, most of them Ann's."""
    return "\n".join([ACTIONS + more, *rows, ""]).replace("@Ann", "Ann,ann@us.example")


def listed(text, sheets, today, *wanted, columns=MILESTONES, options=()):
    return text, sheets, [f"--today={today}", "--list", *options], columns, wanted


def due(text, sheets, today, *wanted, since=None, columns=TOLD, options=()):
    catch_up = [f"--since={since}"] if since else []
    return text, sheets, [f"--today={today}", *catch_up, *options], columns, wanted


def season(text, sheets, today, *wanted, options=()):
    return text, sheets, [f"--today={today}", "--season", *options], ("kind", "key", "period", "count"), wanted


# --- the milestones of a negotiation

NEGOTIATIONS = [
    listed("a negotiation's milestones follow from its date; the pre-meeting stays on a Sunday", {"calendar": CALENDAR},
           "2025-10-01", "start|0|2025-11-03|yes", "package|0|2025-12-01|yes", "publish|0|2025-12-03|yes",
           "approval|0|2025-12-08|yes", "pre-meeting|0|2025-12-14|yes", "negotiation|0|2025-12-15|",
           "results|0|2025-12-22|yes"),
    listed("a given date stays on its Saturday; what is derived from it leaves its own", {
        "calendar": "account,period,negotiation_date,package_date,Pre-Meeting Date\n"
                    "Acme,2026,2025-12-15,2025-11-29,2025-12-12\n"},
           "2025-10-01", "start|0|2025-10-31|yes", "package|0|2025-11-29|", "publish|0|2025-12-03|yes",
           "approval|0|2025-12-08|yes", "pre-meeting|0|2025-12-12|", "negotiation|0|2025-12-15|",
           "results|0|2025-12-22|yes"),
    listed("a holiday run of ten days is left on the side that the agenda says", {
        "calendar": "account,period,negotiation_date\nAcme,2026,2026-01-05\nBolt,2026,2025-12-18\n",
        "holidays": TEN_DAYS}, "2025-12-01",
           "start|0|2025-11-14|yes", "package|0|2025-12-12|yes", "publish|0|2025-12-12|yes",
           "approval|0|2025-12-19|yes", "pre-meeting|0|2026-01-04|yes", "negotiation|0|2026-01-05|",
           "results|0|2026-01-12|yes",
           "start|0|2025-11-06|yes", "package|0|2025-12-04|yes", "publish|0|2025-12-05|yes",
           "approval|0|2025-12-11|yes", "pre-meeting|0|2025-12-17|yes", "negotiation|0|2025-12-18|",
           "results|0|2026-01-01|yes"),
    listed("a negotiation without a date has milestones without one", {
        "calendar": "account,period,negotiation_date,approval_date\nAcme,2026,tbd,2025-12-08\n"}, "2025-10-01",
           "start|0|2025-11-03|yes", "package|0|2025-12-01|yes", "publish|0|2025-12-03|yes",
           "approval|0|2025-12-08|", "pre-meeting|0||", "negotiation|0||", "results|0||"),
    listed("an actions row gives a milestone's date, which those before it follow", {
        "calendar": CALENDAR, "actions": actions("A1,Acme,2026,Approval,board,2025-12-04,@Ann")}, "2025-10-01",
           "start|0|2025-10-30|yes", "package|0|2025-11-27|yes", "publish|0|2025-11-28|yes",
           "approval|0|2025-12-04|", "pre-meeting|0|2025-12-14|yes", "negotiation|0|2025-12-15|",
           "results|0|2025-12-22|yes"),
    listed("an actions row of another period overrides nothing", {
        "calendar": CALENDAR, "actions": actions("A1,Acme,2025,approval,,2025-12-04,@Ann")}, "2025-10-01",
           "start|0|2025-11-03|yes", "package|0|2025-12-01|yes", "publish|0|2025-12-03|yes",
           "approval|0|2025-12-08|yes", "approval|0|2025-12-04|", "pre-meeting|0|2025-12-14|yes",
           "negotiation|0|2025-12-15|", "results|0|2025-12-22|yes"),
    listed("of several rows of a milestone all stand, and the first with a date leads", {
        "calendar": CALENDAR, "actions": actions("A1,Acme,2026,approval,a,,,",
                                                 "A2,Acme,2026,approval,b,2025-12-04,@Ann",
                                                 "A3,Acme,2026,approval,c,2025-12-09,@Ann")}, "2025-10-01",
           "start|0|2025-10-30|", "package|0|2025-11-27|", "publish|0|2025-11-28|", "approval|0|2025-12-04|a",
           "approval|0|2025-12-04|b", "approval|0|2025-12-09|c", "pre-meeting|0|2025-12-14|",
           "negotiation|0|2025-12-15|", "results|0|2025-12-22|", columns=("milestone", "occurrence", "due", "subject")),
    listed("an agenda of one's own", {
        "calendar": "account,period,negotiation_date,kick_off_date\nAcme,2026,2025-12-15,\n",
        "agenda": "milestone,before,days,shift,leads,to,kind,repeat_overdue\nnegotiation,,0,none,3,,meeting,0\n"
                  "Kick-off,rehearsal,10,later,5,,task,1\nrehearsal,negotiation,2,earlier,,,meeting,0\n"
                  "launch,,,,2,,task,3\n"}, "2025-10-01",
           "negotiation|0|2025-12-15|", "Kick-off|0|2025-12-02|yes", "rehearsal|0|2025-12-12|yes"),
    listed("a semi-annual negotiation is written out for twelve months, its given dates once", {
        "calendar": "account,period,negotiation_date,approval_date,recurrence,date_source\n"
                    "Acme,2026-H1,2025-08-31,2025-08-28,semi-annual,customer\n",
        "agenda": "milestone,before,days,shift,leads,to,kind,repeat_overdue\nnegotiation,,0,none,3,,meeting,0\n"
                  "approval,negotiation,7,earlier,,,meeting,0\n"}, "2025-08-31",
           "negotiation|0|2025-08-31|", "negotiation|1|2026-02-28|tentative", "negotiation|2|2026-08-31|tentative",
           "approval|0|2025-08-28|", "approval|1|2026-02-20|tentative", "approval|2|2026-08-24|tentative",
           columns=("milestone", "occurrence", "due", "status")),
    listed("an annual negotiation of February 29", {
        "calendar": "account,period,negotiation_date,recurrence\nAcme,2024,2024-02-29,annual\n",
        "agenda": "milestone,before,days,shift,leads,to,kind,repeat_overdue\nnegotiation,,0,none,3,,meeting,0\n"},
           "2027-03-01", "negotiation|0|2024-02-29|", "negotiation|1|2025-02-28|", "negotiation|2|2026-02-28|",
           "negotiation|3|2027-02-28|", "negotiation|4|2028-02-29|"),
    listed("an occurrence that has a row of its own is left out", {
        "calendar": "account,period,negotiation_date,recurrence\nAcme,2025,2024-12-10,annual\n"
                    "Acme,2026,2026-03-11,\nBolt,2026,2025-12-10,annual\n",
        "agenda": "milestone,before,days,shift,leads,to,kind,repeat_overdue\nnegotiation,,0,none,3,,meeting,0\n"},
           "2025-10-01", "Acme|2025|0|2024-12-10", "Acme|2026|0|2026-03-11", "Bolt|2026|0|2025-12-10",
           columns=("account", "period", "occurrence", "due")),
    listed("... but not where that row is further away than a quarter of the interval", {
        "calendar": "account,period,negotiation_date,recurrence\nAcme,2025,2024-12-10,annual\n"
                    "Acme,2026,2026-03-12,\n",
        "agenda": "milestone,before,days,shift,leads,to,kind,repeat_overdue\nnegotiation,,0,none,3,,meeting,0\n"},
           "2025-10-01", "Acme|2025|0|2024-12-10", "Acme|2025|1|2025-12-10", "Acme|2026|0|2026-03-12",
           columns=("account", "period", "occurrence", "due")),
    listed("a date is tentative until it's the customer's", {
        "calendar": "account,period,negotiation_date,date_source\nAcme,2026,2025-12-15,Customer\n"
                    "Bolt,2026,2025-12-15,planned\nCord,2026,2025-12-15,\n",
        "agenda": "milestone,before,days,shift,leads,to,kind,repeat_overdue\nnegotiation,,0,none,3,,meeting,0\n"},
           "2025-10-01", "Acme||", "Bolt|tentative|yes", "Cord|tentative|yes",
           columns=("account", "status", "tentative")),
]

# --- recurrence of actions

RECURRENCE = [
    listed("from a 31st: each month's last day, never chained; keys differ by occurrence",
           {"actions": actions("R4,,,champions' call,,2025-01-31,@Ann,monthly", more=",recurrence")},
           "2025-01-31", *(f"2025-{month:02}-{last}|//champions' call//R4/{month - 1}" for month, last in enumerate(
               (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)), "2026-01-31|//champions' call//R4/12",
           columns=("due", "key")),
    listed("quarterly and half-yearly month ends", {"actions": actions(
        "R1,,,review,,2025-11-30,@Ann,quarterly", "R2,,,plan,,2025-08-31,@Ann,Half-Yearly", more=",recurrence")},
           "2025-11-30", "review|2025-11-30", "review|2026-02-28", "review|2026-05-30", "review|2026-08-30",
           "review|2026-11-30", "plan|2025-08-31", "plan|2026-02-28", "plan|2026-08-31",
           columns=("milestone", "due")),
    listed("February 29, annual and monthly", {"actions": actions(
        "R1,,,review,,2024-02-29,@Ann,annual", "R2,,,call,,2027-12-29,@Ann,monthly", more=",recurrence")},
           "2027-03-01", "review|2024-02-29", "review|2025-02-28", "review|2026-02-28", "review|2027-02-28",
           "review|2028-02-29", "call|2027-12-29", "call|2028-01-29", "call|2028-02-29",
           columns=("milestone", "due")),
    listed("done_on closes the occurrences up to it", {"actions": actions(
        "R1,,,review,,2025-01-31,@Ann,quarterly,2025-07-31", more=",recurrence,done_on")}, "2025-01-31",
           "0|2025-01-31|done", "1|2025-04-30|done", "2|2025-07-31|done", "3|2025-10-31|", "4|2026-01-31|",
           columns=("occurrence", "due", "status")),
    listed("... and the first, even if that was done early", {"actions": actions(
        "R1,,,plan,,2025-06-30,@Ann,quarterly,2025-06-02", more=",recurrence,done_on")}, "2025-06-30",
           "0|2025-06-30|done", "1|2025-09-30|", "2|2025-12-30|", "3|2026-03-30|", "4|2026-06-30|",
           columns=("occurrence", "due", "status")),
    listed("rows of one key are told apart", {"actions": actions(
        ",Acme,2026,commitment,price 5%/a,2025-06-01,@Ann", ",Acme,2026,commitment,price 5%/a,2025-06-02,@Ann",
        ",Acme,2026,commitment,other,2025-06-02,@Ann")}, "2025-06-01",
           "Acme/2026/commitment/price 5%25%2Fa//0|2025-06-01", "Acme/2026/commitment/price 5%25%2Fa/~2/0|2025-06-02",
           "Acme/2026/commitment/other//0|2025-06-02", columns=("key", "due")),
]

# --- when something is told

ONE = {"actions": actions("A1,Acme,2026,commitment,offer,2025-06-30,@Ann")}
MONTHLY = {"actions": actions("A1,Acme,2026,report,,2025-01-31,@Ann,monthly", more=",recurrence")}
MOMENTS = [
    due("a lead is told on its day", ONE, "2025-06-23", "commitment|2025-06-30|7|7|upcoming"),
    due("... not a day early", ONE, "2025-06-22"),
    due("... not a day late", ONE, "2025-06-24"),
    due("the due date itself", ONE, "2025-06-30", "commitment|2025-06-30|0|0|due"),
    due("what the agenda doesn't know is overdue every day", ONE, "2025-07-04", "commitment|2025-06-30|-4|-4|overdue"),
    due("of missed leads the nearest", ONE, "2025-06-25", "commitment|2025-06-30|5|7|upcoming", since="2025-05-01"),
    due("a lead on the day of the last run was told then", ONE, "2025-06-25", since="2025-06-23"),
    due("... and one after it wasn't", ONE, "2025-06-25", "commitment|2025-06-30|5|7|upcoming", since="2025-06-22"),
    due("leads on the command line", ONE, "2025-06-21", "commitment|2025-06-30|9|9|upcoming", options=["--leads=9,2"]),
    due("... are the only ones", ONE, "2025-06-23", options=["--leads=9,2"]),
    due("a row's own leads, in any separators", {"actions": actions(
        'A1,,,a,,2025-06-30,@Ann,"28,5"', "A2,,,b,,2025-06-30,@Ann,28;5", "A3,,,c,,2025-06-30,@Ann,5 28",
        more=",leads")},
        "2025-06-25", "a|2025-06-30|5|5|upcoming", "b|2025-06-30|5|5|upcoming", "c|2025-06-30|5|5|upcoming"),
    due("over the turn of the year", {"actions": actions("A1,,,a,,2026-01-03,@Ann,7", more=",leads")}, "2025-12-27",
        "a|2026-01-03|7|7|upcoming"),
    due("over February 29", {"actions": actions("A1,,,a,,2028-03-07,@Ann", "A2,,,b,,2027-03-07,@Ann")}, "2028-02-29",
        "a|2028-03-07|7|7|upcoming", "b|2027-03-07|-359|-359|overdue"),
    due("an overdue task is told every so many days", {"calendar": CALENDAR}, "2025-11-17",
        "start|2025-11-03|-14|-14|overdue", "package|2025-12-01|14|14|upcoming"),
    due("... not between", {"calendar": CALENDAR}, "2025-11-18"),
    due("... or later, where no run was on its day", {"calendar": CALENDAR}, "2025-11-20",
        "start|2025-11-03|-17|-14|overdue", "package|2025-12-01|11|14|upcoming", since="2025-11-16"),
    due("a task is told up to the day of what it prepares", {"calendar": CALENDAR}, "2025-12-01",
        "start|2025-11-03|-28|-28|overdue", "package|2025-12-01|0|0|due", "negotiation|2025-12-15|14|14|upcoming"),
    due("... and no longer", {"calendar": CALENDAR}, "2025-12-08", "approval|2025-12-08|0|0|due",
        "package|2025-12-01|-7|-7|overdue", "publish|2025-12-03|-5|-5|overdue"),
    due("a meeting lapses after its day, and so do tasks for it", {"calendar": CALENDAR}, "2025-12-09",
        since="2025-12-07"),
    due("what nothing follows is told until done", {"calendar": CALENDAR}, "2026-12-31",
        "results|2025-12-22|-374|-374|overdue"),
    due("done_on closes", {"calendar": CALENDAR, "actions": actions(
        "A1,Acme,2026,package,,,,,2025-11-30", "A2,Acme,2026,publish,,,,,2025-12-03", more=",done_on")}, "2025-12-08",
        "approval|2025-12-08|0|0|due"),
    due("a row that was never closed lapses when it comes again", MONTHLY, "2025-03-01",
        "report|2025-02-28|-1|-1|overdue"),
    due("... on that day both are told", MONTHLY, "2025-02-28", "report|2025-01-31|-28|-28|overdue",
        "report|2025-02-28|0|0|due"),
    due("a row with a time is a meeting, unless it says that it's a task", {"actions": actions(
        "A1,,,a,,2025-06-30,@Ann,10:00,", "A2,,,b,,2025-06-30,@Ann,10:00,task", "A3,,,c,,2025-06-30,@Ann,,meeting",
        "A4,,,d,,2025-06-30,@Ann,,commitment", more=",start_time,kind")}, "2025-07-01",
        "b|2025-06-30|-1|-1|overdue", "d|2025-06-30|-1|-1|overdue"),
    due("the agenda knows milestones that only actions have", {
        "actions": actions("A1,,,launch,,2025-06-30,@Ann", "A2,,,visit,,2025-06-30,@Ann"),
        "agenda": AGENDA + "Launch,,,,6,,task,3\nvisit,,,,6,,meeting,0\n"}, "2025-07-03",
        "Launch|2025-06-30|-3|-3|overdue"),
    due("... and their leads", {
        "actions": actions("A1,,,launch,,2025-06-30,@Ann", "A2,,,visit,,2025-06-30,@Ann,3", more=",leads"),
        "agenda": AGENDA + "Launch,,,,6,,task,3\nvisit,,,,6,,meeting,0\n"}, "2025-06-24",
        "Launch|2025-06-30|6|6|upcoming"),
    due("an overdue task that isn't repeated is told once, by a run that comes late", {
        "actions": actions("A1,,,launch,,2025-06-30,@Ann"), "agenda": AGENDA + "launch,,,,6,,task,0\n"}, "2025-07-03",
        "launch|2025-06-30|-3|0|overdue", since="2025-06-29"),
    due("... and not again", {
        "actions": actions("A1,,,launch,,2025-06-30,@Ann"), "agenda": AGENDA + "launch,,,,6,,task,0\n"}, "2025-07-03",
        since="2025-06-30"),
]

# --- who is told

MEETING = "A1,Acme,2026,visit,,2025-06-30,@Ann,"
PEOPLE = [
    due("without a team the owner", {"calendar": CALENDAR}, "2025-12-08", "approval|ann@us.example",
        "package|ann@us.example", "publish|ann@us.example", columns=WHOM),
    due("with one those in the agenda's roles, of the account and period", {"calendar": CALENDAR, "team": TEAM},
        "2025-12-08", "approval|max@us.example", "approval|eve@us.example", "package|max@us.example",
        "package|ida@us.example", "package|udo@us.example", "publish|max@us.example", columns=WHOM),
    due("those who attend or decide, each once, nobody of the customer's", {"calendar": CALENDAR, "team": TEAM},
        "2025-12-15", "negotiation|max@us.example", "negotiation|ida@us.example", "negotiation|udo@us.example",
        "negotiation|eve@us.example", columns=WHOM),
    due("a product line's row goes to that line's people, and its owner", {
        "calendar": CALENDAR, "team": TEAM, "actions": actions(
            "A1,Acme,2026,package,,2025-12-01,@Ann,Pumps", more=",product_line")}, "2025-12-01",
        "package|max@us.example", "package|udo@us.example", "package|ann@us.example", "start|max@us.example",
        "negotiation|max@us.example", "negotiation|ida@us.example", "negotiation|udo@us.example",
        "negotiation|eve@us.example", columns=WHOM),
    due("where the team has nobody the owner", {"calendar": CALENDAR.replace("Acme", "Bolt"), "team": TEAM},
        "2025-12-08", "approval|ann@us.example", "package|ann@us.example", "publish|ann@us.example", columns=WHOM),
    due("an owner who is in the role, too, is told once", {
        "team": TEAM, "actions": actions("A1,Acme,2026,approval,,2025-12-08,Eve,EVE@US.example")}, "2025-12-08",
        "approval|max@us.example", "approval|eve@us.example", columns=WHOM),
    due("a meeting's attendees, by name or address, but the customer's", {
        "team": TEAM, "actions": actions(MEETING + '10:00,"Udo; IDA@us.example, Bob"', more=",start_time,attendees")},
        "2025-06-30", "visit|ann@us.example", "visit|udo@us.example", "visit|ida@us.example", columns=WHOM),
    due("... of a task nobody attends", {
        "team": TEAM, "actions": actions(MEETING + ',"Udo; Ida"', more=",start_time,attendees")},
        "2025-06-30", "visit|ann@us.example", columns=WHOM),
    due("what the customer owes us goes to the account's manager, never to the customer", {
        "team": TEAM, "calendar": CALENDAR, "actions": actions(
            "A1,Acme,2026,commitment,,2025-06-30,Bob,bob@them.example,them",
            "A2,Acme,2026,report,,2025-06-30,Bob,bob@them.example,Customer", more=",side")}, "2025-06-30",
        "commitment|max@us.example", "report|max@us.example", columns=WHOM),
    due("... without a team to the owner of the account's negotiation", {
        "calendar": CALENDAR.replace("Acme,2026,2025-12-15,Ann,ann", "Acme,2025,2024-12-15,Old,old")
                    + "Acme,2026,,Ann,ann@us.example\n", "actions": actions(
            "A1,Acme,2026,commitment,,2025-06-30,Bob,bob@them.example,them", more=",side")}, "2025-06-30",
        "commitment|ann@us.example", "results|old@us.example", columns=WHOM),
    due("... of another period if need be", {
        "calendar": CALENDAR, "actions": actions(
            "A1,Acme,2024,commitment,,2025-06-30,Bob,bob@them.example,them", more=",side")}, "2025-06-30",
        "commitment|ann@us.example", columns=WHOM),
]

# --- the load of a season

LOAD = "milestone,before,days,shift,leads,to,kind,repeat_overdue\nnegotiation,,0,none,3,,meeting,0\n"
SEASON = [
    season("a season by calendar years", {
        "agenda": LOAD, "calendar": "account,period,negotiation_date,owner,email,must_win\n"
                                    "Acme,2026,2025-12-31,Ann,ann@us.example,yes\n"
                                    "Bolt,2026,2026-01-01,Ann,ann@us.example,no\n"}, "2025-10-01",
           "year|negotiations|2025|1", "year|must-win|2025|1", "year|negotiations|2026|1",
           "quarter|negotiation|2025-Q4|1", "quarter|negotiation|2026-Q1|1", "week|Ann|2026-W01|2"),
    season("... by fiscal years, of the year in which they end", {
        "agenda": LOAD, "calendar": "account,period,negotiation_date,owner,email,must_win\n"
                                    "Acme,2026,2025-09-30,Ann,ann@us.example,\n"
                                    "Bolt,2026,2025-10-01,Ann,ann@us.example,x\n",
        "actions": actions("A1,Acme,2026,report,,2025-09-29,Udo,,2025-09-01", "A2,Acme,2026,report,,2026-09-30,Udo,,",
                           more=",done_on")}, "2025-08-01",
           "year|negotiations|2025|1", "year|negotiations|2026|1", "year|must-win|2026|1",
           "quarter|negotiation|2025-Q4|1", "quarter|negotiation|2026-Q1|1", "quarter|report|2026-Q4|1",
           "week|Ann|2025-W40|2", "week|Udo|2026-W40|1", options=["--fiscal-year-start=10"]),
]

POINTS = [*NEGOTIATIONS, *RECURRENCE, *MOMENTS, *PEOPLE, *SEASON]
