"""The tiles of the home page: what waits, how much, the next of it, and the list behind each number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.automation import waiting
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import make_query
from daicho.engine.mail import standing
from daicho.engine.mail.states import State
from daicho.values.money import money_text
from daicho.web.addresses import address, record_address
from daicho.web.cells import moment
from daicho.web.home.attention import MINE, Found
from daicho.web.records.location import Location
from daicho.web.urgency import end_tone, task_tone
from daicho.web.visitors import Visitor

MOST_LINES = 3
MOST_READ = 200
"""Rows that are read to count them; where there are more, the database counts."""
OPEN: Mapping[str, Any] = {"field": "status", "op": "eq", "value": "open"}
DUE: Mapping[str, Any] = {
    "or": [{"field": "due_at", "op": "le", "value": "TODAY"}, {"field": "due_at", "op": "is_empty"}]
}
EXPIRING: Sequence[Mapping[str, Any]] = (
    {"field": "status", "op": "eq", "value": "draft"},
    {"field": "valid_until", "op": "eq", "value": "TODAY_AND_NEXT_N_DAYS:14"},
)


@dataclass(frozen=True, slots=True)
class TileLine:
    """One of the next things: its name, a word about it, when, where it opens ("" : nowhere)."""

    text: str
    detail: str
    when: str
    href: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One of several numbers in a tile, with its own list."""

    name: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile. `link` is the list behind `count` ("" : there is none), `said` what stands there when nothing waits,
    `amounts` what is at stake, in each currency; `tone` colours the number."""

    key: str
    icon: str
    title: str
    count: int
    link: str
    said: str
    lines: Sequence[TileLine] = ()
    amounts: Sequence[str] = ()
    parts: Sequence[Part] = ()
    tone: str = ""

    @property
    def count_text(self) -> str:
        """1,234."""
        return f"{self.count:,}"


def contract_tiles(found: Mapping[str, Found], visitor: Visitor, *, answers_first: bool) -> list[Tile]:
    """Renewals of this month, overdue ones, answers; answers first for those who process everybody's."""
    renewals, overdue, answered = found["renewals"], found["overdue"], found["answered"]
    answers = Tile(
        "answered",
        "mail-forward",
        gettext("届いた回答（手続き待ち）"),
        answered.count,
        _list("ledger", answered.tree),
        gettext("お客様から回答が届くと、ここに並びます。"),
        [_answer(row, visitor) for row in _latest(answered.rows)[:MOST_LINES]],
    )
    others = [
        Tile(
            "renewals",
            "calendar",
            gettext("今月更新が必要な契約"),
            renewals.count,
            _list("ledger", renewals.tree),
            gettext("今月、更新が必要な契約はありません。"),
            [_contract(row, visitor, "renewal_due_date") for row in renewals.rows[:MOST_LINES]],
            _amounts(renewals, visitor),
        ),
        Tile(
            "overdue",
            "alert-triangle",
            gettext("期限を過ぎた更新"),
            overdue.count,
            _list("ledger", overdue.tree),
            gettext("満了日を過ぎて未処理の契約はありません。"),
            [_contract(row, visitor, "end_date") for row in overdue.rows[:MOST_LINES]],
            _amounts(overdue, visitor),
            tone="red" if overdue.count else "",
        ),
    ]
    return [answers, *others] if answers_first else [*others, answers]


def task_tile(visitor: Visitor) -> Tile:
    """The visitor's open ToDos that are due by today or have no day."""
    tree = {"and": [MINE, OPEN, DUE]}
    rows, count = _first("task", ["subject", "due_at", "status", "record"], tree, "due_at", visitor)
    lines = [
        TileLine(
            str(row["subject"]),
            "",
            moment(row["due_at"], visitor)[:10],
            address("task", row["id"]) or record_address(str(row["record"] or "")),
            task_tone(row, visitor.frame),
        )
        for row in rows
    ]
    late = any(line.tone == "red" for line in lines)
    said = gettext("今日のToDoはありません。更新の確認や作業の依頼が届くと、ここに並びます。")
    tone = "red" if late else ""
    return Tile("tasks", "checkbox", gettext("自分の今日のToDo"), count, _list("tasks", tree), said, lines, tone=tone)


def quote_tile(visitor: Visitor, *, mine: bool) -> Tile:
    """Drafts whose validity ends within fourteen days."""
    tree = {"and": [*([MINE] if mine else []), *EXPIRING]}
    columns = ["number", "name", "account", "valid_until"]
    rows, count = _first("quote", columns, tree, "valid_until", visitor)
    lines = [
        TileLine(_name(row["account"]), str(row["number"]), _day(row["valid_until"]), address("quote", row["id"]))
        for row in rows
    ]
    said = gettext("14日以内に有効期限を迎える、作成中の見積はありません。")
    return Tile("quotes", "file-text", gettext("有効期限が近い見積"), count, _list("quotes", tree), said, lines)


def planned_tile(visitor: Visitor) -> Tile:
    """Mails and notices that go out until the end of the week, about contracts that the visitor may read."""
    wanted = waiting.Wanted()
    found = waiting.page_of(visitor.actor, visitor.frame, "week", wanted, limit=MOST_LINES)
    count = len(found.actions)
    if found.next_cursor:
        count = waiting.count(visitor.actor, visitor.frame, "week", wanted)
    lines = [
        TileLine(
            action.record_label,
            action.process.name,
            moment(action.due_at, visitor)[5:],
            record_address(f"{action.object}:{action.record_id}"),
        )
        for action in found.actions
    ]
    said = gettext("今週送られるメールや通知はありません。")
    return Tile(
        "planned", "clock", gettext("今週送られるメール・通知"), count, address("waiting", view="week"), said, lines
    )


def trouble_tile(visitor: Visitor) -> Tile:
    """Mails that failed, and those of which nobody knows whether they arrived."""
    found = standing.counted(visitor.actor, visitor.frame, [State.FAILED, State.UNKNOWN])
    parts = [
        Part(gettext("送信失敗"), found[State.FAILED], address("mails", view="failed")),
        Part(gettext("送信結果の確認が必要"), found[State.UNKNOWN], address("mails", view="unknown")),
    ]
    count = sum(part.count for part in parts)
    said = gettext("送れなかったメールはありません。")
    tone = "red" if count else ""
    title = gettext("確認が必要なメール")
    return Tile("trouble", "mail-exclamation", title, count, "", said, parts=parts if count else (), tone=tone)


def days_left(row: Row, visitor: Visitor) -> str:
    """残8日, 満了から3日; "" for a contract without an end."""
    end = row["end_date"]
    if end is None:
        return ""
    days = (end - visitor.frame.today).days
    if days < 0:
        return ngettext("満了から%(days)s日", "満了から%(days)s日", -days) % {"days": -days}
    return ngettext("残%(days)s日", "残%(days)s日", days) % {"days": days}


def _contract(row: Row, visitor: Visitor, day: str) -> TileLine:
    detail = f"{row['number']} {days_left(row, visitor)}".strip()
    tone = end_tone(row, visitor.frame.today)
    return TileLine(_name(row["account"]), detail, _day(row[day]), address("contract", row["id"]), tone)


def _answer(row: Row, visitor: Visitor) -> TileLine:
    spec = registry.get("contract").field("renewal_answer")
    choice = spec.choice(row["renewal_answer"]) if spec else None
    answer = choice.label.text(visitor.language) if choice else str(row["renewal_answer"])
    when = moment(row["renewal_answered_at"], visitor)[5:10]
    return TileLine(_name(row["account"]), f"{row['number']} {answer}", when, address("contract", row["id"]))


def _latest(rows: Sequence[Row]) -> list[Row]:
    """Rows by the moment of their answer, the latest first; those without one last."""
    dated = [row for row in rows if row["renewal_answered_at"] is not None]
    others = [row for row in rows if row["renewal_answered_at"] is None]
    return [*sorted(dated, key=lambda row: row["renewal_answered_at"], reverse=True), *others]


def _first(object_key: str, columns: Sequence[str], tree: Any, day: str, visitor: Visitor) -> tuple[list[Row], int]:
    """The first rows by a day and the number of all of them: one question, three where there are very many."""
    query = make_query(object_key, columns=columns, filter=tree, sort="id")
    page = select.select(visitor.actor, query.page(MOST_READ), visitor.frame)
    if page.next_cursor is None:
        dated = [row for row in page.rows if row[day] is not None]
        undated = [row for row in page.rows if row[day] is None]
        return [*sorted(dated, key=lambda row: row[day]), *undated][:MOST_LINES], len(page.rows)
    ordered = make_query(object_key, columns=columns, filter=tree, sort=f"{day},id", limit=MOST_LINES)
    rows = select.select(visitor.actor, ordered, visitor.frame).rows
    return rows, select.count(visitor.actor, query, visitor.frame)


def _list(section: str, tree: Any) -> str:
    """The address of a list with a filter; "" where there is no such list."""
    path = address(section)
    return f"{path}{Location(filter=tree).link}" if path else ""


def _amounts(found: Found, visitor: Visitor) -> list[str]:
    return [money_text(total, currency, visitor.language) for currency, total in found.amounts.items() if total]


def _name(ref: Any) -> str:
    return str(ref.name) if ref is not None else ""


def _day(day: Any) -> str:
    return f"{day:%Y/%m/%d}" if day is not None else ""
