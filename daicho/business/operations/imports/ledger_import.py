"""Taking in a ledger: from what was read to accounts, contracts, lines and entries; run again it changes nothing.

Reading is left to `ledger` (a company's own Excel ledger) and `mapping` (any table with a mapping file); what a contract
becomes to `ledger_plans`. A contract is one unit: what cannot be booked refuses all its rows with a message and leaves
the others alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedContract
from daicho.business.contracts.models import Contract, ContractLine, ContractTerm, SalesEntry
from daicho.business.contracts.objects import CONTRACT
from daicho.business.operations.imports.ledger_parties import NOTHING_MEANT, Meant, Tally, resolve
from daicho.business.operations.imports.ledger_plans import Planner
from daicho.business.operations.ledger.result import Ledger, LedgerContract, RefusedCell
from daicho.business.sales.models import Order
from daicho.engine.access.actors import Actor
from daicho.engine.records.command import Command, command
from daicho.engine.records.plans import plan_of, values_of
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label, Message, Problem
from daicho.values.problems import Conflict, Refused

IMPORT = Label("インポート", "import")
AT_ONCE = 1000
CORRECTED_TERM = ("end_date", "renewal_type")
COMPARED_LINE = (
    "product",
    "description",
    "quantity",
    "unit_price",
    "price_kind",
    "billing_cycle",
    "billing_timing",
    "start_date",
    "end_date",
)

NEW_USERS = Message(
    "owners_made_users",
    ja="利用者でない営業担当を、ログインできない利用者として登録しました：{names}。",
    en="Owners who were no users were made users without log-in: {names}.",
)
ENDED = Message(
    "terms_already_ended",
    ja="インポートした時点で契約期間が終わっている契約は、自動では更新されません：{numbers}。",
    en="These contracts had ended before the import and are never renewed by themselves: {numbers}.",
)
CHANGED_SINCE = Message(
    "contract_changed_since",
    ja="契約 {number} は登録のあとに更新や変更があり、ファイルの内容と異なります。契約のページで変更してください。",
    en="Contract {number} was renewed or changed since and differs from the file. Change it on its page instead.",
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What the import did. Counts are records: users, accounts, contacts, products, contracts, lines.

    `made` counts the created ones by object, `new_users`, `new_accounts` and `new_products` name what
    was unknown, `command` is the id that all
    its changes carry in the history.
    """

    accepted: tuple[LedgerContract, ...]
    refused: tuple[RefusedCell, ...]
    notes: tuple[Problem, ...]
    created: int
    updated: int
    unchanged: int
    made: Mapping[str, int] = field(default_factory=dict)
    new_users: tuple[str, ...] = ()
    new_accounts: tuple[str, ...] = ()
    new_products: tuple[str, ...] = ()
    command: UUID | None = None


def import_ledger(
    actor: Actor,
    ledger: Ledger,
    frame: Frame,
    *,
    owner: int,
    meant: Meant = NOTHING_MEANT,
    dry_run: bool = False,
) -> Imported:
    """Book everything that was read, in one transaction. `owner` is the user who owns what the ledger gives nobody;
    `meant` says which user, account or product is meant by a name that is nobody's.

    With `dry_run` the same is done and then taken back. Raises Forbidden without the right to import.
    """
    actor.require_feature("import", IMPORT)
    tally = Tally()
    refused = list(ledger.refused)
    with transaction.atomic():
        with command(actor=actor, reason="ledger_import", frame=frame, source="import") as running:
            planner = Planner(resolve(running, ledger.contracts, owner, tally, meant), frame)
            accepted: list[LedgerContract] = []
            for start in range(0, len(ledger.contracts), AT_ONCE):
                part = ledger.contracts[start : start + AT_ONCE]
                accepted += _Batch(running, planner, tally, refused).book(part)
        if dry_run:
            transaction.set_rollback(True)
    notes = (*ledger.notes, *_notes(accepted, tally, frame.today))
    return Imported(
        tuple(accepted), tuple(refused), notes, tally.created, tally.updated, tally.unchanged,
        {key: count for key, count in tally.made.items() if count}, tuple(tally.new_users),
        tuple(tally.new_accounts), tuple(tally.new_products), running.id,
    )  # fmt: skip


class _Batch:
    """Some contracts of one import."""

    def __init__(self, running: Command, planner: Planner, tally: Tally, refused: list[RefusedCell]) -> None:
        self.running = running
        self.planner = planner
        self.tally = tally
        self.refused = refused

    def book(self, contracts: Sequence[LedgerContract]) -> list[LedgerContract]:
        """Book the new ones, correct the known ones; returns those that were not refused."""
        known = _Known([contract.number for contract in contracts])
        accepted, planned = [], []
        for contract in contracts:
            try:
                plan = self.planner.plan(contract)
                if contract.number in known.contracts:
                    self._correct(known, plan)
                else:
                    planned.append(plan)
                accepted.append(contract)
            except Refused as refusal:
                self.refused += _refused(contract, refusal.problems)
        booking.book(self.running, planned)
        self.tally.made["contract"] += len(planned)
        self.tally.made["contract_line"] += sum(len(plan.terms[0].lines) for plan in planned)
        return accepted

    def _correct(self, known: "_Known", plan: PlannedContract) -> None:
        """Correct a contract that is there already, as long as nothing but imports has happened to it."""
        number, lines = plan.values["number"], plan.terms[0].lines
        contract_id, before = known.contracts[number]
        term = known.terms[contract_id][-1]
        header = {key: value for key, value in plan.values.items() if before[key] != (None if value == "" else value)}
        header |= {
            key: plan.terms[0].values[key] for key in CORRECTED_TERM if getattr(term, key) != plan.terms[0].values[key]
        }
        same = _compared(known.lines[contract_id]) == _compared(line.values for line in lines)
        if (header or not same) and known.has_moved_on(contract_id):
            raise Conflict(CHANGED_SINCE.problem(number=number))
        if header:
            self.running.update("contract", {contract_id: header}, made=True)
        if not same:
            self.running.delete("contract_line", [line["id"] for line in known.lines[contract_id]], made=True)
            booking.book_lines(self.running, [(contract_id, term.id, line) for line in lines])
            kept = {key: plan.terms[0].values[key] for key in ("amount", "booked_end_date")}
            self.running.update("contract_term", {term.id: kept}, made=True)
        self.tally.updated += bool(header) + (0 if same else len(lines))
        self.tally.unchanged += (not header) + (len(lines) if same else 0)


class _Known:
    """What is on record of some contract numbers: a fixed number of queries."""

    def __init__(self, numbers: Sequence[str]) -> None:
        own = plan_of(CONTRACT).own
        names = [column.attname for column in own]
        rows = list(Contract.objects.filter(number__in=numbers).values("id", *names))
        ids = [row["id"] for row in rows]
        self.contracts = {row["number"]: (row["id"], values_of(own, row)) for row in rows}
        self.terms: dict[int, list[ContractTerm]] = defaultdict(list)
        for term in ContractTerm.objects.filter(contract__in=ids).order_by("number"):
            self.terms[term.contract_id].append(term)
        self.lines: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for line in ContractLine.objects.filter(contract__in=ids).values("id", "contract", *COMPARED_LINE):
            self.lines[line["contract"]].append(line)
        closed = SalesEntry.objects.filter(contract__in=ids).exclude(status="planned")
        self.closed = set(closed.values_list("contract", flat=True))
        self.ordered = set(Order.objects.filter(contract__in=ids).values_list("contract", flat=True))

    def has_moved_on(self, contract_id: int) -> bool:
        """Whether something else than an import has made or changed it."""
        return contract_id in self.closed or contract_id in self.ordered or len(self.terms[contract_id]) > 1


def _compared(lines: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    return sorted(tuple(str(line.get(key)) for key in COMPARED_LINE) for line in lines)


def _refused(contract: LedgerContract, problems: Sequence[Problem]) -> list[RefusedCell]:
    first, *others = problems
    return [RefusedCell(row, "", "", first, contract.sheet, tuple(others)) for row in contract.rows]


def _notes(accepted: Sequence[LedgerContract], tally: Tally, today: date) -> list[Problem]:
    notes = [NEW_USERS.problem(names=tally.new_users)] if tally.new_users else []
    ended = [c.number for c in accepted if c.end is not None and c.end < today and c.cancel_date is None]
    return notes + ([ENDED.problem(numbers=ended)] if ended else [])
