# bats: the language of templates: which rows a rule concerns, when it is broken, what its message says, what columns
# and functions give it.
load ../helper

# Two accounts, five rows; line 5 has no volume and no note, line 6 no account.
deal() {
	sheet sheet.csv <<-'END'
		account,product_line,product,expected_volume,note
		Acme,Bolts,A,10,new
		Acme,Nuts,B,30,
		Bolt,Bolts,C,5,"two
		lines"
		Bolt,Nuts,D,,n/a
		,Nuts,E,1,last
	END
}

# lines_are LINE...: findings stand there and nowhere else
lines_are() {
	local found
	found=$(printf '%s\n' "$output" | cut -d: -f2 | paste -sd' ')
	[ "$found" = "$*" ] || show "expected findings in lines: $*" "found: $found"
}

# messages_are: what findings say, place and subject apart, is standard input
messages_are() {
	local expected found
	expected=$(cat)
	found=$(printf '%s\n' "$output" | sed 's/^[^ ]* [a-z]*: [^ ]*: //; s/ ([^(]*cell [A-Z]*[0-9]*)$//')
	[ "$found" = "$expected" ] || show "expected messages:" "$expected" "found:" "$found"
}

# gives EXPRESSION VALUE [EXPRESSION VALUE]...: what each expression prints in a message, for the only row of sheet.csv
# (a is x) or of the one that is there already; OPTIONS are the tool's, ROWS chooses a row
gives() {
	local expected=()
	[ -f sheet.csv ] || printf 'a\nx\n' >sheet.csv
	rm -f rules.csv
	while [ $# -gt 0 ]; do
		rule 0 name="r$#" message="{$1}" rows="$ROWS"
		expected+=("$2")
		shift 2
	done
	held -q "${OPTIONS[@]}" sheet.csv
	status_is 1
	stderr_is
	printf '%s\n' "${expected[@]}" | messages_are
}

# cells HEADING CELL PRINTED TYPE [CELL PRINTED TYPE]...: how the cells of a column come to a rule
cells() {
	local heading=$1 expected=()
	shift
	echo "a,$heading" >sheet.csv
	while [ $# -gt 0 ]; do
		echo "x,$1" >>sheet.csv
		expected+=("$2 $3")
		shift 3
	done
	rm -f rules.csv
	rule 0 message="{$heading} {typeof($heading)}"
	held -q sheet.csv
	status_is 1
	stderr_is
	printf '%s\n' "${expected[@]}" | messages_are
}

# all HEADING... -- CELL PRINTED TYPE: the same of several columns with one cell
all() {
	local headings='' cells=x cell="${*: -3:1}" expected=() heading
	rm -f rules.csv
	for heading in "${@:1:$#-4}"; do
		headings+=,$heading
		cells+=,$cell
		rule 0 name="$heading" message="{$heading} {typeof($heading)}"
		expected+=("${*: -2:1} ${*: -1}")
	done
	printf '%s\n' "a$headings" "$cells" >sheet.csv
	held -q sheet.csv
	status_is 1
	stderr_is
	printf '%s\n' "${expected[@]}" | messages_are
}

# refuses HEADING CELL PATTERN [CELL PATTERN]...: cells that are a type-error
refuses() {
	local heading=$1 expected=() line=1
	shift
	echo "a,$heading" >sheet.csv
	while [ $# -gt 0 ]; do
		echo "x,$1" >>sheet.csv
		line=$((line + 1))
		expected+=("sheet.csv:$line:2: error: type-error: $heading: $2 (cell B$line)")
		shift 2
	done
	rm -f rules.csv
	rule "$heading IS NULL"
	held -q sheet.csv
	status_is 1
	stderr_is
	output_like "${expected[@]}"
}

# --- rows and check

@test "a rule is broken by the rows for which its check is false" {
	deal
	rule 'expected_volume < 10'
	held sheet.csv
	finds <<-END
		sheet.csv:2:4: error: r: broken (Acme / Bolts / A; cell D2)
		sheet.csv:3:4: error: r: broken (Acme / Nuts / B; cell D3)
	END
}

@test "a sheet that keeps all rules: silence and exit status 0" {
	deal
	rule 'expected_volume > 0'
	rule 'given(product)' name=other
	held sheet.csv
	silent
}

@test "a check that is NULL holds: presence is asked with given()" {
	deal
	rule 'expected_volume > 1000'
	held sheet.csv
	status_is 1
	lines_are 2 3 4 7
	rm rules.csv
	rule 'given(expected_volume)'
	held sheet.csv
	status_is 1
	lines_are 6
}

@test "rows says which rows a rule is about" {
	deal
	rule 'expected_volume > 20' rows="account = 'Acme'"
	held sheet.csv
	status_is 1
	lines_are 2
}

@test "rows that is NULL doesn't concern the row" {
	deal
	rule 0 rows='expected_volume > 1'
	held sheet.csv
	status_is 1
	lines_are 2 3 4
}

@test "rows with OR is taken as a whole" {
	deal
	rule 'expected_volume > 20' rows="product = 'A' OR product = 'B'"
	held sheet.csv
	status_is 1
	lines_are 2
}

@test "a check with OR is taken as a whole" {
	deal
	rule "expected_volume > 20 OR account = 'Bolt'" rows='given(account)'
	held sheet.csv
	status_is 1
	lines_are 2
}

@test "a row breaks as many rules as there are, in the template's order" {
	deal
	rule "product <> 'A'" name=second
	rule "account <> 'Acme' OR product <> 'A'" name=first
	held sheet.csv
	finds <<-END
		sheet.csv:2:3: error: second: broken (Acme / Bolts / A; cell C2)
		sheet.csv:2:1: error: first: broken (Acme / Bolts / A; cell A2)
	END
}

@test "the columns stage, rows and per may be absent, and the others stand in any order" {
	deal
	printf '%s\n' 'Message,comment,CHECK,severity,rule' 'low,why not,expected_volume > 1,error,low-volume' >rules.csv
	held sheet.csv
	finds <<-END
		sheet.csv:7:4: error: low-volume: low (Nuts / E; cell D6)
	END
}

@test "expressions may span lines" {
	deal
	rule $'expected_volume\n> 1' rows=$'given(product)\n' message=$'low: {expected_volume\n}'
	held sheet.csv
	status_is 1
	messages_are <<<'low: 1'
}

# --- groups

@test "per: one finding per group, at its first row" {
	deal
	rule 'sum(expected_volume) > 100' per=account
	held sheet.csv
	finds <<-END
		sheet.csv:2:4: error: r: broken (Acme / Bolts / A; cell D2)
		sheet.csv:4:4: error: r: broken (Bolt / Bolts / C; cell D4)
		sheet.csv:7:4: error: r: broken (Nuts / E; cell D6)
	END
}

@test "per: rows without a value are a group, too" {
	deal
	rule 'count(*) > 1' per=account message='{account}: {count(*)}'
	held sheet.csv
	status_is 1
	lines_are 7
	messages_are <<<'(none): 1'
}

@test "per takes several columns, separated by , or ;" {
	deal
	local per
	for per in account,product_line 'account; product_line'; do
		rm -f rules.csv
		rule 'count(*) > 1' per="$per"
		held sheet.csv
		status_is 1
		lines_are 2 3 4 6 7
	done
}

@test "per takes expressions, and a ; between quotes separates nothing" {
	deal
	rule 'count(*) > 2' per="coalesce(account, ';'), product_line = 'Nuts'"
	held sheet.csv
	status_is 1
	lines_are 2 3 4 6 7
	rm rules.csv
	rule 'count(*) > 2' per="iif(account IS NULL, 'a;b', 'other')"
	held sheet.csv
	status_is 1
	lines_are 7
}

@test "a constant text makes the whole sheet one group" {
	deal
	rule 'count(*) = 4' per="'all'" message='{count(*)} rows'
	held sheet.csv
	status_is 1
	lines_are 2
	messages_are <<<'5 rows'
}

@test "rows are chosen before they are grouped" {
	deal
	rule 'count(*) = 2' per=account rows='expected_volume < 20' message='{count(*)}'
	held sheet.csv
	status_is 1
	lines_are 2 4 7
	messages_are <<<$'1\n1\n1'
}

@test "without a row there is no group, and nothing to find" {
	deal
	rule 0 per="'all'" rows="account = 'Nobody'"
	held sheet.csv
	silent
	printf 'account\n' >empty.csv
	rm rules.csv
	rule 'count(*) > 0' per="'all'"
	held empty.csv
	silent
}

@test "a bare column of a group is that of its first row" {
	deal
	rule 'count(*) > 5' per=account message='{product} {product_line}'
	held sheet.csv
	status_is 1
	messages_are <<-END
		A Bolts
		C Bolts
		E Nuts
	END
}

@test "a bare column is the first row's also beside a min or a max" {
	printf '%s\n' a,product,expected_volume x,A,20 x,B,30 x,C,10 >sheet.csv
	rule 'max(expected_volume) < 30' name=most per=a message='{product} {max(expected_volume)}'
	rule 'min(expected_volume) > 10' name=least per=a message='{product} {min(expected_volume)}'
	rule "product <> 'A' OR max(expected_volume) < 5" name=both per=a message='{product} {min(expected_volume)} {max(expected_volume)}'
	held sheet.csv
	status_is 1
	lines_are 2 2 2
	messages_are <<-END
		A 30
		A 10
		A 10 30
	END
}

@test "aggregates in check and message: sum total avg count min max group_concat" {
	deal
	rule 'total(expected_volume) > 100' per="'all'" \
		message='{sum(expected_volume)} {total(expected_volume)} {avg(expected_volume)} {count(*)} {count(expected_volume)} {count(DISTINCT account)}'
	rule 'min(expected_volume) > 5' per="'all'" name=least message='{min(expected_volume)}'
	rule 'max(expected_volume) < 5' per="'all'" name=most message='{max(expected_volume)}'
	rule "group_concat(product, '') = ''" per="'all'" name=list message="{group_concat(product, '+')}"
	held sheet.csv
	status_is 1
	messages_are <<-END
		46 46 11.5 5 4 2
		1
		30
		A+B+C+D+E
	END
}

@test "a sum of nothing is NULL and holds, a total of nothing is 0" {
	deal
	rule 'sum(expected_volume) > 5' per=product rows="product = 'D'"
	held sheet.csv
	silent
	rm rules.csv
	rule 'total(expected_volume) > 5' per=product rows="product = 'D'"
	held sheet.csv
	status_is 1
	lines_are 6
}

@test "an aggregate can choose its rows: total(condition) counts them" {
	deal
	rule "total(product_line = 'Bolts') = 1 AND count(*) FILTER (WHERE given(note)) = 1" per=account message='{account}'
	held sheet.csv
	status_is 1
	messages_are <<<'(none)'
}

# --- sub-selects

@test "a sub-select reads the sheet itself" {
	deal
	rule '(SELECT count(*) FROM sheet AS s WHERE s.account = sheet.account) <> 2'
	held sheet.csv
	status_is 1
	lines_are 2 3 4 6
}

@test "a sub-select reads a sheet of --sheet" {
	deal
	printf '%s\n' person,account Ann,Acme >team.csv
	rule 'EXISTS (SELECT 1 FROM team WHERE team.account = sheet.account)' message='nobody for {account}'
	held --sheet=team=team.csv sheet.csv
	status_is 1
	lines_are 4 6 7
}

@test "a message may hold a sub-select" {
	deal
	printf '%s\n' person,account Ann,Acme Bob,Bolt >team.csv
	rule 0 rows="product IN ('A', 'C')" message="ask {(SELECT person FROM team AS t WHERE t.account = sheet.account)}"
	held --sheet=team=team.csv sheet.csv
	status_is 1
	messages_are <<-END
		ask Ann
		ask Bob
	END
}

@test "WITH RECURSIVE follows chains, and ends at a circle" {
	sheet sheet.csv <<-END
		person,boss
		Ann,
		Bob,Ann
		Cyd,Dan
		Dan,Cyd
	END
	rule "EXISTS (WITH RECURSIVE up(p) AS (SELECT sheet.boss UNION SELECT s.boss FROM sheet AS s, up WHERE s.person = up.p)
		SELECT 1 FROM up WHERE p IS NULL)" message='{person} has no top'
	held sheet.csv
	status_is 1
	messages_are <<-END
		Cyd has no top
		Dan has no top
	END
}

@test "window functions stand in sub-selects" {
	deal
	local ROWS="product = 'A'"
	gives "(SELECT group_concat(n, '') FROM (SELECT row_number() OVER (ORDER BY s.product) AS n FROM sheet AS s))" 12345 \
		"(SELECT group_concat(n, '') FROM (SELECT rank() OVER (ORDER BY s.product_line) AS n FROM sheet AS s))" 11333 \
		"(SELECT group_concat(n, '') FROM (SELECT dense_rank() OVER (ORDER BY s.product_line) AS n FROM sheet AS s))" 11222 \
		"(SELECT group_concat(n, '') FROM (SELECT lag(s.product) OVER (ORDER BY s.product) AS n FROM sheet AS s))" ABCD \
		"(SELECT group_concat(n, '') FROM (SELECT lead(s.product) OVER (ORDER BY s.product) AS n FROM sheet AS s))" BCDE \
		"(SELECT group_concat(n, '') FROM (SELECT first_value(s.product) OVER (ORDER BY s.product) AS n FROM sheet AS s))" AAAAA \
		"(SELECT group_concat(n, '') FROM (SELECT last_value(s.product) OVER (ORDER BY s.product) AS n FROM sheet AS s))" ABCDE
}

# --- severity and stage

@test "severities: error, warning and info" {
	deal
	rule "product <> 'A'" name=e
	rule "product <> 'B'" name=w severity=warning
	rule "product <> 'C'" name=i severity=info
	held sheet.csv
	status_is 1
	output_is <<-END
		sheet.csv:2:3: error: e: broken (Acme / Bolts / A; cell C2)
		sheet.csv:3:3: warning: w: broken (Acme / Nuts / B; cell C3)
		sheet.csv:4:3: info: i: broken (Bolt / Bolts / C; cell C4)
	END
	stderr_is 'negpkg-validate: 1 error, 1 warning, 1 info (template ./rules.csv, 3 rules)'
}

@test "a severity that isn't one is exit status 2" {
	deal
	local bad
	for bad in fatal Error '' errors; do
		rm -f rules.csv
		rule 1 severity=$bad
		held sheet.csv
		refused "./rules.csv:2:2: error: severity: neither error, warning nor info: \"$bad\" (cell B2)"
	done
}

@test "a stage that isn't one is exit status 2" {
	deal
	rule 1 stage=final
	held sheet.csv
	refused './rules.csv:2:3: error: stage: none of draft, publish, approval, negotiation, closing: "final" (cell C2)'
	rm rules.csv
	rule 1
	held --stage=final sheet.csv
	refused '*--stage*final*'
}

# What a rule of each stage counts as, in the order of the template.
severities() {
	printf '%s\n' "$output" | sed 's/^[^ ]* //; s/:.*//' | paste -sd' '
}

stages() {
	local stage
	printf 'account\nAcme\n' >sheet.csv
	for stage in '' draft publish approval negotiation closing; do
		rule 0 name="r$stage" stage="$stage"
	done
}

@test "without --stage the rules of all stages count" {
	stages
	held sheet.csv
	status_is 1
	[ "$(severities)" = 'error error error error error error' ] || show
}

@test "--stage: rules of later stages are info; those without a stage always count" {
	stages
	local severities='error error info info info info ' stage
	for stage in draft publish approval negotiation closing; do
		held --stage=$stage sheet.csv
		status_is 1
		[ "$(severities) " = "$severities" ] || show "$stage: expected $severities"
		severities="error ${severities%info }"
	done
}

@test "--stage: a warning of a later stage is info, too, and a sheet that breaks only later rules passes" {
	printf 'account\nAcme\n' >sheet.csv
	rule 0 stage=closing severity=warning
	rule 0 stage=publish name=p
	held --stage=draft sheet.csv
	status_is 0
	output_is <<-END
		sheet.csv:2:1: info: r: broken (Acme; cell A2)
		sheet.csv:2:1: info: p: broken (Acme; cell A2)
	END
	stderr_is 'negpkg-validate: 0 errors, 0 warnings, 2 info (template ./rules.csv, 2 rules)'
}

# --- messages

@test "numbers print as people write them" {
	gives 45.0 45 1.36 1.36 10/4 2 10/4.0 2.5 1/3.0 0.333333333333333 0.1+0.2 0.3 123456789012345678 123456789012345678 \
		1e15 1e+15 -5 -5 '2 > 1' 1
}

@test "NULL prints as (none)" {
	gives NULL '(none)' "num('x')" '(none)'
}

@test "text prints as it is" {
	gives "'it''s'" "it's" "'  two  blanks '" '  two  blanks ' "'%s%n\\n'" '%s%n\n' "'Žluťoučký 東京'" 'Žluťoučký 東京' "x'4142'" AB
}

@test "control characters of a value are escaped in a message" {
	printf 'a,b\nx,"one\ntwo\033[2J\302\233\342\200\256"\n' >sheet.csv
	gives b 'one\ntwo\x1b[2J\u{9b}\u{202e}'
}

@test "{{ is a brace, and } outside an expression is one" {
	printf 'a\nx\n' >sheet.csv
	rule 0 message='{{a} is {a}} {{{{{a}'
	held sheet.csv
	status_is 1
	messages_are <<<'{a} is x} {{x'
}

@test "braces and quotes inside an expression's strings and names are text" {
	sheet sheet.csv <<-'END'
		a,"odd } name"
		x,7
	END
	gives "'}'" '}' "'{' || '}'" '{}' '"odd } name"' 7 '[odd } name]' 7 "'''}'" "'}" '`odd } name`' 7
}

@test "a message has any number of expressions and text between them" {
	deal
	rule 0 rows="product = 'A'" message='{account}{product}: {expected_volume * 2} of {(1 + 2) * 3}, {product_line}.'
	held sheet.csv
	status_is 1
	messages_are <<<'AcmeA: 20 of 9, Bolts.'
}

@test "a message without expressions is text" {
	deal
	rule 0 rows="product = 'A'" message='100 % of "it", done; -- so'
	held sheet.csv
	status_is 1
	messages_are <<<'100 % of "it", done; -- so'
}

@test "{today()} is that of --today" {
	OPTIONS=(--today=2026-11-21)
	gives 'today()' 2026-11-21 "days(today(), '2026-12-01')" 10
	held --today=21.11.2026 sheet.csv
	refused '*--today*21.11.2026*'
}

# --- names

@test "a rule's names find the headings folded: case, blanks, _ and -" {
	printf 'Account,Expected Price,WALK-AWAY_price\nAcme,5,7\n' >sheet.csv
	gives expected_price 5 walkaway_price 7 Expected_Price 5 ACCOUNT Acme sheet.account Acme
}

@test "a name in double quotes, brackets or backticks is a column" {
	printf 'a,order,select\nx,1,2\n' >sheet.csv
	gives '"order"' 1 '[select]' 2 '`order`' 1
}

@test "--map gives a column its name" {
	printf 'Kunde,Preis\nAcme,5\n' >sheet.csv
	rule 'expected_price > 7' message='{expected_price}'
	held --map=expected_price=Preis --map=account=Kunde sheet.csv
	finds <<-END
		sheet.csv:2:2: error: r: 5 (Acme; cell B2)
	END
}

@test "aliases hold on items sheets only" {
	printf 'product\nA\nB\n' >sheet.csv
	printf 'SKU,Expected Qty\nA,"1,200"\n' >items.csv
	rule "(SELECT count(*) FROM items WHERE items.product = sheet.product) > 0"
	held --sheet=items=items.csv sheet.csv
	status_is 1
	lines_are 3
	held --sheet=items=items.csv --map=product=SKU items.csv
	silent
	held --sheet=items=items.csv items.csv
	status_is 1
	[[ $output == *missing-label* ]]
}

@test "a cell of a column that no rule names is none of our business" {
	printf 'a,expected_price,note\nx,abc,#REF!\n' >sheet.csv
	rule 'given(a)'
	held sheet.csv
	silent
}

# --- our functions

@test "given: no placeholder, blank or NULL" {
	gives "given('x')" 1 'given(0)' 1 "given('0')" 1 "given('no')" 1 "given('-')" 1 "given('??')" 1 "given('')" 0 "given('  ')" 0 \
		'given(NULL)' 0 "given('n/a')" 0 "given('N/A')" 0 "given('na')" 0 "given(' tbd ')" 0 "given('TBA')" 0 "given('?')" 0 "given('tbd soon')" 1
}

@test "words counts what blanks separate" {
	gives "words('')" 0 "words('   ')" 0 "words('one')" 1 "words('  one  two ')" 2 "words('a'||x'09'||'b'||x'0a'||'c')" 3 \
		'words(NULL)' '(none)' 'words(12.5)' 1 "words('well-known; it''s')" 2
}

@test "days: to minus from" {
	gives "days('2026-11-05','2026-11-12')" 7 "days('2026-11-12','2026-11-05')" -7 "days('2026-11-05','2026-11-05')" 0 \
		"days('2024-02-28','2024-03-01')" 2 "days('2025-12-31','2026-01-01')" 1 "days('1999-12-31','2100-01-01')" 36526
}

@test "days and workdays of what is no date, or NULL, are NULL" {
	gives "days('x','2026-11-05')" '(none)' "days(NULL,'2026-11-05')" '(none)' "days('2026-11-05',NULL)" '(none)' \
		"workdays('2026-02-30','2026-11-05')" '(none)' "workdays(NULL,NULL)" '(none)'
}

@test "workdays: weekdays after from, up to and including to" {
	gives "workdays('2026-11-06','2026-11-09')" 1 "workdays('2026-11-06','2026-11-08')" 0 "workdays('2026-11-02','2026-11-06')" 4 \
		"workdays('2026-11-02','2026-11-30')" 20 "workdays('2026-11-07','2026-11-08')" 0 "workdays('2026-11-08','2026-11-09')" 1 \
		"workdays('2026-11-05','2026-11-05')" 0 "workdays('2026-11-09','2026-11-06')" -1 "workdays('1900-01-01','9999-12-31')" 2113189
}

@test "near: within half a cent" {
	gives 'near(1, 1.005)' 1 'near(1, 0.995)' 1 'near(1, 1.0051)' 0 'near(1.1 + 2.2, 3.3)' 1 'near(-1, 1)' 0 'near(NULL, 1)' '(none)' \
		'near(1, NULL)' '(none)' 'near(123456789.12, 123456789.124)' 1 'near(123456789.12, 123456789.13)' 0
}

@test "near reads text as num does" {
	gives "near('1,000', 1000)" 1 "near('\$5', '5.00')" 1 "near('x', 0)" '(none)'
}

@test "num reads numbers as cells are read" {
	gives "num('1,234.50')" 1234.5 "num('(5)')" -5 "num('5-')" -5 "num('\$5')" 5 "num('5 EUR')" 5 "num('1.5E+3')" 1500 \
		"num('45%')" 45 "num(' 5 ')" 5 "num('00123')" 123 "num('-')" 0 'num(7)' 7 'num(7.5)' 7.5
}

@test "num of what is no number is NULL" {
	gives "num('x')" '(none)' "num('1,23')" '(none)' "num('')" '(none)' "num('n/a')" '(none)' "num(NULL)" '(none)' \
		"num('0x1F')" '(none)' "num('9e99')" '(none)' "num('5 apples')" '(none)'
}

@test "num and --decimal: the sheet's own mark" {
	OPTIONS=("--decimal=,")
	gives "num('1.234,5')" 1234.5 "num('1,5')" 1.5 "is_num('1.234')" 1 "is_num('1,234.5')" 0
}

@test "is_num" {
	gives "is_num('1,234.50')" 1 "is_num('x')" 0 "is_num('1,23')" 0 "is_num('')" 0 "is_num('tbd')" 0 'is_num(NULL)' '(none)' 'is_num(7)' 1
}

@test "date reads what can be read in one way only" {
	gives "date('2026-11-05')" 2026-11-05 "date(' 2026-11-05 ')" 2026-11-05 "date('25.11.2026')" 2026-11-25 \
		"date('11/25/2026')" 2026-11-25 "date('2026/11/5')" 2026-11-05 "date('05/11/2026')" '(none)' "date('11/25/26')" '(none)' \
		"date('2026-02-30')" '(none)' "date('soon')" '(none)' "date('')" '(none)' 'date(NULL)' '(none)' "date('20261105')" '(none)'
}

@test "date and --date-format" {
	OPTIONS=(--date-format=dmy)
	gives "date('05/11/2026')" 2026-11-05 "date('2026-11-05')" 2026-11-05 "date('11/25/2026')" '(none)'
	OPTIONS=(--date-format=mdy)
	gives "date('05/11/2026')" 2026-05-11
	OPTIONS=(--date-format=serial)
	gives "date('46331')" 2026-11-05
	OPTIONS=(--date-format=ymd)
	gives "date('20261105')" 2026-11-05
}

@test "is_date" {
	gives "is_date('2026-11-05')" 1 "is_date('25.11.2026')" 1 "is_date('05/11/2026')" 0 "is_date('soon')" 0 "is_date('2025-02-29')" 0 \
		"is_date('')" 0 'is_date(NULL)' '(none)'
}

@test "matches: POSIX extended expressions, case sensitive" {
	gives "matches('Acme', '^A')" 1 "matches('Acme', '^a')" 0 "matches('Acme', 'cm')" 1 "matches('Acme', '^cm')" 0 \
		"matches('v1.25', '^v[0-9]+\\.[0-9]{2}\$')" 1 "matches('cat', '^(cat|dog)s?\$')" 1 "matches('aaa', '^a{3}\$')" 1 \
		"matches('a b', '[[:space:]]')" 1 "matches('x', '')" 1 "matches('', '^\$')" 1 "matches(NULL, 'x')" '(none)' "matches('x', NULL)" '(none)'
}

@test "matches takes its expression from a column, too" {
	printf 'a,b\nAcme,^A\nBolt,^A\nCorp,^C\nDelta,^D\n' >sheet.csv
	rule 'matches(a, b)'
	held sheet.csv
	status_is 1
	lines_are 3
}

# --- SQLite's functions

@test "SQLite's harmless functions" {
	gives 'abs(-2)' 2 "coalesce(NULL, 'b')" b "format('%d-%s', 3, 'x')" 3-x 'ifnull(NULL, 4)' 4 "iif(1, 'y', 'n')" y "instr('abc', 'c')" 3 \
		"length('Žlu')" 3 "lower('ABC')" abc "ltrim('  a')" a 'max(1, 3, 2)' 3 'min(2, 1)' 1 "nullif('a', 'a')" '(none)' "printf('%.2f', 1.5)" 1.50 \
		"replace('aXb', 'X', '-')" a-b 'round(1.256, 2)' 1.26 "rtrim('a  ') || '|'" 'a|' 'sign(-3)' -1 "substr('abcd', 2, 2)" bc "substring('abcd', 3)" cd \
		"trim(' a ') || '|'" 'a|' "typeof(1.5)" real "upper('abc')" ABC
}

@test "LIKE: % and _, ASCII letters in any case" {
	gives "'Acme' LIKE 'a%'" 1 "'Acme' LIKE '_cm_'" 1 "'Acme' LIKE 'cm'" 0 "'Acme' LIKE '%'" 1 "'' LIKE '%'" 1 "'' LIKE '_'" 0 "'Acme' LIKE '%m%'" 1 \
		"'Acme' NOT LIKE 'b%'" 1 "'aXbXc' LIKE 'a%x%c'" 1 "'É' LIKE '_'" 1 "NULL LIKE '%'" '(none)' "'a' LIKE NULL" '(none)' \
		"'concession;leader' LIKE '%leader%'" 1 "'mississippi' LIKE '%issip%'" 1 "'mississippi' LIKE '%iss_p'" 0 "'abc' LIKE 'abc%%'" 1
}

@test "IN, BETWEEN, CASE, CAST, IS, || and arithmetic" {
	gives "'b' IN ('a', 'b')" 1 '2 BETWEEN 1 AND 3' 1 "CASE WHEN 1 = 2 THEN 'x' ELSE 'y' END" y "CAST('12' AS REAL) + 1" 13 'NULL IS NULL' 1 \
		"'a' || 'b'" ab '7 % 4' 3 '2 * (3 + 4)' 14 "'a' <> 'b'" 1 'NOT 0' 1 "a COLLATE NOCASE = 'X'" 1
}

# --- what columns hold

@test "numbers, as they are accepted everywhere, are REAL" {
	cells expected_price 1234.5 1234.5 real '"1,234.50"' 1234.5 real '"$1,234.50"' 1234.5 real '"(1,234.50)"' -1234.5 real -5 -5 real \
		5- -5 real 1.5E+3 1500 real '5 EUR' 5 real 'USD 5' 5 real - 0 real .5 0.5 real 0 0 real 007 7 real "1'234" 1234 real
}

@test "numbers are compared as numbers" {
	printf 'a,expected_price\nx,5\nx,10\nx,"1,000"\n' >sheet.csv
	rule 'expected_price > 9'
	held sheet.csv
	status_is 1
	lines_are 2
}

@test "what is no number is a type-error" {
	refuses expected_price x '*not a number*"x"*' '"1,23"' '*not a number*' 45% '*percentage*' 0x1F '*not a number*' 1e30 '*too large*' '#REF!' '*"#REF!"*'
}

@test "volumes are no money" {
	cells expected_volume '"1,200"' 1200 real 0 0 real
	refuses expected_volume '$5' '*money*quantity*' 1e13 '*too large*'
}

@test "a currency that isn't the row's is a type-error" {
	printf 'currency,expected_price\nUSD,€5\nUSD,$6\nEUR,€7\n' >sheet.csv
	rule 'expected_price > 0'
	held sheet.csv
	finds <<-END
		sheet.csv:2:2: error: type-error: expected_price: the currency isn't the row's: "€5" (cell B2)
	END
}

@test "percentages are in points: 45 and 45%" {
	cells floor_margin_pct 45 45 real 45% 45 real '45 %' 45 real -3 -3 real 150 150 real
	cells quality_pct 45% 45 real
	refuses floor_margin_pct '$5' '*money*' x '*not a number*'
}

@test "a column of percentages that are all fractions is a warning" {
	printf 'a,floor_margin_pct\nx,0.45\nx,0.3\n' >sheet.csv
	rule 'floor_margin_pct >= 0'
	held sheet.csv
	status_is 0
	output_like 'sheet.csv:2:2: warning: type-warning: floor_margin_pct: *between 0 and 1* (cell B2)'
}

@test "shares are fractions: 0.45 and 45%" {
	cells target_share 0.45 0.45 real 45% 0.45 real 1 1 real 0 0 real 100% 1 real
	cells wallet_share 45% 0.45 real
	refuses target_share 1.5 '*"1.5"' 150% '*"150%"' -0.1 '*"-0.1"'
}

@test "dates are ISO text, in whatever order the column agrees on" {
	cells negotiation_date 2026-11-05 2026-11-05 text 25.11.2026 2026-11-25 text 05.11.2026 2026-11-05 text tbd '(none)' null
	cells negotiation_date 11/25/2026 2026-11-25 text 05/11/2026 2026-05-11 text
	cells negotiation_date 2026/11/5 2026-11-05 text
	printf 'a,negotiation_date\nx,05/11/2026\nx,2026-01-02\nx,25/11/2026\n' >sheet.csv
	rm rules.csv
	rule 0 message='{negotiation_date}'
	held sheet.csv
	status_is 1
	messages_are <<-END
		2026-11-05
		2026-01-02
		2026-11-25
	END
}

@test "a column of dates that fits two orders is a type-error that asks" {
	printf 'a,due\nx,2026-01-02\nx,05/11/2026\n' >sheet.csv
	rule 'due > 1'
	held sheet.csv
	finds <<-END
		sheet.csv:3:2: error: type-error: due: every row could be month/day or day/month: say which with --date-format (cell B3)
	END
	rm rules.csv
	OPTIONS=(--date-format=dmy)
	rule 0 message='{due}'
	held --date-format=dmy sheet.csv
	messages_are <<<$'2026-01-02\n2026-11-05'
}

@test "rows that fit different orders are a type-error" {
	printf 'a,due\nx,11/25/2026\nx,25/11/2026\n' >sheet.csv
	rule 'given(due)' rows="a = 'y'"
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:3:2: error: type-error: due: *another order than in line 2*"25/11/2026" (cell B3)'
}

@test "what is no date is a type-error" {
	refuses negotiation_date soon '*not a date*"soon"*' 11/25/26 '*not a date*' 2026-02-30 '*not a date*' 45000 '*not a date*'
}

@test "--date-format=serial reads a spreadsheet's days" {
	printf 'a,due\nx,46331\n' >sheet.csv
	OPTIONS=(--date-format=serial)
	gives due 2026-11-05
}

@test "yes/no columns are 'yes' and 'no'" {
	cells leader yes yes text y yes text TRUE yes text 1 yes text x yes text no no text N no text false no text 0 no text
	refuses leader maybe '*neither yes nor no*"maybe"*'
}

@test "every known yes/no column is one" {
	all leader strategic qualified alternative_qualified attends decides must_win competitive affected -- y yes text
}

@test "every known date is one" {
	all negotiation_date approval_date package_date plan_approved_on alternative_date approved_on documented_customer_on \
		documented_marketing_on start_on due done_on start_date publish_date premeeting_date reachable_from reachable_to -- 25.11.2026 2026-11-25 text
}

@test "every known number is one" {
	all current_volume initial_price expected_cost walkaway_revenue expected_cogs expected_rebate expected_margin market_volume \
		current_market_volume target_price floor_price list_price target_revenue target_margin pages sequence minutes negotiation_rank \
		supplier_count alternative_price cost price_per rank -- '"1,200"' 1200 real
}

@test "an unlisted column tells by its end what it holds" {
	cells review_date 25.11.2026 2026-11-25 text
	cells told_on 25.11.2026 2026-11-25 text
	cells won_share 45% 0.45 real
	all win_pct plan_volume their_price extra_cost lost_revenue -- 5 5 real
}

@test "other columns are text, never reinterpreted" {
	cells code 007 007 text 1.50 1.50 text 2026/11/5 2026/11/5 text yes yes text
	all volume version period note -- 01.0 01.0 text # no ending: nothing stands before it
}

@test "text is trimmed of blanks around it" {
	cells remark '"  a  b "' 'a  b' text
}

@test "empty cells, blanks and placeholders are NULL in every column" {
	local cell
	for cell in '' '"  "' n/a NA tbd TBA '?' ' tbd '; do
		all remark account expected_price floor_margin_pct target_share due leader -- "$cell" '(none)' null
	done
}

@test "a product that a spreadsheet has destroyed is a warning" {
	printf 'product,a\n1.23E+11,x\n' >sheet.csv
	rule 'given(product)'
	held sheet.csv
	status_is 0
	output_like 'sheet.csv:2:1: warning: type-warning: product: *"1.23E+11" (1.23E+11; cell A2)'
}

@test "an error value in a text column that a rule reads is a type-error" {
	local value expected=()
	for value in '#REF!' '#N/A' '#DIV/0!' '#NAME?' '#VALUE!' '#NUM!' '#NULL!' '#BEZUG!' 'Err:502'; do
		expected+=("$value" "*\"$value\"*")
	done
	refuses remark "${expected[@]}"
}

@test "a package's figures are its own: a share of value above 1 is no error there" {
	printf 'level,account,expected_value_share,expected_margin_pct\nitem,Acme,1.2,0.5\n' >sheet.csv
	gives expected_value_share 1.2 expected_margin_pct 0.5
}

@test "a sheet with levels of its own: 45% is a percentage there, too" {
	printf 'level,account,floor_margin_pct,target_share\n1,Acme,45%%,45%%\n' >sheet.csv
	gives floor_margin_pct 45 target_share 0.45
}

@test "a ; sheet in which all numbers look like 1.234 asks for --decimal" {
	printf 'a;expected_price\nx;1.200\nx;2.300\n' >sheet.csv
	rule 'expected_price > 0'
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:2:2: error: type-error: expected_price: *--decimal* (cell B2)'
	held --decimal=, sheet.csv
	silent
}
