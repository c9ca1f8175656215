# bats: --gate: the input passes byte for byte where nothing fails, and not at all where something does.
load ../helper

# Rules that the first sheet keeps and the second one breaks.
deal() {
	printf '%s\n' account,expected_price Acme,5 Bolt,6 >good.csv
	printf '%s\n' account,expected_price Acme,5 Bolt,x Corp,1 >bad.csv
	rule 'expected_price > 2' message='low: {expected_price}'
}

# passes FILE [OPTION]...: out is FILE, byte for byte, from FILE and from standard input
passes() {
	local file=$1
	shift
	"$B/negpkg-validate" -T ./rules.csv --gate "$@" "$file" >out 2>err || show "$(cat err)" || return 1
	cmp "$file" out || return 1
	[ ! -s err ] || show "$(cat err)" || return 1
	"$B/negpkg-validate" -T ./rules.csv --gate "$@" <"$file" >out 2>err || show "$(cat err)" || return 1
	cmp "$file" out || return 1
	"$B/negpkg-validate" -T ./rules.csv --gate "$@" - < <(cat "$file") >out 2>err || return 1
	cmp "$file" out
}

@test "an open gate passes a sheet through, from a FILE, standard input and a pipe" {
	deal
	passes good.csv
}

@test "byte for byte: CRLF, CR, no final newline, a byte order mark, blank lines, blanks, quotes" {
	deal
	printf 'account,expected_price\r\nAcme,5\r\n' >face.csv
	passes face.csv
	printf 'account,expected_price\rAcme,5\r' >face.csv
	passes face.csv
	printf 'account,expected_price\nAcme,5' >face.csv
	passes face.csv
	printf '\357\273\277account,expected_price\nAcme,5\n' >face.csv
	passes face.csv
	printf '\n\n"account",  expected_price \n\n  Acme  ,5,,,\n\n\n' >face.csv
	passes face.csv --header-row=3
	printf 'sep=;\naccount;expected_price\n"Ac""me\nLtd";"5"\n;;\n' >face.csv
	passes face.csv
}

@test "byte for byte: UTF-16 of both kinds, with its mark and without" {
	deal
	{ printf '\377\376' && iconv -f UTF-8 -t UTF-16LE good.csv; } >face.csv
	passes face.csv
	{ printf '\376\377' && iconv -f UTF-8 -t UTF-16BE good.csv; } >face.csv
	passes face.csv
	iconv -f UTF-8 -t UTF-16LE good.csv >face.csv
	passes face.csv
}

@test "byte for byte: -D, --excel and -t change nothing" {
	deal
	passes good.csv '-D;' --excel
	tr , '\t' <good.csv >good.tsv
	passes good.tsv -t
}

@test "byte for byte: more than fits a pipe or a buffer" {
	deal
	{ cat good.csv; seq 100000 | sed 's/.*/account &,5/'; } >big.csv
	passes big.csv
}

@test "a closed gate lets nothing through: exit status 1, findings on standard error" {
	deal
	validate -q -T ./rules.csv --gate bad.csv
	status_is 1
	[ -z "$output" ]
	stderr_is 'bad.csv:3:2: error: type-error: expected_price: not a number: "x" (Bolt; cell B3)' \
		'bad.csv:4:2: error: r: low: 1 (Corp; cell B4)'
}

@test "a closed gate sums up on standard error, as does an open one that has found something" {
	deal
	validate -T ./rules.csv --gate bad.csv
	status_is 1
	stderr_like 'bad.csv:3:*' 'bad.csv:4:*' 'negpkg-validate: 2 errors, 0 warnings, 0 info (template ./rules.csv, 1 rule)'
	rm rules.csv
	rule 'expected_price > 5' severity=warning
	validate -T ./rules.csv --gate good.csv
	status_is 0
	stderr_like 'good.csv:2:*' 'negpkg-validate: 0 errors, 1 warning, 0 info (template ./rules.csv, 1 rule)'
}

@test "a closed gate from standard input" {
	deal
	run --separate-stderr bash -c '"$1" -q -T ./rules.csv --gate <bad.csv' - "$B/negpkg-validate"
	status_is 1
	[ -z "$output" ]
	stderr_like '<stdin>:3:2: error: type-error: *' '<stdin>:4:2: error: r: *'
}

@test "warnings and info pass, and are told on standard error" {
	deal
	rm rules.csv
	rule 'expected_price > 5' severity=warning
	rule 'expected_price > 5' severity=info name=i
	run --separate-stderr bash -c '"$1" -q -T ./rules.csv --gate good.csv | cmp - good.csv' - "$B/negpkg-validate"
	status_is 0
	stderr_is 'good.csv:2:2: warning: r: broken (Acme; cell B2)' 'good.csv:2:2: info: i: broken (Acme; cell B2)'
}

@test "--fail-on=warning closes the gate on warnings" {
	deal
	rm rules.csv
	rule 'expected_price > 5' severity=warning
	validate -q -T ./rules.csv --gate --fail-on=warning good.csv
	status_is 1
	[ -z "$output" ]
	stderr_like 'good.csv:2:2: warning: *'
}

@test "--stage opens the gate for a draft" {
	deal
	sed 's/,x$/,6/' bad.csv >draft.csv
	rm rules.csv
	rule 'expected_price > 2' stage=approval
	run --separate-stderr bash -c '"$1" -q -T ./rules.csv --gate --stage=draft draft.csv | cmp - draft.csv' - "$B/negpkg-validate"
	status_is 0
	stderr_like 'draft.csv:4:2: info: *'
	validate -q -T ./rules.csv --gate --stage=approval draft.csv
	status_is 1
	[ -z "$output" ]
}

@test "a gate that can't tell stays closed: exit status 2, nothing printed" {
	deal
	validate -T ./rules.csv --gate nowhere.csv
	refused '*nowhere.csv: *No such file or directory'
	validate -T ./nothere.csv --gate good.csv
	refused './nothere.csv: error: *'
	validate -T ./rules.csv --gate --sheet=team=nowhere.csv good.csv
	refused 'nowhere.csv: error: *'
	rule 'expected_price >' name=broken
	validate -T ./rules.csv --gate good.csv
	refused './rules.csv:3:6: error: *'
	: >empty.csv
	validate -T ./rules.csv --gate empty.csv
	refused 'empty.csv: error: *'
}

@test "a broken sheet closes the gate" {
	deal
	printf '%s\n' account,expected_price Acme,5 '"open,6' >broken.csv
	validate -q -T ./rules.csv --gate broken.csv
	status_is 1
	[ -z "$output" ]
	stderr_like 'broken.csv:3: error: source-error: *'
}

@test "a missing column closes the gate" {
	deal
	rule 'given(strategy)' name=s
	validate -q -T ./rules.csv --gate good.csv
	status_is 1
	[ -z "$output" ]
	stderr_like 'good.csv:1: error: missing-label: *'
}

@test "--gate takes one FILE" {
	deal
	validate -T ./rules.csv --gate good.csv bad.csv
	refused 'negpkg-validate: error: --gate *one FILE*'
}

# --- -o and --findings

@test "an open gate writes -o, whole, and keeps what it replaces until then" {
	deal
	echo old >out.csv
	chmod 600 out.csv
	validate -T ./rules.csv --gate -o out.csv good.csv
	silent
	cmp out.csv good.csv
	[ "$(stat -c %a out.csv)" = 600 ]
}

@test "a closed gate leaves -o untouched, and makes none" {
	deal
	mkdir d
	printf 'old\0bytes' >d/out.csv
	cp d/out.csv before
	validate -q -T ./rules.csv --gate -o d/out.csv bad.csv
	status_is 1
	[ -z "$output" ]
	cmp d/out.csv before
	validate -q -T ./rules.csv --gate -o d/new.csv bad.csv
	status_is 1
	[ "$(ls -A d)" = out.csv ]
}

@test "-o may name the input of the gate" {
	deal
	cp good.csv before
	validate -T ./rules.csv --gate -o good.csv good.csv
	silent
	cmp good.csv before
}

@test "--findings=FILE takes the findings, and standard error only the summary" {
	deal
	validate -T ./rules.csv --gate --findings=found bad.csv
	status_is 1
	[ -z "$output" ]
	stderr_is 'negpkg-validate: 2 errors, 0 warnings, 0 info (template ./rules.csv, 1 rule)'
	diff found - <<-'END'
		bad.csv:3:2: error: type-error: expected_price: not a number: "x" (Bolt; cell B3)
		bad.csv:4:2: error: r: low: 1 (Corp; cell B4)
	END
}

@test "--findings=FILE of an open gate is there and empty, the input on standard output" {
	deal
	validate -T ./rules.csv --gate --findings=found good.csv
	status_is 0
	stderr_is
	printf '%s\n' "$output" | cmp - good.csv
	[ -f found ] && [ ! -s found ]
}

@test "--gate -o and --findings together" {
	deal
	rm rules.csv
	rule 'expected_price > 5' severity=warning
	validate -q -T ./rules.csv --gate -o out.csv --findings=found --format=csv good.csv
	silent
	cmp out.csv good.csv
	[ "$(sed 1d found)" = 'good.csv,2,B2,warning,r,Acme,,,,,,broken' ]
}

@test "--format says how a closed gate's findings are written" {
	deal
	validate -q -T ./rules.csv --gate --format=github bad.csv
	status_is 1
	[ -z "$output" ]
	stderr_like '::error file=bad.csv,line=3,*' '::error file=bad.csv,line=4,*'
}

# --- trouble

@test "a full disk behind an open gate is exit status 2" {
	[ -c /dev/full ] || skip "no /dev/full"
	deal
	run --separate-stderr bash -c '"$1" -T ./rules.csv --gate good.csv >/dev/full' - "$B/negpkg-validate"
	refused '*: error: *No space left*'
	validate -T ./rules.csv --gate -o /dev/full good.csv
	refused '*/dev/full*No space left*'
}

@test "a full disk for a closed gate's findings is exit status 2" {
	[ -c /dev/full ] || skip "no /dev/full"
	deal
	validate -T ./rules.csv --gate --findings=/dev/full bad.csv
	refused '*/dev/full*No space left*'
}

@test "a findings file that can't be written keeps the gate closed" {
	deal
	validate -T ./rules.csv --gate --findings=nowhere/found good.csv
	refused '*nowhere/found*No such file*'
}

@test "a closed standard output is exit status 2" {
	deal
	run --separate-stderr bash -c '"$1" -T ./rules.csv --gate good.csv >&-' - "$B/negpkg-validate"
	refused '*: error: *'
}

@test "a reader that leaves early ends the gate silently" {
	deal
	{ cat good.csv; seq 200000 | sed 's/.*/account &,5/'; } >big.csv
	run --separate-stderr bash -c '"$1" -T ./rules.csv --gate big.csv | head -1; echo "${PIPESTATUS[0]}"' - "$B/negpkg-validate"
	stderr_is
	[ "${lines[0]}" = account,expected_price ]
	[ "${lines[1]}" = 141 ] || [ "${lines[1]}" = 0 ] || show
}

@test "build | validate --gate | walk" {
	printf '%s\n' product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost A,10,5,3,12,5,3 >items.csv
	rule 'expected_price > 2' rows="level = 'item'"
	local pipe='"$1/negpkg-build" items.csv | "$1/negpkg-validate" -T ./rules.csv --gate | "$1/margin-walk"; echo "${PIPESTATUS[*]}"'
	run --separate-stderr bash -c "$pipe" - "$B"
	stderr_is
	[ "${lines[-1]}" = '0 0 0' ] || show
	[[ $output == *,24.00,* ]] || show
	sed -i 's/,5,3$/,1,3/' items.csv
	run --separate-stderr bash -c "$pipe" - "$B"
	[ "${lines[-1]}" = '0 1 2' ] || show
	stderr_has '<stdin>:4:*: error: r: broken (A; cell * from items.csv:2)'
}
