# bats: margin-walk --threads.
load ../helper

# rows COUNT [WORD]: plain rows, 12 bytes and more each; every hundredth has WORD for a price
rows() {
	awk -v count="$1" -v word="${2-}" 'BEGIN {
		print "account,product,unit,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost"
		for (i = 1; i <= count; i++)
			printf "Account %d,P-%d,pc,%d,%s,%d.50,%d,%d.25,%d\n", i % 7, i, i % 90 + 1, i % 100 || word == "" ? i % 40 "." i % 90 + 10 : word, \
			    i % 20, i % 80 + 1, i % 41, i % 21
	}'
}

# same_by_threads FILE [OPTION]...: all three answers, whatever the number of threads
same_by_threads() {
	local file=$1 status_of_one out_of_one err_of_one threads
	shift
	walk --threads=1 "$@" "$file"
	status_of_one=$status out_of_one=$output err_of_one=$stderr
	for threads in 2 3 8; do
		walk --threads=$threads "$@" "$file"
		[ "$status" = "$status_of_one" ]
		[ "$output" = "$out_of_one" ]
		[ "$stderr" = "$err_of_one" ]
	done
	walk "$@" "$file"
	[ "$output" = "$out_of_one" ]
	[ "$stderr" = "$err_of_one" ]
}

@test "any number of threads prints the same, of files and of pipes" {
	rows 40000 >items.csv
	same_by_threads items.csv --by=account
	[[ $output == *total,,current,expected,40000,* ]]
	local of_file=$output
	run --separate-stderr bash -c 'cat items.csv | "$1" --threads=4 --by=account' - "$B/margin-walk"
	fine
	[ "$output" = "$of_file" ]
	walk --threads=3 --by=account items.csv items.csv
	fine
	[[ $output == *total,,current,expected,80000,* ]]
}

@test "... also where rows stand between that aren't plain" {
	rows 40000 '"1,234.50"' >items.csv
	same_by_threads items.csv --by=account
	fine
}

@test "messages are those of the rows in their order" {
	rows 40000 abc >items.csv
	same_by_threads items.csv --max-errors=1000
	status_is 2
	[ "$(grep -c 'not a number: "abc"' <<<"$stderr")" = 400 ]
	[[ $stderr == "items.csv:101:5: "* ]]
}

@test "a unit that differs is said once for a group, at its first row" {
	{
		rows 30000
		echo 'Account 3,kg,kg,1,1,1,1,1,1'
		rows 30000 | tail -n +2 | sed 's/,pc,/,kg,/'
	} >items.csv
	same_by_threads items.csv --by=account
	status_is 0
	[ "$(grep -c 'this group has items in pc, too' <<<"$stderr")" = 7 ]
	[[ $stderr == "items.csv:30002: "* ]]
}

@test "a total row in the middle of a large sheet is held to the rows above it" {
	{
		rows 30000
		rows 30000 | awk -F, 'NR > 1 { a += $4; b += $7 } END { print ",Total,," a ",,," b ",,"}'
		rows 30000 | tail -n +2
	} >items.csv
	same_by_threads items.csv --by=account
	status_is 0
	[ "$stderr" = "items.csv:30002: warning: a total row, equal to the rows above: left out" ]
	sed -i '30002s/,Total,,/,Total,,1/' items.csv
	same_by_threads items.csv --by=account
	status_is 2
}

@test "--threads takes a number of threads" {
	local value
	for value in 0 65 -1 x ''; do
		walk --threads="$value" /dev/null
		status_is 2
		stderr_has '*--threads: a whole number from 1 to 64*'
	done
}

@test "what plain rows give cause to say is said before what is wrong further down" {
	rows 300 >items.csv
	sed -i '250s/,pc,/,kg,/' items.csv # a group's second unit
	printf 'Account 1,\xcb' >>items.csv
	walk --fill-down=product items.csv # off the fast lane
	local said=$stderr
	[[ $said == *items.csv:250:*'"kg"'*items.csv:302:2:*"isn't UTF-8"* ]]
	same_by_threads items.csv
	[ "$stderr" = "$said" ]
}
