# scripts/team-mailbox: a folder of sheets, an outbox, and a note where a run fails. A script in the test's folder stands for sendmail.
load ../helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export PATH=$B:$PATH
	export NEGPKG_TEMPLATES=$ROOT/share/templates
	mkdir season
	cp "$ROOT/share/agenda.csv" "$EXAMPLES/holidays.txt" season
	printf 'account,person,email,role\nAcme,Ann,ann@x.example,account manager\n' >season/team.csv
	printf 'account,period,milestone,due,owner,email\nAcme,2027,call,2020-01-01,Bo,bo@x.example\n' >season/actions.csv
}

mailbox() {
	run --separate-stderr "$ROOT/scripts/team-mailbox" -f season@x.example -s "cat >>$PWD/sent" "$@"
}

@test "a folder of sheets is mailed, once" {
	mailbox season
	status_is 0
	[ -z "$output$stderr" ] || show
	[ "$(grep '^To:' sent)" = "To: bo@x.example" ]
	mailbox season
	status_is 0
	[ "$(grep -c '^To:' sent)" -eq 1 ]
	[ -s season/outbox/journal ]
}

@test "a run that fails is told to the administrator, with what could be sent sent" {
	printf 'account,period,milestone,due,owner,email\nAcme,2027,visit,soon,Bo,bo@x.example\n' >season/more.csv
	mailbox -a admin@x.example season
	status_is 2
	[ -z "$output$stderr" ] || show
	[ "$(grep '^To:' sent)" = $'To: bo@x.example\nTo: admin@x.example' ]
	grep -q 'more.csv:2:4: error: due: not a date' sent
}

@test "without an administrator, or a way to them, messages go to standard error" {
	printf 'account,period,milestone,due,owner,email\nAcme,2027,visit,soon,Bo,bo@x.example\n' >season/more.csv
	mailbox season
	status_is 2
	stderr_has '*more.csv:2:4: error: *'
	mailbox -a admin@x.example -s false season
	status_is 2
	stderr_has '*more.csv:2:4: error: *'
}

@test "settings may stand in the environment" {
	run --separate-stderr env FROM=season@x.example SHEETS=season OUTBOX="$PWD/box" SENDMAIL="cat >>$PWD/sent" "$ROOT/scripts/team-mailbox"
	status_is 0
	[ "$(grep -c '^To:' sent)" -eq 1 ]
	[ -s box/journal ]
	[ ! -e season/outbox ]
}

@test "what can't be is refused, and nothing is sent" {
	run --separate-stderr "$ROOT/scripts/team-mailbox" season
	status_is 2
	mailbox -a $'admin@x.example\nBcc: all@x.example' season
	status_is 2
	mailbox nosuch
	status_is 2
	mailbox season season
	status_is 2
	[ ! -e sent ]
	mkdir empty
	mailbox empty
	status_is 2
	stderr_has '*no sheets there*'
}
