"""Owner, colleague, stranger, reader over every address: who sees, who may, and that what is refused did not happen."""

from collections.abc import Callable
from typing import Any

import pytest

from daicho.business.contracts.models import Contract, ContractTerm
from daicho.business.sales.models import Quote
from daicho.engine.automation.models import Process
from tests.api.callers import Caller
from tests.world import World

PEOPLE = ("owner", "colleague", "stranger", "reader")
READS = (
    ("records/account/{account}", (200, 200, 404, 200)),
    ("records/quote/{quote}", (200, 200, 404, 200)),
    ("records/contract/{contract}", (200, 200, 404, 200)),
    ("records/contract_line/{line}", (200, 200, 404, 200)),
    ("records/contract/{contract}/history", (200, 200, 404, 200)),
    ("scheduled-actions?record=contract:{contract}", (200, 200, 404, 200)),
    ("objects", (200, 200, 200, 200)),
    ("objects/contract", (200, 200, 200, 200)),
    ("records/contract", (200, 200, 200, 200)),
)
ANSWER = {"choice": "renew", "source": "phone", "respondent": "佐藤"}
WRITES: tuple[tuple[str, str, Any, tuple[int, ...]], ...] = (
    ("PATCH", "records/account/{account}", {"remarks": "x"}, (200, 403, 404, 403)),
    ("PATCH", "records/contract/{contract}", {"remarks": "x"}, (200, 403, 404, 403)),
    ("PATCH", "records/quote/{draft}", {"remarks": "x"}, (200, 403, 404, 403)),
    ("PATCH", "records/quote_line/{draft_line}", {"quantity": 3}, (200, 403, 404, 403)),
    ("POST", "records/contact", {"account": {"code": "A-900"}, "name": "x"}, (201, 403, 422, 403)),
    ("POST", "quotes/{draft}/preview", None, (200, 200, 404, 200)),
    ("POST", "quotes/{draft}/confirm", None, (200, 403, 404, 403)),
    ("POST", "quotes/{quote}/undo", None, (200, 403, 404, 403)),
    ("POST", "contracts/{contract}/renew", None, (200, 403, 404, 403)),
    ("POST", "contracts/{contract}/renew?preview=true", None, (200, 403, 404, 403)),
    ("POST", "contracts/{contract}/answer", ANSWER, (200, 403, 404, 403)),
    ("POST", "contracts/{contract}/undo", None, (200, 403, 404, 403)),
    ("DELETE", "records/quote/{draft}", None, (204, 403, 404, 403)),
    ("POST", "processes", {}, (403, 403, 403, 403)),
    ("POST", "processes/1/activate", None, (403, 403, 403, 403)),
    ("POST", "processes/1/deactivate", None, (403, 403, 403, 403)),
    ("POST", "schedules/preview", {"lines": []}, (422, 422, 422, 422)),
)


@pytest.fixture
def ids(owner: Caller, world: World) -> dict[str, int]:
    """A confirmed quote with its contract, and one that is still a draft."""
    quote, draft = world.quote(), world.quote()
    contract = owner.post(f"quotes/{quote}/confirm")["contract"]
    line = owner.get("records/contract_line?limit=1&fields=id")["items"][0]["id"]
    draft_line = owner.get(f"records/quote/{draft}")["lines"][0]["id"]
    found = {"account": world.account, "quote": quote, "draft": draft, "contract": contract}
    return {**found, "line": line, "draft_line": draft_line}


@pytest.mark.parametrize(("path", "statuses"), READS)
def test_who_reads(ids: dict[str, int], caller: Callable[..., Caller], path: str, statuses: tuple[int, ...]) -> None:
    assert tuple(caller(name).call("GET", path.format(**ids)).status_code for name in PEOPLE) == statuses


@pytest.mark.parametrize(("method", "path", "body", "statuses"), WRITES)
def test_who_writes(
    ids: dict[str, int],
    caller: Callable[..., Caller],
    method: str,
    path: str,
    body: Any,
    statuses: tuple[int, ...],
) -> None:
    found = {name: caller(name).call(method, path.format(**ids), body) for name in reversed(PEOPLE)}
    assert tuple(found[name].status_code for name in PEOPLE) == statuses


def test_what_is_refused_did_not_happen(ids: dict[str, int], caller: Callable[..., Caller]) -> None:
    before = (Contract.objects.count(), ContractTerm.objects.count(), Quote.objects.count(), Process.objects.count())
    for method, path, body, _ in WRITES:
        for name in ("colleague", "stranger", "reader"):
            if "preview" not in path:
                assert caller(name).call(method, path.format(**ids), body).status_code >= 400, (method, path, name)
    after = (Contract.objects.count(), ContractTerm.objects.count(), Quote.objects.count(), Process.objects.count())
    assert after == before
    assert set(Quote.objects.values_list("status", "remarks")) == {("confirmed", ""), ("draft", "")}


def test_lists_counts_and_sums_hold_what_one_may_read(ids: dict[str, int], caller: Callable[..., Caller]) -> None:
    question = {"object": "contract", "aggregates": ["count", "sum:amount"]}
    for name, total, amount in (("owner", 1, "490000"), ("colleague", 1, "490000"), ("stranger", 0, "0")):
        assert caller(name).get("records/contract")["total"] == total
        assert caller(name).post("query", question)["items"] == [{"count": total, "sum:amount": amount}]


def test_a_stranger_cannot_point_at_what_he_does_not_see(
    ids: dict[str, int], world: World, caller: Callable[..., Caller]
) -> None:
    stranger = caller("stranger")
    dates = {"start_date": "2025-07-01", "end_date": "2026-06-30"}
    by_id = stranger.refused(422, "POST", "records/quote", {"account": world.account, **dates})
    by_code = stranger.refused(422, "POST", "records/quote", {"account": {"code": "A-900"}, **dates})
    assert by_id == [("account", "no_such_reference")]
    assert by_code == [("account", "unknown_reference")]


def test_somebody_without_token_gets_nothing(ids: dict[str, int], owner: Caller) -> None:
    nobody = Caller(owner.client, "daicho_nothing")
    for path, _ in READS:
        assert nobody.refused(401, "GET", path.format(**ids)) == [(None, "not_authenticated")]
    for method, path, body, _ in WRITES:
        assert nobody.refused(401, method, path.format(**ids), body) == [(None, "not_authenticated")]
