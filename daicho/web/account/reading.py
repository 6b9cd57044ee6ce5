"""Everything that the page of one account reads, each part once and as the visitor may see it. Makes no HTML."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.scope import owners
from daicho.engine.access.select import Row
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import make_query
from daicho.engine.catalog.type_lookups import LARGEST_ID
from daicho.engine.mail import outbox
from daicho.engine.mail.models import Mail
from daicho.engine.records.reading import missing
from daicho.values.months import add_months
from daicho.web.urgency import NEEDED
from daicho.web.visitors import Visitor

OBJECT = "account"
MOST = 200
"""Contracts and parts of one kind that are read at most."""
FEW = 10
"""Mails, quotes and ToDos that are shown."""
PARTIES = ("account", "reseller", "end_user")
CONTRACT_COLUMNS = (
    *("number", "name", "status", "mrr", "currency", "start_date", "renewal_due_date", "first_start_date", "owner"),
    *PARTIES,
    *NEEDED,
)


class AccountRead:
    """One account as the visitor sees it, with its children. Raises Missing when there is none that he may read."""

    def __init__(self, account_id: int, visitor: Visitor) -> None:
        spec = registry.get(OBJECT)
        visitor.actor.require("read", OBJECT, spec.label)
        self.id, self.visitor = account_id, visitor
        if not 0 < account_id <= LARGEST_ID // 10_000:
            raise missing(spec, account_id)
        family = {"or": [{"field": key, "op": "eq", "value": account_id} for key in ("id", "parent")]}
        query = make_query(OBJECT, columns=[field.key for field in spec.fields], filter=family, sort="id", limit=MOST)
        rows = {row["id"]: row for row in select.select(visitor.actor, query, visitor.frame).rows}
        if account_id not in rows:
            raise missing(spec, account_id)
        self.values: Row = rows.pop(account_id)
        self.children: Sequence[Row] = list(rows.values())

    @property
    def may_edit(self) -> bool:
        """Whether the visitor may change the account: decided by its owner, without another question."""
        allowed = owners(self.visitor.actor, OBJECT, "edit")
        return allowed is None or (self.values["owner"] is not None and self.values["owner"].id in allowed)

    @cached_property
    def contracts(self) -> Sequence[Row]:
        """Contracts in which the account is the customer, the reseller or the end user; those that end last come first."""
        theirs = {"or": [{"field": key, "op": "eq", "value": self.id} for key in PARTIES]}
        rows = self._rows("contract", CONTRACT_COLUMNS, theirs)
        return sorted(rows, key=lambda row: row["end_date"] or date.max, reverse=True)

    @cached_property
    def own_contracts(self) -> Sequence[Row]:
        """Those in which it is the customer."""
        return [row for row in self.contracts if row["account"].id == self.id]

    @cached_property
    def terms(self) -> dict[int, list[Row]]:
        """The terms of the contracts, by contract, in their order."""
        found: dict[int, list[Row]] = {}
        ids = [row["id"] for row in self.contracts]
        paths = ["term_number", "start_date", "end_date"]
        read = select.select_occurrences(self.visitor.actor, "contract", ids, paths, self.visitor.frame) if ids else []
        for contract, _, values in read:
            found.setdefault(contract, []).append(values)
        return {key: sorted(terms, key=lambda term: term["term_number"]) for key, terms in found.items()}

    @cached_property
    def mrr_a_year_ago(self) -> dict[str, Decimal]:
        """The MRR of its own contracts as it was twelve months ago, by currency."""
        if not self.visitor.actor.permissions.may("read", "contract"):
            return {}
        theirs = {"field": "account", "op": "eq", "value": self.id}
        query = make_query("contract", filter=theirs, group_by=["currency"], aggregates=["sum:mrr"])
        then = self.visitor.frame.at(_moment(add_months(self.visitor.frame.today, -12), self.visitor))
        found = select.aggregate(self.visitor.actor, query, then)
        return {row["currency"] or "JPY": row["sum:mrr"] for row in found if row["sum:mrr"]}

    @cached_property
    def contacts(self) -> Sequence[Row]:
        """People there, those who have left last."""
        columns = ("name", "department", "title", "email", "phone", "roles", "state")
        rows = self._rows("contact", columns, {"field": "account", "op": "eq", "value": self.id})
        return sorted(rows, key=lambda row: (row["state"] != "active", row["id"]))

    @cached_property
    def mails(self) -> Sequence[Mail]:
        """Mails about its contracts and about itself, the latest first."""
        contracts = outbox.about("contract", [row["id"] for row in self.contracts])
        return list(Mail.objects.filter(contracts | outbox.about(OBJECT, [self.id])).order_by("-id")[:MOST])

    @cached_property
    def quotes(self) -> Sequence[Row]:
        """Quotes to it, the latest first."""
        columns = ("number", "name", "start_date", "status", "valid_until", "owner")
        return self._rows("quote", columns, {"field": "account", "op": "eq", "value": self.id})

    @cached_property
    def tasks(self) -> Sequence[Row]:
        """ToDos about it and its contracts, open ones first."""
        about = [f"account:{self.id}", *(f"contract:{row['id']}" for row in self.contracts)]
        columns = ("subject", "due_at", "status", "owner")
        rows = self._rows("task", columns, {"field": "record", "op": "in", "value": about})
        last = self.visitor.frame.now + timedelta(days=36_500)
        return sorted(rows, key=lambda row: (row["status"] != "open", row["due_at"] or last))

    def _rows(self, object_key: str, columns: Sequence[str], filter_tree: dict[str, Any]) -> Sequence[Row]:
        """Rows of an object, the latest first; none where the visitor has no right on it. By id: one question, not two."""
        if not self.visitor.actor.permissions.may("read", object_key):
            return []
        query = make_query(object_key, columns=columns, filter=filter_tree, sort="-id", limit=MOST)
        return select.select(self.visitor.actor, query, self.visitor.frame).rows


def _moment(day: date, visitor: Visitor) -> datetime:
    """Noon of a day where the organisation is."""
    return datetime.combine(day, time(12), visitor.frame.habits.zone)
