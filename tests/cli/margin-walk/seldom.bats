# bats: what is seldom wrong, and must be said all the same.
load ../helper

H=account,product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
R=1,2,1,1,2,1

@test "one foreign currency, and no rate" {
	printf '%s\n' "$H,currency" "A,L,P,$R,EUR" >items.csv
	walk --report-currency=USD items.csv
	refused 'items.csv:2: error: currency: EUR without current_fx: to report in USD takes a rate *'
}

@test "a row without a currency among others" {
	printf '%s\n' "$H,currency" "A,L,P,$R,EUR" "A,L,Q,$R," >items.csv
	walk items.csv
	warned 'items.csv:3:10: warning: currency: a row without a currency is taken as EUR (cell J3)'
}

@test "rates without a currency, a sheet of rates without that column" {
	printf '%s\n' "$H,currency" "A,L,P,$R,EUR" >items.csv
	printf '%s\n' currency,current,expected ,1,1 >fx.csv
	walk --fx=fx.csv items.csv
	refused 'fx.csv:2:1: error: currency: a row of rates without a currency (cell A2)'
	printf '%s\n' code,current EUR,1 >fx.csv
	walk --fx=fx.csv items.csv
	refused 'fx.csv:1: error: missing column: currency'
}

@test "phases that don't agree in the currency or unit of cost" {
	printf '%s\n' "$H,phase,cost_currency,current_cost_fx,expected_cost_fx" "A,L,P,$R,a,EUR,1,1" "A,L,P,$R,b,CHF,1,1" >items.csv
	walk items.csv
	refused 'items.csv:3: error: cost_currency: the phases of one item must agree, and items.csv:2 has another'
	printf '%s\n' "$H,phase,cost_per" "A,L,P,$R,a,1" "A,L,P,$R,b,10" >items.csv
	walk items.csv
	refused 'items.csv:3: error: cost_per: the phases of one item must agree, and items.csv:2 has another'
}

@test "sums that fit no figure" {
	printf '%s\n' "$H" A,L,P,1,9e22,1,1,9e22,1 A,L,Q,1,9e22,1,1,9e22,1 >items.csv
	walk items.csv
	refused "items.csv:3: error: the sums of this item's group are too large"
	printf '%s\n' product,current_volume,current_revenue,current_cogs,expected_volume,expected_revenue,expected_cogs \
		P,1,1e23,1,1,1,1 Q,1,1e23,1,1,1,1 >items.csv
	walk items.csv
	refused 'items.csv:3:3: error: current_revenue: the sum of this column is too large: "1e23" (cell C3)'
}

@test "an empty name in --by; blanks around names are none of them" {
	printf '%s\n' "$H" "A,L,P,$R" >items.csv
	walk --by=account,,product items.csv
	refused 'margin-walk: error: --by: an empty name in "account,,product"'
	walk --by=' product , account ' items.csv
	fine
}

@test "a package with a row of a level of its own" {
	printf '%s\n' "level,package_id,$H" "thing,x,A,L,P,$R" >package.csv
	walk package.csv
	refused "package.csv:2:1: error: level: a package's rows are account, line, item or phase: \"thing\" (cell A2)"
}

@test "pieces in other units, and one that was cut" {
	printf '%s\n' "$H,unit" "A,L,P,$R,kg" >kg.csv
	printf '%s\n' "$H,unit" "A,L,P,$R,pc" >pc.csv
	"$B/$TOOL" --partial kg.csv >kg
	"$B/$TOOL" --partial pc.csv >pc
	walk --merge kg pc
	warned 'pc:3: warning: a group has items in pc and in kg, and their volumes are added up'
	head -c -20 kg >cut
	walk --merge cut
	refused 'cut:3: error: not a record of a piece: it was cut or changed'
}

@test "a waterfall of two currencies" {
	printf '%s\n' product,currency,current_volume,current_list,current_price,current_cogs P,EUR,1,5,4,2 Q,USD,1,5,4,2 >items.csv
	walk --waterfall=current items.csv
	refused 'items.csv:3:2: error: currency: a waterfall is of one currency, and items.csv:2 has EUR: "USD" (cell B3)'
}
