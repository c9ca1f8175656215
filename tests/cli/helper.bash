# What every command test stands on: where things are, how a tool is run, how its three answers are judged.
bats_require_minimum_version 1.5.0

ROOT=$(cd "$BATS_TEST_DIRNAME/../../.." && pwd)
B=$(cd "$ROOT" && cd "${B:-build}" && pwd)
SHARED=$(cd "$ROOT" && cd "${SHARED-../shared}/year/.." 2>/dev/null && pwd) || SHARED=/nowhere
EXAMPLES=$ROOT/share/examples
TOOL=$(basename "$BATS_TEST_DIRNAME") # the folder is the tool's
export LC_ALL=C.UTF-8 TZ=UTC
unset NO_COLOR
# A sanitized build reports on the way out, too, where a test has closed or filled a stream.
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

needs_shared() {
	[ -d "$SHARED" ] || skip "shared not here"
}

# sheet FILE: a sheet from standard input
sheet() {
	cat >"$1"
}

walk() {
	run --separate-stderr "$B/margin-walk" "$@"
}

build() {
	run --separate-stderr "$B/negpkg-build" "$@"
}

validate() {
	run --separate-stderr "$B/negpkg-validate" "$@"
}

# rule CHECK [COLUMN=VALUE]...: a further rule in the template rules.csv
rule() {
	local check=$1 name=r severity=error stage='' rows='' per='' message=broken
	[ $# -eq 1 ] || local "${@:2}"
	[ -f rules.csv ] || echo rule,severity,stage,rows,per,check,message >rules.csv
	printf '%s,%s,%s,"%s","%s","%s","%s"\n' "$name" "$severity" "$stage" "${rows//\"/\"\"}" "${per//\"/\"\"}" \
		"${check//\"/\"\"}" "${message//\"/\"\"}" >>rules.csv
}

# held [OPTION]... FILE...: to rules.csv
held() {
	validate -T ./rules.csv "$@"
}

# finds [STATUS]: the findings are exactly standard input, and standard error has the line that sums them up.
finds() {
	status_is "${1:-1}" && output_is && stderr_like 'negpkg-validate: * error*, * warning*, * info (template *, * rule*)'
}

# The tool whose folder this is, where a test is about any of them.
tool() {
	run --separate-stderr "$B/$TOOL" "$@"
}

# What the last run said, for a test that has failed.
show() {
	printf '%s\n' "$@" "status: $status" "stdout: $output" "stderr: $stderr" >&2
	return 1
}

status_is() {
	[ "$status" -eq "$1" ] || show "expected status $1"
}

# Standard output is exactly standard input.
output_is() {
	local expected
	expected=$(cat)
	[ "$output" = "$expected" ] || show "expected stdout: $expected"
}

# Standard output has as many lines as patterns (globs), each line matching its own.
output_like() {
	local i
	[ "${#lines[@]}" -eq $# ] || show "expected $# lines on stdout" "$@" || return 1
	for ((i = 0; i < $#; i++)); do
		# shellcheck disable=SC2053 # a pattern
		[[ ${lines[i]} == ${*:i+1:1} ]] || show "expected on stdout: ${*:i+1:1}" || return 1
	done
}

# Standard error is exactly these lines (none: silent).
stderr_is() {
	local expected=
	[ $# -eq 0 ] || expected=$(printf '%s\n' "$@")
	[ "$stderr" = "$expected" ] || show "expected stderr: $expected"
}

# Standard error has as many lines as patterns (globs), each line matching its own.
stderr_like() {
	local i
	[ "${#stderr_lines[@]}" -eq $# ] || show "expected $# lines on stderr" "$@" || return 1
	for ((i = 0; i < $#; i++)); do
		# shellcheck disable=SC2053 # a pattern
		[[ ${stderr_lines[i]} == ${*:i+1:1} ]] || show "expected on stderr: ${*:i+1:1}" || return 1
	done
}

# Some line of standard error matches the pattern.
stderr_has() {
	local line
	for line in "${stderr_lines[@]}"; do
		# shellcheck disable=SC2053
		[[ $line == $1 ]] && return 0
	done
	show "expected somewhere on stderr: $1"
}

# refused PATTERN...: exit status 2, nothing on standard output, these messages and nothing else.
refused() {
	status_is 2 && { [ -z "$output" ] || show "expected nothing on stdout"; } && stderr_like "$@"
}

# A silent success with nothing on standard output (it went to a file).
silent() {
	status_is 0 && stderr_is && { [ -z "$output" ] || show "expected nothing on stdout"; }
}

# A success with a result on standard output and nothing on standard error.
fine() {
	status_is 0 && stderr_is && { [ -n "$output" ] || show "expected a result on stdout"; }
}

# Success with these warnings.
warned() {
	status_is 0 && stderr_like "$@" && { [ -n "$output" ] || show "expected a result on stdout"; }
}

# Findings: exit status 1, a result on standard output, these messages and nothing else.
findings() {
	status_is 1 && stderr_like "$@" && { [ -n "$output" ] || show "expected a result on stdout"; }
}

# table COLUMN...: these columns of the CSV on standard input, without headings, joined by |. Quoted cells and their
# line breaks (shown as \n) are understood.
table() {
	awk -v wanted="$*" '
	function split_record(s,   n, cell, i, c, quoted) {
		n = 0; cell = ""; quoted = 0
		for (i = 1; i <= length(s); i++) {
			c = substr(s, i, 1)
			if (quoted && c == "\"" && substr(s, i + 1, 1) == "\"") { cell = cell c; i++ }
			else if (c == "\"") quoted = !quoted
			else if (c == "," && !quoted) { cells[++n] = cell; cell = "" }
			else cell = cell c
		}
		cells[++n] = cell
		return quoted ? 0 : n
	}
	{
		record = record (record == "" ? "" : "\\n") $0
		n = split_record(record)
		if (!n) next
		record = ""
		if (!headings++) {
			count = split(wanted, names, " ")
			for (k = 1; k <= count; k++) at[k] = 0
			for (i = 1; i <= n; i++) for (k = 1; k <= count; k++) if (cells[i] == names[k]) at[k] = i
			for (k = 1; k <= count; k++) if (!at[k]) { print "no column " names[k]; exit 1 }
			next
		}
		line = ""
		for (k = 1; k <= count; k++) line = line (k > 1 ? "|" : "") cells[at[k]]
		print line
	}'
}

# columns_are COLUMN...: these columns of what the tool printed are exactly standard input.
columns_are() {
	local expected found
	expected=$(cat)
	found=$(printf '%s\n' "$output" | table "$@")
	[ "$found" = "$expected" ] || show "expected of $*:" "$expected" "found:" "$found"
}

# headings: those of what the tool printed, one per line
headings() {
	printf '%s\n' "$output" | sed 1q | tr , '\n'
}

has_column() {
	headings | grep -qx "$1" || show "expected a column $1"
}

lacks_column() {
	! headings | grep -q "$1" || show "expected no column like $1"
}

output_lacks() {
	[[ $output != *"$1"* ]] || show "expected nowhere on stdout: $1"
}
