# bats: rules that can't be asked.
load ../helper

# rule CHECK MESSAGE
rule() {
	printf '%s\n' rule,severity,check,message "r,error,\"$1\",\"$2\"" >rules.csv
	printf '%s\n' product,note 'P,(' >sheet.csv
	run --separate-stderr "$B/$TOOL" -T ./rules.csv sheet.csv
}

@test "a pattern from a cell that is none" {
	rule 'matches(product, note)' m
	[ "$status" -eq 2 ] || show
	stderr_has './rules.csv:2:3: error: check: matches(): Unmatched ( *'
}

@test "LIKE with ESCAPE" {
	rule "product LIKE 'a' ESCAPE 'x'" m
	refused './rules.csv:2:3: error: check: LIKE with ESCAPE: use matches(): *'
}

@test "a message of seventy cells" {
	rule 0 "$(printf '{product}%.0s' {1..70})"
	refused './rules.csv:2:4: error: message: too long a message: *'
}
