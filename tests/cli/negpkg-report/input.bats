# bats: what is no package, or a broken one.
load ../helper
load pages

@test "an items sheet is no package" {
	small
	report items.csv
	refused 'items.csv:1: error: not a package: negpkg-build makes one'
}

@test "an empty file, a missing one, a folder" {
	: >empty.csv
	report empty.csv
	status_is 2
	[ -z "$output" ]
	report nowhere.csv
	refused 'nowhere.csv: error: No such file or directory'
	report .
	status_is 2
	[ -z "$output" ]
}

@test "headings alone are an empty package" {
	small
	sed -i 1q package.csv
	report package.csv
	refused '*: error: the package is empty: it has no account'
}

@test "a cell that can't be read is named, nothing is printed, -o stays untouched" {
	small
	sed -i '3s/,Bolts,,,2027,,USD,1,1000,/,Bolts,,,2027,,USD,1,#REF!,/' package.csv
	echo old >page.html
	report -o page.html package.csv
	refused 'package.csv:3:10: error: current_volume: not a number: "#REF!" (cell J3)'
	[ "$(cat page.html)" = old ]
}

@test "a row without its parent is named" {
	small
	sed -i 2d package.csv
	report package.csv
	status_is 2
	stderr_has 'package.csv:2: error: no row of its account stands above this one'
}

@test "an unknown level is an error" {
	small
	sed -i '2s/^account/total/' package.csv
	report package.csv
	status_is 2
	stderr_has 'package.csv:2:1: error: level: account, line, item or phase: "total" (cell A2)'
}

@test "a package in another dialect" {
	small
	report package.csv
	local page=$output
	small -D';' && mv package.csv semi.csv
	report -d';' semi.csv
	fine
	[ "$output" = "$page" ] || show
}

@test "a full disk, and a reader that leaves early" {
	small
	run --separate-stderr bash -c '"$1" package.csv >/dev/full' - "$B/negpkg-report"
	refused '*: error: *No space left*'
	run --separate-stderr bash -c '"$1" package.csv | head -1' - "$B/negpkg-report"
	stderr_is
}

@test "bad values of options are refused" {
	small
	report --audience=all package.csv
	refused '*--audience*'
	report --format=pdf package.csv
	refused '*--format*'
}
