#!/usr/bin/env python3
"""Mail as lib/render/mail.c writes it, read back by Python's email package and mailbox.mbox.

    python3 tests/property/mail.py      prints TAP; exit status 1 if anything failed

Settings as in walk.py; COUNT is the number of messages.
"""
import datetime
import email
import email.header
import email.policy
import functools
import mailbox
import os
import quopri
import random
import re
import shutil
import sys

from walk import BUILD, COUNT, SEED, WORK, Failure, Tap, tool

EPOCH = datetime.date(1970, 1, 1)
LAST_DAY = (datetime.date(9999, 12, 31) - EPOCH).days
FIRST_DAY = (datetime.date(1900, 1, 1) - EPOCH).days
# our own headers stand between these
FIRST = ["From", "To", "Subject", "Date", "Message-ID"]
LAST = ["Auto-Submitted", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
WORD = re.compile(rb"=\?utf-8\?q\?([!-<>@-~]|=[0-9A-F]{2})*\?=")


def expect(condition, kind, *details):
    if not condition:
        raise Failure(kind, "\n".join(map(ascii, details)))


# --- what is sent: bytes, as cells of a sheet may hold them

class Mail:
    def __init__(self, sender, to, subject, day, ident, body, headers=()):
        self.sender, self.to, self.subject, self.day = sender, to, subject, day
        self.ident, self.body, self.headers = ident, body, headers

    def fields(self):
        return [self.sender, self.to, self.subject, str(self.day).encode(), self.ident, self.body, *self.headers, b""]


def dump(what, fields):
    return tool("tests/maildump", [what], b"".join(field + b"\0" for field in fields))


def written(mails):
    messages = dump("message", [field for mail in mails for field in mail.fields()]).split(b"\0")
    expect(messages.pop() == b"" and len(messages) == len(mails), "other number of messages", len(messages))
    return messages


def meant(text):
    """Bytes as a reader should see them: what is no UTF-8, or a control character, is U+FFFD."""
    text = text.decode("utf-8", "surrogateescape")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\udc80-\udcff\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text)


def meant_subject(text):
    return re.sub("[\t\n]", " ", meant(text))


def meant_body(text):
    text = meant(text)
    return text + "\n" if text and not text.endswith("\n") else text


# --- what must come back

def reads_back(mail, message):
    looks_right(mail, message)
    for received in (message, message.replace(b"\n", b"\r\n")):
        by_default_policy(mail, received)
        by_compat32(mail, received)


def looks_right(mail, message):
    """The bytes themselves: nothing but printable ASCII, short lines, words that stand alone."""
    head, _, body = message.partition(b"\n\n")
    expect(message.endswith(b"\n") and re.fullmatch(rb"[\t\n -~]*", message), "raw bytes", message)
    for line in head.split(b"\n"):
        address = re.match(rb"(From|To|Message-ID): \S+$", line)
        expect(len(line) <= 78 or address and len(line) < 998, "long header line", line)
    for line in body.split(b"\n"):
        expect(len(line) <= 76 and not line.endswith((b" ", b"\t")), "body line", line)
        expect(not line.startswith((b".", b">", b"From ")), "line to be quoted", line)
    subject = re.search(rb"^Subject:(( .*\n)*)", head, re.M)[1]
    for word in re.findall(rb"=\?\S*", subject):
        expect(len(word) <= 75 and WORD.fullmatch(word), "no encoded word", word)
        quopri.decodestring(word[10:-2], header=True).decode()
    expect(all(len(line) <= 76 for line in subject.split(b"\n")[1:]), "long subject line", subject)
    expect(quopri.decodestring(body).decode() == meant_body(mail.body), "other text", body)


def header_names(mail):
    return [*FIRST, *(header.partition(b":")[0].decode() for header in mail.headers), *LAST]


def by_default_policy(mail, message):
    got = email.message_from_bytes(message, policy=email.policy.default)
    expect(got.keys() == header_names(mail), "other headers", got.keys())
    defects = [*got.defects, *(defect for header in got.values() for defect in header.defects)]
    expect(not defects, "defects", *defects, message)
    expect(got["Subject"] == meant_subject(mail.subject), "other subject", got["Subject"], meant_subject(mail.subject))
    for name, address in (("From", mail.sender), ("To", mail.to)):
        expect([a.addr_spec for a in got[name].addresses] == [address.decode()], "other " + name, got[name], address)
        expect(got[name].addresses[0].display_name == "", "a display name", got[name])
    want = datetime.datetime.combine(EPOCH + datetime.timedelta(mail.day), datetime.time(), datetime.timezone.utc)
    expect(got["Date"].datetime == want and want.strftime("%a, ") == got["Date"][:5], "other date", got["Date"])
    expect(got["Message-ID"] == f"<{mail.ident.decode()}@{mail.sender.decode().partition('@')[2]}>", "other id")
    expect(got["Auto-Submitted"] == "auto-generated", "Auto-Submitted", got["Auto-Submitted"])
    expect((got.get_content_type(), got.get_content_charset()) == ("text/plain", "utf-8"), "other type", message)
    content = got.get_content().replace("\r\n", "\n")
    expect(content == meant_body(mail.body), "other body", content, meant_body(mail.body))
    for header in mail.headers:
        name, _, value = header.decode().partition(": ")
        expect(got[name] == value.replace("\n", ""), "other header", header)


def by_compat32(mail, message):
    got = email.message_from_bytes(message)
    expect(got.keys() == header_names(mail) and not got.defects, "other headers", got.keys(), got.defects)
    subject = str(email.header.make_header(email.header.decode_header(got["Subject"])))
    expect(subject == meant_subject(mail.subject), "other subject", subject, mail.subject)
    body = got.get_payload(decode=True).decode().replace("\r\n", "\n")
    expect(body == meant_body(mail.body), "other body", body, mail.body)


def mbox_reads_back(mails, messages):
    """mailbox.mbox finds each message, with the bytes that it has alone."""
    file = WORK / "mbox"
    file.write_bytes(dump("mbox", [field for mail in mails for field in mail.fields()]))
    box = mailbox.mbox(file, create=False)
    expect(len(box) == len(mails), "other number of messages", len(box), len(mails))
    for key, mail, message in zip(box.keys(), mails, messages):
        expect(box.get_bytes(key) == message, "other message", message, box.get_bytes(key))
        day = EPOCH + datetime.timedelta(mail.day)
        want = f"{mail.sender.decode()} {day:%a %b} {day.day:2} 00:00:00 {day.year}"
        expect(box[key].get_from() == want, "other From line", box[key].get_from(), want)
    box.close()


# --- random and hostile texts

JAPANESE = "日本電気株式会社東京エレクトロン購買部価格改定交渉資料"
PIECES = {
    "words": ["Acme", "Corp.", "Q4", "2026", "price,", "volume;", "(net)", "\"as is\"", "<x>", "a@b.example", "5%", "_", "="],
    "injection": ["\r\nBcc: eve@evil.example", "\nX-Evil: 1", "\r\n\r\nbody", "\n\n", "\r", "\r\n .\r\n", "\n.\n", "\x0b",
                  "\x0c", "\x1e", "\u2028To: x@y", "\u2029", "\x85Cc: z@y", "Subject: x", "\nFrom eve@evil.example Thu Nov  5 00:00:00 2026\n"],
    "lookalikes": ["=?utf-8?q?x?=", "=?utf-8?b?eA==?=", "=?UTF-8?Q?=0D=0ABcc:_a@b?=", "=?", "?=", "?q?", "=", "?",
                   "=20", "=\n", "_", "=?iso-8859-1*en?q?=e9?=", " =?x?=", "=3D"],
    "quoted lines": ["\nFrom ", "\n>From ", "\n>>>From me", "\n.", "\n..", "\n> ", "\n", "\nFrom", "\n From ",
                     "x" * 75, "y" * 70, " \n"],
    "japanese": [JAPANESE, "価格", "・", "①", "㈱", "ｱｲｳ", "\u3000", "、", "𠮷野家", "😀"],
    "blanks": [" ", "  ", "\t", "\u00a0", "\u3000", "\u200b", " \n", "\t\n", "a", " " * 80],
    "marks": ["e\u0301", "\u0301", "a\u0300\u0301\u0302\u0303", "g\u0308", "\u200d", "👩\u200d💻", "\ufe0f",
              "\u0e01\u0e34", "\u202eabc", "\ufeff"],
    "long words": ["w" * 300, "é" * 120, "x" * 998, "-" * 67, "=" * 40, "日" * 300, "y" * 75, "ab" * 38],
}
RAW = {
    "controls": [bytes([c]) for c in (*range(1, 32), 127)] + [b"\xc2\x80", b"\xc2\x9b", b"a", b"\x1b[2J"],
    "invalid utf-8": [b"\xe9", b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xe2\x82", b"\xf0\x9f\x98", b"\xf4\x90\x80\x80",
                      b"\x80", b"a", "é".encode(), b"\xc3"],
    "any bytes": [bytes([c]) for c in range(1, 256)],
}
PROFILES = {**{name: [piece.encode() for piece in pieces] for name, pieces in PIECES.items()}, **RAW}
PROFILES["everything"] = [piece for pieces in PROFILES.values() for piece in pieces]


def random_text(rng, pieces, most):
    between = rng.choice((b"", b" ", b" "))
    return between.join(rng.choice(pieces) for _ in range(rng.randint(0, most)))


def random_mail(rng, pieces):
    mail = Mail(random_address(rng), random_address(rng), random_text(rng, pieces, rng.choice((3, 12))),
                rng.choice((20000, rng.randint(FIRST_DAY, LAST_DAY))), b"%032x" % rng.getrandbits(128),
                random_text(rng, pieces, rng.choice((5, 40))))
    if rng.random() < 0.3:
        mail.headers = [b"X-Negpkg-Reminder: %032x 2026-11-05 7" % rng.getrandbits(128), b"X-Negpkg-Key: a%20b\n c%2Fd"]
    return mail


def random_mails(name):
    rng = random.Random(f"{SEED}/mail/{name}")
    return [random_mail(rng, PROFILES[name]) for _ in range(max(1, COUNT // len(PROFILES)))]


def check_profile(name):
    mails = random_mails(name)
    messages = written(mails)
    for index, (mail, message) in enumerate(zip(mails, messages)):
        try:
            reads_back(mail, message)
        except Failure as failure:
            raise Failure(failure.kind, f"message {index}: {failure.kind}\n{failure}\n{mail.fields()}") from None
    mbox_reads_back(mails, messages)


# --- addresses

ATEXT = "abcxyzABC019!#$%&'*+-/=?^_`{|}~"
LOCAL = re.compile(r"[A-Za-z0-9#$&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9#$&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"((?!-)[A-Za-z0-9-]{1,63}(?<!-)\.)*(?!-)(?![0-9]+$)[A-Za-z0-9-]{1,63}(?<!-)")


def is_address(text):
    """The rules once more."""
    local, at, domain = text.partition("@")
    return bool(at and len(text) <= 254 and len(local) <= 64 and LOCAL.fullmatch(local) and DOMAIN.fullmatch(domain)
                and not re.search(r"=\?.*\?=", local))


def random_address(rng):
    while True:
        local = ".".join("".join(rng.choice(ATEXT) for _ in range(rng.choice((1, 5, 20)))) for _ in range(rng.randint(1, 3)))
        labels = ["".join(rng.choice("abcxyz019") for _ in range(rng.choice((2, 8, 63)))) for _ in range(rng.randint(0, 3))]
        address = local + "@" + ".".join([*labels, "example"])
        if is_address(address):
            return address.encode()


def hostile_address(rng):
    """An address with a fault or two, or without any."""
    text = list(random_address(rng).decode())
    for _ in range(rng.randint(0, 2)):
        fault = rng.choice(("", ".", "..", "@", " ", "\n", "\r\nBcc: a@b", ",", ";", "<", ">", "(x)", '"', "\\", ":",
                            "-", "_", "é", "日", "[", "\x7f", "\x1b", "=?x?q?y?=", "=?", "?=", "%", "a" * 64, ".1", "\u00a0", "\uff20"))
        at = rng.choice((0, rng.randint(0, len(text)), len(text)))
        text[at:at + rng.randint(0, 1)] = fault
    return "".join(text)


def check_addresses():
    rng = random.Random(f"{SEED}/mail/addresses")
    texts = [hostile_address(rng) for _ in range(COUNT * 10)]
    said = dump("address", [text.encode() for text in texts]).decode().split()
    want = ["yes" if is_address(text) else "no" for text in texts]
    expect(len(said) == len(want), "other number of answers", len(said), len(want))
    wrong = [(text, got) for text, got, right in zip(texts, said, want) if got != right]
    expect(not wrong, "other answers", *wrong[:5])
    expect(min(want.count("yes"), want.count("no")) > COUNT, "no test", want.count("yes"))


def main():
    tap = Tap()
    if not os.access(BUILD / "tests" / "maildump", os.X_OK):
        tap.line(False, f"{BUILD / 'tests' / 'maildump'} is there")
    else:
        tap.run(f"{COUNT * 10} addresses, with faults", check_addresses)
        for name in PROFILES:
            tap.run(f"{max(1, COUNT // len(PROFILES))} messages are read back: {name}", functools.partial(check_profile, name))
    print(f"1..{tap.number}")
    shutil.rmtree(WORK)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
