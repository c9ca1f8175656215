# bats: how every tool answers its options.
# Each tool's folder has this file by a link, and it is the folder's tool that is tested.
load ../helper

@test "--help and --version to a full disk or a closed standard output are exit status 2" {
	local option
	for option in --help --version --columns; do
		run --separate-stderr bash -c '"$1" $2 >/dev/full' - "$B/$TOOL" $option
		refused '*: error: *'
		run --separate-stderr bash -c '"$1" $2 >&-' - "$B/$TOOL" $option
		refused '*: error: *'
	done
}

@test "--help goes to standard output, exit 0, and lists what formats.md lists" {
	local option
	tool --help
	fine
	[[ $output == Usage:*$TOOL* ]]
	for option in delimiter output-delimiter tsv output map header-row fill-down decimal date-format excel places \
		max-errors hide-values columns quiet help version; do
		[[ $output == *"--$option"* ]] || show "--help doesn't say --$option"
	done
	[[ $output == *"Exit status"* ]]
	local help=$output
	tool -h
	fine
	[ "$output" = "$help" ]
}

@test "--version names the tool, exit 0" {
	tool --version
	fine
	[[ $output == "$TOOL"*[0-9].[0-9]* ]]
	local version=$output
	tool -V
	fine
	[ "$output" = "$version" ]
}

@test "an unknown option is exit status 2, named, with a hint at --help" {
	tool --frobnicate
	status_is 2
	[ -z "$output" ]
	stderr_has "$TOOL: *--frobnicate*"
	stderr_has '*--help*'
	tool -Z
	status_is 2
	[ -z "$output" ]
	stderr_has "$TOOL: *Z*"
}

@test "a missing option argument is exit status 2 and named" {
	tool --output
	status_is 2
	[ -z "$output" ]
	stderr_has "$TOOL: *--output*"
	tool -D
	status_is 2
	[ -z "$output" ]
	stderr_has "$TOOL: *D*"
}

@test "an argument to an option that takes none is exit status 2" {
	tool --quiet=yes
	status_is 2
	[ -z "$output" ]
	stderr_has "$TOOL: *--quiet*"
}

@test "values of options are checked" {
	local bad
	for bad in --places=x --places=-1 --places=99 --header-row=0 --decimal=x --date-format=dym -d:: --max-errors=no; do
		tool $bad
		status_is 2
		[ -z "$output" ]
		stderr_like "*${bad%%=*}*" || stderr_like '*--delimiter*'
	done
}

@test "--columns prints CSV: name, type, aliases, meaning" {
	tool --columns
	fine
	[ "${lines[0]}" = name,type,aliases,meaning ] || show
	local names
	names=$(printf '%s\n' "$output" | table name)
	grep -qx account <<<"$names"
	grep -qx product <<<"$names"
	grep -qx floor_price <<<"$names"
	grep -q '_volume$' <<<"$names"
	printf '%s\n' "$output" | table name aliases | grep -q '^product|.*item.*part number.*sku'
}

@test "--columns honours -o and the output delimiter" {
	tool --columns -o columns.csv
	silent
	[ "$(head -1 columns.csv)" = name,type,aliases,meaning ]
	tool --columns -t
	fine
	[ "${lines[0]}" = name$'\t'type$'\t'aliases$'\t'meaning ]
}
