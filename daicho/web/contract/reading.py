"""What the contract page reads, each part once and only when it is shown. Everything passes the contract's own access.

Mails, notices and waiting actions belong to the contract: whoever may read it sees them here, and only here.
"""

from functools import cached_property
from typing import Any

from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.activity.models import Notification
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.catalog import registry
from daicho.engine.catalog.query import make_query
from daicho.engine.mail.models import Mail
from daicho.engine.mail.outbox import about
from daicho.engine.records import history
from daicho.engine.records.checks import NOT_FOUND
from daicho.engine.records.history import HistoryItem
from daicho.values.problems import Missing
from daicho.web.visitors import Visitor

CONTRACT = "contract"
BESIDE = ("contact.email", "contact.department", "contact.title")
LARGEST_ID = 2**63 - 1
MOST_ITEMS = 200
"""How many mails, notices, actions and changes are read at most."""
MOST_PARTS = 1_000
"""How many lines or entries one tab shows at most."""


class ContractRead:
    """One contract as the visitor sees it. Raises Missing when there is none that he may read."""

    def __init__(self, contract_id: int, visitor: Visitor) -> None:
        spec = registry.get(CONTRACT)
        paths = ["id", *(field.key for field in spec.fields if field.key != "url"), *BESIDE]
        visitor.actor.require("read", CONTRACT, spec.label)
        wanted = [contract_id] if contract_id <= LARGEST_ID else []
        found = select.fetch(visitor.actor, CONTRACT, wanted, paths, visitor.frame)
        if contract_id not in found:
            raise Missing(NOT_FOUND.problem(object=spec.label, id=str(contract_id)))
        self.id = contract_id
        self.visitor = visitor
        self.values: Row = found[contract_id]
        self.currency: str = self.values["currency"] or "JPY"

    @cached_property
    def terms(self) -> list[Row]:
        """All terms in their order: id, term_number, start_date, end_date. They are read as the contract itself is."""
        paths = ["term_number", "start_date", "end_date"]
        found = select.select_occurrences(self.visitor.actor, CONTRACT, [self.id], paths, self.visitor.frame)
        rows = [{**values, "id": term_id} for _contract, term_id, values in found]
        return sorted(rows, key=lambda term: term["term_number"])

    @cached_property
    def current_term(self) -> Row | None:
        """The term that holds today, None before the first was booked."""
        return next((term for term in self.terms if term["term_number"] == self.values["term_number"]), None)

    @cached_property
    def orders(self) -> list[Row]:
        """The confirmed events, latest first."""
        return self.parts(
            "order", ["number", "kind", "effective_date", "confirmed_at", "confirmed_by"], "-confirmed_at"
        )

    @cached_property
    def answers(self) -> list[Row]:
        """The customer's answers to renewals, latest first."""
        columns = [
            "choice",
            "source",
            "answered_at",
            "respondent",
            "comment",
            "quote",
            "recorded_by",
            "order_file",
            "superseded",
        ]
        return self.parts("renewal_answer", columns, "-answered_at")

    @cached_property
    def tasks(self) -> list[Row]:
        """ToDos about the contract that the visitor may read."""
        if not self.visitor.actor.permissions.may("read", "task"):
            return []
        about = {"field": "record", "op": "eq", "value": f"{CONTRACT}:{self.id}"}
        columns = ["subject", "owner", "due_at", "status"]
        query = make_query("task", columns=columns, filter=about, sort="-id", limit=MOST_ITEMS)
        return select.select(self.visitor.actor, query, self.visitor.frame).rows

    @cached_property
    def mails(self) -> list[Mail]:
        """Mails about the contract, latest first."""
        mine = Mail.objects.filter(about(CONTRACT, [self.id])).prefetch_related("parts")
        return list(mine.order_by("-id")[:MOST_ITEMS])

    @cached_property
    def notifications(self) -> list[Notification]:
        """Notices about the contract with whom they went to, latest first."""
        about = Notification.objects.filter(record=f"{CONTRACT}:{self.id}").select_related("user")
        return list(about.order_by("-id")[:MOST_ITEMS])

    @cached_property
    def actions(self) -> list[ScheduledAction]:
        """What waits or ran for the contract, with process and version."""
        about = ScheduledAction.objects.filter(object=CONTRACT, record_id=self.id)
        return list(about.select_related("process", "version").order_by("-id")[:MOST_ITEMS])

    @cached_property
    def history(self) -> list[HistoryItem]:
        """Its changes, latest first."""
        return history.of_record(CONTRACT, self.id)[:MOST_ITEMS]

    def parts(self, object_key: str, columns: list[str], sort: str, *more: dict[str, Any]) -> list[Row]:
        """Rows of an object whose `contract` is this one; none where the visitor has no right on that object."""
        if not self.visitor.actor.permissions.may("read", object_key):
            return []
        mine = {"field": "contract", "op": "eq", "value": self.id}
        query = make_query(object_key, columns=columns, filter={"and": [mine, *more]}, sort=sort, limit=MOST_PARTS)
        return select.select(self.visitor.actor, query, self.visitor.frame).rows
