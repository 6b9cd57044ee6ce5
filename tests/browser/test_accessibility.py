"""axe-core finds nothing on any page, and nothing sticks out: light and dark, Japanese and English, desk and phone."""

import pytest
from playwright.sync_api import expect

from daicho.engine.automation.models import ScheduledAction
from daicho.engine.mail.models import EmailAlert
from tests.browser.conftest import Open
from tests.browser.looks import LANGUAGES, WITH_AXE, flaws
from tests.world import World

pytestmark = pytest.mark.browser

PATHS = (
    "/contracts/",
    "/contracts/?view=contract.renew_this_month",
    "/contracts/?q=zzz",
    "/contracts/?view=nix",
    "/quotes/",
    "/accounts/",
    "/accounts/{account}/",
    "/accounts/{account}/edit/",
    "/accounts/new/",
    "/contacts/{contact}/",
    "/contacts/new/?account={account}",
    "/products/{product}/",
    "/tasks/",
    "/opportunities/",
    "/entries/",
    "/accounts/{account}/?more=1",
    "/accounts/{account}/delete/",
    "/contacts/{contact}/delete/",
    "/contracts/columns/?find=コード",
    "/contracts/condition/?field=end_date&op=between",
    "/contracts/condition/?field=status",
    "/contracts/views/new/?view=contract.renew_this_month",
    "/contracts/renew/?all=1&view=contract.renew_this_month",
    "/contracts/owner/?all=1&view=contract.renew_this_month",
    "/notifications/",
    "/",
    "/reports/",
    "/reports/contracts_by_product/",
    "/reports/contracts_by_product/?on=2024-09-01",
    "/reports/customers_by_owner/behind/?figure=count",
    "{contract}edit/",
    "{contract}answer/",
    "{contract}",
    "{contract}?tab=lines&all=1",
    "{contract}?tab=sales",
    "{contract}?tab=automation",
    "{contract}?tab=history",
    "/automation/waiting/",
    "/automation/waiting/?view=all&q=zzz",
    "/automation/waiting/{action}/",
    "/automation/waiting/postpone/?id={action}",
    "/mails/?view=all",
    "/automation/templates/",
    "/automation/templates/{template}/",
    "/automation/alerts/",
    "/automation/alerts/{alert}/",
)
ADMINISTRATION = (
    "/automation/processes/",
    "/automation/processes/{process}/",
    "/automation/processes/{process}/edit/",
    "/automation/processes/new/",
    "/automation/processes/{process}/deactivate/",
    "/automation/templates/new/",
    "/automation/alerts/new/",
)


def automation_ids() -> dict[str, int]:
    """A waiting mail, its process, a template and an alert."""
    action = ScheduledAction.objects.filter(do="send_alert", state="waiting").order_by("id")[0]
    alert = EmailAlert.objects.order_by("id")[0]
    found = {"action": action.pk, "process": action.process_id}
    return {**found, "template": alert.template_id, "alert": alert.pk}


@WITH_AXE
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_for_those_who_are_logged_in(
    open_page: Open, company: int, world: World, complaints: list[str], language: str
) -> None:
    page = open_page("/contracts/", language=language)
    ids = {"account": world.account, "contact": world.contact, "product": world.monthly, **automation_ids()}
    for path in PATHS:
        page.goto(path.format(contract=f"/contracts/{company}/", **ids))
        assert flaws(page) == [], path
    page.goto("/contracts/")
    assert all("404" in one for one in complaints)  # Chromium says so of the view that does not exist
    complaints.clear()
    page.click(".user-menu summary")
    assert flaws(page) == [], "the user menu"
    page.click("[data-opens=keys]")
    assert flaws(page) == [], "the keys"


@WITH_AXE
@pytest.mark.parametrize("path", ["/login/", "/nowhere/"])
def test_pages_for_everybody(open_page: Open, complaints: list[str], path: str) -> None:
    page = open_page(path, who="")
    assert flaws(page) == []
    if path == "/login/":
        page.click("button[value=en]")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert flaws(page) == []
    assert [one for one in complaints if "404" not in one] == []
    complaints.clear()


@WITH_AXE
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_for_those_who_manage_processes(open_page: Open, company: int, language: str) -> None:
    page = open_page("/automation/processes/", language=language, who="admin")
    for path in ADMINISTRATION:
        page.goto(path.format(**automation_ids()))
        assert flaws(page) == [], path
