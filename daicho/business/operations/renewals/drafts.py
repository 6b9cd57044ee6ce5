"""What is open beside a contract whose term is renewed: draft quotes, opportunities, ToDos that ask for the renewal.

They are closed with it and opened again by its undo.
"""

from collections.abc import Mapping
from typing import Any

from daicho.business.sales.models import Opportunity, Quote
from daicho.engine.activity.models import Task
from daicho.engine.records.command import Command

OPEN_STAGES = ("open", "proposed")
OUTCOMES = {"renewal": "won", "cancellation": "lost"}
ASKING = (
    "更新作業",
    "更新のご意向確認",
    "継続の意思確認",
    "Renewal work",
    "Ask about the renewal",
    "Ask whether the customer goes on",
)
"""How the subjects of the ToDos begin that answers and the shipped processes make."""


def close(running: Command, contract_id: int, kept_quote: int | None = None) -> dict[str, Any]:
    """The term was renewed: renewal opportunities are won, cancellations lost, other drafts void, and nobody is asked any
    more to renew or to ask; answers what undoing needs.

    `kept_quote` is the quote that was confirmed for it.
    """
    open_ones = Opportunity.objects.filter(contract=contract_id, kind__in=OUTCOMES, stage__in=OPEN_STAGES)
    stages = {chance.pk: (chance.kind, chance.stage) for chance in open_ones}
    drafts = Quote.objects.filter(opportunity__in=stages, status="draft").values_list("id", flat=True)
    ids = [one for one in drafts if one != kept_quote]
    running.update("opportunity", {one: {"stage": OUTCOMES[kind]} for one, (kind, _) in stages.items()}, made=True)
    running.update("quote", {one: {"status": "void"} for one in ids}, made=True)
    asking = Task.objects.filter(record=f"contract:{contract_id}", status="open").values_list("id", "subject")
    tasks = [one for one, subject in asking if subject.startswith(ASKING)]
    running.update("task", {one: {"status": "done"} for one in tasks}, made=True)
    return {"opportunities": {str(one): stage for one, (_, stage) in stages.items()}, "quotes": ids, "tasks": tasks}


def reopen(running: Command, kept: Mapping[str, Any]) -> None:
    """Take `close` back; what has been deleted meanwhile stays so."""
    stages = {int(one): stage for one, stage in (kept.get("opportunities") or {}).items()}
    there = Opportunity.objects.filter(pk__in=stages).values_list("id", flat=True)
    running.update("opportunity", {one: {"stage": stages[one]} for one in there}, made=True)
    quotes = Quote.objects.filter(pk__in=kept.get("quotes") or (), status="void").values_list("id", flat=True)
    running.update("quote", {one: {"status": "draft"} for one in quotes}, made=True)
    tasks = Task.objects.filter(pk__in=kept.get("tasks") or (), status="done").values_list("id", flat=True)
    running.update("task", {one: {"status": "open"} for one in tasks}, made=True)
