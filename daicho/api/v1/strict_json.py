"""Reads request bodies and query parameters strictly: valid JSON only, and no text that a database cannot keep."""

import json
import math
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from daicho.values.labels import Message
from daicho.values.problems import Invalid
from daicho.values.storable import is_storable, unstorable_place

LONGEST_INTEGER = 40
EXACT_DIGITS = 15

UNSTORABLE = Message(
    "unstorable_text",
    ja="「{place}」に保存できない文字（NULまたは不完全な文字コード）が含まれています。取り除いてください。",
    en="“{place}” holds a character that cannot be stored (NUL or half of a character). Remove it.",
)


def load(text: str | bytes) -> Any:
    """The value of a JSON text. Raises ValueError or RecursionError when it is no JSON, NaN and Infinity included.

    Numbers that a float would change (more than 15 digits) or that are beyond every field (1e400) come as texts: the
    field reads them exactly, or refuses them by name.
    """
    return json.loads(text, parse_constant=_no_constant, parse_float=_float, parse_int=_integer)


class StrictParser(Parser):
    """What ninja reads requests with."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The JSON body. Raises Invalid for texts that cannot be stored."""
        body = load(request.body)
        refuse_unstorable(body)
        return body

    def parse_querydict(self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest) -> Any:
        """The query parameters. Raises Invalid likewise."""
        values = super().parse_querydict(data, list_fields, request)
        refuse_unstorable(values)
        return values


def refuse_unstorable(value: Any) -> None:
    """Raise Invalid, naming the place, when some text in a JSON value cannot be stored."""
    place = unstorable_place(value)
    if place is not None:
        shown = place if is_storable(place) else ""
        raise Invalid(UNSTORABLE.problem(shown or None, place=shown or "JSON"))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _float(text: str) -> float | str:
    number = float(text)
    if not math.isfinite(number):
        return text
    digits = text.lower().partition("e")[0].replace(".", "").strip("-0")
    return number if len(digits) <= EXACT_DIGITS else text


def _integer(text: str) -> int | str:
    return int(text) if len(text) <= LONGEST_INTEGER else text
