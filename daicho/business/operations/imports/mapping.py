"""The mapping file: a JSON that says, for each thing a contract needs, where in a table its value comes from. PURE.

Reading a table with it is left to `mapped_table`; docs/how-to/import.md shows one.
"""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from daicho.values.labels import Message
from daicho.values.problems import Invalid

BAD_MAPPING = Message(
    "mapping_unreadable",
    ja="マッピングファイル {file} を読み取れません（{reason}）。",
    en="The mapping file {file} cannot be read ({reason}).",
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Strict):
    """Holds where the cell of `column` is the text `is`."""

    column: str
    equals: str = Field(alias="is")


class Source(_Strict):
    """Where a value comes from: a column, a fixed `value`, or a value `set` on the command line.

    `values` translates texts, `otherwise` stands for those it does not name (None: they are refused). A date may be moved
    back by `minus_months` (a column with a number) and `minus_days`. With `when`, empty where the condition does not hold.
    """

    column: str | None = None
    value: str | None = None
    set: str | None = None
    values: dict[str, str] | None = None
    otherwise: str | None = None
    minus_months: str | None = None
    minus_days: int = Field(default=0, ge=0, le=36_600)
    when: Condition | None = None


class Mapping(_Strict):
    """What a contract is made of. `term_on` is the day that the current term holds: terms of `term_months` roll to it."""

    header_row: int = Field(default=1, ge=1, le=1000)
    number: Source
    account: Source
    product: Source
    unit_price: Source
    start: Source
    account_code: Source | None = None
    contact: Source | None = None
    email: Source | None = None
    owner: Source | None = None
    name: Source | None = None
    quantity: Source = Source(value="1")
    price_kind: Source = Source(value="monthly")
    currency: Source = Source(value="JPY")
    billing_cycle: Source | None = None
    payment_terms: Source | None = None
    renewal_type: Source | None = None
    end: Source | None = None
    term_months: Source | None = None
    term_on: Source | None = None
    cancel_date: Source | None = None
    rest_into_remarks: bool = True

    def sources(self) -> dict[str, Source]:
        """All sources by key."""
        return {key: value for key, value in self if isinstance(value, Source)}


def load_mapping(file: Path) -> Mapping:
    """The mapping in a file. Raises Invalid when it cannot be read or does not fit."""
    try:
        return Mapping.model_validate(json.loads(file.read_text("utf-8")))
    except ValidationError as error:
        places = (".".join(map(str, found["loc"])) + ": " + found["msg"] for found in error.errors(include_url=False))
        reason = "; ".join(places)
    except (OSError, ValueError) as error:
        reason = str(error)
    raise Invalid(BAD_MAPPING.problem(file=file.name, reason=reason))
