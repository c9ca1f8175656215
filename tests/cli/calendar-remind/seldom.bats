# bats: what is seldom wrong, and must be said all the same.
load ../helper

remind() {
	printf '%s\n' milestone,account,due,owner,email call,A,2026-12-01,Ann,ann@x.example >actions.csv
	run --separate-stderr "$B/$TOOL" --today=2026-11-30 --from=us@x.example "$@" actions.csv
}

@test "an outbox without a name, a delivery without a command, an outbox and a file" {
	remind --outbox=
	refused "calendar-remind: error: --outbox: a folder's name is empty"
	remind --outbox=out --deliver=
	refused 'calendar-remind: error: --deliver: an empty command would take everything, and deliver nothing'
	remind --outbox=out -o file
	refused 'calendar-remind: error: --output: mail goes to the outbox'
	[ ! -e out ] && [ ! -e file ]
}

@test "a sheet that breaks off: what was read is told, a file is left as it was" {
	printf '%s\n' milestone,account,due,owner,email call,A,2026-12-01,Ann,ann@x.example '"' >actions.csv
	echo old >file
	run --separate-stderr "$B/$TOOL" --today=2026-11-30 -o file actions.csv
	refused 'actions.csv:3: error: a quote opens here and is never closed' 'calendar-remind: error: file is left as it was'
	[ "$(cat file)" = old ] || show "$(cat file)"
	run --separate-stderr "$B/$TOOL" --today=2026-11-30 actions.csv
	status_is 2
	[[ $output == *,ann@x.example,* ]] || show
}
