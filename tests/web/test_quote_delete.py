"""［削除］ on the page of a draft quote: for those who may delete it, with a question first."""

import pytest

from daicho.business.operations.orders.order_to_cash import confirm
from daicho.business.sales.models import Quote
from tests.web.conftest import Visit
from tests.web.reading import Answer, elements
from tests.world import World


def link(page: Answer) -> list[str]:
    return [one["href"] for one in elements(page, "a", class_="quote-delete")]


def test_a_draft_is_deleted_after_a_question(visit: Visit, world: World) -> None:
    quote, client = world.quote(), visit()
    assert link(client.get(f"/quotes/{quote}/")) == [f"/quotes/{quote}/delete/"]
    [version] = elements(client.get(f"/quotes/{quote}/delete/"), "input", name="version")
    assert Quote.objects.count() == 1
    gone = client.post(f"/quotes/{quote}/delete/", {"version": version["value"]})
    assert (gone.status_code, gone["Location"], Quote.objects.count()) == (303, "/quotes/", 0)


def test_a_confirmed_one_offers_no_deleting(visit: Visit, world: World) -> None:
    quote = world.quote()
    confirm(world.actor("owner"), quote, world.frame)
    client = visit()
    assert link(client.get(f"/quotes/{quote}/")) == []
    assert client.post(f"/quotes/{quote}/delete/").status_code == 409
    assert Quote.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("colleague", 403), ("stranger", 404), ("reader", 403)])
def test_others_do_not_delete(visit: Visit, world: World, who: str, status: int) -> None:
    quote, client = world.quote(), visit(who)
    if status == 403:
        assert link(client.get(f"/quotes/{quote}/")) == []
    assert client.post(f"/quotes/{quote}/delete/").status_code == status
    assert Quote.objects.count() == 1


def test_a_new_one_has_nothing_to_delete(visit: Visit, world: World) -> None:
    assert link(visit().get("/quotes/new/")) == []
