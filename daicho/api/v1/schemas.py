"""The shapes of bodies and answers as the OpenAPI document describes them. What depends on the catalog is in `openapi`."""

from typing import Annotated, Any

from ninja import Path
from pydantic import BaseModel, ConfigDict, Field

LARGEST_ID = 2**63 - 1
MOST_ROWS = 1_000
MOST_LINES = 200

RecordId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The id of the record.")]
ObjectKey = Annotated[str, Path(min_length=1, max_length=60, description="The key of an object of the catalog.")]


class Input(BaseModel):
    """A body in which nothing is ignored: an unknown name is refused."""

    model_config = ConfigDict(extra="forbid")


class NoBody(Input):
    """Nothing is expected: no body, or an empty object."""


class FieldProblem(BaseModel):
    """One thing that is wrong. `field` is null where it is of the whole request, e.g. "lines.0.quantity"."""

    field: str | None
    message: str
    code: str


class ProblemDocument(BaseModel):
    """Problem details (RFC 9457). `ids` names the records concerned, where several match."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem]
    ids: list[int] | None = None


class OptionOut(BaseModel):
    """One choice of a picklist."""

    code: str
    label: str


class FieldOut(BaseModel):
    """One field of an object, in the language of the request."""

    key: str
    type: str
    label: str
    required: bool
    options: list[OptionOut]
    custom: bool
    read_only: bool
    unique: bool
    target: str | None
    help: str | None


class WordsIn(Input):
    """A text in both languages; without an English one the Japanese is shown."""

    ja: str
    en: str = ""


class OptionIn(Input):
    """One choice of a picklist; without a code its label is the code."""

    code: str | None = None
    label: str | WordsIn | None = None
    colour: str = ""
    active: bool = True


class FieldIn(Input):
    """A new custom field. `key` starts with x_ and never changes; `options` are for picklists, `target` for lookups,
    `scale` (decimals, up to four) for numbers, `prefix` and `digits` for automatic numbers."""

    key: str
    type: str
    label: str | WordsIn
    help: str | WordsIn | None = None
    required: bool = False
    default: Any = None
    options: list[str | OptionIn] = Field(default=[], max_length=500)
    scale: int | None = Field(default=None, ge=0, le=4)
    target: str | None = None
    prefix: str = Field(default="", max_length=20)
    digits: int = Field(default=1, ge=1, le=12)
    hidden: bool = False
    indexed: bool = False
    unique: bool = False


class ObjectOut(BaseModel):
    """One object of the catalog with its fields."""

    key: str
    label: str
    fields: list[FieldOut]


class ObjectsOut(BaseModel):
    """The objects that one may read."""

    items: list[ObjectOut]


class PageOut(BaseModel):
    """One page of rows: `next_cursor` asks for the next one (null on the last); `total` counts all pages."""

    items: list[dict[str, Any]]
    next_cursor: str | None
    total: int


class RowOut(BaseModel):
    """What became of one row of a list: its id, or its errors."""

    status: int
    id: int | None = None
    errors: list[FieldProblem] | None = None


class HistoryItemOut(BaseModel):
    """One change: who, when, why; `changes` maps field keys to [before, after]. `command` groups what happened together."""

    command: str
    at: str
    actor_id: int | None
    actor: str
    actor_kind: str
    reason: str
    source: str
    kind: str
    changes: dict[str, list[Any]]


class HistoryOut(BaseModel):
    """Everything that happened to a record, latest first."""

    items: list[HistoryItemOut]


class QueryIn(Input):
    """A question about one object. With `group_by` or `aggregates` the items are groups, otherwise rows."""

    object: str
    columns: list[str] = Field(default=[], max_length=200)
    filter: dict[str, Any] | None = None
    sort: str | list[str] = []
    group_by: list[str | dict[str, Any]] = []
    aggregates: list[str | dict[str, Any]] = []
    limit: int = Field(default=50, ge=1, le=MOST_ROWS)
    cursor: str | None = None


class ScheduleIn(Input):
    """Lines whose schedule is wanted; what is left out is as the organisation has set it. `posting_day` 31 = month end."""

    lines: list[dict[str, Any]] = Field(min_length=1, max_length=MOST_LINES)
    posting_day: int | None = None
    rounding: str | None = None
    month_end_exempt: bool | None = None
    split_at_closing_day: bool | None = None
    closing_day: int | None = None
    currency: str = Field(default="JPY", max_length=3)


class EntryOut(BaseModel):
    """One sales entry of a schedule; dates inclusive, the amount a decimal text."""

    period_start: str
    period_end: str
    posting_date: str
    billing_date: str | None
    amount: str
    formula: str


class ScheduledLineOut(BaseModel):
    """One line's entries and their sum."""

    total: str
    entries: list[EntryOut]


class ScheduleOut(BaseModel):
    """The schedule of several lines."""

    lines: list[ScheduledLineOut]
    total: str


class ConfirmedOut(BaseModel):
    """What a confirmation made."""

    order: int
    contract: int


class QuoteOut(BaseModel):
    """The quote that is open again."""

    quote: int


class RenewIn(Input):
    """The next term; what is left out is as agreed. `lines` names the lines that go on: `{"line", "quantity", "unit_price"}`.

    A line with a `product` and no `line` is a new licence; where all of them are new, the others go on as they are. An open
    renewal quote that somebody wrote or changed becomes void only when its id stands in `void_quotes`; otherwise 409.
    """

    start_date: str | None = None
    months: Any = None
    lines: list[dict[str, Any]] | None = Field(default=None, max_length=MOST_ROWS)
    void_quotes: list[int] = Field(default=[], max_length=MOST_ROWS)


class AnswerIn(Input):
    """The customer's answer to the renewal. `quantities` are the wishes of `change`: `{"line", "quantity"}`, 0 leaves a line out.

    `copy_by_mail` mails a copy to the contract's contact.
    """

    choice: str
    source: str
    respondent: str
    department: str = ""
    comment: str = ""
    planned_on: str | None = None
    reason: str = ""
    quantities: list[dict[str, Any]] | None = Field(default=None, max_length=MOST_ROWS)
    new_name: str = ""
    new_department: str = ""
    new_email: str = ""
    copy_by_mail: bool = True


class AnsweredOut(BaseModel):
    """The answer that was kept, and whether a copy was mailed."""

    answer: int
    contract: int
    copied: bool


class RenewedOut(BaseModel):
    """The term that was booked; dates inclusive."""

    order: int
    contract: int
    term: int
    start_date: str
    end_date: str


class EntryCountsOut(BaseModel):
    """How many sales entries come, go and are taken back."""

    added: int
    removed: int
    reversed: int


class DeltasOut(BaseModel):
    """What would change, as differences; decimals are texts."""

    quantity: str
    mrr: str
    amount: str
    entries: EntryCountsOut


class ContractOut(BaseModel):
    """The contract whose latest event was taken back."""

    contract: int


ERRORS: tuple[int, ...] = (400, 401, 403, 404, 405, 409, 412, 413, 422, 500, 503)


def answers(**by_status: Any) -> dict[Any, Any]:
    """The `response` of an operation: `answers(ok=PageOut)`, `created=`, `several=`, `nothing=None`, and every error."""
    codes = {"ok": 200, "created": 201, "several": 207, "nothing": 204}
    return {**{codes[name]: model for name, model in by_status.items()}, ERRORS: ProblemDocument}
