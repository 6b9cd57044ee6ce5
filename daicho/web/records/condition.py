"""The page on which one condition is added to a list: field, operator, value, checked by the catalog; errors beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.engine.catalog import types
from daicho.engine.catalog.filters import Condition, both, condition
from daicho.engine.catalog.operators import LABELS, Operator
from daicho.engine.catalog.paths import Path
from daicho.engine.catalog.specs import FieldSpec
from daicho.values.problems import Invalid
from daicho.values.relative_dates import describe_token
from daicho.web.addresses import address
from daicho.web.records.columns import Offer, offered, usable
from daicho.web.records.form import FormField, Option, writable
from daicho.web.records.kinds import BY_OBJECT, Kind, kind_of
from daicho.web.records.listing import read_asked
from daicho.web.records.location import read_location
from daicho.web.records.references import resolved
from daicho.web.records.typed import ID, Typed
from daicho.web.visitors import Visitor, page

DATES = ("date", "datetime")
LISTS = ("in", "not_in")
NO_VALUE = ("is_empty", "is_not_empty")
WORDS = (
    *("TODAY", "YESTERDAY", "TOMORROW"),
    *(
        f"{which}_{unit}"
        for unit in ("WEEK", "MONTH", "QUARTER", "YEAR", "FISCAL_YEAR")
        for which in ("LAST", "THIS", "NEXT")
    ),
    *("TODAY_AND_NEXT_N_DAYS:30", "TODAY_AND_NEXT_N_DAYS:90", "LAST_N_DAYS:30", "LAST_N_DAYS:90"),
)
"""The relative dates that are offered; any other can be typed."""
ME = "ME"


@dataclass(frozen=True, slots=True)
class Asking:
    """What the form holds: the field, its operators, and the inputs of the value (two for a range)."""

    path: Path
    operator: Operator
    operators: Sequence[Option]
    inputs: Sequence[FormField]
    words: Sequence[Option]


@page
def add_condition(request: HttpRequest, visitor: Visitor, object_key: str) -> HttpResponse:
    """One more condition for the list at this address: first the field, then the operator and the value."""
    kind, given = kind_of(object_key), request.GET
    location = read_location(given)
    asked = read_asked(kind, location, visitor)
    path = usable(kind, given.get("field", ""), visitor.language)
    if path is not None and not types.operators(path.field):
        path = None
    problems: list[str] = []
    if path is not None and given.get("do") == "apply":
        try:
            node = both(asked.narrowing, _condition(kind, path, given, visitor))
        except Invalid as refused:
            problems = [problem.text(visitor.language) for problem in refused.problems]
        else:
            return HttpResponseRedirect(reverse(kind.section) + location.narrowed(node).link)
    context = {
        "section": kind.section,
        "kind": kind,
        "view": asked.view,
        "plural": kind.spec.plural.text(visitor.language),
        "groups": _fields(kind, visitor),
        "chosen": path.text if path else "",
        "asking": _asking(path, given, visitor, problems) if path else None,
        "pairs": location.pairs,
        "back": reverse(kind.section) + location.start().link,
    }
    return render(request, "pages/condition.html", context, status=422 if problems else 200)


def _fields(kind: Kind, visitor: Visitor) -> list[tuple[str, Sequence[Offer]]]:
    """The fields that conditions can name, in groups."""
    groups: list[tuple[str, Sequence[Offer]]] = []
    for group in offered(kind, visitor):
        offers = [
            one
            for one in group.offers
            if (path := usable(kind, one.path, visitor.language)) and types.operators(path.field)
        ]
        if offers:
            groups.append((group.name, offers))
    return groups


def _condition(kind: Kind, path: Path, given: QueryDict, visitor: Visitor) -> Condition:
    """The condition that the form means. Raises Invalid with the words for the field."""
    operator = given.get("op", "")
    return condition(kind.object, path.text, operator, _value(path.field, operator, given, visitor))


def _value(spec: FieldSpec, operator: str, given: QueryDict, visitor: Visitor) -> Any:
    if operator in NO_VALUE:
        return None
    if spec.type == "lookup":
        typed = Typed(given.get("value", ""), id=given.get("value" + ID, ""))
        found = ME if spec.target == "user" and given.get("word") == ME else resolved(spec, typed, visitor)
        return found if operator not in LISTS else [] if found is None else [found]
    if spec.choices:
        codes = given.getlist("value")
        return codes if operator in LISTS else (codes[0] if codes else None)
    if spec.type == "checkbox":
        return given.get("value") == "1"
    text = given.get("word") or given.get("value", "").replace("\0", "")
    if operator == "between":
        return [text, given.get("until", "").replace("\0", "")]
    return [part.strip() for part in text.replace("、", ",").split(",") if part.strip()] if operator in LISTS else text


def _asking(path: Path, given: QueryDict, visitor: Visitor, problems: Sequence[str]) -> Asking:
    spec = path.field
    offered_ones = types.operators(spec)
    operator = next((one for one in offered_ones if one == given.get("op")), _usual(spec, offered_ones))
    operators = [Option(one, LABELS[one].text(visitor.language), one == operator) for one in offered_ones]
    inputs = [] if operator in NO_VALUE else [_input(path, operator, given, "value", visitor, problems)]
    if operator == "between":
        inputs.append(_input(path, operator, given, "until", visitor, ()))
    return Asking(path, operator, operators, inputs, _words(spec, operator, given, visitor))


def _usual(spec: FieldSpec, offered_ones: Sequence[Operator]) -> Operator:
    """The operator that somebody most often means."""
    wanted: Mapping[str, Operator] = {"picklist": "in", "multi_picklist": "in"}
    texts = spec.type in ("text", "long_text", "email", "phone", "url")
    usual: Operator = "contains" if texts else wanted.get(spec.type, "eq")
    return usual if usual in offered_ones else offered_ones[0]


def _input(
    path: Path, operator: str, given: QueryDict, key: str, visitor: Visitor, problems: Sequence[str]
) -> FormField:
    spec = path.field
    label = gettext("値")
    if operator == "between":
        label = gettext("最初") if key == "value" else gettext("最後")
    codes = given.getlist(key)
    look, options = "text", []
    if spec.choices:
        look = "choices" if operator in LISTS else "choice"
        options = [Option(one.code, one.label.text(visitor.language), one.code in codes) for one in spec.choices]
    elif spec.type == "checkbox":
        look = "choice"
        options = [Option("1", gettext("はい"), codes == ["1"]), Option("0", gettext("いいえ"), codes == ["0"])]
    elif spec.type == "lookup" and _suggest(path):
        look = "lookup"
    return FormField(
        key=key,
        label=label,
        look=look,
        typed=Typed(given.get(key, ""), tuple(codes), given.get(key + ID, "")),
        required=False,
        options=options,
        errors=problems,
        help=_help(spec, operator),
        example=gettext("名前やコードで探す") if look == "lookup" else "2025/12/31" if spec.type in DATES else "",
        id_name=key + ID if look == "lookup" else "",
        suggest=_suggest(path) if look == "lookup" else "",
    )


def _suggest(path: Path) -> str:
    """Where suggestions for a lookup come from; "" where forms have no such field, so that names must be typed whole."""
    theirs = BY_OBJECT.get(path.end_object)
    offers = theirs is not None and path.field in writable(theirs)
    return address("record_suggest", path.end_object, path.field.key) if offers else ""


def _help(spec: FieldSpec, operator: str) -> str:
    if spec.choices or spec.type in ("lookup", "checkbox"):
        return ""
    return gettext("いくつもあるときは「、」で区切ります。") if operator in LISTS else ""


def _words(spec: FieldSpec, operator: str, given: QueryDict, visitor: Visitor) -> list[Option]:
    """Words that stand for a value: relative dates with the days they mean today, and oneself."""
    chosen = given.get("word", "")
    if spec.type in DATES and operator not in (*NO_VALUE, *LISTS, "between"):
        words = [(word, describe_token(word, visitor.frame.dates, visitor.language)) for word in WORDS]
    elif spec.type == "lookup" and spec.target == "user" and operator not in NO_VALUE:
        words = [(ME, gettext("自分"))]
    else:
        return []
    return [
        Option("", gettext("（下に入力）"), not chosen),
        *(Option(code, text, code == chosen) for code, text in words),
    ]
