# The example sheets: what they list, and that nothing is wrong with them.
load ../helper

setup() {
	cd "$BATS_TEST_DIRNAME/../../../share/examples" || return
}

@test "milestones.csv is the list of the example calendar" {
	tool --list --today=2026-11-21 --holidays=holidays.txt calendar.csv actions.csv reviews.csv
	status_is 0
	[ "$output" = "$(cat milestones.csv)" ] || show
}

@test "nothing is wrong with the example calendar" {
	tool --check --today=2026-11-21 --holidays=holidays.txt --team=team.csv calendar.csv actions.csv reviews.csv
	status_is 0
	[ "$output" = file,line,cell,severity,rule,account,product_line,product,phase,owner,source,message ] || show
}

@test "--check is the list held to the template calendar" {
	tool --check --today=2027-02-01 calendar.csv actions.csv reviews.csv
	status_is 1
	local checked
	checked=$(cut -d, -f4- <<<"$output" | LC_ALL=C sort)
	run --separate-stderr env B="$B" bash -c '"$B/calendar-remind" --list --today=2027-02-01 calendar.csv actions.csv reviews.csv |
		"$B/negpkg-validate" -T calendar --today=2027-02-01 --format=csv'
	[ "$checked" = "$(cut -d, -f4- <<<"$output" | LC_ALL=C sort)" ] || show "checked: $checked"
}
