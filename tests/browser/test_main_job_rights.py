"""A colleague of the rep reads everything of a contract and changes nothing; somebody of another team learns of nothing."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from daicho.business.sales.models import Quote
from daicho.engine.activity.models import Task
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.mail.models import Mail
from tests.browser.days import Days

pytestmark = pytest.mark.browser
CUSTOMER = "株式会社青葉製作所"
LISTS = (
    "/contracts/",
    "/quotes/",
    "/accounts/",
    "/entries/",
    "/mails/?view=all",
    "/automation/waiting/?view=all",
    "/tasks/?view=task.all",
    "/reports/contracts_by_product/",
    "/reports/customers_by_owner/",
    "/reports/contracts_by_product/behind/",
)
DEEDS = ".contract-actions, .editor-bar, .quote-deeds [href$='/undo/'], .step-deeds, .action-deeds, #edit-record"


@dataclass(frozen=True, slots=True)
class Made:
    """Addresses of what there is of one contract: pages, and those to which somebody could post."""

    pages: tuple[str, ...]
    posts: tuple[str, ...]


@pytest.fixture
def made(days: Days) -> Made:
    """A contract whose mail has gone out, whose customer wishes for a change, and whose next quote is drafted."""
    contract = days.sold()
    days.at("2026-04-01T09:00")
    days.answered(contract, "change")
    days.work()
    Task.objects.update(owner=days.world.users["owner"])
    sold, draft = Quote.objects.order_by("id").values_list("id", flat=True)
    action = ScheduledAction.objects.filter(state="waiting").order_by("id")[0].pk
    mail, task = Mail.objects.order_by("id")[0].pk, Task.objects.get().pk
    here, account = f"/contracts/{contract}/", f"/accounts/{days.world.account}/"
    pages = (
        *(f"{here}?tab={tab}" for tab in ("overview", "lines", "sales", "automation", "history")),
        *(f"/quotes/{sold}/", f"/quotes/{draft}/", f"/quotes/{draft}/pdf/"),
        *(f"/automation/waiting/{action}/", f"/mails/{mail}/", f"/tasks/{task}/", account),
    )
    posts = (
        *(f"{here}{deed}/" for deed in ("renew", "undo", "answer", "edit")),
        *(f"/quotes/{draft}/", f"/quotes/{draft}/confirm/", f"/quotes/{sold}/undo/"),
        *(f"/mails/{mail}/resend/", f"/tasks/{task}/edit/", f"{account}edit/"),
    )
    return Made(pages, posts)


def test_a_colleague_reads_everything_and_changes_nothing(days: Days, made: Made) -> None:
    page = days.desk("colleague")
    for path in made.pages:
        if path.endswith("/pdf/"):
            assert page.request.get(path).headers["content-type"] == "application/pdf"
            continue
        page.goto(path)
        expect(page.locator("main")).to_contain_text("青葉")
        expect(page.locator(DEEDS)).to_have_count(0)
    before = days.traces()
    assert {path: posted(page, path) for path in made.posts} == dict.fromkeys(made.posts, 403)
    assert days.traces() == before
    for path in LISTS:
        page.goto(path)
        expect(page.locator("main")).to_contain_text("帳票クラウド" if "by_product" in path else "")


def test_somebody_of_another_team_learns_of_nothing(days: Days, made: Made) -> None:
    page = days.desk("stranger", "/reports/")
    before = days.traces()
    assert {path: page.request.get(path).status for path in made.pages} == dict.fromkeys(made.pages, 404)
    assert {path: posted(page, path) for path in made.posts} == dict.fromkeys(made.posts, 404)
    assert days.traces() == before
    for path in ("/", *LISTS):
        page.goto(path)
        for hidden in (CUSTOMER, "K-000001", "490,000"):
            expect(page.locator("main")).not_to_contain_text(hidden)
    page.keyboard.press("/")
    page.keyboard.type("青葉")
    page.keyboard.press("Enter")
    expect(page.locator(".row-link")).to_have_count(0)


def posted(page: Page, path: str) -> int:
    """The status of an empty form sent to an address, with the token of the page that is open."""
    token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    sent = page.request.post(
        path,
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
        max_redirects=0,
        fail_on_status_code=False,
    )
    return sent.status
