"""What a custom field is: the stored, validated definition beside its object, key and type. PURE.

Leaves reading what people send to `reading`, and what the catalog makes of it to `specs`.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from daicho.values.labels import Label


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Part):
    """A name in both languages; without an English one the Japanese is shown."""

    ja: str
    en: str = ""

    @property
    def label(self) -> Label:
        """As the catalog has it."""
        return Label(self.ja, self.en or self.ja)


class OptionDefinition(_Part):
    """One value of a picklist. One that is not `active` is kept where it stands and no longer offered."""

    code: str
    label: Words
    colour: str = ""
    active: bool = True


class FieldDefinition(_Part):
    """Everything about a custom field that may change.

    `default` is JSON as records hold it (None: empty). `scale` is the number of decimals (None: up to four). `target` is
    the object of a lookup. `prefix` and `digits` make automatic numbers: A-0001. `hidden` fields stand on no page.
    `indexed` and `unique` keep an index in the database.
    """

    schema_version: Literal[1] = 1
    label: Words
    help: Words | None = None
    required: bool = False
    default: Any = None
    options: tuple[OptionDefinition, ...] = ()
    scale: int | None = Field(default=None, ge=0, le=4)
    target: str | None = None
    prefix: str = ""
    digits: int = Field(default=1, ge=1, le=12)
    hidden: bool = False
    indexed: bool = False
    unique: bool = False

    @property
    def with_index(self) -> bool:
        """Whether the database keeps an index of the values."""
        return self.indexed or self.unique
