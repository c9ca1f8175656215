# bats: who may see what. What is on a page is chosen by the list that negpkg-build has.
load ../helper
load pages

@test "the customer gets its part numbers, its current business and our offer" {
	small
	report --audience=customer package.csv
	fine
	says '<h1>Offer</h1>'
	lacks Confidential
	# by customer_part
	[ "$(grep -oE 'class="known">C-[0-9]' <<<"$output" | tr -dc '0-9\n' | tr -d '\n')" = 123 ] || show
	has_row 'B-2|C-1|per pc|Offer|100|5.25|525.00'
	has_row 'B-1|C-2|per pc|Current|1,000|10.00|10,000.00'
	has_row 'Offer|1,200|9.50|−5.00|11,400.00'
	has_row 'Need, target|4,000|8.00'
}

@test "the customer gets nothing else" {
	small
	report --audience=customer package.csv
	fine
	local secret
	for secret in 8.80 8.40 8.50 10,560 7,560 41.67 5,000.00 31.82 xpected alk-away loor ost oncession below phased leader \
		'Rival X' 'hold on' 'two years' 'Sell more' 'Pay less' Ruth Ann 'Hold the price' 'May B-2' items.csv '>25.00' '>30.00'; do
		lacks "$secret"
	done
	lacks '<svg'
}

@test "it makes no difference to the customer's page from which package it is made" {
	small
	report --audience=customer package.csv
	local page=$output
	small --audience=customer
	report --audience=customer package.csv
	fine
	[ "$output" = "$page" ] || diff <(printf '%s\n' "$page") <(printf '%s\n' "$output")
}

@test "the order of our package doesn't show on the customer's page" {
	small
	report --audience=customer package.csv
	local page=$output order
	for order in at-risk expected_margin walkaway_price; do
		small --sort-by=$order
		report --audience=customer package.csv
		[ "$output" = "$page" ] || show
	done
}

@test "nor does it in items that the customer knows by one name" {
	local swap page heading=level,account,product_line,product,period,customer_part,market_volume,target_price,unit,current_volume,current_price,current_revenue
	local -a cells=(,,1,pc,5,5,25 ,,2,pc,5,5,25 ,7,2,pc,5,5,25 ,,1,kg,5,5,25)
	for swap in '0 1' '1 2' '0 3'; do
		set -- $swap
		for page in "$1 $2" "$2 $1"; do
			{
				printf '%s\n' $heading account,A,,,,,,,,10,,50 line,A,L,,,,,,,10,,50
				for i in $page; do echo "item,A,L,P,,C${cells[i]}"; done
			} >package.csv
			report --audience=customer package.csv
			fine
			printf '%s\n' "$output" >"page $page"
		done
		cmp "page $1 $2" "page $2 $1"
	done
}

@test "items that the customer neither buys nor is offered aren't on its page" {
	small
	echo 'Acme,Bolts,SECRET-9,C-9,2027,,pc,USD,1,1,,,,,,,,,,10,5,4,10,4,4,,,,,,' >>items.csv
	"$B/negpkg-build" -q items.csv >package.csv
	report --audience=customer package.csv
	fine
	lacks SECRET
}

@test "planning rates stay with us: a total of converted figures isn't shown to the customer" {
	small
	sed -i '2s/USD/EUR/' items.csv
	printf 'currency,current,initial,expected,walkaway\nEUR,1.1,1.2,1.3,1.4\n' >fx.csv
	"$B/negpkg-build" -q --fx=fx.csv items.csv >package.csv
	report --audience=customer package.csv
	fine
	has_row 'B-1|C-2|EUR per pc|Current|1,000|10.00|10,000.00'
	lacks 11,000.00
	lacks 13,680
	lacks 'Bolts by position'
	says 'Nuts by position'
}

@test "a line without figures of its own, where rates were involved, keeps its items" {
	small
	sed -i '2s/USD/EUR/' items.csv
	printf 'currency,current,initial,expected,walkaway\nEUR,1.1,1.2,1.3,1.4\n' >fx.csv
	"$B/negpkg-build" -q --fx=fx.csv items.csv >package.csv
	report --audience=customer package.csv
	local page=$output
	"$B/negpkg-build" -q --audience=customer --fx=fx.csv items.csv >package.csv
	report --audience=customer package.csv
	fine
	says '<h3>Bolts</h3>'
	has_row 'B-1|C-2|EUR per pc|Current|1,000|10.00|10,000.00'
	[ "$(grep -c rowgroup <<<"$output")" -eq "$(grep -c rowgroup <<<"$page")" ]
}

@test "a line, or an account, without anything offered isn't on the customer's page: it may be another customer" {
	small
	sed 's/^Acme,Nuts/Zeta,Screws/' lines.csv >others.csv
	sed 's/Acme/Zeta/' overview.csv >theirs.csv
	"$B/negpkg-build" -q --overview=theirs.csv --lines=others.csv items.csv >package.csv
	report --audience=customer package.csv
	fine
	says '<h2>Acme'
	lacks Zeta
	lacks Screws
	lacks '@page a'
}

@test "where nothing at all is offered there is no page for the customer" {
	printf '%s\n' account,product,expected_volume,expected_price,expected_cost Acme,A,10,5,3 | "$B/negpkg-build" -q >package.csv
	report --audience=customer package.csv
	refused 'negpkg-report: error: nothing to show the customer: no item has current business or an initial offer'
	sed '/^item/d' package.csv >empty.csv
	report --audience=customer empty.csv
	refused 'negpkg-report: error: nothing to show*'
}

@test "one customer's page for two of them is a warning" {
	small
	sed -i 's/^Acme,Nuts/Zeta,Nuts/' items.csv
	"$B/negpkg-build" -q items.csv >package.csv
	report --audience=customer package.csv
	warned '*: warning: this page holds the offers to Acme and Zeta: neither may see it'
}

@test "the room sees no walk-away, no floor, no cost, nor what comes of them" {
	small
	report --audience=room package.csv
	fine
	says Confidential
	local secret
	for secret in 8.40 8.50 7,560 Walk-away walk-away 'below floor' 'below cost' 'below alternative' Floor 'May B-2' '>6.00<'; do
		lacks "$secret"
	done
	has_row 'B-1|C-2|per pc|concession| |Current|1,000|10.00|10,000.00|40.00|25.00'
	has_row 'Expected|1,200|8.80|−12.00|+10.00|10,560.00|31.82|30.00'
	# costs can't be walked: revenue is
	says 'What moves revenue'
	[ "$(grep -c '<svg' <<<"$output")" -eq 1 ]
	lacks '>cost<'
}

@test "it makes no difference to the room's page from which package it is made" {
	small
	report --audience=room package.csv
	local page=$output
	small --audience=room
	report --audience=room package.csv
	fine
	[ "$output" = "$page" ] || diff <(printf '%s\n' "$page") <(printf '%s\n' "$output")
}

@test "an internal page of a package for the room, or the customer, shows what there is" {
	small --audience=room
	report package.csv
	fine
	says 'What moves revenue'
	small --audience=customer
	report package.csv
	fine
	has_row 'B-2|C-1|per pc|Initial|100|5.25|525.00'
}

@test "internal and room are marked on the screen and on every printed page" {
	small
	for who in internal room; do
		report --audience=$who package.csv
		fine
		says '<p class="secrecy">Confidential</p>'
		says '@page{@bottom-left{content:"Confidential""\000020\0000b7\000020""Acme"}}'
	done
}

@test "findings quote what only we may know: they are for the internal page" {
	small
	echo file,line,cell,severity,rule,account,product_line,product,phase,owner,source,message >findings.csv
	for who in room customer; do
		report --audience=$who --findings=findings.csv package.csv
		refused "negpkg-report: error: --findings tells what --audience=$who keeps back"
	done
}
