# bats: --format=mail: one message per recipient, as an mbox; to whom none goes.
load remind

mail() {
	remind --format=mail --from=bot@us.example "$@"
}

# headers NAME: the values of a header, one per message
headers() {
	sed -n "s/^$1: //p" <<<"$output"
}

# --- what it says

@test "one message per recipient and run, whatever is due" {
	actions Acme,2026,call,one,2026-03-10,Ann,ann@us.example Acme,2026,call,two,2026-03-11,Bo,bo@us.example \
		Bolt,2027,talk,,2026-03-09,Annie,ANN@us.example
	mail actions.csv
	fine
	[ "$(headers To | xargs)" = 'ANN@us.example bo@us.example' ] || [ "$(headers To | xargs)" = 'ann@us.example bo@us.example' ] || show
	[ "$(headers From | sort -u)" = bot@us.example ]
	[ "$(headers Auto-Submitted | xargs)" = 'auto-generated auto-generated' ]
	[ "$(headers Date | sort -u)" = 'Tue, 10 Mar 2026 00:00:00 +0000' ]
	[ "$(headers Message-ID | sort -u | wc -l)" = 2 ]
	[ "$(headers Message-ID | grep -c '^<[0-9a-f]*@us\.example>$')" = 2 ]
	[ "$(grep -c '^From ' <<<"$output")" = 2 ]
	[ "$(headers Subject | xargs -d'\n')" = 'Bolt 2027 talk: 1 day late (and 1 more) Acme 2026 call, two: in 1 day' ] || show
	[[ $output == *'2026-03-09  Bolt 2027 talk'*'2026-03-10  Acme 2026 call, one'* ]] || show
}

@test "the same run gives the same bytes; another day other ids" {
	actions Acme,2026,call,,2026-03-08,Ann,ann@us.example
	mail actions.csv
	local once=$output
	mail actions.csv
	[ "$output" = "$once" ]
	local id
	id=$(headers Message-ID)
	TODAY=2026-03-11 mail actions.csv
	[ "$(headers Message-ID)" != "$id" ] || show
}

@test "it says where and when, what is tentative, and how to have an end of it" {
	printf '%s\n' account,period,negotiation_date,owner,email,date_source,folder Acme,2026,2026-03-11,Ann,ann@us.example,planned,//deals/acme >calendar.csv
	printf '%s\n' account,period,milestone,due,start_time,owner,email,note 'Bolt,2026,talk,2026-03-10,16:00,Ann,ann@us.example,bring tea' >actions.csv
	mail calendar.csv actions.csv
	fine
	[[ $output == *'2026-03-10  Bolt 2026 talk'*'at 16:00'*'bring tea'* ]] || show
	[[ $output == *'tentative'*'folder: //deals/acme'* ]] || show
	output_lacks done_on
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	mail actions.csv
	[[ $output == *done_on* ]] || show
}

@test "what the customer has to do mails our account manager" {
	calendar Acme,2026,2026-06-10,,customer,Ann,ann@us.example
	printf '%s\n' account,period,milestone,due,side,owner,email Acme,2026,promise,2026-03-10,them,Kim,kim@acme.example >actions.csv
	mail --allow-domain=acme.example calendar.csv actions.csv
	fine
	[ "$(headers To)" = ann@us.example ]
	[[ $output == *'theirs to do: Kim'* && $output != *kim@acme.example* ]] || show
}

@test "no cell gets into a header or out of a body" {
	local japanese long
	japanese=$(printf '\345\225\206\350\253\207%.0s' $(seq 50))
	long=$(printf 'x%.0s' $(seq 300))
	printf 'account,period,milestone,subject,due,owner,email,note\n"Acme\r\nBcc: evil@evil.example\r\n\r\nhi",2026,"%s","%s",2026-03-10,"Ann\nX: y",ann@us.example,"one\nFrom me\n.\n\033[2J\001"\n' \
		"$japanese" "$long" >actions.csv
	mail actions.csv
	fine
	! sed '/^$/q' <<<"$output" | grep -q '^\(Bcc\|X\):' || show
	[ "$(grep -c '^From ' <<<"$output")" = 1 ] || show
	! LC_ALL=C grep -q $'[\001-\010\013-\037\177-\377]' <<<"$output" || show
	[ "$(awk '{ if (length($0) > 78) print }' <<<"$output" | wc -l)" = 0 ] || show
	command -v python3 >/dev/null || skip "no python3 on this machine"
	printf '%s\n' "$output" >out.mbox
	run --separate-stderr python3 -c '
import mailbox, email, email.policy
box = mailbox.mbox("out.mbox", factory=lambda f: email.message_from_binary_file(f, policy=email.policy.default))
messages = list(box)
assert len(messages) == 1, len(messages)
m = messages[0]
print(sorted(k for k in m.keys()))
print(m["To"], m["Subject"].count("\u5546\u8ac7"), "x" * 300 in m["Subject"], "\n" in m["Subject"])
print("\u5546\u8ac7" * 50 in m.get_content())
'
	fine
	[ "${lines[0]}" = "['Auto-Submitted', 'Content-Transfer-Encoding', 'Content-Type', 'Date', 'From', 'MIME-Version', 'Message-ID', 'Subject', 'To']" ] || show
	[ "${lines[1]}" = 'ann@us.example 50 True False' ] || show
	[ "${lines[2]}" = True ] || show
}

# --- to whom

@test "--from is needed, and is one plain address" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	remind --format=mail actions.csv
	refused '*--from*'
	local from
	for from in nobody '' @us.example me@ 'Me <me@us.example>' 'a@us.example,b@us.example' $'me@us.example\nBcc: e@evil.example' 'm e@us.example' \
		$'m\303\274@us.example' 'me@us.example '; do
		remind --format=mail --from="$from" actions.csv
		refused '*--from*' || show "$from"
	done
}

@test "another domain than --from's is an error before any byte of that message; the others are sent, exit 2" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example Acme,2026,call,two,2026-03-10,Eve,eve@evil.example Acme,2026,call,3,2026-03-10,Eve,eve@evil.example \
		Acme,2026,call,4,2026-03-10,Sub,x@mail.us.example
	mail actions.csv
	status_is 2
	stderr_like 'actions.csv:3: error: *us.example*"eve@evil.example"' 'actions.csv:5: error: *"x@mail.us.example"'
	[ "$(headers To)" = ann@us.example ]
	output_lacks evil
}

@test "--allow-domain, repeated and in any case, lets mail go there" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@US.example Acme,2026,call,two,2026-03-10,Eve,eve@Evil.example Acme,2026,call,3,2026-03-10,Bo,b@partner.example
	mail --allow-domain=evil.EXAMPLE --allow-domain=partner.example actions.csv
	fine
	[ "$(headers To | sort | xargs)" = 'ann@US.example b@partner.example eve@Evil.example' ] || show
}

@test "--allow-domain is a domain" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	local domain
	for domain in '' @evil.example 'a b' me@evil.example; do
		mail --allow-domain="$domain" actions.csv
		refused '*--allow-domain*' || show "$domain"
	done
}

@test "no address, or none that is one: an error of the row, the others are sent" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example Acme,2026,call,two,2026-03-10,Bo, 'Acme,2026,call,3,2026-03-10,Cy,Cy <cy@us.example>' \
		'Acme,2026,call,4,2026-03-10,Di,"di@us.example, eve@us.example"' $'Acme,2026,call,5,2026-03-10,Ed,"ed@us.example\nBcc: x@us.example"'
	mail actions.csv
	status_is 2
	stderr_like 'actions.csv:3: error: *"Bo"' 'actions.csv:4: error: *"Cy <cy@us.example>"' 'actions.csv:5: error: *"di@us.example, eve@us.example"' \
		'actions.csv:6: error: *"ed@us.example?nBcc: x@us.example"'
	[ "$(headers To)" = ann@us.example ] || show
}

@test "only what is due has to have an address" {
	actions Acme,2026,call,,2026-08-10,Eve,eve@evil.example
	mail actions.csv
	silent
}

@test "a bad row is reported, the good ones are mailed" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example Acme,2026,call,two,31.2.2026,Bo,bo@us.example
	mail actions.csv
	status_is 2
	stderr_like 'actions.csv:3:5: error: due: *"31.2.2026" (cell E3)'
	[ "$(headers To)" = ann@us.example ]
}

@test "mail is for reminders, --from and --allow-domain are for mail alone" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	local mode
	for mode in --list --check --season; do
		mail $mode actions.csv
		refused '*--format=mail*'
	done
}
