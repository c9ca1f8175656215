# bats: what the page of a package says, figure by figure.
load ../helper
load pages

@test "a filter: the package comes through a pipe, the page goes to standard output" {
	small
	run --separate-stderr bash -c '"$1" <package.csv' - "$B/negpkg-report"
	fine
	[[ ${lines[0]} == '<!DOCTYPE html>' ]]
	[[ ${lines[-1]} == '</html>' ]]
	local page=$output
	report package.csv
	fine
	[ "$output" = "$page" ]
}

@test "the page needs nothing from outside, and runs nothing" {
	small
	report package.csv
	fine
	says "content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\""
	! grep -iE '<script|<link|<img|<iframe|src=|@import|url\(|javascript:| style="| on[a-z]+="' <<<"$output" || show
	! grep -oE 'href="[^#]' <<<"$output" || show
}

@test "the headline: revenue, margin and share in every position" {
	small
	report package.csv
	fine
	# 1000 * 10 + 1,000,000 * 2 / 1000; 11400 + 525 + 2000; 10560 + 500 + 1200 + 1140; 7560 + 300 + 1000 + 950
	says '<p class="lead">Revenue USD 12.0k now, 13.9k offered (+16.0%), 13.4k expected (+11.7%), 9.8k at walk-away (−18.2%)</p>'
	# less 6000 + 1000; 7200 + 400 + 1000; 7200 + 400 + 1200; 5400 + 400 + 1000
	says '<p class="lead">Margin USD 5.0k now (41.7%), 5.3k offered (38.2%), 4.6k expected (34.3%), 3.0k at walk-away (30.7%)</p>'
}

@test "positions, and the results against objectives" {
	small
	report package.csv
	fine
	has_row 'Current|12,000.00|5,000.00|41.67'
	has_row 'Initial|13,925.00|+16.04|5,325.00|+6.50|38.24'
	has_row 'Expected|13,400.00|+11.67|4,600.00|−8.00|34.33'
	has_row 'Walk-away|9,810.00|−18.25|3,010.00|−39.80|30.68'
	has_row 'Objective|12,000.00|30.00'
	has_row 'Expected less objective|+1,400.00'
}

@test "items: the places are a column's, the phases stand below, prices are in their own terms" {
	small
	report package.csv
	fine
	has_row 'B-1|C-2|per pc|concession| |below floor| |below alternative| |Current|1,000|10.00|10,000.00|40.00|25.00'
	has_row 'Expected|1,200|8.80|−12.00|+10.00|10,560.00|31.82|30.00'
	has_row 'Need, target|4,000|8.00'
	has_row 'N-1|C-3|per 1,000 m|phased| |Current|1,000,000|2.00|2,000.00|50.00'
	has_row 'Expected|1,200,000|1.95|−2.50|2,340.00|48.72'
	has_row 'H2|Current|500,000|2.00|1,000.00|50.00'
	says '<td class="minus">−12.00</td>'
	has_row 'Condition| 8.80 for two years| |Alternative| Rival X at 9.00, qualified| |Floor| 8.50| |Note| hold on| '
}

@test "what needs attention comes first" {
	small
	report package.csv
	fine
	says '<dt>Decisions asked</dt><dd>May B-2 go below its cost?</dd>'
	has_row 'below cost| |B-2, Bolts|: walk-away 3.00, margin −100.0 (−33.3%)'
	has_row 'below floor| |B-1, Bolts|: walk-away 8.40, floor 8.50'
	has_row 'below alternative| |B-1, Bolts|: walk-away 8.40, Rival X 9.00'
	has_row 'concession| |B-1, Bolts|: 10.00 → 8.80 (−12.0%); share 25.0% → 30.0%'
	has_row 'gap to target| |B-1, Bolts|: expected 8.80, target 8.00 (+10.0%)'
	[[ $(grep -n 'For the meeting' <<<"$output" | cut -d: -f1) -lt $(grep -n '>Positions<' <<<"$output" | cut -d: -f1) ]]
}

@test "what is missing is said" {
	small
	"$B/negpkg-build" -q items.csv >package.csv
	report package.csv
	fine
	has_row 'missing| |our objectives, the customer&#39;s objectives, a deadlock rule, who decides in a deadlock, the deadlock owner&#39;s phone'
	has_row 'missing| |an owner of Bolts, Nuts'
	has_row 'missing| |a strategy for Bolts, Nuts'
}

@test "the widest gaps are five, the widest first" {
	{
		echo product,target_price,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		for i in 1 2 3 4 5 6 7; do echo "P$i,100,10,120,50,10,10$i,50"; done
	} | "$B/negpkg-build" -q >package.csv
	report package.csv
	fine
	[ "$(rows | grep -o '|[^|]*|: expected [0-9.]*, target.*')" = "$(for i in 7 6 5 4 3; do echo "|P$i|: expected 10$i.00, target 100.00 (+$i.0%)"; done)" ] || show "$(rows)"
}

@test "beyond eight of a kind the rest is counted" {
	{
		echo product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		for i in 1 2 3 4 5 6 7 8 9 10 11; do echo "P$i,10,120,50,10,60,50"; done
	} | "$B/negpkg-build" -q >package.csv
	report package.csv
	fine
	[ "$(rows | grep -c 'concession| |P.*→')" -eq 8 ] || show "$(rows)"
	has_row 'concession| |and 3 more, marked in the tables below'
}

@test "the walk is margin-walk's, to the cent" {
	cd "$EXAMPLES"
	"$B/negpkg-build" --overview=overview.csv --lines=lines.csv items.csv >"$BATS_TEST_TMPDIR/package.csv"
	cd "$BATS_TEST_TMPDIR"
	"$B/margin-walk" --steps=current,expected,walkaway --by=account,period,product_line package.csv |
		table level account volume mix_within price cost rebate fx new lost | grep '^period' >walks
	[ "$(wc -l <walks)" -eq 4 ]
	report package.csv
	fine
	local found effect level account effects
	found=$(tr -d ',+' <<<"$output" | sed 's/−/-/g')
	while IFS='|' read -r level account effects; do
		for effect in ${effects//|/ }; do
			[ "$effect" = 0.00 ] || grep -qF ">$effect<" <<<"$found" || show "no $effect of $account"
		done
	done <walks
}

@test "without a second position there is no walk, and that is fine" {
	printf '%s\n' product,current_volume,current_price,current_cost A,10,5,3 | "$B/negpkg-build" -q >package.csv
	report package.csv
	fine
	lacks '<svg'
	rows | grep -qx 'A|.*Current|10|5.00|50.00|40.00' || show "$(rows)"
}

@test "several accounts and FILEs: contents, and a walk for each" {
	small
	sed 's/Acme/Zeta/' items.csv | "$B/negpkg-build" -q --report-currency=USD >other.csv
	report package.csv other.csv
	fine
	says '<nav aria-label="Contents"><ul><li><a href="#a1">Acme</a> 2027'
	says '<li><a href="#a2">Zeta</a> 2027'
	[ "$(grep -c '<h2>' <<<"$output")" -eq 2 ]
	[ "$(grep -c '<svg' <<<"$output")" -eq 4 ]
	cat package.csv <(sed 1d other.csv) >both.csv
	report package.csv package.csv
	status_is 2
	stderr_has 'package.csv:2: error: this account stands twice'
}

@test "headings, tables and pictures are as screen readers want them" {
	small
	report package.csv
	fine
	says '<html lang="en">'
	says '<meta name="viewport" content="width=device-width, initial-scale=1">'
	says '<th scope="col">Volume</th>'
	says '<th scope="rowgroup" rowspan="6"><span class="name">B-1</span>'
	says '<th scope="row">Expected</th>'
	says 'role="img" aria-label="Current to Expected, Gross margin, USD: Current 5,000.00;'
	[ "$(grep -c '<table' <<<"$output")" -eq "$(grep -c '<caption>' <<<"$output")" ]
	[ "$(grep -oE '<h[1-6]' <<<"$output" | tr -d '\n<')" = h1h2h3h3h3h3h3h3 ]
}

@test "the same package gives the same bytes, anywhere" {
	small
	report package.csv
	fine
	local page=$output
	run --separate-stderr env -i LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo "$B/negpkg-report" package.csv
	[ "$output" = "$page" ]
}

@test "--title names the page, and text is text" {
	small
	report --title='Acme <b>& "Co"' package.csv
	fine
	says '<title>Acme &lt;b&gt;&amp; &quot;Co&quot;</title>'
	says '<h1>Acme &lt;b&gt;&amp; &quot;Co&quot;</h1>'
}

@test "a page without a title is refused" {
	small
	local title
	for title in '' '  '; do
		report --title="$title" package.csv
		refused 'negpkg-report: error: --title: a page needs a heading'
	done
}

@test "a hostile name escapes neither from the page nor from its style sheet" {
	small
	sed -i 's,Acme,"</style><script>alert(1)</script>""}",' items.csv
	"$B/negpkg-build" -q items.csv >package.csv
	report package.csv
	fine
	lacks '<script'
	[ "$(grep -o '</style>' <<<"$output" | wc -l)" -eq "$(grep -o '<style>' <<<"$output" | wc -l)" ]
	says '<h2>&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;} <small>2027</small></h2>'
}

@test "--places rounds money, and only money" {
	small
	report --places=0 package.csv
	fine
	has_row 'Expected|13,400|+11.67|4,600|−8.00|34.33'
	has_row 'Expected|1,200|8.80|−12.00|+10.00|10,560|31.82|30.00'
}

@test "on paper the first account shares the first page, the others have their own, and each foot says whose" {
	small
	report package.csv
	fine
	[ "$(grep -c '^@page{@bottom-left\|break-before:page' <<<"$output")" -eq 1 ] || show
	says '@page{@bottom-left{content:"Confidential""\000020\0000b7\000020""Acme"}}'
	sed 's/Acme/Zeta/' items.csv | "$B/negpkg-build" -q --report-currency=USD >other.csv
	echo severity,rule,account,product_line,product,message >findings.csv
	echo error,r,,,,astray >>findings.csv
	report --findings=findings.csv package.csv other.csv
	fine
	says '<section id="a1"><h2>Findings about the package as a whole'
	says '@page{@bottom-left{content:"Confidential""\000020\0000b7\000020""Acme"}}'
	says '@page a3{@bottom-left{content:"Confidential""\000020\0000b7\000020""Zeta"}}'
	[ "$(grep break-before:page <<<"$output")" = '@media print{#a3{page:a3;break-before:page;margin-top:0}}' ] || show
}

@test "a name that is too long for the foot of a page is cut there, and only there" {
	small
	local name
	name=$(printf 'Acme%.0s' {1..100})
	sed -i "s/Acme/$name/" items.csv
	"$B/negpkg-build" -q items.csv >package.csv
	report package.csv
	fine
	says "<h2>$name <small>"
	grep -qE '^@page\{@bottom-left\{content:"Confidential""[^"]*""(Acme){15,25}A?c?m?\\002026"\}\}' <<<"$output" || show
}

@test "a percent sign isn't parted from its heading" {
	small
	report package.csv
	fine
	says "<th scope=\"col\">Revenue change$(printf '\u00a0')%</th>"
	lacks ' %</th>'
}

@test "a carriage return ends a line, as HTML has it" {
	small
	printf 'level,account,product_line,product,period,currency,our_objectives,current_volume,current_revenue,current_cogs,expected_volume,expected_revenue,expected_cogs\n%s\n%s\n%s\n' \
		$'account,A,,,,"U\rS","x\r\ny\rz",1,2,1,1,3,1' $'line,A,L,,,"U\rS",,1,2,1,1,3,1' $'item,A,L,P,,"U\rS",,1,2,1,1,3,1' >package.csv
	report --title=$'a\rb' package.csv
	fine
	says '<svg'
	says $'<h1>a\nb</h1>'
	says $'<dd>x\ny\nz</dd>'
	lacks '&#13;'
	lacks $'\r'
}
