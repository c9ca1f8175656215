# bats: the examples as LibreOffice saves them in five locales (tests/data/locales) are the package of items.csv.
load ../helper

LOCALES=$ROOT/tests/data/locales

# same_package LOCALE OPTION...: the locale's sheet gives the package of the plain one, silently; where in it each row
# stands differs by its cells of several lines at most
same_package() {
	unsourced() { sed 's/<stdin>:[0-9]*//g'; }
	"$B/negpkg-build" <"$EXAMPLES/items.csv" | unsourced >plain
	[ "$(wc -l <plain)" -gt 80 ]
	run --separate-stderr bash -c '"$@"' - "$B/negpkg-build" "${@:2}" - <"$LOCALES/items-$1.csv"
	fine
	printf '%s\n' "$output" | unsourced | cmp - plain
}

@test "en-US: commas group, quoted; dates like 09/14/2026" {
	same_package en-US
}

@test "ja-JP: dates like 2026/09/14" {
	same_package ja-JP
}

@test "de-DE: semicolons, points group, dates like 14.09.2026" {
	same_package de-DE --decimal=,
}

@test "it-IT: the same, dates like 14/09/2026" {
	same_package it-IT --decimal=,
}

@test "fr-FR: narrow no-break spaces group" {
	same_package fr-FR --decimal=,
}

@test "without --decimal a European sheet is refused, and told the option" {
	local locale
	for locale in de-DE it-IT fr-FR; do
		build "$LOCALES/items-$locale.csv"
		status_is 2
		[ -z "$output" ]
		stderr_has '*--decimal=,*'
	done
}

@test "with the wrong mark no sheet becomes another package" {
	local locale
	for locale in en-US ja-JP; do
		build --decimal=, "$LOCALES/items-$locale.csv"
		status_is 2
		[ -z "$output" ]
	done
}

@test "the sheets are in step with the examples: their rows and words" {
	local locale
	for locale in en-US de-DE fr-FR it-IT ja-JP; do
		[ "$(wc -l <"$LOCALES/items-$locale.csv")" -eq "$(wc -l <"$EXAMPLES/items.csv")" ]
	done
}
