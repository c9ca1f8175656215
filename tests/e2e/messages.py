"""Messages as they arrive: their headers are those that a reminder has, and no other."""
import email
import email.policy
import re

from world import expect

HEADERS = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
# the outbox's own: of each reminder what it is, then its key, in as many as it needs
REMINDER, KEY = "X-Negpkg-Reminder", "X-Negpkg-Key"


def split(mbox):
    """The messages of an mbox, without the lines that separate them."""
    return [part.partition(b"\n")[2].removesuffix(b"\n") for part in re.split(rb"^(?=From )", mbox, flags=re.M) if part]


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def only_recipient(message, sender, added=()):
    """Its only recipient, of a message whose headers (but for those that a mailer has added) are as meant, once each."""
    others = {REMINDER, KEY, *added}
    names = [name for name in message.keys() if name not in others]
    expect(set(names) == HEADERS and len(names) == len(HEADERS), "other headers", message.keys())
    defects = [*message.defects, *(defect for header in message.values() for defect in header.defects)]
    expect(not defects, "defects", defects)
    addresses = [address.addr_spec for address in message["To"].addresses]
    expect(len(addresses) == 1 and message["To"] == addresses[0], "other recipients", message["To"])
    expect(message["From"] == sender, "from another", message["From"])
    expect(message["Auto-Submitted"] == "auto-generated", "not marked as automatic", message["Auto-Submitted"])
    expect(re.fullmatch(rf"<[0-9a-f]{{32}}@{re.escape(sender.partition('@')[2])}>", message["Message-ID"]), "another id", message["Message-ID"])
    expect((message.get_content_type(), message.get_content_charset()) == ("text/plain", "utf-8"), "another type", message)
    for name, value in message.items():
        if name == REMINDER:
            told = re.fullmatch(r"[0-9a-f]{32} \d{4}-\d\d-\d\d -?\d+ (\S+)", value)
            expect(told and told[1] == addresses[0], "not a reminder", value)
        elif name == KEY:
            expect(re.fullmatch(r"[!-~]+", value), "not a key", value)
    expect(len(message.get_all(KEY, [])) >= len(message.get_all(REMINDER, [])), "a reminder without a key", message.keys())
    return addresses[0]
