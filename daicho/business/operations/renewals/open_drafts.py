"""The draft quotes that are open for what follows a term: which one counts, and which of them a person has written.

Every reader of "the open renewal quote" asks here. What Daicho drafted itself and nobody has touched it may take back; what
a person wrote or changed, only a person takes away.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery

from daicho.business.contracts.models import ContractTerm
from daicho.business.operations.renewals.drafts import OPEN_STAGES
from daicho.business.sales.models import Quote
from daicho.engine.records import history
from daicho.engine.records.history import HistoryItem

ANSWERED = "renewal_answer"
"""The reason of the commands that draft quotes by themselves: a customer's answer, whoever wrote it down."""
SAYS_NOTHING = frozenset({"status", "owner"})
"""Fields that change without the offer becoming another one."""


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """One draft. `by_hand`: a person wrote or changed it. `fits`: it can become the next term, for it is for the contract's
    account, in its currency, and begins after the last term does."""

    quote: Quote
    by_hand: bool
    fits: bool


def open_drafts(contracts: Collection[int], kind: str = "renewal") -> dict[int, list[OpenDraft]]:
    """By contract all drafts of its open opportunities of a kind; the last one is the one that counts. Two queries.

    It is the latest that fits, else the latest. Access is the caller's to have asked.
    """
    last = ContractTerm.objects.filter(contract=OuterRef("opportunity__contract")).order_by("-number")
    drafts = Quote.objects.filter(
        status="draft",
        opportunity__contract__in=contracts,
        opportunity__kind=kind,
        opportunity__stage__in=OPEN_STAGES,
    ).annotate(
        of_contract=F("opportunity__contract_id"),
        agreed_account=F("opportunity__contract__account_id"),
        agreed_currency=F("opportunity__contract__currency"),
        last_start=Subquery(last.values("start_date")[:1]),
    )
    rows = list(drafts.order_by("id"))
    items = history.of_records("quote", [row.pk for row in rows]) if rows else {}
    found: dict[int, list[OpenDraft]] = defaultdict(list)
    for row in rows:
        agreed = (row.agreed_account, row.agreed_currency)
        later = row.last_start is not None and row.start_date > row.last_start
        fits = later and (row.account_id, row.currency) == agreed
        found[row.of_contract].append(OpenDraft(row, _is_by_hand(row, items.get(row.pk, ())), fits))
    return {contract: sorted(mine, key=lambda one: (one.fits, one.quote.pk)) for contract, mine in found.items()}


def written_by_hand(contract_id: int) -> list[Quote]:
    """The open renewal quotes of a contract that a person wrote or changed."""
    return [one.quote for one in open_drafts([contract_id]).get(contract_id, ()) if one.by_hand]


def _is_by_hand(quote: Quote, items: Sequence[HistoryItem]) -> bool:
    """Whether it was made otherwise than by an answer, or changed since: each change of it or its lines counts its version
    on, also those that leave no history of its own, such as a line that was deleted."""
    drafted = any(item.kind == "created" and item.reason == ANSWERED for item in items)
    harmless = sum(item.kind == "updated" and item.changes.keys() <= SAYS_NOTHING for item in items)
    return not drafted or quote.version - 1 > harmless
