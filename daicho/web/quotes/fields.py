"""One field of the quote editor as templates draw it, made from the catalog: label, text, choices, error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel.numbers import get_currency_name
from django.utils.translation import gettext

from daicho.business.sales.objects import QUOTE, QUOTE_LINE
from daicho.engine.catalog.specs import FieldSpec, ObjectSpec
from daicho.rules.payment_terms import LAST_OF_EVERY_MONTH
from daicho.values.labels import Language, Problem
from daicho.web.cells import EMPTY
from daicho.web.quotes.form import Part

NUMERIC = ("number", "currency", "percent")
CURRENCIES = ("JPY", "USD", "EUR", "GBP", "CNY", "HKD", "KRW", "SGD", "TWD", "THB", "VND", "AUD", "CAD", "CHF", "INR")
"""Currencies that are offered; a quote in another one keeps it."""
OF_WHICH_ACCOUNT = {"opportunity": "account", "bill_to_contact": "bill_to account"}
"""Look-ups that are narrowed to an account: the fields that name it, the first one that is filled in counts."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One field. `kind`: text, number, select, long, or search: then `chosen` is the hidden id, `lookup` the object that
    is searched and `narrowed` names the fields with the account. `error` "": none."""

    name: str
    label: str
    text: str
    kind: str
    error: str = ""
    options: Sequence[Option] = ()
    required: bool = False
    placeholder: str = ""
    chosen: str = ""
    lookup: str = ""
    narrowed: str = ""
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where fields come from: the head or a row with its object, what is wrong with it, and the reader's language.

    `prefix` stands before the names of a row's fields: "3." (the head's: "").
    """

    spec: ObjectSpec
    part: Part
    errors: Mapping[str, Problem]
    language: Language
    prefix: str = ""

    def fields(self, keys: Sequence[str]) -> list[Input]:
        """The fields with these keys, in this order."""
        return [self.field(key) for key in keys]

    def field(self, key: str) -> Input:
        """One field. Its key is one of the object's."""
        field = field_of(self.spec, key)
        if field.type == "lookup":
            return self._search(field)
        text = self.part.texts.get(key, "")
        kind = "number" if field.type in NUMERIC else "long" if field.type == "long_text" else "text"
        options = options_of(field, text, self.language)
        placeholder = gettext("例：2026/04/01") if field.type == "date" and not self.prefix else ""
        return Input(
            self.prefix + key,
            field.label.text(self.language),
            text,
            "select" if options else kind,
            self.error(key),
            options,
            field.required,
            placeholder,
            focus=self._focus and self.spec is QUOTE_LINE and key == "description",
        )

    def error(self, key: str) -> str:
        """What is wrong with a field; "" for nothing."""
        problem = self.errors.get(self.prefix + key)
        return problem.text(self.language) if problem is not None else ""

    def _search(self, field: FieldSpec) -> Input:
        return Input(
            self.prefix + field.key,
            field.label.text(self.language),
            self.part.texts.get(f"{field.key}.name", ""),
            "search",
            self.error(field.key),
            required=field.required,
            chosen=self.part.texts.get(field.key, ""),
            lookup=field.target or "",
            narrowed=OF_WHICH_ACCOUNT.get(field.key, ""),
            focus=self._focus,
        )

    @property
    def _focus(self) -> bool:
        return bool(getattr(self.part, "focus", False))


def options_of(field: FieldSpec, text: str, language: Language) -> list[Option]:
    """The choices of a field, the one that is written chosen; none for a field that is written freely.

    What is written and is no choice is offered as it stands, so that nothing is changed unseen.
    """
    if field.type == "checkbox":
        named = [("true", gettext("する")), ("false", gettext("しない"))]
    elif field.type == "picklist":
        named = [(choice.code, choice.label.text(language)) for choice in field.choices]
    elif field.key == "closing_day":
        named = [(str(day), str(day)) for day in range(1, LAST_OF_EVERY_MONTH + 1)]
        named += [(str(day), word.text(language)) for day, word in field.words]
    elif field.key == "currency":
        named = [(code, f"{code} {get_currency_name(code, locale=language)}") for code in CURRENCIES]
    else:
        return []
    options = [Option(code, name, code == text) for code, name in named]
    if text not in [code for code, _name in named]:
        options.insert(0, Option(text, text or EMPTY, True))
    return options


def field_of(spec: ObjectSpec, key: str) -> FieldSpec:
    """The field with this key, which must exist."""
    found = spec.field(key)
    assert found is not None, key
    return found


def label_of(object_key: str, key: str, language: Language) -> str:
    """The name of a field of the editor."""
    return field_of(_spec(object_key), key).label.text(language)


def shown_text(object_key: str, key: str, texts: Mapping[str, str], language: Language) -> str:
    """A text of the form as people read it: names for ids, labels for codes, – for nothing."""
    field = field_of(_spec(object_key), key)
    text = texts.get(f"{key}.name", texts.get(key, ""))
    named = {option.code: option.name for option in options_of(field, text, language)}
    return named.get(text, text) or EMPTY


def _spec(object_key: str) -> ObjectSpec:
    return QUOTE if object_key == "quote" else QUOTE_LINE
