"""Processes over the business objects: the registries filled as the product fills them, a quote's contract to act on."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from daicho.business.operations.orders import order_to_cash
from daicho.engine.automation import actions, wiring
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame
from tests.engine.automation.plans import TOKYO
from tests.world import World


@pytest.fixture(autouse=True)
def _types_as_wired() -> Iterator[None]:
    """Some tests replace a kind of action."""
    yield
    actions.register(wiring.ACTION_TYPES)


class Office:
    """What tests do in the world: book contracts, change them, make alerts, read the waiting list."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.frame = world.frame
        self.admin = world.actor("admin")

    def book(self, **values: Any) -> int:
        """A confirmed contract; by default it ends on 2026-06-30 and its customer is mailed."""
        quote = self.world.quote(**values)
        return order_to_cash.confirm(self.world.actor("owner"), quote, self.frame).contract

    def change(self, contract: int, at: Frame | None = None, **values: Any) -> None:
        """Correct a contract by hand."""
        with command(actor=self.world.actor("owner"), reason="edit", frame=at or self.frame) as running:
            running.update("contract", {contract: values})

    def alert(self, recipients: Any = ("contact",), text: str = "{{ contract.name }}") -> int:
        """An alert 案内 with its template."""
        template = {"name": "更新のご案内", "object": "contract", "subject": "件名 {{ contract.number }}", "text": text}
        with command(actor=self.admin, reason="test", frame=self.frame) as running:
            [template_id] = running.create("email_template", [template])
            given = list(recipients) if isinstance(recipients, tuple) else recipients
            row = {"name": "案内", "object": "contract", "template": template_id, "recipients": given}
            return running.create("email_alert", [row])[0]

    def waiting(self) -> list[tuple[str, str, str]]:
        """Step, state and due time (Tokyo; "" without) of every scheduled action."""
        return [
            (row.step, row.state, row.due_at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M") if row.due_at else "")
            for row in ScheduledAction.objects.order_by("id")
        ]


@pytest.fixture
def office(world: World) -> Office:
    """The world with something to do in it. It is 2025-06-02, noon."""
    return Office(world)


def at(text: str) -> Frame:
    """A frame at a moment in Tokyo."""
    return Frame(datetime.fromisoformat(text).replace(tzinfo=TOKYO))


def mail_process(**schedule: Any) -> dict[str, Any]:
    """90 days before the end the contact is mailed, where the customer is to be mailed."""
    timed = {"offset": 90, "field": "end_date", "at": "09:00", "actions": [{"do": "send_alert", "alert": "案内"}]}
    when = {"field": "renewal_contact_method", "op": "eq", "value": "mail"}
    return {"object": "contract", "start": "on_create", "nodes": [{"when": when, "schedules": [{**timed, **schedule}]}]}
