# bats: --waterfall, prices from list to pocket. The figures of the published case e11.
load ../helper

W=product_line,product,quote_list,quote_discount,quote_allowance,quote_freight,quote_rebate,quote_cogs,quote_incentive

quotes() {
	sheet quotes.csv <<-END
		$W
		Hardware,x,30000,3000,1000,1000,1000,22000,1000
		Software,x,20000,1500,500,0,1500,10000,500
		Service,x,10000,500,500,500,0,6000,0
	END
}

@test "from list to invoice, pocket and margin: e11" {
	quotes
	walk --waterfall=quote quotes.csv
	fine
	# 60000 - 5000 - 2000 = 53000; - 2500 - 1500 = 49000; - 38000 + 1500 = 12500, of 49000; leakage = 60000 - 49000
	output_is <<-END
		level,product_line,list,discount,allowance,invoice,rebate,freight,terms,pocket,cogs,incentive,margin,margin_pct,leakage
		total,,60000.00,5000.00,2000.00,53000.00,2500.00,1500.00,0.00,49000.00,38000.00,1500.00,12500.00,25.51,11000.00
		product_line,Hardware,30000.00,3000.00,1000.00,26000.00,1000.00,1000.00,0.00,24000.00,22000.00,1000.00,3000.00,12.50,6000.00
		product_line,Service,10000.00,500.00,500.00,9000.00,0.00,500.00,0.00,8500.00,6000.00,0.00,2500.00,29.41,1500.00
		product_line,Software,20000.00,1500.00,500.00,18000.00,1500.00,0.00,0.00,16500.00,10000.00,500.00,7000.00,42.42,3500.00
	END
}

@test "--by and --places" {
	quotes
	walk --waterfall=quote --by= --places=0 quotes.csv
	fine
	output_is <<-END
		level,list,discount,allowance,invoice,rebate,freight,terms,pocket,cogs,incentive,margin,margin_pct,leakage
		total,60000,5000,2000,53000,2500,1500,0,49000,38000,1500,12500,25.51,11000
	END
}

@test "columns that are missing are nothing, apart from list and cogs" {
	sheet few.csv <<-END
		product,quote_list,quote_cogs,quote_terms
		A,100,60,10
		B,,,
	END
	walk --waterfall=quote few.csv
	fine
	columns_are list discount allowance invoice rebate freight terms pocket cogs incentive margin margin_pct leakage <<-END
		100.00|0.00|0.00|100.00|0.00|0.00|10.00|90.00|60.00|0.00|30.00|33.33|10.00
	END
	cut -d, -f1,2 few.csv >no-cogs.csv
	walk --waterfall=quote no-cogs.csv
	refused 'no-cogs.csv:1: error: missing column: quote_cogs'
	cut -d, -f1,3 few.csv >no-list.csv
	walk --waterfall=quote no-list.csv
	refused 'no-list.csv:1: error: missing column: quote_list'
	walk --waterfall=plan few.csv
	refused 'few.csv:1: error: missing column: plan_list, plan_cogs'
}

@test "a negative pocket margin is a finding: exit status 1, and the output complete" {
	sheet quotes.csv <<-END
		product_line,product,quote_list,quote_cogs
		Good,a,300,60
		Bad,b,100,160
		Even,c,100,100
	END
	walk --waterfall=quote quotes.csv
	status_is 1
	stderr_like '*finding*Bad*'
	columns_are product_line margin margin_pct <<-END
		|180.00|36.00
		Bad|-60.00|-60.00
		Even|0.00|0.00
		Good|240.00|80.00
	END
	# also where it goes to a file
	walk --waterfall=quote -o out.csv quotes.csv
	status_is 1
	[ -z "$output" ]
	[ "$(wc -l <out.csv)" -eq 5 ]
}

@test "a hostile name in a finding is one line without control characters" {
	printf 'product_line,product,quote_list,quote_cogs\n"a\n\033[2Jb",x,1,2\n' >quotes.csv
	walk --waterfall=quote quotes.csv
	status_is 1
	stderr_like '*finding*a\\n\\x1b\[2Jb*'
}

@test "a pocket of nothing has no percentage" {
	sheet quotes.csv <<-END
		product,quote_list,quote_discount,quote_cogs
		A,100,100,0
	END
	walk --waterfall=quote quotes.csv
	fine
	columns_are pocket margin margin_pct leakage <<-END
		0.00|0.00||100.00
	END
}

@test "a cell that is no figure is an error, and nothing is printed" {
	sheet quotes.csv <<-END
		product,quote_list,quote_discount,quote_cogs
		A,100,5%,60
		B,#REF!,,60
	END
	walk --waterfall=quote quotes.csv
	refused 'quotes.csv:2:3: error: quote_discount: *' 'quotes.csv:3:2: error: quote_list: *'
}
