# bats: what is seldom wrong, and must be said all the same.
load ../helper

sheets() {
	cat >items.csv <<-END
		account,product_line,product,customer_part,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,L,P,C1,1,2,1,1,2,1
		A,L,Q,C1,1,2,1,1,2,1
	END
}

@test "a forecast without a part number, and one of two items" {
	sheets
	printf '%s\n' customer_part,market_volume C1,100 ,100 >customer.csv
	run --separate-stderr "$B/$TOOL" --customer=customer.csv items.csv
	warned "customer.csv:3:1: warning: customer_part: a row without the customer's part number: left out (cell A3)" \
		'items.csv:3: warning: an item above has this customer_part, too: each has the whole forecast'
}

@test "a target price per nothing" {
	sheets
	printf '%s\n' customer_part,target_price,price_per C1,5,0 >customer.csv
	run --separate-stderr "$B/$TOOL" --customer=customer.csv items.csv
	refused 'customer.csv:2:3: error: price_per: must be above zero (cell C2)'
}

@test "sums that fit no figure" {
	sheets
	sed -i 's/1,2,1,1,2,1/1,9e22,1,1,9e22,1/' items.csv
	run --separate-stderr "$B/$TOOL" items.csv
	refused 'negpkg-build: error: the sums of account A are too large'
}
