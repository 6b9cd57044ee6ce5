"""A small company to act in: people who may and may not, one customer, three products. Made by the same services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from daicho.config.first_start import prepare
from daicho.engine.access.actors import SYSTEM, Actor
from daicho.engine.access.models import User
from daicho.engine.access.people import actor_for
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame

PEOPLE = (
    ("manager", "石川 部長子", ["sales"], None),
    ("owner", "樋口 さくら", ["sales"], "manager"),
    ("colleague", "森田 拓也", ["sales"], "manager"),
    ("stranger", "他部署 太郎", ["sales"], None),
    ("operations", "岡田 直美", ["sales_operations"], None),
    ("reader", "閲覧 のみ子", ["read_only"], None),
)
YEAR = (date(2025, 7, 1), date(2026, 6, 30))


@dataclass(frozen=True, slots=True)
class World:
    """Ids of what was made."""

    frame: Frame
    users: Mapping[str, int]
    account: int
    contact: int
    monthly: int
    annual: int
    once: int

    def actor(self, username: str) -> Actor:
        """The actor of one of PEOPLE, or of admin."""
        return actor_for(self.users[username])

    def quote(self, lines: list[dict[str, Any]] | None = None, **values: Any) -> int:
        """A quote of the owner: one year from 2025-07-01, ten monthly licences, an annual one and a one-time fee."""
        usual = [
            {"product": self.monthly, "quantity": Decimal(10)},
            {"product": self.annual},
            {"product": self.once},
        ]
        row = {
            "account": self.account,
            "contact": self.contact,
            "start_date": YEAR[0],
            "end_date": YEAR[1],
            "lines": usual if lines is None else lines,
            **values,
        }
        with command(actor=self.actor("owner"), reason="test", frame=self.frame) as running:
            [quote_id] = running.create("quote", [row])
        return quote_id


def make_world(frame: Frame) -> World:
    """Build it in an empty database."""
    prepare("a password for admin")
    users = {"admin": User.objects.get(username="admin").pk}
    for username, name, sets, manager in PEOPLE:
        made = User.objects.make(
            username,
            at=frame.now,
            password=f"{username} password",
            name=name,
            email=f"{username}@our.example.jp",
            permission_sets=sets,
            manager_id=users.get(manager or ""),
        )
        users[username] = made.pk
    with command(actor=SYSTEM, reason="test", frame=frame) as running:
        running.update("organisation", {1: {"name": "株式会社ダイチョウ"}}, made=True)
        [account] = running.create(
            "account", [{"code": "A-900", "name": "株式会社青葉製作所", "owner": users["owner"]}], made=True
        )
        [contact] = running.create(
            "contact", [{"account": account, "name": "佐藤 真理子", "email": "sato@aoba.example.jp"}], made=True
        )
        monthly, annual, once = running.create(
            "product",
            [
                {"name": "帳票クラウド 基本ライセンス", "list_price": Decimal(1200), "price_kind": "monthly"},
                {"name": "保守サポート", "list_price": Decimal(96000), "price_kind": "annual"},
                {"name": "初期導入支援", "list_price": Decimal(250000), "price_kind": "one_time"},
            ],
            made=True,
        )
    return World(frame, users, account, contact, monthly, annual, once)
