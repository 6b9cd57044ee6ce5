"""Tells the owner of a record that a mail about it failed, or that nobody knows whether it arrived."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.actors import SYSTEM
from daicho.engine.activity.notifications import Notice, notify
from daicho.engine.automation import people
from daicho.engine.automation.readings import label_of, owner_of, short_label
from daicho.engine.catalog import registry
from daicho.engine.mail.models import Mail
from daicho.engine.mail.states import State
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message

UNKNOWN_TITLE = Message(
    "mail_unknown_title", ja="送信結果を確認してください（{record}）", en="Check whether a mail arrived ({record})"
)
UNKNOWN_BODY = Message(
    "mail_unknown_body",
    ja="送信中にシステムが停止したため、届いたかどうか分かりません。二重送信を避けるため自動では送り直していません。"
    "［送信済みにする］か［もう一度送る］を選んでください。\n件名：{subject}",
    en="The system stopped while it was being sent, so nobody knows whether it arrived. It is not sent again by itself, "
    "so that nobody gets it twice. Choose [It was sent] or [Send again].\nSubject: {subject}",
)
FAILED_TITLE = Message(
    "mail_failed_title", ja="メールが届きませんでした：{record}", en="A mail was not delivered: {record}"
)
FAILED_BODY = Message(
    "mail_failed_body",
    ja="{addresses} は受信できない状態です（{reason}）。異動・退職の可能性があります。連絡先を確認してください。\n件名：{subject}",
    en="{addresses} cannot receive mail ({reason}). The person may have left. Check the contact.\nSubject: {subject}",
)


def tell_owners(mails: Sequence[Mail], frame: Frame) -> None:
    """One notice a mail to the owner of its record; a mail of no record, or of one without owner, tells nobody."""
    by_object: dict[str, set[int]] = defaultdict(set)
    for mail in mails:
        if mail.object and mail.record_id is not None:
            by_object[mail.object].add(mail.record_id)
    known: dict[tuple[str, int], tuple[int, str, str]] = {}
    for key, ids in by_object.items():
        spec = registry.get(key)
        paths = [path for path in (*spec.lookup_keys, spec.name_field, spec.owner) if path]
        for record_id, values in select.fetch(SYSTEM, key, ids, paths, frame).items():
            owner = owner_of(spec, values)
            if owner is not None:
                known[key, record_id] = (owner, label_of(spec, values), short_label(spec, values))
    spoken = people.languages(owner for owner, _, _ in known.values())
    notify([notice for mail in mails if (notice := _notice(mail, known, spoken)) is not None], frame)


def _notice(
    mail: Mail, known: Mapping[tuple[str, int], tuple[int, str, str]], spoken: Mapping[int, str]
) -> Notice | None:
    if mail.record_id is None or (mail.object, mail.record_id) not in known:
        return None
    owner, label, number = known[mail.object, mail.record_id]
    unknown = mail.state == State.UNKNOWN
    language = spoken.get(owner, "ja")
    params: dict[str, Any] = {
        "record": number if unknown else label,
        "subject": mail.subject,
        "reason": mail.error,
        "addresses": [one["address"] for one in mail.to],
    }
    title, body = (UNKNOWN_TITLE, UNKNOWN_BODY) if unknown else (FAILED_TITLE, FAILED_BODY)
    record = f"{mail.object}:{mail.record_id}"
    return Notice(owner, title.text(language, **params), body.text(language, **params), record, "mail")
