"""The page of one contract: its head, one tab, and the timeline; or only the tab."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from daicho.web.contract.acting import buttons
from daicho.web.contract.automation import automation
from daicho.web.contract.changes import changes
from daicho.web.contract.facts import facts, status
from daicho.web.contract.licences import licences
from daicho.web.contract.overview import overview
from daicho.web.contract.period_bar import period_bar
from daicho.web.contract.reading import ContractRead
from daicho.web.contract.sales import sales
from daicho.web.contract.timeline import timeline
from daicho.web.visitors import Visitor, page, wants_part

PART = "tab"
TABS: Mapping[str, Any] = {
    "overview": gettext_lazy("概要"),
    "lines": gettext_lazy("契約ライセンス"),
    "sales": gettext_lazy("売上明細"),
    "automation": gettext_lazy("自動化"),
    "history": gettext_lazy("履歴"),
}
CONTENTS: Mapping[str, Callable[[ContractRead, HttpRequest], Any]] = {
    "overview": lambda contract, request: overview(contract),
    "lines": lambda contract, request: licences(contract, every=request.GET.get("all") == "1"),
    "sales": lambda contract, request: sales(contract, request.GET.get("term", "")),
    "automation": lambda contract, request: automation(contract),
    "history": lambda contract, request: changes(contract),
}


@page
def contract(request: HttpRequest, visitor: Visitor, contract_id: int) -> HttpResponse:
    """契約. An unknown tab is the first one."""
    read = ContractRead(contract_id, visitor)
    wanted = request.GET.get("tab", "")
    tab = wanted if wanted in TABS else "overview"
    context = {
        "section": "ledger",
        "values": read.values,
        "tabs": TABS.items(),
        "tab": tab,
        "tab_template": f"partials/contract/{tab}.html",
        "content": CONTENTS[tab](read, request),
    }
    if wants_part(request, PART):
        return render(request, "partials/contract/tab_alone.html", context)
    head = {
        "facts": facts(read),
        "status": status(read),
        "bar": period_bar(read),
        "timeline": timeline(read),
        "buttons": buttons(read),
    }
    return render(request, "pages/contract.html", context | head)
