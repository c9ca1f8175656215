# bats: who may see what. What leaves the team is chosen by a positive list.
load ../helper

# figures that stand nowhere else, so that finding one tells of a leak
secrets() {
	sheet items.csv <<-END
		account,product_line,product,customer_part,period,unit,currency,market_volume,current_market_volume,target_price,current_volume,current_price,current_cost,current_rebate,initial_volume,initial_price,initial_cost,expected_volume,expected_price,expected_cost,walkaway_volume,walkaway_price,walkaway_cost,cost,floor_price,list_price,leader,strategic,alternative,alternative_price,alternative_qualified,alternative_source,condition,note,walkaway_approved_by,My cost note,Floor-Plan,private
		Acme,Bolts,A,C-2,2027,pc,USD,5000,4000,40,1000,50,31.0713,171.19,1100,49,30.0917,1217,47.0313,29.0519,1009,41.0117,28.0721,27.0331,43.0423,59.0711,yes,yes,Quillon,42.0837,yes,SECRETSOURCE,SECRETCONDITION,SECRETNOTE,SECRETPERSON,SECRETCOST,SECRETFLOOR,SECRETPRIVATE
		Acme,Bolts,B,C-1,2027,pc,USD,5000,4000,40,100,50,31.0713,,110,49,30.0917,117,47.0313,29.0519,0,,,27.0331,,,,,,,,,,,,,,
		Acme,Nuts,N,C-3,2027,pc,USD,5000,,40,,,,,,,,777,47.0313,29.0519,555,41.0117,28.0721,,,,,,,,,,,,,,,
	END
	sheet overview.csv <<-END
		account,period,account_manager,our_objectives,deadlock_rule,target_margin,target_revenue
		Acme,2027,SECRETMANAGER,SECRETOBJECTIVE,SECRETRULE,987654.32,876543.21
	END
	sheet lines.csv <<-END
		account,product_line,period,owner,strategy,floor_margin_pct,concession_pct
		Acme,Bolts,2027,SECRETOWNER,SECRETSTRATEGY,33.71,7.77
		Acme,Nuts,2027,SECRETOWNER,SECRETSTRATEGY,33.71,7.77
	END
}

package() {
	build --overview=overview.csv --lines=lines.csv "$@" items.csv
}

@test "internal is the default and has everything" {
	secrets
	package
	fine
	local default=$output
	package --audience=internal
	fine
	[ "$output" = "$default" ]
	for secret in 41.0117 43.0423 SECRETRULE SECRETPRIVATE 33.71; do
		[[ $output == *$secret* ]] || show "$secret isn't there"
	done
}

@test "room has no walk-away, floor or cost column, whatever its heading looks like" {
	secrets
	package --audience=room
	fine
	! headings | grep -iE 'walk.?away|floor|cost|cogs' || show
	for secret in 41.0117 43.0423 28.0721 27.0331 31.0713 30.0917 29.0519 33.71 SECRETPERSON SECRETCOST SECRETFLOOR; do
		output_lacks "$secret"
	done
}

@test "room keeps the rest: expected figures, flags, strategy" {
	secrets
	package --audience=room
	fine
	has_column expected_price
	has_column strategy
	[[ $output == *47.0313* && $output == *SECRETSTRATEGY* ]] || show
}

@test "room has no flag that tells of the walk-away" {
	secrets
	package
	fine
	printf '%s\n' "$output" | table product flags | grep ^A >found
	grep -q 'below-floor;below-alternative' found || show
	printf '%s\n' "$output" | table product flags | grep ^B | grep -q let-go || show
	package --audience=room
	fine
	local flag
	for flag in below-cost below-floor below-alternative let-go; do
		output_lacks $flag
	done
	printf '%s\n' "$output" | table product flags | grep -q '^A|.*strategic' || show
}

@test "customer has only the positive list" {
	secrets
	package --audience=customer
	fine
	local column
	for column in $(headings); do
		case $column in
		level | account | product_line | product | customer_part | period | phase | unit | currency | price_per | \
			current_volume | current_price | current_revenue | initial_volume | initial_price | initial_revenue | \
			market_volume | current_market_volume | target_price) ;;
		*) show "a column for the customer: $column" ;;
		esac
	done
	has_column customer_part
	has_column initial_price
	has_column current_price
}

@test "customer: no secret figure or word appears anywhere" {
	secrets
	package --audience=customer
	fine
	[[ $output == *49.0000* ]] || show "the initial offer isn't there"
	local secret
	for secret in SECRET 31.0713 31071 171.19 30.0917 47.0313 1217 117, 57237 29.0519 41.0117 1009 28.0721 27.0331 43.0423 59.0711 42.0837 \
		Quillon 987654 876543 33.71 7.77 777 555 leader strategic below let-go phased concession yes; do
		output_lacks "$secret"
	done
	# every margin of the internal package
	package
	local margins
	margins=$(printf '%s\n' "$output" | table current_margin initial_margin expected_margin walkaway_margin | tr '|' '\n' | grep '[1-9]')
	[ -n "$margins" ]
	package --audience=customer
	for secret in $margins; do
		output_lacks "$secret"
	done
}

@test "customer: items without current business or initial offer aren't there, nor are their lines" {
	secrets
	package --audience=customer
	fine
	output_lacks C-3
	output_lacks Nuts
}

@test "customer: sorted by customer_part" {
	secrets
	sed -i 's/,Bolts,B,C-1,/,Aaa,B,C-1,/' items.csv
	printf '%s\n' 'Acme,Bolts,Z,A-9,2027,pc,USD,5000,4000,40,1,50,31,,1,49,30' | sed 's/$/,,,,,,,,,,,,,,,,,,,,,/' >>items.csv
	build --audience=customer items.csv
	fine
	printf '%s\n' "$output" | table level customer_part | grep ^item >found
	diff found - <<-END
		item|A-9
		item|C-1
		item|C-2
	END
	# whatever order the team has asked for
	for key in at-risk walkaway_price expected_margin; do
		build --audience=customer --sort-by=$key items.csv
		fine
		printf '%s\n' "$output" | table level customer_part | grep ^item | diff - found
	done
}

@test "customer and room of the examples: nothing of the walk-away" {
	build -q --audience=customer --overview="$EXAMPLES/overview.csv" --lines="$EXAMPLES/lines.csv" "$EXAMPLES/items.csv"
	fine
	! headings | grep -iE 'expected|walk|margin|cost|cogs|floor|rank|flag|source|package_id|alternative|note|strategy' || show
	build -q --audience=room --overview="$EXAMPLES/overview.csv" --lines="$EXAMPLES/lines.csv" "$EXAMPLES/items.csv"
	fine
	! headings | grep -iE 'walk|cost|cogs|floor' || show
	output_lacks below-floor
	output_lacks let-go
}

@test "an audience that isn't known is a usage error, nothing printed" {
	secrets
	package --audience=everyone
	refused '*--audience*everyone*'
}

@test "customer: bad input prints nothing, as for everyone" {
	secrets
	sed -i 's/41.0117/x/' items.csv
	package --audience=customer
	status_is 2
	[ -z "$output" ]
}

@test "nothing of overview or lines reaches the customer, not even under a name that it may see" {
	sheet items.csv <<-END
		account,product_line,product,Unit,current_volume,current_price,current_cost,initial_volume,initial_price,initial_cost
		Acme,Bolts,A,pc,10,5,3,10,5,3
	END
	sheet lines.csv <<-END
		account,product_line,unit
		Acme,Bolts,SECRET
	END
	build --audience=customer --lines=lines.csv items.csv
	fine
	output_lacks SECRET
	columns_are level unit <<-END
		account|
		line|
		item|pc
	END
}

@test "the customer isn't shown what our planning rates make of its currency" {
	sheet items.csv <<-END
		account,product_line,product,currency,current_fx,initial_fx,current_volume,current_price,current_cost,initial_volume,initial_price,initial_cost
		Acme,Bolts,A,EUR,1.2,1.3,10,5,3,10,6,3
		Acme,Nuts,B,USD,1,1,10,5,3,10,6,3
	END
	build --audience=customer items.csv
	fine
	columns_are level product_line initial_revenue <<-END
		account||
		line|Bolts|
		line|Nuts|60.00
		item|Bolts|60.00
		item|Nuts|60.00
	END
}

@test "the room's order can't be asked to tell what the room doesn't see" {
	sheet items.csv <<-END
		account,product_line,product,current_volume,current_price,current_cost,walkaway_volume,walkaway_price,walkaway_cost
		Acme,Bolts,A,10,5,3,10,5,3
	END
	for column in at-risk walkaway_margin expected_cost; do
		build --audience=room --sort-by=$column items.csv
		refused "negpkg-build: error: --sort-by=$column would tell the room what --audience=room keeps from it"
	done
}

@test "the customer hears of no account that is offered nothing: it may be another customer" {
	secrets
	sed -i 's/^Acme,Nuts/Zeta,Nuts/' items.csv
	build --audience=customer items.csv
	fine
	[[ $output == *Acme* ]]
	[[ $output != *Zeta* ]] || show
}
