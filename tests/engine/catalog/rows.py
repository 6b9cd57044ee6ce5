"""Rows of the sampler for parity tests: every value, empty and boundary mixed, and what each path reads on each of them."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from daicho.engine.access.models import User
from daicho.engine.catalog.refs import Ref
from daicho.engine.catalog.type_dates import custom_moment
from daicho.engine.catalog.type_numbers import plain_text
from daicho.engine.work.frame import Frame
from daicho.values.text import normalise
from tests.engine.catalog.sampler.models import Country, Parent, Sample, Term

NOW = datetime(2026, 1, 15, 3, tzinfo=UTC)
FRAME = Frame(NOW)
STAMPS: dict[str, Any] = {"created_at": NOW, "updated_at": NOW}
TEXTS = ["", "株式会社オプロ", "㈱オプロ", "ｵﾌﾟﾛ", "おぷろ商事", "ABC_100%", "ａｂｃ", "a\\b", "Äß", "長い 名前\tと空白"]
NUMBERS = [
    None,
    Decimal(0),
    Decimal("-0.0001"),
    Decimal("0.1"),
    Decimal("0.3"),
    Decimal(12000),
    Decimal("316985.75"),
    Decimal("99999999999999.9999"),
]
WHOLES = [None, 0, -1, 1, 31, 2_147_483_647, -2_147_483_648]
DAYS = [None] + [
    date(2026, 1, 15) + timedelta(days=n) for n in (-400, -90, -15, -14, -1, 0, 1, 3, 4, 16, 17, 90, 91, 350)
]
CODES = ["", "a", "b", "c", "gone"]
LISTS: list[list[str]] = [[], ["a"], ["b"], ["a", "c"], ["a", "b", "c"]]
MOMENTS = [
    None,
    *(
        datetime(2026, 1, 14, 15, tzinfo=UTC) + timedelta(seconds=n)
        for n in (-86_400, -1, 0, 1, 43_200, 86_399, 86_400, 3_000_000)
    ),
]


@dataclass(frozen=True)
class Written:
    """A row and what every path reads on it."""

    id: int
    values: dict[str, Any]


def write_rows(count: int = 60, seed: int = 1) -> list[Written]:
    """Users, countries, parents, samples with their terms; deterministic."""
    chance = random.Random(seed)
    users = [User.objects.make(f"user{n}", at=NOW, name=name) for n, name in enumerate(("佐藤", "Ｓａｔｏ", "鈴木"))]
    countries = [_named(Country, name) for name in ("日本", "Japan", "")]
    parents: list[Parent] = []
    for number, name in enumerate(TEXTS):
        above = chance.choice([None, *parents])
        parent = _named(
            Parent,
            name,
            code=f"P-{number}",
            code_normal=f"p-{number}",
            country=chance.choice([None, *countries]),
            owner=chance.choice([None, *users]),
            above=above,
        )
        parents.append(parent)
    return [_sample(chance, [None, *parents], [None, *users]) for _ in range(count)]


def _row(model: Any, **fields: Any) -> Any:
    return model.objects.create(**fields, **STAMPS)


def _named(model: Any, name: str, **fields: Any) -> Any:
    return _row(model, name=name, name_normal=normalise(name), **fields)


def _sample(chance: random.Random, parents: list[Any], users: list[Any]) -> Written:
    own = {
        "name": chance.choice(TEXTS), "memo": chance.choice(TEXTS), "code": chance.choice(["", "C-1", "c-1", "C-10", "D_2"]),
        "whole": chance.choice(WHOLES), "amount": chance.choice(NUMBERS), "checked": chance.choice([None, True, False]),
        "day": chance.choice(DAYS), "moment": chance.choice(MOMENTS), "pick": chance.choice(CODES), "picks": chance.choice(LISTS),
        "parent": chance.choice(parents), "owner": chance.choice(users),
    }  # fmt: skip
    custom, further = _custom(chance, parents, users)
    sample = _row(
        Sample, **own, name_normal=normalise(own["name"]), memo_normal=normalise(own["memo"]), custom=_as_json(custom)
    )
    term = {"end_day": chance.choice(DAYS), "price": chance.choice(NUMBERS[:-1]), "payer": chance.choice(parents)}
    other = {"end_day": chance.choice(DAYS), "price": chance.choice(NUMBERS), "payer": chance.choice(parents)}
    today = FRAME.today
    _row(Term, sample=sample, valid_from=today, valid_to=today, **term)
    _row(Term, sample=sample, valid_from=date(2000, 1, 1), valid_to=today - timedelta(days=1), **other)
    _row(Term, sample=sample, valid_from=today + timedelta(days=1), valid_to=date(9999, 12, 31), **other)
    return Written(sample.pk, {**_typed(own), **_typed(term), **custom, **further, **_deep(own, term), "id": sample.pk})


def _custom(chance: random.Random, parents: list[Any], users: list[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The custom values of a row, and what is read through the lookup among them."""
    values: dict[str, Any] = {
        "x_text": chance.choice(TEXTS), "x_number": chance.choice(NUMBERS[:7]), "x_day": chance.choice(DAYS),
        "x_moment": chance.choice(MOMENTS), "x_check": chance.choice([None, True, False]), "x_pick": chance.choice(CODES),
        "x_picks": tuple(chance.choice(LISTS)), "x_memo": chance.choice(TEXTS), "x_whole": chance.choice(WHOLES),
        "x_amount": chance.choice(NUMBERS[:7]), "x_rate": chance.choice(NUMBERS[:5]), "x_parent": chance.choice(parents),
        "x_owner": chance.choice(users), "x_email": chance.choice(["", "a@example.com", "B@Example.com"]),
        "x_phone": chance.choice(["", "03-1234-5678"]), "x_url": chance.choice(["", "https://example.com"]),
        "x_auto": chance.choice(["", "A-0001", "A-0010"]),
    }  # fmt: skip
    parent = values["x_parent"]
    further = {
        "x_parent.code": parent.code if parent else None,
        "x_parent.owner": Ref(parent.owner.pk, parent.owner.name) if parent and parent.owner else None,
        "x_parent.country.name": (parent.country.name or None) if parent and parent.country else None,
    }
    values |= {key: Ref(one.pk, str(one.name)) for key, one in values.items() if isinstance(one, Parent | User)}
    empty: dict[str, Any] = dict.fromkeys(values)
    filled = {key: value for key, value in values.items() if value not in (None, "", ())}
    return {**empty, "x_check": False, **filled}, further


def _as_json(custom: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in custom.items() if value is not None and value is not False}
    written: dict[str, Any] = {}
    for key, value in kept.items():
        match value:
            case True:
                written[key] = True
            case Decimal() | int():
                written[key] = plain_text(value)
            case datetime():
                written[key] = custom_moment(value)
            case date():
                written[key] = value.isoformat()
            case tuple():
                written[key] = list(value)
            case Ref():
                written[key] = value.id
            case _:
                written[key] = value
    twins = ("x_text", "x_memo", "x_email", "x_phone", "x_url", "x_auto")
    return written | {f"{key}_normal": normalise(kept[key]) for key in twins if key in kept}


def _typed(own: dict[str, Any]) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for key, value in own.items():
        if isinstance(value, Parent | User):
            typed[key] = Ref(value.pk, value.name)
        elif isinstance(value, list):
            typed[key] = tuple(value) or None
        else:
            typed[key] = value or None if isinstance(value, str) else value
    typed["checked"] = bool(own.get("checked")) if "checked" in own else None
    return typed if "checked" in own else {key: value for key, value in typed.items() if key != "checked"}


def _deep(own: dict[str, Any], term: dict[str, Any]) -> dict[str, Any]:
    parent, payer, owner = own["parent"], term["payer"], own["owner"]
    country = parent.country if parent else None
    above = parent.above if parent else None
    high = above.country if above else None
    both = own["amount"] is not None and term["price"] is not None
    return {
        "parent.name": (parent.name or None) if parent else None,
        "parent.code": parent.code if parent else None,
        "parent.owner": Ref(parent.owner.pk, parent.owner.name) if parent and parent.owner else None,
        "parent.country.name": (country.name or None) if country else None,
        "parent.above.country.name": (high.name or None) if high else None,
        "payer.code": payer.code if payer else None,
        "owner.name": owner.name if owner else None,
        "total": own["amount"] + term["price"] if both else None,
    }
