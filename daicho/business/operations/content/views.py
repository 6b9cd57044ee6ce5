"""The list views that every database starts with: those of the ledger, and writing them with those of the other lists."""

from typing import Any

from daicho.business.operations.content.lists import LISTS, ShippedView
from daicho.engine.listviews.models import ListView
from daicho.engine.records.command import Command

COLUMNS = [
    "number",
    "name",
    "account",
    "contact",
    "start_date",
    "end_date",
    "billing_cycle",
    "mrr",
    "status",
    "renewal_stage",
    "owner",
]
CARRIED_ON: dict[str, Any] = {"field": "status", "op": "in", "value": ["upcoming", "active", "cancelling"]}
UNDECIDED: dict[str, Any] = {"field": "renewal_stage", "op": "not_in", "value": ["renewed", "cancelled"]}
RENEWABLE: dict[str, Any] = {"field": "renewal_type", "op": "ne", "value": "none"}
NEAREST = ["~end_date", "id"]
"""What ends next first; then those without an end; what has ended last."""
RUNNING: dict[str, Any] = {"field": "status", "op": "in", "value": ["active", "cancelling"]}


def _leaf(field: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "op": op} if value is None else {"field": field, "op": op, "value": value}


def _all(*nodes: dict[str, Any]) -> dict[str, Any]:
    return {"and": list(nodes)}


VIEWS: tuple[tuple[str, str, str, str, str, dict[str, Any] | None, list[str]], ...] = (
    (
        "contract.all",
        "すべての契約",
        "All contracts",
        "解約・終了を含む全件",
        "Everything, cancelled and ended contracts too",
        None,
        NEAREST,
    ),
    (
        "contract.active",
        "有効な契約",
        "Active contracts",
        "本日時点で契約期間中のもの",
        "In their term today",
        RUNNING,
        ["end_date", "id"],
    ),
    (
        "contract.renew_this_month",
        "当月に更新が必要なリスト",
        "To be renewed this month",
        "更新の期限が今月で、更新・解約がまだ決まっていない契約。満了日を過ぎたものも含みます",
        "Renewal is due this month and neither renewal nor cancellation is decided. Includes those whose end has passed",
        _all(_leaf("renewal_due_date", "eq", "THIS_MONTH"), UNDECIDED, RENEWABLE),
        ["renewal_due_date", "id"],
    ),
    (
        "contract.renew_next_month",
        "来月に更新が必要なリスト",
        "To be renewed next month",
        "更新の期限が来月で、更新・解約がまだ決まっていない契約",
        "Renewal is due next month and neither renewal nor cancellation is decided",
        _all(_leaf("renewal_due_date", "eq", "NEXT_MONTH"), UNDECIDED, RENEWABLE),
        ["renewal_due_date", "id"],
    ),
    (
        "contract.ends_in_90_days",
        "90日以内に契約終了",
        "Ending within 90 days",
        "本日から90日以内に契約終了日を迎える契約",
        "The term ends within 90 days from today",
        _leaf("end_date", "eq", "TODAY_AND_NEXT_N_DAYS:90"),
        ["end_date", "id"],
    ),
    (
        "contract.expired_undecided",
        "期間満了・更新未処理",
        "Expired, renewal not settled",
        "契約終了日を過ぎたのに、更新も解約も処理されていない契約",
        "The end has passed and neither renewal nor cancellation was booked",
        _all(_leaf("end_date", "lt", "TODAY"), UNDECIDED, _leaf("cancel_date", "is_empty")),
        ["end_date", "id"],
    ),
    (
        "contract.notice_in_30_days",
        "解約申入期限が30日以内",
        "Notice deadline within 30 days",
        "解約の申し出を受けられる期限が近い契約",
        "The last day for notice is near",
        _leaf("notice_deadline", "eq", "TODAY_AND_NEXT_N_DAYS:30"),
        ["notice_deadline", "id"],
    ),
    (
        "contract.notice_unanswered",
        "更新案内 送付済・未回答",
        "Notice sent, no answer",
        "更新のご案内を送り、回答がまだの契約",
        "The renewal notice was sent and nobody has answered yet",
        _all(_leaf("renewal_notice_sent_at", "is_not_empty"), _leaf("renewal_answered_at", "is_empty"), UNDECIDED),
        ["renewal_due_date", "id"],
    ),
    (
        "contract.answered_open",
        "更新回答あり・手続き待ち",
        "Answered, to be processed",
        "回答は届いたが、更新・変更・解約の処理がまだの契約（事務担当用）",
        "The customer has answered; renewal, change or cancellation is still to be booked",
        _all(_leaf("renewal_answered_at", "is_not_empty"), UNDECIDED),
        ["renewal_due_date", "id"],
    ),
    (
        "contract.cancelling",
        "解約予定",
        "Cancelling",
        "解約が決まり、まだ解約日を迎えていない契約",
        "Cancellation is decided and not yet effective",
        _leaf("status", "eq", "cancelling"),
        ["cancel_date", "id"],
    ),
    (
        "contract.upcoming",
        "開始前の契約",
        "Not started yet",
        "受注確定済みで、利用開始がこれからの契約",
        "Confirmed, and use has not begun",
        _leaf("status", "eq", "upcoming"),
        ["start_date", "id"],
    ),
    (
        "contract.evergreen",
        "毎月自動更新の契約",
        "Without an end",
        "終了日を定めず毎月更新される契約",
        "No end agreed, renewed month by month",
        _all(_leaf("end_date", "is_empty"), _leaf("status", "eq", "active")),
        ["start_date", "id"],
    ),
    (
        "contract.mine",
        "自分の担当",
        "Mine",
        "営業担当が自分の契約",
        "Contracts of which I am the sales owner",
        _leaf("owner", "eq", "ME"),
        NEAREST,
    ),
    (
        "contract.by_reseller",
        "代理店経由の契約",
        "Through resellers",
        "契約先とエンドユーザーが異なる契約",
        "The customer of the contract is not its end user",
        {"or": [_leaf("reseller", "is_not_empty"), _leaf("end_user", "is_not_empty")]},
        NEAREST,
    ),
    (
        "contract.contact_missing",
        "連絡先に不備のある契約",
        "Contact incomplete",
        "契約担当者やメールアドレスがない、または退職・異動した担当者の契約",
        "Without a contact or an e-mail address, or the contact has left or moved",
        _all(
            CARRIED_ON,
            {
                "or": [
                    _leaf("contact", "is_empty"),
                    _leaf("contact.email", "is_empty"),
                    _leaf("contact.state", "in", ["left", "moved"]),
                ]
            },
        ),
        ["end_date", "id"],
    ),
    (
        "contract.out_of_balance",
        "金額の不一致",
        "Out of balance",
        "契約・売上予定・請求予定の合計が一致しない契約",
        "Contracts whose value, sales entries and planned billing do not add up to the same",
        _leaf("balance", "in", ["amount", "period"]),
        NEAREST,
    ),
)
OWN_COLUMNS = {
    "contract.out_of_balance": ["number", "name", "account", "start_date", "end_date", "amount", "balance", "owner"],
}
"""The columns of views that show others than their object's usual ones."""
FORMER_SORT = {key: ["end_date", "id"] for key in ("contract.all", "contract.mine", "contract.by_reseller")}
"""How views were sorted when they were first shipped: those that still are get the order of today."""


PINNED = ("contract.renew_this_month",)
"""In everybody's sidebar from the start."""


def ship_views(command: Command) -> None:
    """Create the shipped views that do not exist yet; changed ones stay as they were changed."""
    known = set(ListView.objects.exclude(key="").values_list("key", flat=True))
    ledger = [ShippedView(*view) for view in VIEWS]
    command.create(
        "list_view",
        [
            _row(object_key, OWN_COLUMNS.get(view.key, columns), view, position)
            for object_key, columns, views in (("contract", COLUMNS, ledger), *LISTS)
            for position, view in enumerate(views)
            if view.key not in known
        ],
        made=True,
    )
    unpinned = ListView.objects.filter(key__in=PINNED, pinned=False).values_list("id", flat=True)
    command.update("list_view", {view: {"pinned": True} for view in unpinned}, made=True)
    _sort_anew(command)


def _sort_anew(command: Command) -> None:
    """Give views that are still sorted as they were once shipped the order of today."""
    now = {view[0]: view[-1] for view in VIEWS if view[0] in FORMER_SORT}
    found = ListView.objects.filter(key__in=now).values_list("id", "key", "sort")
    unchanged = {id_: {"sort": now[key]} for id_, key, sort in found if sort == FORMER_SORT[key]}
    command.update("list_view", unchanged, made=True)


def _row(object_key: str, columns: list[str], view: ShippedView, position: int) -> dict[str, Any]:
    return {
        "key": view.key,
        "name": view.name_ja,
        "name_en": view.name_en,
        "description": view.about_ja,
        "description_en": view.about_en,
        "object": object_key,
        "columns": columns,
        "filter": view.filter,
        "sort": view.sort,
        "sharing": "everyone",
        "position": position,
    }
