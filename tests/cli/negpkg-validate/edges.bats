# bats: places of templates and sheets that are easily got wrong, each once found so.
load ../helper

deal() {
	printf '%s\n' account,product,expected_price Acme,A,5 Acme,B,6 >sheet.csv
}

# refused, in any case before the watchdog would be tired
ended() {
	rm -f rules.csv
	rule "$1"
	run --separate-stderr timeout 60 "$B/negpkg-validate" -T ./rules.csv sheet.csv
	status_is 2
	[[ $stderr == './rules.csv:2:6: error: check: '* ]] || show
}

@test "per that isn't a list of columns is refused, and reads no memory that isn't there" {
	deal
	local per
	for per in 'account UNION SELECT 99999999 FROM sheet GROUP BY account' 'account UNION ALL SELECT 1 FROM sheet GROUP BY account' \
		'account EXCEPT SELECT 2 FROM sheet GROUP BY account'; do
		rm -f rules.csv
		rule 0 per="$per"
		held sheet.csv
		refused './rules.csv:2:5: error: per: * (cell E2)' || show "$per"
	done
}

@test "a regular expression that starts with .* against a long cell" {
	{ echo a,b; printf 'x,'; head -c 200000 /dev/zero | tr '\0' a; echo; } >sheet.csv
	rule "NOT matches(b, '.*a.*b.*a.*c')"
	run --separate-stderr timeout 60 "$B/negpkg-validate" -T ./rules.csv sheet.csv
	[ "$status" -ne 124 ] || show
}

@test "a line break in a heading doesn't split a finding" {
	printf 'a,"Expected\nPrice\033[2J"\nx,abc\n' >sheet.csv
	rule 'expected_price > 5'
	held --map="expected_price=$(printf 'Expected\nPrice\033[2J')" sheet.csv
	finds <<-'END'
		sheet.csv:3:2: error: type-error: Expected\nPrice\x1b[2J: not a number: "abc" (cell B2)
	END
}

@test "a column has its type however a rule spells it: \"Expected Price\" is a number" {
	printf 'a,Expected Price\nx,5\n' >sheet.csv
	local name
	for name in '"Expected Price"' ExpectedPrice '"expected-price"' EXPECTED_PRICE; do
		rm -f rules.csv
		rule "$name > 10" message="{typeof($name)}"
		held -q sheet.csv
		output_is <<<'sheet.csv:2:2: error: r: real (cell B2)'
	done
}

@test "a limit or a bad expression met while running is laid at its own cell: rows" {
	deal
	rule 1 rows="matches(product, '[')"
	rule 0 rows="matches(product, '[')" name=second
	held sheet.csv
	stderr_has './rules.csv:3:4: error: rows: *'
}

@test "a limit or a bad expression met while running is laid at its own cell: message" {
	deal
	rule 0 message="{matches(product, '[')}"
	held sheet.csv
	refused './rules.csv:2:7: error: message: *'
}

@test "a regular expression that is wrong is refused also where no row meets it" {
	deal
	rule "matches(product, '[')" rows="product = 'Z'"
	held sheet.csv
	refused './rules.csv:2:6: error: check: *'
}

@test "--hide-values hides what a row is about, too" {
	deal
	rule 0
	local format
	for format in text csv json github; do
		held --hide-values --format=$format sheet.csv
		output_lacks Acme
	done
}

@test "--gate --findings=- would mix findings and input: a usage error" {
	deal
	rule 0 severity=warning
	validate -T ./rules.csv --gate --findings=- sheet.csv
	refused 'negpkg-validate: error: *--findings*'
	validate -T ./rules.csv --gate --findings=/dev/stdout sheet.csv
	refused 'negpkg-validate: error: *--findings*'
}

@test "--gate: a file that can't be opened is named as everywhere" {
	deal
	rule 0
	validate -T ./rules.csv --gate nowhere.csv
	refused 'nowhere.csv: error: No such file or directory'
}

@test "minus zero prints as 0" {
	deal
	rule 0 rows="product = 'A'" message='{0.0 * -1}'
	held -q sheet.csv
	output_is <<<'sheet.csv:2:1: error: r: 0 (Acme / A; cell A2)'
}

@test "github: control characters in names of files and rules are shown escaped" {
	printf 'a\n1\n' >$'b\033[2J.csv'
	rule 0 name=$'r\033[2J'
	held -q --format=github $'b\033[2J.csv'
	[[ $output != *$'\033'* ]] || show
}

@test "github: a hostile source cell of a piped package is shown escaped" {
	rule 0
	run --separate-stderr bash -c 'printf "level,account,source\nitem,A,\"\033[2Jx:5\"\n" | "$1" -q -T ./rules.csv --format=github' - "$B/negpkg-validate"
	[[ $output != *$'\033'* ]] || show
}

@test "SELECT * of a sheet, as in EXISTS (SELECT * FROM team ...), is allowed" {
	deal
	printf '%s\n' person,account Ann,Acme >team.csv
	rule 'EXISTS (SELECT * FROM team WHERE team.account = sheet.account)'
	rule 'account IN (SELECT * FROM names)' name=in
	printf '%s\n' account Acme >names.csv
	held --sheet=team=team.csv --sheet=names=names.csv sheet.csv
	silent
}

@test "--findings= names its own option" {
	deal
	rule 0
	held --findings= sheet.csv
	refused 'negpkg-validate: error: --findings: *'
}

@test "the first rule that never ends is the last one asked" {
	deal
	local i
	for i in 1 2 3 4 5 6 7 8; do
		rule '(WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r) > 0' name=r$i
	done
	held sheet.csv
	refused './rules.csv:2:6: error: check: this rule takes too long: it may never end: * (cell F2)'
}
