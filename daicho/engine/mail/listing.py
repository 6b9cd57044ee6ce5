"""The list of mails as a page shows it, only those that the actor may see; and what he may do with them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.db.models import Q, QuerySet

from daicho.engine.access import select
from daicho.engine.access.actors import Actor
from daicho.engine.catalog.type_lookups import LARGEST_ID
from daicho.engine.mail import outbox
from daicho.engine.mail.models import Mail
from daicho.engine.mail.standing import visible
from daicho.engine.mail.states import STATE_LABELS, State
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Conflict, Forbidden, Invalid, Missing

FEATURE = "manage_processes"
SALT = "daicho.mails"
RECENT = timedelta(days=7)
NO_MAIL = Message("mail_missing", ja="メール {id} は見つかりません。", en="There is no mail {id}.")
BAD_CURSOR = Message(
    "bad_cursor",
    ja="ページの続きの指定（cursor）が正しくありません。最初のページから読み直してください。",
    en="The cursor is damaged. Start again from the first page.",
)
NOT_HIS = Message(
    "mail_not_his",
    ja="このメールを操作する権限がありません。プロセスの管理者か、レコードを編集できる人が操作できます。",
    en="You may not do this with the mail. People who manage processes may, and those who may edit its record.",
)
NOT_RESENDABLE = Message(
    "mail_not_resendable",
    ja="このメールは「{state}」のため、もう一度送れません。最新の状態を確認してください。",
    en="This mail is “{state}”, so it cannot be sent again. Look at its present state.",
)
NOT_UNKNOWN = Message(
    "mail_not_unknown",
    ja="このメールの送信結果はすでに分かっています（{state}）。最新の状態を確認してください。",
    en="What became of this mail is known already ({state}). Look at its present state.",
)
VIEWS: Mapping[str, Callable[[Frame], Q]] = {
    "recent": lambda frame: Q(created_at__gte=frame.now - RECENT),
    "failed": lambda frame: Q(state=State.FAILED),
    "unknown": lambda frame: Q(state=State.UNKNOWN),
    "held": lambda frame: Q(state=State.HELD),
    "all": lambda frame: Q(),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list beside its view: a state, a record (object, id), a part of the subject."""

    state: str = ""
    record: tuple[str, int] | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, the latest first; `next_cursor` None on the last one."""

    mails: Sequence[Mail]
    next_cursor: str | None


def page_of(actor: Actor, frame: Frame, view: str, wanted: Wanted, *, limit: int, cursor: str = "") -> Listed:
    """One page. Raises Invalid for a damaged cursor."""
    rows = _rows(actor, frame, view, wanted).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_unpack(cursor))
    found = list(rows.prefetch_related("parts")[: limit + 1])
    return Listed(found[:limit], signing.dumps(found[limit - 1].pk, salt=SALT) if len(found) > limit else None)


def count(actor: Actor, frame: Frame, view: str, wanted: Wanted) -> int:
    """How many mails all pages of the list have."""
    return _rows(actor, frame, view, wanted).count()


def one(actor: Actor, frame: Frame, mail_id: int) -> Mail:
    """One mail that the actor may see. Raises Missing."""
    rows = Mail.objects.filter(visible(actor, frame), pk=min(mail_id, LARGEST_ID))
    found = rows.prefetch_related("parts").first()
    if found is None:
        raise Missing(NO_MAIL.problem(id=str(mail_id)))
    return found


def records_of(mail: Mail) -> list[tuple[str, int]]:
    """The records that the mail is about, as object and id, each once; none for a mail of no record."""
    own = [] if mail.record_id is None else [(mail.object, mail.record_id)]
    return list(dict.fromkeys([*own, *((part.object, part.record_id) for part in mail.parts.all())]))


def may_handle(actor: Actor, mails: Iterable[Mail], frame: Frame) -> frozenset[int]:
    """The ids of those that the actor may send again or settle. One query for each object."""
    wanted = list(mails)
    if actor.permissions.has_feature(FEATURE):
        return frozenset(mail.pk for mail in wanted)
    found: set[int] = set()
    for key in {mail.object for mail in wanted if mail.object}:
        mine = [mail for mail in wanted if mail.object == key and mail.record_id is not None]
        ids = {mail.record_id for mail in mine if mail.record_id is not None}
        editable = select.readable_ids(actor, key, ids, frame, "edit")
        found |= {mail.pk for mail in mine if mail.record_id in editable}
    return frozenset(found)


def resend(mail_id: int, *, actor: Actor, frame: Frame) -> None:
    """Send one mail again. Raises Missing, Forbidden, and Conflict when it has been settled meanwhile."""
    mail = _handled(mail_id, actor, frame)
    if mail.state not in outbox.RESENDABLE or outbox.resend([mail.pk], frame=frame) == 0:
        raise Conflict(NOT_RESENDABLE.problem(state=STATE_LABELS[State(mail.state)]))


def settle_as_sent(mail_id: int, *, actor: Actor, frame: Frame) -> None:
    """Mark a mail of unknown result as sent. Raises Missing, Forbidden, Conflict."""
    mail = _handled(mail_id, actor, frame)
    if outbox.settle_as_sent([mail.pk]) == 0:
        raise Conflict(NOT_UNKNOWN.problem(state=STATE_LABELS[State(mail.state)]))


def _handled(mail_id: int, actor: Actor, frame: Frame) -> Mail:
    mail = one(actor, frame, mail_id)
    if mail.pk not in may_handle(actor, [mail], frame):
        raise Forbidden(NOT_HIS.problem())
    return mail


def _rows(actor: Actor, frame: Frame, view: str, wanted: Wanted) -> QuerySet[Mail]:
    rows = Mail.objects.filter(visible(actor, frame), VIEWS[view](frame))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.record is not None:
        rows = rows.filter(outbox.about(wanted.record[0], [wanted.record[1]]))
    if wanted.text:
        rows = rows.filter(subject__icontains=wanted.text)
    return rows


def _unpack(cursor: str) -> int:
    try:
        return int(signing.loads(cursor, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        raise Invalid(BAD_CURSOR.problem("cursor")) from None
