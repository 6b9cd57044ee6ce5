"""The reports that every database starts with: プロダクト別契約数 and 担当別契約社数, both of what is in force on a day.

A contract counts on every day from its first start until its cancellation or the end of the last term that is booked, a
line on every day of its own period; so a day in the past or the future is answered from the dates alone.
"""

from typing import Any

from daicho.engine.records.command import Command
from daicho.engine.reports.models import Report

CONTRACTS = "count_distinct:contract"
LICENCES = "sum:quantity"
COMPANIES = "count_distinct:account"
IN_FORCE: dict[str, Any] = {"op": "in", "value": ["active", "cancelling"]}
LINE_IN_USE: dict[str, Any] = {
    "and": [
        {"field": "start_date", "op": "le", "value": "TODAY"},
        {
            "or": [
                {"field": "end_date", "op": "is_empty"},
                {"field": "end_date", "op": "ge", "value": "TODAY"},
            ]
        },
        {"field": "contract.status", **IN_FORCE},
    ]
}
NOTE_JA = (
    "登録されている契約期間・利用期間・解約日から数えます。過去の日もいまの登録内容で数えるため、あとから訂正した内容や担当の変更は"
    "さかのぼって反映されます。将来の日には、まだ更新が決まっていない契約は契約終了日までしか数えません"
)
NOTE_EN = (
    "Counted from the terms, the periods of use and the cancellation dates on record. A past day is counted from what is on "
    "record now, so later corrections and changes of owner show there too. On a future day a contract whose renewal is not "
    "booked counts up to its end only"
)
REPORTS: tuple[dict[str, Any], ...] = (
    {
        "key": "contracts_by_product",
        "name": "プロダクト別契約数",
        "name_en": "Contracts by product",
        "description": (
            "基準日に有効な契約を、品目・サービスごとに数えたもの。1契約に複数の品目があれば、それぞれに1件と数えます。"
            "ライセンス数は数量の合計です"
        ),
        "description_en": (
            "Contracts in force on the day, counted for each product. A contract with several products counts once for each "
            "of them. Licences are the sum of the quantities"
        ),
        "object": "contract_line",
        "definition": {
            "group_by": [{"field": "product"}],
            "aggregates": [CONTRACTS, LICENCES],
            "filter": LINE_IN_USE,
            "sort": ["-" + CONTRACTS, "product"],
            "prompts": ["contract.owner", "product"],
            "names": {
                CONTRACTS: {"ja": "契約数", "en": "Contracts"},
                LICENCES: {"ja": "ライセンス数", "en": "Licences"},
            },
            "columns": [
                "contract.number",
                "contract",
                "contract.account",
                "product",
                "quantity",
                "start_date",
                "end_date",
            ],
            "chart": "bar",
            "dated": True,
        },
    },
    {
        "key": "customers_by_owner",
        "name": "担当別契約社数",
        "name_en": "Customers by owner",
        "description": (
            "基準日に有効な契約を持つ取引先の数を、営業担当ごとに数えたもの。1社に複数の契約があっても1社と数えます"
        ),
        "description_en": (
            "Customers that have a contract in force on the day, counted for each sales owner. A customer with several "
            "contracts counts once"
        ),
        "object": "contract",
        "definition": {
            "group_by": [{"field": "owner"}],
            "aggregates": [COMPANIES, "count"],
            "filter": {"field": "status", **IN_FORCE},
            "sort": ["-" + COMPANIES, "owner"],
            "prompts": ["owner"],
            "names": {
                COMPANIES: {"ja": "契約社数", "en": "Customers"},
                "count": {"ja": "契約数", "en": "Contracts"},
            },
            "columns": ["number", "name", "account", "start_date", "end_date", "status", "owner"],
            "chart": "bar",
            "dated": True,
        },
    },
)


def ship_reports(command: Command) -> None:
    """Create the shipped reports that do not exist yet; changed ones stay as they were changed."""
    known = set(Report.objects.exclude(key="").values_list("key", flat=True))
    rows = [
        {**report, "note": NOTE_JA, "note_en": NOTE_EN, "sharing": "everyone", "position": position}
        for position, report in enumerate(REPORTS)
        if report["key"] not in known
    ]
    command.create("report", rows, made=True)
