"""Taking back the latest event of a contract, whatever it was: each kind of order has its own undo."""

from daicho.business.contracts.objects import CONTRACT
from daicho.business.operations.orders import order_to_cash
from daicho.business.operations.renewals import renewal
from daicho.business.sales.models import Order
from daicho.engine.access.actors import Actor
from daicho.engine.records import checks
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Conflict

NOTHING_TO_UNDO = Message(
    "nothing_to_undo",
    ja="この契約には取り消せる操作がありません。",
    en="This contract has no event that could be undone.",
)


def undo_latest(actor: Actor, contract_id: int, frame: Frame, source: str = "") -> str:
    """Undo the latest order of a contract; returns its kind (new: the contract itself is gone). Raises Conflict, Missing."""
    checks.may_write(actor, CONTRACT, [contract_id], "edit", frame)
    latest = Order.objects.filter(contract=contract_id).order_by("-id").values("kind", "quote").first()
    if latest is None:
        raise Conflict(NOTHING_TO_UNDO.problem())
    if latest["kind"] == "new" and latest["quote"] is not None:
        order_to_cash.undo(actor, latest["quote"], frame, source)
    else:
        renewal.undo(actor, contract_id, frame, source)
    return str(latest["kind"])
