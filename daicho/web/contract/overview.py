"""The fields of the contract in groups, as the tab 概要 shows them; fields in no group stand in the last one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from daicho.engine.catalog import registry
from daicho.web.cells import Cell
from daicho.web.contract.attachments import order_files
from daicho.web.contract.facts import field_cell, term_name
from daicho.web.contract.reading import CONTRACT, ContractRead

PARTIES = ("account", "contact", "bill_to", "bill_to_contact", "end_user", "reseller", "owner", "operations_user")
TERM = (
    "first_start_date",
    "term_number",
    "start_date",
    "end_date",
    "next_start_date",
    "next_end_date",
    "next_term_months",
    "order_date",
    "acceptance_date",
    "cancel_date",
    "cancel_reason",
)
MONEY = ("amount", "mrr", "currency", "billing_cycle", "closing_day", "payment_terms")
RENEWAL = (
    "renewal_type",
    "renewal_contact_method",
    "renewal_stage",
    "renewal_answer",
    "renewal_answer_source",
    "renewal_answered_at",
    "renewal_respondent",
    "renewal_answer_comment",
    "renewal_answer_planned_on",
    "renewal_notice_sent_at",
    "renewal_reminder_sent_at",
    "renewal_due_date",
    "renewal_notice_date",
    "notice_deadline",
    "notice_months",
    "notice_days",
    "notice_to_month_end",
)
GROUPS = (
    (gettext_lazy("取引先と担当"), PARTIES),
    (gettext_lazy("契約期間"), TERM),
    (gettext_lazy("更新と解約申入れ"), RENEWAL),
    (gettext_lazy("金額と支払"), MONEY),
)
IN_HEAD = ("number", "name", "status", "url")
MONTH_END = 31


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together."""

    name: str
    cells: Sequence[Cell]


def overview(contract: ContractRead) -> list[Group]:
    """All groups in their order."""
    named = {key for _name, keys in GROUPS for key in keys} | set(IN_HEAD)
    others = [field for field in registry.get(CONTRACT).fields if field.key not in named and not field.hidden]
    groups = [
        Group(str(name), [*(_cell(contract, key) for key in keys), *(_order_file(contract) if keys is RENEWAL else ())])
        for name, keys in GROUPS
    ]
    rest = Group(gettext("そのほか"), [_cell(contract, field.key) for field in others if not field.custom])
    added = Group(gettext("追加項目"), [_cell(contract, field.key) for field in others if field.custom])
    return [*groups, rest, *([added] if added.cells else [])]


def _order_file(contract: ContractRead) -> list[Cell]:
    """The purchase order of the answer that holds; nothing where there is none."""
    files = order_files(contract)
    found = [
        files[int(answer["order_file"])]
        for answer in contract.answers
        if answer["order_file"] is not None and not answer["superseded"] and int(answer["order_file"]) in files
    ]
    return [Cell(gettext("注文書"), name, href=link) for name, link in found[:1]]


def _cell(contract: ContractRead, key: str) -> Cell:
    cell = field_cell(contract, key)
    if key == "term_number" and contract.values[key] is not None:
        return Cell(cell.label, term_name(contract.values[key]))
    if key == "closing_day" and contract.values[key] == MONTH_END:
        return Cell(cell.label, gettext("末日"))
    return cell
