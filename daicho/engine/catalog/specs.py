"""What an object and a field are: the values of which the catalog is made. PURE; leaves reading and writing to others.

Standard fields (declared in code) and custom fields (rows of `engine/shaping`) are peers: both are `FieldSpec`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from daicho.values.labels import Label, Problem

FieldType = Literal[
    "text",
    "long_text",
    "rich_text",
    "number",
    "currency",
    "percent",
    "checkbox",
    "date",
    "datetime",
    "picklist",
    "multi_picklist",
    "lookup",
    "email",
    "phone",
    "url",
    "auto_number",
    "json",
]
Source = Literal["record", "occurrence", "expression", "custom"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a picklist. `colour` is one of the shell's meanings (blue green amber red grey) or empty."""

    code: str
    label: Label
    colour: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class ExpressionContext:
    """Where an expression finds its columns.

    `record` and `occurrence` are ORM path prefixes ("" or ending in "__") of the record itself and of its current (or
    chosen) occurrence row; `today` is the date on which it is read. `readers` gives the owners whose records of an
    object may be counted (None: all), so that figures over other records know no more than their list.
    """

    record: str
    occurrence: str
    today: Any
    readers: Callable[[str], frozenset[int] | None] = lambda _object: None


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of an object.

    `column` is the model attribute (None: the key). `source` says where it lies: on the record's row, on the row of the
    current occurrence (a contract's term), in an SQL expression built by `expression(context)`, or in the custom values.
    `default` is a value or a function without arguments; None means empty. `scale` is the number of decimals (None: up
    to 10, as stored: 4). `made` fields are written by the system only. `filterable` is False where no twin or index is kept.
    `words` are numbers that people read and write as a word, e.g. 31 as 末日. `hidden` fields stand on no page: views,
    processes and programs that name them still read and write them. `longest` bounds the characters of a text (None: as
    its type has it).
    """

    key: str
    type: FieldType
    label: Label
    required: bool = False
    default: Any = None
    choices: tuple[Choice, ...] = ()
    target: str | None = None
    made: bool = False
    unique: bool = False
    scale: int | None = None
    column: str | None = None
    source: Source = "record"
    expression: Callable[[ExpressionContext], Any] | None = None
    filterable: bool = True
    custom: bool = False
    help: Label | None = None
    minimum: Any = None
    maximum: Any = None
    words: tuple[tuple[int, Label], ...] = ()
    hidden: bool = False
    longest: int | None = None

    def choice(self, code: str) -> Choice | None:
        """The choice with this code, or None."""
        return next((choice for choice in self.choices if choice.code == code), None)

    def word(self, number: Any) -> Label | None:
        """The word for a number, or None where it is written in digits."""
        return next((label for known, label in self.words if known == number), None)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The rows of which one at a time is current: a contract's terms.

    `relation` is the reverse accessor from the record, `parent` the foreign key back; `valid_from` and `valid_to` (both
    inclusive) name the columns that say when a row is the current one.
    """

    object: str
    relation: str
    parent: str
    valid_from: str = "valid_from"
    valid_to: str = "valid_to"


@dataclass(frozen=True, slots=True)
class Children:
    """A list of parts that templates can loop over, e.g. contract.lines. `filter` is a stored filter tree.

    `nested` parts are created and read together with their parent (a quote's lines in the quote's own body). `instead`
    names, for a field path that may be empty, another that is printed in its place (a free text for a product's name).
    """

    object: str
    parent: str
    filter: Mapping[str, Any] | None = None
    sort: tuple[str, ...] = ("id",)
    nested: bool = False
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ObjectSpec:
    """One object: its fields and how it behaves.

    `owner` is the field path that decides who may see it (None: only object permissions decide; on a part the path leads
    to the parent's owner, e.g. "contract.owner"). `shared` is the filter tree of the records that everybody may read who
    has the right on the object; all others are then their owner's alone, not his team's either. `parent` is the lookup to
    the record whose part this is. `lookup_keys` are unique text fields by which others may refer to it. `made_by` names
    the operation that makes its records (None: anybody with the right creates them); then fields that are not `made` may
    still be corrected. `decided` is the filter tree that ends waiting steps of an occurrence. `derive` completes values
    before they are written (given merged values and the changed keys; returns what to change); `validate` returns problems
    of merged values; both are pure but for a look into a small table of codes. `complete` fills new rows in bulk with what
    only the database knows (numbers, the account's terms): complete(rows, actor, frame); `number` then fills automatic
    numbers that people added: number(rows). `locked` says why a record (its
    values given) may not be changed by hand any more, or None. `tracked` objects get history entries.
    """

    key: str
    label: Label
    plural: Label
    model: Any
    fields: tuple[FieldSpec, ...]
    name_field: str = "name"
    sort: tuple[str, ...] = ("id",)
    owner: str | None = None
    shared: Mapping[str, Any] | None = None
    parent: str | None = None
    lookup_keys: tuple[str, ...] = ()
    made_by: Label | None = None
    occurrence: Occurrence | None = None
    decided: Mapping[str, Any] | None = None
    children: Mapping[str, Children] = field(default_factory=dict)
    derive: Callable[[Mapping[str, Any], frozenset[str]], Mapping[str, Any]] | None = None
    validate: Callable[[Mapping[str, Any]], list[Problem]] | None = None
    complete: Callable[[list[dict[str, Any]], Any, Any], None] | None = None
    number: Callable[[list[dict[str, Any]]], None] | None = None
    locked: Callable[[Mapping[str, Any]], Problem | None] | None = None
    tracked: bool = True
    _by_key: dict[str, FieldSpec] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_key.update({spec.key: spec for spec in self.fields})

    def field(self, key: str) -> FieldSpec | None:
        """The field with this key, or None. `id` is a field of every object."""
        return self._by_key.get(key)
