"""受注: a record without a list of its own, whose way back leads to its contract."""

from daicho.business.operations.orders.order_to_cash import confirm
from daicho.business.sales.models import Order
from tests.web.conftest import Visit
from tests.web.reading import elements
from tests.world import World


def test_an_order_leads_back_to_its_contract(visit: Visit, world: World) -> None:
    contract = confirm(world.actor("owner"), world.quote(), world.frame).contract
    order = Order.objects.get(contract_id=contract)
    response = visit().get(f"/orders/{order.pk}/")
    [crumbs] = [one for one in elements(response, "nav") if one.get("class") == "crumbs"]
    assert crumbs["text"].strip() == "株式会社青葉製作所 帳票クラウド 基本ライセンス"
    [back] = [one for one in elements(response, "a") if one["text"].strip() == crumbs["text"].strip()][:1]
    assert back["href"] == f"/contracts/{contract}/"


def test_a_record_with_a_list_leads_back_to_the_list(visit: Visit, world: World) -> None:
    response = visit().get(f"/products/{world.monthly}/")
    [crumbs] = [one for one in elements(response, "nav") if one.get("class") == "crumbs"]
    assert crumbs["text"].strip() == "品目・サービス"
