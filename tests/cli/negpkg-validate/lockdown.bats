# bats: what a template may not do: anything but read the sheets and call harmless functions, in bounded time and memory.
load ../helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	printf '%s\n' a,b x,1 y,2 >sheet.csv
}

# refuses CHECK...: a template with such a check is exit status 2, and one message, which names its cell, is all that is
# printed. There are many: without run, which takes longer than the tool.
refuses() {
	local check said code
	for check in "$@"; do
		rm -f rules.csv
		rule "$check"
		code=0
		said=$("$B/negpkg-validate" -T ./rules.csv sheet.csv 2>&1) || code=$?
		[[ $code -eq 2 && $said == './rules.csv:2:6: error: check: '*' (cell F2)' && $said != *$'\n'* ]] ||
			show "$check" "status: $code" "$said" || return 1
	done
}

# says PATTERN CHECK: the same, with what is wrong
says() {
	rm -f rules.csv
	rule "$2"
	held sheet.csv
	refused "./rules.csv:2:6: error: check: $1: * (cell F2)"
}

# A rule that runs away takes for ever: two minutes are for ever on any machine, and no measure of speed.
ends() {
	local from=$SECONDS
	"$@" && [ $((SECONDS - from)) -le 120 ] || show "took $((SECONDS - from)) seconds"
}

# --- statements

@test "a template can't write" {
	refuses 'DELETE FROM sheet' "UPDATE sheet SET a = 'z'" 'INSERT INTO sheet VALUES (1)' 'DROP TABLE sheet' 'CREATE TABLE t (x)' \
		'(DELETE FROM sheet)' '(INSERT INTO sheet VALUES (1) RETURNING 1)' 'REPLACE INTO sheet VALUES (1)' 'ALTER TABLE sheet ADD x' \
		'EXISTS (UPDATE sheet SET a = 1 RETURNING 1)' "VACUUM INTO 'x'" 'COMMIT AND 1 x'
}

@test "a template can't attach a file, nor set what SQLite does" {
	refuses "ATTACH 'x.db' AS x" "(ATTACH 'x.db' AS x)" 'DETACH main' 'PRAGMA journal_mode' '(PRAGMA database_list)' 'EXPLAIN SELECT 1'
	[ ! -e x.db ]
}

@test "a second statement is refused" {
	says 'a second statement (;)' '1; DROP TABLE sheet'
	says 'a second statement (;)' '(SELECT 1; SELECT 2)'
	says 'a second statement (;)' ';'
}

@test "a ; in a text is one" {
	rule "a <> ';'"
	held sheet.csv
	silent
}

@test "comments are refused" {
	says 'a comment' '1 -- so'
	says 'a comment' '1 /* so */'
	says 'a comment' '/* 1'
	says 'a comment' "a --'"
}

@test "minus minus in a text, and a minus before a negative number, are no comments" {
	rule "a <> '--' AND a <> '/*' AND b <> 1 - -1" severity=info rows='1 - (-1) = 2'
	held sheet.csv
	silent
}

@test "brackets must pair off" {
	says "a bracket that isn't closed" '(a'
	says "a bracket that isn't closed" 'a IN (1, (2)'
	says 'a bracket that closes and was never opened' 'a)'
	says 'a bracket that closes and was never opened' '1) OR (1'
	says 'a bracket that closes and was never opened' '1) UNION SELECT _row FROM sheet WHERE (1'
	says "a bracket that isn't closed" "(a = ')'"
}

@test "a bracket in a text or a name is one" {
	printf 'a,"b)"\nx,1\n' >sheet.csv
	rule "a <> ')' AND a <> '((' AND num(\"b)\") = 1 AND num([b)]) = 1"
	held sheet.csv
	silent
}

@test "quotes must be closed" {
	says "a quote that isn't closed" "a = 'x"
	says "a quote that isn't closed" "a = 'it''"
	says "a quote that isn't closed" 'a = "x'
	says "a quote that isn't closed" 'a = [x'
	says "a quote that isn't closed" 'a = `x'
}

@test "parameters are refused" {
	local parameter
	for parameter in '?' '?1' ':x' '@x' '$x' '#x'; do
		says 'a parameter' "a = $parameter"
	done
}

@test "what is no expression is refused" {
	refuses '' ' ' 'a b' 'a =' '= 1' 'a, b' '*' 'a AS b' 'a WHERE 1' '1 ORDER BY 1' '()' '(1, 2)' 'a UNION SELECT 1' "x'zz'" 1_000 'a.b.c.d' \
		"raise(ignore)"
}

@test "double quotes make no strings" {
	rule 'a <> "z"'
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:1: error: missing-label: no column "z", *'
}

@test "a statement that is too long or too deep is refused" {
	refuses "$(printf '(%.0s' {1..400})1$(printf ')%.0s' {1..400})"
	refuses "$(printf 'NOT %.0s' {1..400})1"
	refuses "a = '$(head -c 1100000 /dev/zero | tr '\0' x)'"
}

# --- tables

@test "SQLite's own tables can't be read" {
	local table
	for table in sqlite_master sqlite_schema sqlite_temp_master sqlite_temp_schema main.sqlite_master temp.sqlite_schema sqlite_sequence sqlite_stat1 \
		SQLITE_MASTER '"sqlite_master"' pragma_database_list 'pragma_table_info('"'sheet'"')' pragma_function_list PRAGMA_module_list dbstat\(\) \
		sqlite_dbpage; do
		refuses "(SELECT count(*) FROM $table) > 0"
	done
}

@test "SQLite's table functions can't be called" {
	refuses "(SELECT count(*) FROM json_each('[1]')) > 0" "(SELECT count(*) FROM json_tree('[1]')) > 0" \
		'(SELECT count(*) FROM generate_series(1, 9)) > 0' "(SELECT count(*) FROM fts5vocab('a', 'b')) > 0" \
		"EXISTS (SELECT 1 FROM carray(1, 2))" "(SELECT count(*) FROM bytecode('SELECT 1')) > 0" "(SELECT count(*) FROM readfile('/etc/passwd')) > 0"
}

@test "a sheet can't be called as SQLite's tables are, nor sheet, nor otherwise than by letters, digits and _" {
	local name
	for name in sqlite_x SQLITE_x pragma_x sheet Sheet 1x a-b 'a b' 'a"b' a.b '' ü; do
		rm -f rules.csv
		rule 'given(a)'
		held --sheet="$name=sheet.csv" sheet.csv
		refused 'negpkg-validate: error: --sheet: *'
	done
}

@test "the numbers that we give rows are no columns" {
	refuses '_rowid_ > 0' 'rowid > 0' 'oid > 0' 'sheet._rowid_ > 0' '(SELECT s.rowid FROM sheet AS s) > 0'
}

# --- functions

@test "a function that isn't listed is refused" {
	local f expressions=()
	for f in "random() > 0" "length(randomblob(9)) > 0" "length(zeroblob(9)) > 0" "hex(a) = ''" "quote(a) = ''" "char(65) = 'A'" "unicode(a) > 0" \
		"glob('x', a)" "a GLOB 'x'" "a MATCH 'x'" "a REGEXP 'x'" "likely(a)" "unlikely(a)" "likelihood(a, 0.5)" "soundex(a) = ''" "json(a) = ''" \
		"a -> 'x'" "a ->> 'x'" "json_group_array(a) = ''" "sqrt(4) = 2" "pow(2, 2) = 4" "ceil(1.5) = 2" "floor(1.5) = 1" "log(1) = 0" "iso_date(a, 1) = ''" \
		"nothing_of_the_kind(a)"; do
		expressions+=("$f")
	done
	refuses "${expressions[@]}"
}

@test "clocks and what else isn't the same every time" {
	refuses "CURRENT_DATE > ''" "current_time > ''" "CURRENT_TIMESTAMP > ''" "datetime('now') > ''" "time('now') > ''" "strftime('%Y', 'now') > ''" \
		'julianday() > 0' 'unixepoch() > 0' 'changes() = 0' 'total_changes() = 0' 'last_insert_rowid() = 0' "sqlite_version() > ''" "sqlite_source_id() > ''" \
		"sqlite_compileoption_used('x')" "sqlite_offset(a) > 0"
}

@test "files and extensions" {
	refuses "load_extension('x')" "load_extension('./x.so', 'y')" "readfile('/etc/passwd') > ''" "writefile('x', 'y') > 0" "edit('x') > ''" "fts5('x')" \
		"fts3_tokenizer('x', 'y')" "sqlite_log(1, 'x')"
	[ ! -e x ]
}

@test "our functions take as many arguments as they have" {
	refuses 'given()' 'given(1, 2)' 'words()' "days('2026-11-05')" "workdays('2026-11-05')" 'near(1)' 'num()' 'date()' "date('now', 'localtime')" "date('2026-01-01', '+1 month')" \
		"matches('x')" 'today(1)' "is_num(1, 2)" 'is_date()'
}

@test "an aggregate without per is refused" {
	refuses 'count(*) > 0' 'sum(b) > 0' 'group_concat(a) > 0' 'total(b) > 0' 'avg(b) > 0' 'max(b) > 0'
}

@test "an aggregate in rows or per is refused" {
	rule 1 rows='count(*) > 0'
	held sheet.csv
	refused './rules.csv:2:4: error: rows: *count()* (cell D2)'
	rm rules.csv
	rule 1 per='count(*)'
	held sheet.csv
	refused './rules.csv:2:5: error: per: * (cell E2)'
}

@test "a window function outside a sub-select is refused" {
	refuses 'row_number() OVER () > 0' 'sum(b) OVER () > 0' "lag(a) OVER (ORDER BY a) = 'x'"
}

# --- every cell of a template

@test "a broken expression is named by the template's file, line and cell, in each column" {
	rule 1
	rule 1 name=rows rows='a ='
	held sheet.csv
	refused './rules.csv:3:4: error: rows: *: "a =" (cell D3)'
	rm rules.csv
	rule 1 per='a b'
	held sheet.csv
	refused './rules.csv:2:5: error: per: *: "a b" (cell E2)'
	rm rules.csv
	rule 'a = '
	held sheet.csv
	refused './rules.csv:2:6: error: check: *: "a =" (cell F2)'
	rm rules.csv
	rule 1 message='so {a +}'
	held sheet.csv
	refused './rules.csv:2:7: error: message: *: "so {a +}" (cell G2)'
}

@test "what an expression may not hold is named by its cell in each column, before any sheet is read" {
	rule 1 rows=random\(\)
	held sheet.csv
	refused './rules.csv:2:4: error: rows: *random* (cell D2)'
	rm rules.csv
	rule 1 per=random\(\)
	held sheet.csv
	refused './rules.csv:2:5: error: per: *random* (cell E2)'
	rm rules.csv
	rule 1 message='{random()}'
	held sheet.csv
	refused './rules.csv:2:7: error: message: *random* (cell G2)'
	rm rules.csv
	rule '1;2'
	held nowhere.csv
	refused './rules.csv:2:6: error: check: a second statement (;): "1;2" (cell F2)'
}

@test "messages: braces that aren't closed, that hold nothing, or more than an expression" {
	local message
	for message in '{' 'x {a' '{}' '{ }' '{a; b}' '{a -- b}' '{a b}' '{a, b}' '{*}' "{'x}" '{"x}' '{(a}' '{a)}' '{?}' '{a AS b}' '{count(*)}' \
		'{row_number() OVER ()}' '{random()}' '{(SELECT a FROM sqlite_master)}'; do
		rm -f rules.csv
		rule 1 message="$message"
		held sheet.csv
		refused './rules.csv:2:7: error: message: * (cell G2)' || show "$message" || return 1
	done
}

@test "a rule is refused also where it would find nothing" {
	printf 'a\n' >sheet.csv
	rule 'random() > 0' rows=0
	held sheet.csv
	refused './rules.csv:2:6: error: check: *'
}

@test "a template's line and cell part ways after a cell of several lines" {
	rule $'1 =\n1'
	rule 'a = ' name=broken
	held sheet.csv
	refused './rules.csv:4:6: error: check: * (cell F3)'
}

@test "every broken rule is named, not only the first" {
	rule '(' name=one
	rule 'a;' name=two
	rule 1 name=three message='{'
	held sheet.csv
	refused './rules.csv:2:6: error: check: *' './rules.csv:3:6: error: check: *' './rules.csv:4:7: error: message: *'
	rm rules.csv
	rule 'random() > 0' name=one
	rule 'a =' name=two
	held sheet.csv
	refused './rules.csv:2:6: error: check: *' './rules.csv:3:6: error: check: *'
}

@test "a rule without a name, a message or a check" {
	rule 1 name=
	held sheet.csv
	refused './rules.csv:2:1: error: rule: *name* (cell A2)'
	rm rules.csv
	rule 1 message=
	held sheet.csv
	refused './rules.csv:2:7: error: message: *message* (cell G2)'
	rm rules.csv
	rule ''
	held sheet.csv
	refused './rules.csv:2:6: error: check: * (cell F2)'
}

@test "a name that stands above is refused" {
	rule 1 name=twice
	rule 1 name=twice
	held sheet.csv
	refused './rules.csv:3:1: error: rule: *stands above*: "twice" (cell A3)'
}

@test "a template without its columns, without rules, or that is no sheet" {
	printf '%s\n' rule,severity,message r,error,m >rules.csv
	held sheet.csv
	refused './rules.csv:1: error: missing column: check'
	printf '%s\n' rule,severity,check,message >rules.csv
	held sheet.csv
	refused './rules.csv: error: *without rules*'
	: >rules.csv
	held sheet.csv
	refused './rules.csv: error: *empty*'
	printf '%s\n' rule,severity,check,message 'r,error,1,m,and more' >rules.csv
	held sheet.csv
	refused './rules.csv:2:5: error: a cell beyond *'
	printf '%s\n' rule,severity,check,message '"r,error,1,m' >rules.csv
	held sheet.csv
	refused './rules.csv:2: error: a quote opens here and is never closed'
	printf '%s\n' rule,severity,check,check,message 'r,error,1,1,m' >rules.csv
	held sheet.csv
	refused './rules.csv:1:4: error: check: *twice*'
	printf 'PK\003\004' >rules.csv
	held sheet.csv
	refused './rules.csv: error: *'
}

@test "a value of a template is shown escaped, and cut where it is long" {
	rule $'a = \033[2J'
	held sheet.csv
	refused './rules.csv:2:6: error: *\\x1b[[]2J*'
	rm rules.csv
	rule "a = $(printf 'x%.0s' {1..5000}) +"
	held sheet.csv
	refused './rules.csv:2:6: error: *x..." (cell F2)'
	[ "${#stderr}" -lt 500 ]
}

# --- runaways

@test "a loop without end is ended" {
	ends says '*takes too long*' '(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT count(*) FROM c) > 0'
}

@test "a join that never ends is ended" {
	{ echo a,b; seq -f '%g,x' 300; } >sheet.csv
	ends says '*takes too long*' '(SELECT count(*) FROM sheet AS p, sheet AS q, sheet AS r, sheet AS s, sheet AS t WHERE p.a <> q.a) < 0'
}

@test "a rule that runs away in rows is ended" {
	rule 0 rows='(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT count(*) FROM c) > 0'
	ends held sheet.csv
	refused './rules.csv:2:*: error: *takes too long*'
}

@test "memory has a bound" {
	# the sanitizer pays for each of a program's big blocks: texts of 100 kB get there long before the time is up
	ends says '*memory*' "(WITH RECURSIVE c(i, s) AS (SELECT 1, '' UNION ALL SELECT i + 1, printf('%0100000d', i) FROM c)
		SELECT count(*) FROM (SELECT s FROM c ORDER BY i)) > 0"
}

@test "a doubling of common tables is refused" {
	local with='WITH a0 AS (SELECT 1 AS x FROM sheet)' i
	for i in {1..25}; do
		with+=", a$i AS (SELECT p.x AS x FROM a$((i - 1)) AS p, a$((i - 1)) AS q)"
	done
	ends refuses "($with SELECT count(*) FROM a25) > 0"
}

@test "a text of more than 1 MiB can't be built" {
	refuses "length(replace(printf('%.*c', 600000, 'x'), 'x', 'xx')) > 0" "length(printf('%.*c', 600000, 'x') || printf('%.*c', 600000, 'y')) > 0" \
		"length((WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 200000) SELECT group_concat('0123456789') FROM c)) > 0"
}

@test "a text of 1 MiB can" {
	rule "length(printf('%.*c', 1000000, 'x')) = 1000000"
	held sheet.csv
	silent
}

@test "a cell of more than 1 MiB is a type-error" {
	{ echo a,b; printf 'x,'; head -c 1100000 /dev/zero | tr '\0' y; echo; } >sheet.csv
	rule 'given(b)' rows="a = 'z'"
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:2:2: error: *-error: b: *1 MiB* (cell B2)'
}

@test "LIKE with many % against a long cell is quick" {
	{ echo a,b; printf 'x,'; head -c 300000 /dev/zero | tr '\0' a; echo; } >sheet.csv
	rule "b NOT LIKE '$(printf '%%a%.0s' {1..200})b' AND b NOT LIKE '%a_a%a_a%a_a%ab%'"
	ends held sheet.csv
	silent
}

@test "regular expressions that can run away are refused" {
	says '*repeat count*' "matches(a, 'x{256}')"
	says '*repeat count*' "matches(a, 'x{1,256}')"
	says '*repeat count*' "matches(a, 'x{99999999999999999999}')"
	says '*counted repeat of a counted repeat*' "matches(a, '(x{9}){9}')"
	says '*counted repeat of a counted repeat*' "matches(a, '((x{9}y)z){9}')"
	says '*counted repeat of a counted repeat*' "matches(a, '(x{9})+{9}')"
	says '*counted repeat of a counted repeat*' "matches(a, 'x{9}{9}')"
	says '*back-reference*' "matches(a, '(x)\\1')"
	says '*1000 bytes*' "matches(a, '$(printf 'x%.0s' {1..1001})')"
	says '*groups within*' "matches(a, '$(printf '(%.0s' {1..100})x$(printf ')%.0s' {1..100})')"
}

@test "regular expressions that are wrong are refused" {
	local pattern
	for pattern in '[' 'a[b' '(' '[[:nothing:]]' 'x{2,1}' 'x{' '[z-a]'; do
		says '*matches()*' "matches(a, '$pattern')"
	done
}

@test "regular expressions within the bounds are taken" {
	rule "matches('$(printf 'x%.0s' {1..255})', '^x{255}\$') AND matches('xx', '^(x)*\$') AND matches('a{3}', 'a\\{3') AND matches('{', '[{]')
		AND matches('x1', '^[x][1]\$') AND matches('aab', '^a{1,2}b{0,1}\$') AND matches('abab', '^(ab){2}\$')"
	held sheet.csv
	silent
}

@test "a regular expression of nested stars is quick" {
	rule "NOT matches(printf('%.*c', 300, 'a'), '^(((a*)*)*)*b\$') AND NOT matches(printf('%.*c', 300, 'a'), '^(a|a|aa)+\$b')"
	ends held sheet.csv
	silent
}

@test "a sheet's text is a value, never SQL" {
	printf '%s\n' account,b "'); DROP TABLE sheet;--,1" "x' OR '1'='1,2" >sheet.csv
	rule "account <> 'x'" message='{account}'
	rule "(SELECT count(*) FROM sheet AS s WHERE s.account = sheet.account) = 1" name=one
	held sheet.csv
	silent
}

@test "headings are names, never SQL" {
	sheet sheet.csv <<-'END'
		"a""); DROP TABLE sheet;--","%w%s%n"
		x,1
	END
	rule '[a"); DROP TABLE sheet;--] IS NULL' message='{"%w%s%n"}'
	held sheet.csv
	finds <<-'END'
		sheet.csv:2:1: error: r: 1 (cell A2)
	END
}
