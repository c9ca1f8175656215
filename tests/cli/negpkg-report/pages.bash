# What the tests of pages share: a package of figures that can be reckoned by hand, and a page as rows of text.

# small [OPTION]...: two lines, three items, one of them in phases; package.csv
small() {
	sheet items.csv <<-'END'
		account,product_line,product,customer_part,period,phase,unit,currency,price_per,cost_per,market_volume,current_market_volume,target_price,current_volume,current_price,current_cost,initial_volume,initial_price,initial_cost,expected_volume,expected_price,expected_cost,walkaway_volume,walkaway_price,walkaway_cost,floor_price,alternative,alternative_price,alternative_qualified,condition,note
		Acme,Bolts,B-1,C-2,2027,,pc,USD,1,1,4000,4000,8,1000,10,6,1200,9.5,6,1200,8.8,6,900,8.4,6,8.5,Rival X,9,yes,8.80 for two years,hold on
		Acme,Bolts,B-2,C-1,2027,,pc,USD,1,1,1000,,5,,,,100,5.25,4,100,5,4,100,3,4,,,,,,
		Acme,Nuts,N-1,C-3,2027,H1,m,USD,1000,1000,,,,500000,2,1,500000,2,1,600000,2,1,500000,2,1,,,,,,
		Acme,Nuts,N-1,C-3,2027,H2,m,USD,1000,1000,,,,500000,2,1,500000,2,1,600000,1.9,1,500000,1.9,1,,,,,,
	END
	sheet overview.csv <<-'END'
		account,period,our_objectives,customer_objectives,negotiation_rank,supplier_count,deadlock_rule,deadlock_owner,deadlock_phone,target_revenue,target_share,decisions_asked
		Acme,2027,Sell more,Pay less,2,5,Adjourn and call,Ruth,+1 555 0100,12000,0.3,May B-2 go below its cost?
	END
	sheet lines.csv <<-'END'
		account,product_line,period,owner,strategy,specific_strategies
		Acme,Bolts,2027,Ann,Hold the price,B-1: no rebate
		Acme,Nuts,2027,Bo,Grow,
	END
	"$B/negpkg-build" -q --overview=overview.csv --lines=lines.csv "$@" -o package.csv items.csv
}

# report OPTION...
report() {
	run --separate-stderr "$B/negpkg-report" "$@"
}

# rows: the page's table rows and list items, as text, cells joined by |
rows() {
	sed -nE '/<(tr|li)[ >]/{s/<[^>]*>/|/g; s/\|+/|/g; s/^\|//; s/\|$//; p}' <<<"$output"
}

# has_row TEXT: one of the page's rows is just this
has_row() {
	rows | grep -qxF -- "$1" || show "expected a row: $1" "$(rows)"
}

# says TEXT, lacks TEXT: the page's source has it, or not
says() {
	[[ $output == *"$1"* ]] || show "expected in the page: $1"
}

lacks() {
	[[ $output != *"$1"* ]] || show "expected nowhere in the page: $1"
}
