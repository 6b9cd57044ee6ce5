"""Every address that the site has, and the owner's records for the parts of them, each with a secret in its texts."""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver

from daicho.business.contracts.answer_links import make_token
from daicho.business.contracts.models import ContractTerm
from daicho.business.operations.orders.order_to_cash import confirm
from daicho.business.sales.models import Order
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.mail.models import EmailAlert
from daicho.engine.records import files
from daicho.engine.records.command import command
from daicho.engine.records.files import FileKind
from tests.uploads import BAD, sheet, upload, work
from tests.web import automation
from tests.web.contracts import book
from tests.world import World

SECRET = "極秘の文字"
PART = re.compile(r"<(?:\w+:)?(\w+)>")
Ids = Mapping[str, Mapping[str, str]]
"""What stands for the part of each name, by the section that the address lies in; below "" what stands anywhere else."""


@dataclass(frozen=True, slots=True)
class Place:
    """One address: its pattern, and the names of the parts that stand for something."""

    route: str
    parts: tuple[str, ...]

    def path(self, ids: Ids, instead: str | None = None) -> str:
        """The address of the owner's own record; `instead` stands for every part where it is given."""
        section = self.route.removeprefix("api/v1/").removeprefix("records/").split("/")[0]
        found = {**ids[""], **ids.get(section, {})}
        return "/" + PART.sub(lambda part: found[part[1]] if instead is None else instead, self.route)


def places() -> list[Place]:
    """All of them but the one that logs out."""
    return [Place(route, tuple(PART.findall(route))) for route in dict.fromkeys(_routes(get_resolver().url_patterns))]


def shapes() -> list[Place]:
    """One address of each shape: of the pages that every section has in the same way, those of the first section."""
    found: dict[str, Place] = {}
    for place in places():
        first, _, rest = place.route.partition("/")
        found.setdefault(rest if rest and first != "answer" else place.route, place)
    return list(found.values())


def _routes(patterns: list[URLPattern | URLResolver], above: str = "") -> Iterator[str]:
    for one in patterns:
        route = above + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        elif "^" not in route and route != "logout/":
            yield route


def secrets_of_the_owner(world: World) -> Ids:
    """Makes one record of every kind that an address can name."""
    cache.clear()
    process = automation.switch_on(world)
    with command(actor=SYSTEM, reason="test", frame=world.frame) as running:
        running.update("account", {world.account: {"name": SECRET, "code": SECRET}}, made=True)
        running.update("contact", {world.contact: {"name": SECRET}}, made=True)
    [booked] = book(world, name=SECRET, remarks=SECRET)
    deal = _made(world, "opportunity", name=SECRET, account=world.account)
    contract = confirm(world.actor("owner"), world.quote(name=SECRET, opportunity=deal), world.frame).contract
    run = upload(world, sheet(BAD, ("K-9", SECRET, *BAD[2:])), who="admin", name=f"{SECRET}.csv")
    work(world.frame)
    alert = EmailAlert.objects.get(name=automation.ALERT)
    quote = world.quote(name=SECRET)
    records = {
        "contracts": booked,
        "quotes": quote,
        "accounts": world.account,
        "contacts": world.contact,
        "products": world.monthly,
        "prices": _made(world, "price", product=world.monthly, unit_price=900),
        "opportunities": deal,
        "tasks": _made(world, "task", subject=SECRET, record=f"contract:{contract}"),
        "orders": Order.objects.latest("id").pk,
    }
    order = files.keep(
        name=f"{SECRET}.pdf",
        content=b"%PDF-1.7\n",
        allowed={FileKind.PDF},
        most_bytes=99,
        at=world.frame.now,
        by_id=None,
        about=f"contract:{contract}",
    )
    definition = {"group_by": [{"field": "owner"}], "aggregates": ["count"]}
    usual = {
        "account_id": world.account,
        "contract_id": contract,
        "quote_id": quote,
        "record_id": contract,
        "object_key": "contract",
        "field_key": "account",
        "extension": "csv",
        "table_format": "csv",
        "run_id": run,
        "file_id": order.pk,
        "view_id": _made(world, "list_view", name=SECRET, object="contract", columns=["number"]),
        "action_id": ScheduledAction.objects.latest("id").pk,
        "deed": "cancel",
        "process_id": process,
        "template_id": alert.template_id,
        "alert_id": alert.pk,
        "mail_id": automation.mail(world, contract, subject=SECRET),
        "wanted": _made(world, "report", name=SECRET, object="contract", definition=definition),
        "image": "logo",
        "command": uuid.UUID(int=7),
        "token": make_token(contract, ContractTerm.objects.get(contract=contract).pk, "sato@aoba.example.jp"),
        "choice": "renew",
    }
    sections = {section: {"record_id": str(one)} for section, one in records.items()}
    return {"": {name: str(one) for name, one in usual.items()}, **sections}


def _made(world: World, object_key: str, **values: Any) -> int:
    """A record that the owner made; the office's where he may not make such."""
    actor = SYSTEM if object_key == "price" else world.actor("owner")
    with command(actor=actor, reason="test", frame=world.frame) as running:
        [made] = running.create(object_key, [values])
    return made
