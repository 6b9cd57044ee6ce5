"""Recipient definitions of alerts: which are allowed, what they read, which mailbox and language they lead to.

They are "owner", "contact", "account.owner" (a lookup to somebody with an e-mail address), "field:contact.email" (an e-mail
field) or "address:a@example.com".
"""

from collections.abc import Mapping
from typing import Any

from daicho.engine.catalog import registry
from daicho.engine.catalog.paths import resolve
from daicho.engine.mail.addressing import Address, is_address
from daicho.values.labels import Label, Language, Message, Problem
from daicho.values.problems import Invalid, Missing

KINDS = ("to", "cc", "bcc")
FIELD, ADDRESS = "field:", "address:"
LANGUAGE = "language"

BAD_RECIPIENTS = Message(
    "alert_recipients_shape",
    ja='宛先は ["owner", ...] または {{"to": [...], "cc": [...], "bcc": [...]}} の形で指定してください。',
    en='Recipients are written ["owner", ...] or {{"to": [...], "cc": [...], "bcc": [...]}}.',
)
NO_RECIPIENTS_SET = Message(
    "alert_without_recipients", ja="宛先を1つ以上指定してください。", en="Name at least one recipient."
)
BAD_RECIPIENT = Message(
    "alert_recipient_unknown",
    ja="宛先「{recipient}」は使えません。人を指す項目（owner、contact など）、field:メール項目、address:メールアドレス のいずれかです。",
    en="“{recipient}” is no recipient. Use a field that names a person (owner, contact …), field:<e-mail field>, or address:<address>.",
)


def normal(raw: Any) -> dict[str, tuple[str, ...]]:
    """Recipients by kind; a plain list means to. Raises Invalid for another shape."""
    given = {"to": raw} if isinstance(raw, list | tuple) else raw
    if not isinstance(given, Mapping) or not set(given) <= set(KINDS):
        raise Invalid(BAD_RECIPIENTS.problem("recipients"))
    if not all(isinstance(part, list | tuple) and all(isinstance(one, str) for one in part) for part in given.values()):
        raise Invalid(BAD_RECIPIENTS.problem("recipients"))
    return {kind: tuple(given[kind]) for kind in KINDS if given.get(kind)}


def problems_of(object_key: str, raw: Any) -> list[Problem]:
    """What is wrong with the recipients of an alert about records of the object; empty when all is well."""
    try:
        kinds = normal(raw)
    except Invalid as refused:
        return list(refused.problems)
    if not kinds:
        return [NO_RECIPIENTS_SET.problem("recipients")]
    wrong = [one for part in kinds.values() for one in part if not _is_recipient(object_key, one)]
    return [BAD_RECIPIENT.problem("recipients", recipient=one) for one in wrong]


def paths_of(recipient: str) -> tuple[str, ...]:
    """The address and, where there is one, the name: field paths of the record."""
    if recipient.startswith(ADDRESS):
        return ()
    if recipient.startswith(FIELD):
        return (recipient.removeprefix(FIELD),)
    return (f"{recipient}.email", f"{recipient}.name")


def address_of(recipient: str, read: Mapping[str, Any]) -> Address:
    """The mailbox for a record with these values; its address is "" where there is none."""
    if recipient.startswith(ADDRESS):
        return Address(recipient.removeprefix(ADDRESS).strip())
    paths = paths_of(recipient)
    address = read.get(paths[0]) or ""
    return Address(address if is_address(address) else "", (read.get(paths[1]) or "") if len(paths) > 1 else "")


def is_user(object_key: str, recipient: str) -> bool:
    """Whether it is one of our own people."""
    if recipient.startswith((ADDRESS, FIELD)):
        return False
    return resolve(object_key, recipient).field.target == "user"


def label_of(object_key: str, recipient: str) -> Label:
    """A recipient definition in words: 契約担当者 / Customer contact."""
    if recipient.startswith(ADDRESS):
        address = recipient.removeprefix(ADDRESS)
        return Label(address, address)
    path = resolve(object_key, recipient.removeprefix(FIELD))
    return Label(path.label("ja"), path.label("en"))


def language_paths(object_key: str, recipient: str) -> tuple[str, ...]:
    """Where the language of the person stands: his own, else that of the record whose part he is. () for an address."""
    if recipient.startswith(ADDRESS):
        return ()
    place = recipient.removeprefix(FIELD).rpartition(".")[0] if recipient.startswith(FIELD) else recipient
    target = resolve(object_key, place).field.target if place else object_key
    found: list[str] = []
    while target is not None and len(found) < 2:
        spec = registry.get(target)
        if spec.field(LANGUAGE) is not None:
            found.append(f"{place}.{LANGUAGE}".lstrip("."))
        above = spec.field(spec.parent) if spec.parent else None
        if above is None:
            break
        place, target = f"{place}.{above.key}".lstrip("."), above.target
    return tuple(path for path in found if path.count(".") <= 3)


def language_of(object_key: str, recipient: str, read: Mapping[str, Any]) -> Language | None:
    """The language of the person, for a record with these values; None where nothing is said."""
    for path in language_paths(object_key, recipient):
        if read.get(path):
            return "ja" if str(read[path]).startswith("ja") else "en"
    return None


def _is_recipient(object_key: str, recipient: str) -> bool:
    if recipient.startswith(ADDRESS):
        return is_address(recipient.removeprefix(ADDRESS).strip())
    try:
        last = resolve(object_key, paths_of(recipient)[0]).field
    except (Invalid, Missing):
        return False
    return last.type == "email"
