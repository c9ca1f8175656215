# bats: large packages, which several threads finish and print.
load ../helper

# sheet [ROW]: 24,000 items of 30 accounts, and one more
sheet() {
	awk 'BEGIN {
		print "account,product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost,due"
		for (i = 0; i < 24000; i++)
			printf "Account %02d,Line %d,P-%05d,%d,%d.%02d,%d.5,%d,%d.1,%d.25,2027-%02d-%02d\n", i * 7 % 30, i % 11, i, i % 997 + 1,
			    i % 89 + 2, i % 100, i % 89, i % 991 + 1, i % 83 + 2, i % 83, i % 12 + 1, i % 28 + 1
	}' >items.csv
	[ $# -eq 0 ] || printf '%s\n' "$@" >>items.csv
}

# same_as_one [OPTION]...: by one processor and by all
same_as_one() {
	local status_of_one out_of_one err_of_one
	run --separate-stderr taskset -c "$(taskset -pc $$ | sed 's/.*: *//; s/[,-].*//')" "$B/$TOOL" "$@" items.csv
	status_of_one=$status out_of_one=$output err_of_one=$stderr
	run --separate-stderr "$B/$TOOL" "$@" items.csv
	[ "$status" -eq "$status_of_one" ]
	[ "$output" = "$out_of_one" ]
	[ "$stderr" = "$err_of_one" ]
}

@test "the same package, however many print it" {
	sheet
	same_as_one --quiet
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -gt 24000 ]
	same_as_one --quiet --audience=customer
	same_as_one --quiet --sort-by=due
}

@test "accounts in the order of their names' sums, lines and items in theirs" {
	sheet
	"$B/$TOOL" -q -o package.csv items.csv
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["level"] == "account" { if (++ranks != $at["rank"]) exit 1; lines = 0 }
		$at["level"] == "line" { if (++lines != $at["rank"]) exit 1; items = 0 }
		$at["level"] == "item" && ++items != $at["rank"] { exit 1 }
		END { exit ranks != 30 }' package.csv
}

@test "figures that don't fit are named as one thread names them" {
	sheet 'Account 29,Line X,Q,9999999999999,99999999999.99,1,1,1,1,' 'Account 05,Line X,Q,9999999999999,99999999999.99,1,1,1,1,'
	same_as_one --quiet
	[ "$status" -eq 2 ]
	[ -z "$output" ]
}

@test "as many accounts as items" {
	awk 'BEGIN {
		print "account,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost"
		for (i = 0; i < 21000; i++)
			printf "A%05d,P,%d,2.5,1.25,%d,2.6,1.3\n", i, i % 97 + 1, i % 89 + 1
	}' >items.csv
	same_as_one --quiet
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -gt 63000 ]
}
