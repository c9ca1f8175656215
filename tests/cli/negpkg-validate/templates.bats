# bats: where templates and sheets come from: names and paths, folders, --list-templates, --sheet and its dialects.
load ../helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset NEGPKG_TEMPLATES
	printf '%s\n' account Acme >sheet.csv
}

# template FILE MESSAGE: a template that says MESSAGE of every row
template() {
	mkdir -p "$(dirname "$1")"
	printf '%s\n' rule,severity,check,message "r,error,0,$2" >"$1"
}

# says MESSAGE: the template that was taken
says() {
	status_is 1
	output_is <<<"sheet.csv:2:1: error: r: $1 (Acme; cell A2)"
}

# --- names and paths

@test "-T with a slash is a path" {
	template t.csv one
	template d/t two
	validate -T ./t.csv sheet.csv
	says one
	validate --template=d/t sheet.csv
	says two
	validate -T "$PWD/t.csv" sheet.csv
	says one
}

@test "-T that ends in .csv is a path, too" {
	template t.csv one
	NEGPKG_TEMPLATES=$PWD/d
	export NEGPKG_TEMPLATES
	template d/t.csv two
	template d/t.csv.csv three
	validate -T t.csv sheet.csv
	says one
}

@test "-T without either is a name, looked up in \$NEGPKG_TEMPLATES" {
	template d/mine.csv one
	template mine.csv 'not me'
	export NEGPKG_TEMPLATES=$PWD/d
	validate -T mine sheet.csv
	says one
	stderr_is 'negpkg-validate: 1 error, 0 warnings, 0 info (template mine, 1 rule)'
	export NEGPKG_TEMPLATES=d # as given: beside the working folder
	validate -T mine sheet.csv
	says one
}

@test "a name is never a file of the working folder" {
	template mine.csv one
	template mine two
	validate -T mine sheet.csv
	refused 'negpkg-validate: error: no template is called "mine" (--list-templates shows those that are)'
}

@test "a path that isn't there is exit status 2" {
	validate -T ./nowhere.csv sheet.csv
	refused './nowhere.csv: error: No such file or directory'
	validate -T '' sheet.csv
	refused 'negpkg-validate: error: *'
}

@test "the last -T counts" {
	template one.csv one
	template two.csv two
	validate -T ./one.csv -T ./two.csv sheet.csv
	says two
}

# --- folders

# An executable in a folder of its own, with a share beside that.
moved() {
	mkdir -p home/bin
	cp "$B/negpkg-validate" home/bin
	MOVED=$PWD/home/bin/negpkg-validate
}

@test "a name is found in ../share/templates beside the executable's folder" {
	moved
	template home/share/templates/zz-beside.csv beside
	run --separate-stderr "$MOVED" -T zz-beside sheet.csv
	says beside
}

@test "a name is found in ../share/negpkg/templates, installed and moved since" {
	moved
	template home/share/negpkg/templates/zz-moved.csv moved
	run --separate-stderr "$MOVED" -T zz-moved sheet.csv
	says moved
}

@test "\$NEGPKG_TEMPLATES goes before what is beside; what it lacks is found there" {
	moved
	template home/share/templates/zz-both.csv beside
	template home/share/templates/zz-beside.csv beside
	template own/zz-both.csv own
	export NEGPKG_TEMPLATES=$PWD/own
	run --separate-stderr "$MOVED" -T zz-both sheet.csv
	says own
	run --separate-stderr "$MOVED" -T zz-beside sheet.csv
	says beside
}

@test "an empty \$NEGPKG_TEMPLATES is none, and one that isn't there does no harm" {
	moved
	template home/share/templates/zz.csv beside
	export NEGPKG_TEMPLATES=
	template zz.csv here
	run --separate-stderr "$MOVED" -T zz sheet.csv
	says beside
	export NEGPKG_TEMPLATES=$PWD/nowhere
	run --separate-stderr "$MOVED" -T zz sheet.csv
	says beside
}

@test "the default template is negotiation-package" {
	template own/negotiation-package.csv 'the default'
	export NEGPKG_TEMPLATES=$PWD/own
	validate sheet.csv
	says 'the default'
	stderr_is 'negpkg-validate: 1 error, 0 warnings, 0 info (template negotiation-package, 1 rule)'
}

# --- --list-templates

@test "--list-templates prints names and files as CSV, in order, without the agenda and what is no template" {
	template own/zz-two.csv two
	template own/aa-one.csv one
	touch own/agenda.csv own/notes.txt own/.csv own/zz.csv.bak
	export NEGPKG_TEMPLATES=$PWD/own
	validate --list-templates
	fine
	[ "${lines[0]}" = template,file ]
	[ "${lines[1]}" = "aa-one,$PWD/own/aa-one.csv" ] || show
	[ "${lines[2]}" = "zz-two,$PWD/own/zz-two.csv" ] || show
	output_lacks agenda
	output_lacks "$PWD/own/.csv"
}

@test "--list-templates shows of two of one name the one that is taken" {
	moved
	template home/share/templates/zz-both.csv beside
	template home/share/templates/zz-beside.csv beside
	template own/zz-both.csv own
	export NEGPKG_TEMPLATES=$PWD/own
	run --separate-stderr "$MOVED" --list-templates
	fine
	grep -q "^zz-both,$PWD/own/zz-both.csv$" <<<"$output" || show
	grep -q "^zz-beside,.*home/share/templates/zz-beside.csv$" <<<"$output" || show
	[ "$(grep -c zz-both <<<"$output")" = 1 ]
}

@test "--list-templates honours -o, -D and --excel, and needs no sheet" {
	template own/aa-one.csv one
	export NEGPKG_TEMPLATES=$PWD/own
	validate --list-templates -o list.csv
	silent
	[ "$(head -1 list.csv)" = template,file ]
	validate --list-templates -D';' nowhere.csv
	fine
	[ "${lines[0]}" = 'template;file' ]
	"$B/negpkg-validate" --list-templates --excel >list.csv
	[ "$(head -c 3 list.csv | od -An -tx1 | tr -d ' \n')" = efbbbf ]
}

@test "--list-templates to a full disk is exit status 2" {
	[ -c /dev/full ] || skip "no /dev/full"
	run --separate-stderr bash -c '"$1" --list-templates >/dev/full' - "$B/negpkg-validate"
	refused '*: error: *No space left*'
}

@test "every template that is shipped is one: a sheet that lacks its columns is told so, no more" {
	local name
	for name in "$ROOT"/share/templates/*.csv; do
		name=$(basename "$name" .csv)
		[ "$name" != agenda ] || continue
		validate -q -T "$ROOT/share/templates/$name.csv" --today=2026-11-21 sheet.csv
		[ "$status" -lt 2 ] || show "$name"
		stderr_is
	done
}

# --- how templates are written

@test "a template as a spreadsheet saves it: semicolons, a byte order mark, CRLF, UTF-16" {
	printf '\357\273\277rule;severity;check;message\r\nr;error;account <> '"'Acme'"';"so; {account}"\r\n' >t.csv
	validate -T ./t.csv sheet.csv
	says 'so; Acme'
	{ printf '\377\376' && printf 'rule\tseverity\tcheck\tmessage\r\nr\terror\t0\tso\r\n' | iconv -f UTF-8 -t UTF-16LE; } >t.csv
	validate -T ./t.csv sheet.csv
	says so
}

@test "the sheet's dialect isn't the template's" {
	template t.csv one
	printf '%s\n' 'a title' 'account^x' 'Acme^1' >odd.csv
	validate -T ./t.csv -d^ --header-row=2 odd.csv
	status_is 1
	output_is <<<'odd.csv:3:1: error: r: one (Acme; cell A3)'
}

# --- --sheet

# A rule that says who is in the table team, and how many there are.
team() {
	rule 0 message="{(SELECT group_concat(person, '+') FROM team)} {(SELECT sum(target_price) FROM team)}" name=r
}

@test "--sheet=NAME=FILE, repeatable" {
	printf '%s\n' person,target_price Ann,5 Bob,6 >team.csv
	printf '%s\n' name Cyd >approvals.csv
	rule 0 message='{(SELECT count(*) FROM team)} {(SELECT max(name) FROM approvals)}'
	held --sheet=team=team.csv --sheet=approvals=approvals.csv sheet.csv
	says '2 Cyd'
}

@test "a FILE of --sheet may hold =" {
	printf '%s\n' person,target_price Ann,5 >'a=b.csv'
	team
	held --sheet=team=a=b.csv sheet.csv
	says 'Ann 5'
}

@test "--sheet=NAME=- reads standard input" {
	team
	run --separate-stderr bash -c 'printf "person,target_price\nAnn,5\n" | "$1" -T ./rules.csv --sheet=team=- sheet.csv' - "$B/negpkg-validate"
	says 'Ann 5'
}

@test "--sheet without a name or a FILE, or with a NAME that can't be one, is a usage error" {
	team
	local bad
	for bad in team team= =team.csv 1team=x te-am=x 'te am=x' sheet=x SHEET=x sqlite_x=x pragma_x=x; do
		held --sheet="$bad" sheet.csv
		refused "negpkg-validate: error: --sheet: *\"$bad\""
	done
}

@test "--sheet of one name twice is a usage error, whatever its case" {
	team
	held --sheet=team=sheet.csv --sheet=Team=sheet.csv sheet.csv
	refused 'negpkg-validate: error: --sheet: *twice'
}

@test "more sheets than anyone has are a usage error" {
	local options=() i
	for i in {1..65}; do
		options+=("--sheet=s$i=sheet.csv")
	done
	team
	held "${options[@]}" sheet.csv
	refused 'negpkg-validate: error: --sheet: more than 64 sheets'
}

@test "a sheet may be called by a keyword, in quotes" {
	printf '%s\n' person Ann >team.csv
	rule 0 message='{(SELECT person FROM "order")}'
	held --sheet=order=team.csv sheet.csv
	says Ann
}

@test "--header-row=team:3 means that sheet, and not the FILEs" {
	printf '%s\n' 'a title' 'and a word' person,target_price Ann,5 >team.csv
	team
	held --header-row=team:3 --sheet=team=team.csv sheet.csv
	says 'Ann 5'
	held --sheet=team=team.csv --header-row=team:3 sheet.csv
	says 'Ann 5'
}

@test "--delimiter=team:^ and --decimal=team:," {
	printf '%s\n' 'person^target_price' 'Ann^1.234,5' >team.csv
	team
	held --delimiter=team:^ --decimal=team:, --sheet=team=team.csv sheet.csv
	says 'Ann 1234.5'
}

@test "--delimiter=team:; and a decimal comma" {
	printf '%s\n' 'person;target_price' 'Ann;2,5' >team.csv
	team
	held '--delimiter=team:;' --decimal=team:, --sheet=team=team.csv sheet.csv
	says 'Ann 2.5'
}

@test "--map=team:person=Wer" {
	printf '%s\n' Wer,Preis Ann,5 >team.csv
	team
	held --map=team:person=Wer --map=team:target_price=Preis --sheet=team=team.csv sheet.csv
	says 'Ann 5'
}

@test "--fill-down=team:person" {
	printf '%s\n' person,target_price Ann,5 ,6 >team.csv
	team
	held --fill-down=team:person --sheet=team=team.csv sheet.csv
	says 'Ann+Ann 11'
}

@test "--date-format=team:dmy" {
	printf '%s\n' person,reachable_from Ann,05/11/2026 >team.csv
	rule 0 message='{(SELECT reachable_from FROM team)}'
	held --date-format=team:dmy --sheet=team=team.csv sheet.csv
	says 2026-11-05
	held --date-format=team:mdy --sheet=team=team.csv sheet.csv
	says 2026-05-11
}

@test "options of a sheet leave the FILEs alone, and the other way round" {
	printf '%s\n' 'person;target_price' 'Ann;2,5' >team.csv
	printf '%s\n' account,expected_price Acme,2.5 >sheet.csv
	rule 0 message='{expected_price} {(SELECT target_price FROM team)}'
	held --decimal=team:, --sheet=team=team.csv sheet.csv
	status_is 1
	[[ $output == *': 2.5 2.5 ('* ]] || show
	held --decimal=, --sheet=team=team.csv sheet.csv
	status_is 1
	[[ $output == *type-error* ]] || show
}

@test "a prefix that is no sheet's is no prefix" {
	team
	held --header-row=tem:3 --sheet=team=sheet.csv sheet.csv
	refused '*--header-row*tem:3*'
	held --decimal=tem:, --sheet=team=sheet.csv sheet.csv
	refused '*--decimal*tem:,*'
}

@test "what is wrong with a sheet's option names the option" {
	team
	held --map=team:person --sheet=team=sheet.csv sheet.csv
	refused '*--map*'
	held --map=team:person=Wer --sheet=team=sheet.csv sheet.csv
	refused 'sheet.csv:1: error: --map: no heading is called "Wer"'
}

@test "--help lists the tool's own options, and says which sheets may prefix one" {
	local option
	validate --help
	fine
	for option in template sheet stage gate findings fail-on format today list-templates; do
		[[ $output == *"--$option"* ]] || show "--help doesn't say --$option"
	done
	validate --sheet=team=x.csv --help
	fine
	[[ $output == *team:* ]] || show
}
