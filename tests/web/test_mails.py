"""送信メール: who sees which mail, its views, sending again and settling what is unknown."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from daicho.engine.mail.models import Mail
from tests.web.automation import mail
from tests.web.conftest import Visit
from tests.web.reading import elements
from tests.world import World


def state(mail_id: int) -> str:
    return Mail.objects.get(pk=mail_id).state


@pytest.mark.parametrize(
    ("view", "states"),
    [
        ("recent", ["failed", "held", "sent", "unknown"]),
        ("failed", ["failed"]),
        ("unknown", ["unknown"]),
        ("held", ["held"]),
        ("all", ["failed", "held", "sent", "sent", "unknown"]),
    ],
)
def test_each_view_shows_its_own(visit: Visit, world: World, contract: int, view: str, states: list[str]) -> None:
    for one in ("sent", "failed", "unknown", "held"):
        mail(world, contract, one)
    old = mail(world, contract, "sent")
    Mail.objects.filter(pk=old).update(created_at=world.frame.now - timedelta(days=8))
    lines = visit().get("/mails/", {"view": view}).context["shelf"].lines
    assert sorted(state(line.id) for line in lines) == states


@pytest.mark.parametrize(("who", "status"), [("owner", 200), ("colleague", 200), ("stranger", 404)])
def test_only_those_who_may_read_the_record_see_its_mail(
    visit: Visit, world: World, contract: int, who: str, status: int
) -> None:
    mine = mail(world, contract)
    assert visit(who).get(f"/mails/{mine}/").status_code == status
    assert ("更新のご案内" in visit(who).get("/mails/").content.decode()) == (status == 200)


@pytest.mark.parametrize(("who", "status"), [("owner", 404), ("admin", 200)])
def test_a_mail_of_no_record_is_seen_by_those_who_see_every_mail(
    visit: Visit, world: World, who: str, status: int
) -> None:
    loose = mail(world, None)
    assert visit(who).get(f"/mails/{loose}/").status_code == status


@pytest.mark.parametrize(("deed", "after"), [("resend", "queued"), ("settle", "sent")])
@pytest.mark.parametrize(
    ("who", "status"), [("owner", 303), ("manager", 303), ("admin", 303), ("colleague", 403), ("stranger", 404)]
)
def test_who_may_settle_what_is_unknown(
    visit: Visit, world: World, contract: int, deed: str, after: str, who: str, status: int
) -> None:
    unknown = mail(world, contract, "unknown")
    assert visit(who).get(f"/mails/{unknown}/{deed}/").status_code == (200 if status == 303 else status)
    assert visit(who).post(f"/mails/{unknown}/{deed}/").status_code == status
    assert state(unknown) == (after if status == 303 else "unknown")


def test_a_second_click_sends_nothing_twice(visit: Visit, world: World, contract: int) -> None:
    failed = mail(world, contract, "failed")
    assert visit().post(f"/mails/{failed}/resend/").status_code == 303
    Mail.objects.filter(pk=failed).update(state="sent")
    again = visit().post(f"/mails/{failed}/resend/")
    assert again.status_code == 409
    assert "「送信済み」のため、もう一度送れません" in again.content.decode()
    assert state(failed) == "sent"


def test_only_what_is_unknown_can_be_settled(visit: Visit, world: World, contract: int) -> None:
    failed = mail(world, contract, "failed")
    response = visit().post(f"/mails/{failed}/settle/")
    assert response.status_code == 409
    assert "すでに分かっています" in response.content.decode()
    assert state(failed) == "failed"


def test_the_pane_shows_the_text_and_escapes_it(visit: Visit, world: World, contract: int) -> None:
    mine = mail(world, contract, subject="<script>alert(1)</script>")
    pane = visit().get(f"/mails/{mine}/", headers={"HX-Request": "true", "HX-Target": "preview"}).content.decode()
    assert "<script>" not in pane
    assert "&lt;script&gt;" in pane
    assert "本文です。" in pane
    assert "佐藤 真理子 &lt;sato@aoba.example.jp&gt;" in pane


@pytest.mark.parametrize("rows", [1, 40])
def test_queries_of_the_list(
    visit: Visit, world: World, contract: int, django_assert_max_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows):
        mail(world, contract)
    client = visit()
    with django_assert_max_num_queries(10):
        assert client.get("/mails/").status_code == 200


def test_the_empty_list_says_that_mails_are_only_recorded(visit: Visit) -> None:
    page = visit().get("/mails/", {"view": "all"}).content.decode()
    assert "まだメールを送信していません" in page


def test_the_empty_list_leads_those_who_may_to_the_delivery_mode(visit: Visit) -> None:
    [link] = elements(
        visit("admin").get("/mails/", {"view": "all"}), "a", href="/settings/organisation/#f-delivery_mode"
    )
    assert link["text"].strip() == "送信設定を見る"
    assert elements(visit("admin").get("/settings/organisation/"), "fieldset", id="f-delivery_mode")
    assert "送信設定を見る" not in visit().get("/mails/", {"view": "all"}).content.decode()


@pytest.mark.parametrize("path", ["/mails/99999999999999999999/", "/mails/1/resend/"])
def test_what_does_not_exist_is_not_found(visit: Visit, path: str) -> None:
    assert visit().get(path).status_code == 404
