# bats: findings of negpkg-validate, at their account and line.
load ../helper
load pages

found() {
	sheet findings.csv <<-'END'
		file,line,cell,severity,rule,account,product_line,product,phase,owner,source,message
		package.csv,5,,info,r1,Acme,Bolts,B-1,,Ann,items.csv:2,a word on B-1
		package.csv,5,,error,r2,Acme,Bolts,B-1,,Ann,items.csv:2,"B-1 is <wrong>, and ""bad"""
		package.csv,2,,warning,r3,Acme,,,,,overview.csv:2,the account lacks a plan
		package.csv,8,,warning,r4,Acme,Nuts,N-1,H2,Bo,items.csv:5,look at the second half
		package.csv,1,,error,missing-label,,,,,,,no column plan
	END
}

@test "each finding stands at its line, errors first; the rest at the account, or above all" {
	small
	found
	report --findings=findings.csv package.csv
	fine
	local order
	order=$(grep -oE '<h[23]>[^<]*|a word on B-1|B-1 is &lt;wrong|the account lacks|second half|no column plan' <<<"$output" | sed 's/<h[23]>//')
	grep -vE 'Positions|What moves|Background' <<<"$order" | output_like_lines
}

output_like_lines() {
	local found
	found=$(cat)
	[ "$found" = 'Findings about the package as a whole
no column plan
Acme 
For the meeting
the account lacks
Bolts
B-1 is &lt;wrong
a word on B-1
Nuts
second half' ] || show "$found"
}

@test "a finding has its severity as a mark, and its item" {
	small
	found
	report --findings=findings.csv package.csv
	fine
	has_row 'info| |B-1|: a word on B-1'
	has_row 'error| |B-1 is &lt;wrong&gt;, and &quot;bad&quot;' # which says it itself
	has_row 'warning| |N-1 H2|: look at the second half'
}

@test "where the heading doesn't tell the line, or the account, the finding does" {
	small
	found
	cat >>findings.csv <<-'END'
		package.csv,8,,info,r5,Acme,Screws,S-1,H1,Bo,,of no line of the package
		package.csv,9,,info,r6,Acme,Screws,,,Bo,,of no line either
		package.csv,9,,info,r7,Zeta,Bolts,B-1,,,,of no account of it
		package.csv,9,,info,r8,Zeta,Bolts,B-1,,,,"B-1, of none"
		package.csv,9,,info,r9,Zeta,Bolts,B-1,,,,B-10 is another
	END
	report --findings=findings.csv package.csv
	fine
	has_row 'info| |S-1 H1, Screws|: of no line of the package'
	has_row 'info| |Screws|: of no line either'
	has_row 'info| |B-1, Bolts, Zeta|: of no account of it'
	has_row 'info| |Bolts, Zeta|: B-1, of none'
	has_row 'info| |B-1, Bolts, Zeta|: B-10 is another'
}

@test "a finding tells no period: it stands once, where the first period has its line" {
	small
	sed 's/2027/2028/; s/Nuts/Screws/' items.csv | sed 1d >>items.csv
	"$B/negpkg-build" -q items.csv >package.csv
	found
	echo 'package.csv,9,,info,r5,Acme,Screws,N-1,,,,of the later period' >>findings.csv
	report --findings=findings.csv package.csv
	fine
	[ "$(grep -c '<h2>Acme' <<<"$output")" -eq 2 ]
	local text
	for text in 'a word on B-1' 'the account lacks' 'second half' 'no column plan' 'of the later'; do
		[ "$(grep -c "$text" <<<"$output")" -eq 1 ] || show "$text"
	done
	[ "$(grep -oE '<h3>Screws|of the later' <<<"$output" | tr -d '\n')" = '<h3>Screwsof the later' ] || show
}

@test "what negpkg-validate writes is read" {
	small
	"$B/negpkg-validate" -q --format=csv --findings=findings.csv package.csv || [ $? -eq 1 ]
	local count
	count=$(table severity <findings.csv | grep -c .)
	[ "$count" -gt 3 ]
	report --findings=findings.csv package.csv
	fine
	[ "$(rows | grep -cE '^(error|warning|info)\|')" -eq "$count" ]
}

@test "no findings, and a file that isn't one" {
	small
	found
	sed -i 1q findings.csv
	report package.csv
	local page=$output
	report --findings=findings.csv package.csv
	fine
	[ "$output" = "$page" ]
	report --findings=items.csv package.csv
	status_is 2
	stderr_has 'items.csv:1: error: missing column*: severity*'
	echo 'package.csv,5,,fatal,r,,,,,,,x' >>findings.csv
	report --findings=findings.csv package.csv
	refused 'findings.csv:2:4: error: severity: error, warning or info: "fatal" (cell D2)'
}
