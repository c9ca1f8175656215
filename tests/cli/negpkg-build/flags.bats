# bats: every flag with a sheet that has it, and one just below its threshold.
load ../helper

POSITIONS=current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost,walkaway_volume,walkaway_price,walkaway_cost

# flagged FLAGS HEADINGS CELLS [OPTION...]: one item with these further columns before its positions' has these flags
flagged() {
	local flags=$1 headings=$2 cells=$3
	shift 3
	printf '%s\n' "account,product_line,product,$headings" "Acme,Bolts,A,$cells" >items.csv
	build "$@" items.csv
	fine
	local found
	found=$(printf '%s\n' "$output" | table level flags | sed -n 's/^item|//p')
	[ "$found" = "$flags" ] || show "expected flags: $flags" "found: $found"
}

@test "no flags where nothing is to be noticed" {
	flagged '' $POSITIONS 100,100,50,100,99,50,100,98,50
}

@test "concession: a cut of exactly 10% while volume isn't lower" {
	flagged concession $POSITIONS 100,100,50,100,90,50,100,80,50
}

@test "no concession: a cut of a hair under 10%" {
	flagged '' $POSITIONS 100,100,50,100,90.01,50,100,80,50
}

@test "no concession: the volume is lower" {
	flagged '' $POSITIONS 100,100,50,99,90,50,99,80,50
}

@test "concession: share counts before volume" {
	flagged concession market_volume,current_market_volume,$POSITIONS 300,400,100,100,50,75,90,50,75,80,50
	flagged '' market_volume,current_market_volume,$POSITIONS 1000,400,100,100,50,200,90,50,200,80,50
}

@test "--concession-pct sets the cut" {
	flagged concession $POSITIONS 100,100,50,100,95,50,100,80,50 --concession-pct=5
	flagged '' $POSITIONS 100,100,50,100,95.01,50,100,80,50 --concession-pct=5
	flagged '' $POSITIONS 100,100,50,100,88.01,50,100,80,50 --concession-pct=12
}

@test "a line's concession_pct comes before --concession-pct" {
	printf '%s\n' account,product_line,concession_pct Acme,Bolts,8 >lines.csv
	flagged concession $POSITIONS 100,100,50,100,92,50,100,80,50 --lines=lines.csv --concession-pct=20
	flagged '' $POSITIONS 100,100,50,100,92.01,50,100,80,50 --lines=lines.csv
}

@test "--concession-pct and --leader-share are checked" {
	build --concession-pct=much
	refused '*--concession-pct*much*'
	build --concession-pct=101
	refused '*--concession-pct*101*'
	build --leader-share=50
	refused '*--leader-share*50*'
}

@test "leader: where the sheet says so" {
	flagged leader leader,$POSITIONS yes,100,100,50,100,99,50,100,98,50
	flagged '' leader,$POSITIONS no,100,100,50,100,99,50,100,98,50
}

@test "leader: a share of at least a half" {
	flagged leader market_volume,current_market_volume,$POSITIONS 200,200,100,100,50,100,99,50,100,98,50
	flagged '' market_volume,current_market_volume,$POSITIONS 201,201,100,100,50,100,99,50,100,98,50
}

@test "--leader-share sets the share" {
	flagged leader market_volume,current_market_volume,$POSITIONS 250,250,100,100,50,100,99,50,100,98,50 --leader-share=0.4
	flagged leader market_volume,current_market_volume,$POSITIONS 250,250,100,100,50,100,99,50,100,98,50 --leader-share=40%
	flagged '' market_volume,current_market_volume,$POSITIONS 251,251,100,100,50,100,99,50,100,98,50 --leader-share=0.4
}

@test "strategic: where the sheet says so" {
	flagged strategic strategic,$POSITIONS x,100,100,50,100,99,50,100,98,50
	flagged '' strategic,$POSITIONS ,100,100,50,100,99,50,100,98,50
}

@test "below-cost: the walk-away price is under the walk-away cost" {
	flagged below-cost $POSITIONS 100,100,50,100,99,50,100,49.99,50
	flagged '' $POSITIONS 100,100,50,100,99,50,100,50,50
}

@test "below-cost sees currencies and pers" {
	flagged below-cost currency,cost_currency,price_per,cost_per,current_fx,expected_fx,walkaway_fx,$POSITIONS \
		EUR,USD,100,10,1,1,1.1,100,100,5,100,99,5,100,90,10 --report-currency=USD
	# 90 * 1.1 / 100 = .99 under 10 / 10; 91 is 1.001
	flagged '' currency,cost_currency,price_per,cost_per,current_fx,expected_fx,walkaway_fx,$POSITIONS \
		EUR,USD,100,10,1,1,1.1,100,100,5,100,99,5,100,91,10 --report-currency=USD
}

@test "below-floor: the walk-away price is under floor_price" {
	flagged below-floor floor_price,$POSITIONS 98.01,100,100,50,100,99,50,100,98,50
	flagged '' floor_price,$POSITIONS 98,100,100,50,100,99,50,100,98,50
}

@test "below-alternative: the walk-away price is under a qualified alternative's" {
	flagged below-alternative alternative_price,alternative_qualified,$POSITIONS 98.01,yes,100,100,50,100,99,50,100,98,50
	flagged '' alternative_price,alternative_qualified,$POSITIONS 98,yes,100,100,50,100,99,50,100,98,50
	flagged '' alternative_price,alternative_qualified,$POSITIONS 98.01,no,100,100,50,100,99,50,100,98,50
	flagged '' alternative_price,alternative_qualified,$POSITIONS 98.01,,100,100,50,100,99,50,100,98,50
}

@test "new: expected without current" {
	flagged new $POSITIONS ,,,1,99,50,1,98,50
	flagged new $POSITIONS 0,,,1,99,50,1,98,50
	flagged '' $POSITIONS 1,100,50,1,99,50,1,98,50
}

@test "lost: current without expected" {
	flagged lost $POSITIONS 1,100,50,0,,,1,98,50
	flagged lost $POSITIONS 1,100,50,,,,1,98,50
}

@test "not lost: nobody has said yet what is expected" {
	flagged '' current_volume,current_price,current_cost 1,100,50
	flagged '' current_volume,current_price,current_cost,initial_volume,initial_price,initial_cost 1,100,50,0,,
}

@test "let-go: a walk-away volume of 0, not an empty one" {
	flagged let-go $POSITIONS 100,100,50,100,99,50,0,,
	flagged '' $POSITIONS 100,100,50,100,99,50,,,
}

@test "phased: an item in several phases" {
	sheet items.csv <<-END
		product,phase,$POSITIONS
		A,H1,100,100,50,100,99,50,100,98,50
		A,H2,100,100,50,100,99,50,100,98,50
		B,,10,100,50,10,99,50,10,98,50
	END
	build items.csv
	fine
	printf '%s\n' "$output" | table level product flags | grep -v ^phase | tail -2 >found
	diff found - <<-END
		item|A|phased
		item|B|
	END
}

@test "several flags are joined by ; in the order of formats.md" {
	flagged 'concession;leader;strategic;below-cost;below-floor;below-alternative' \
		leader,strategic,floor_price,alternative_price,alternative_qualified,$POSITIONS \
		yes,yes,60,60,yes,100,100,50,100,90,50,100,49,50
}

@test "flags stand on items and phases, with a blended item's own judgement" {
	sheet items.csv <<-END
		product,phase,$POSITIONS
		A,H1,100,100,50,100,95,50,100,80,50
		A,H2,100,100,50,100,80,50,100,80,50
	END
	build items.csv
	fine
	printf '%s\n' "$output" | table level phase flags >found
	# blended: 87.5 of 100
	diff found - <<-END
		account||
		line||
		item||concession;phased
		phase|H1|
		phase|H2|concession
	END
}
