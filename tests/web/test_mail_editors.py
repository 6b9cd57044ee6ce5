"""メールテンプレート and メールアラート: lists, editors, live previews on real records, wrong and stale input."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from daicho.engine.mail.models import EmailAlert, EmailTemplate, Mail
from tests.web.automation import ALERT
from tests.web.conftest import Visit
from tests.web.contracts import book
from tests.world import World

TEMPLATES, ALERTS = "/automation/templates/", "/automation/alerts/"
PREVIEW = f"{TEMPLATES}preview/"
TEXT = "{{ contract.account.name }}\n{{ contract.contact.name }} 様\n{{ contract.number }}"


def template(**values: str) -> dict[str, str]:
    usual = {"name": "新しい案内", "object": "contract", "language": "ja", "subject": "件名 {{ contract.number }}"}
    return {**usual, "folder": "", "text": TEXT, "html": "", "do": "save", **values}


def shipped() -> EmailTemplate:
    return EmailAlert.objects.get(name=ALERT).template


def version(client: Client, path: str) -> str:
    return str(client.get(path).context["version"])


@pytest.mark.parametrize(("who", "saved"), [("admin", True), ("owner", False), ("reader", False), ("stranger", False)])
def test_who_may_write_a_template(visit: Visit, world: World, who: str, saved: bool) -> None:
    path = f"{TEMPLATES}{shipped().pk}/"
    client = visit(who)
    assert client.get(path).status_code == 200
    given = template(name=shipped().name, version=version(client, path))
    assert client.post(path, given).status_code == (303 if saved else 403)
    assert client.post(f"{TEMPLATES}new/", template()).status_code == (303 if saved else 403)
    assert (shipped().text == TEXT) == saved
    assert EmailTemplate.objects.filter(name="新しい案内").exists() == saved


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": "x\n{{ contract.nix }}"}, "テンプレート2行目"),
        ({"text": "x\ny\n{% for line in %}"}, "テンプレート3行目"),
        ({"text": "{{ contract.url }"}, "かっこ"),
        ({"subject": ""}, "件名"),
        ({"name": ""}, "名前"),
        ({"object": "nix"}, "nix"),
        ({"text": "x" * 100_001}, "長すぎます"),
        ({"text": "{% include 'x' %}"}, "使えません"),
    ],
)
def test_wrong_templates_are_refused_beside_their_field(
    visit: Visit, world: World, wrong: dict[str, str], said: str
) -> None:
    response = visit("admin").post(f"{TEMPLATES}new/", template(**wrong))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not EmailTemplate.objects.filter(name="新しい案内").exists()


def test_a_template_that_somebody_else_has_changed_is_not_overwritten(visit: Visit, world: World) -> None:
    path, client = f"{TEMPLATES}{shipped().pk}/", visit("admin")
    old = version(client, path)
    client.post(path, template(name=shipped().name, version=old, text="先に保存した本文"))
    response = client.post(path, template(name=shipped().name, version=old, text="あとの本文"))
    assert response.status_code == 412
    assert "ほかの人がこのメールテンプレートを変更しました" in response.content.decode()
    assert shipped().text == "先に保存した本文"


def test_the_preview_is_the_mail_of_the_chosen_record(visit: Visit, world: World) -> None:
    first, _ = book(world, 2)
    given = template(sample="帳票クラウド年間契約", **{"sample.id": str(first)})
    page = visit("admin").post(PREVIEW, given).content.decode()
    assert "株式会社青葉製作所\n佐藤 真理子 様\nK-" in page
    assert "佐藤 真理子 &lt;sato@aoba.example.jp&gt;" in page
    assert Mail.objects.count() == 0


def test_the_preview_says_the_line_of_what_is_wrong(visit: Visit, world: World) -> None:
    book(world)
    page = visit("admin").post(PREVIEW, template(text="a\nb\n{{ contract.nix }}")).content.decode()
    assert "テンプレート3行目" in page
    assert "made-title" not in page


def test_values_in_the_preview_are_text(visit: Visit, world: World) -> None:
    book(world, name="<img src=x onerror=alert(1)>")
    page = visit("admin").post(PREVIEW, template(text="{{ contract.name }}", html="<b>x</b>")).content.decode()
    assert "<img" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize(("who", "found"), [("owner", True), ("stranger", False)])
def test_nobody_previews_a_record_that_he_may_not_read(visit: Visit, world: World, who: str, found: bool) -> None:
    [contract] = book(world)
    given = template(sample=f"#{contract}")
    page = visit(who).post(PREVIEW, given).content.decode()
    assert ("佐藤 真理子" in page) == found
    names = visit(who).get("/automation/samples/contract/", {"sample": "帳票"}).content.decode()
    assert ("帳票クラウド年間契約" in names) == found


def test_without_script_the_button_shows_the_preview_and_keeps_what_was_written(visit: Visit, world: World) -> None:
    book(world)
    page = visit("admin").post(f"{TEMPLATES}new/", template(do="preview", text="こちらです {{ contract.number }}"))
    assert page.status_code == 200
    assert "こちらです K-" in page.content.decode()
    assert "こちらです {{ contract.number }}" in page.content.decode()
    assert not EmailTemplate.objects.filter(name="新しい案内").exists()


def test_the_picker_offers_fields_by_their_labels(visit: Visit, world: World) -> None:
    page = visit("admin").get(f"{TEMPLATES}new/").content.decode()
    assert 'data-insert="{{ contract.end_date|date:&quot;Y年n月j日&quot; }}"' in page
    assert "契約終了日" in page


def alert(**values: Any) -> dict[str, Any]:
    usual = {"name": "新しい宛先", "object": "contract", "template": str(shipped().pk), "r:contact": "to"}
    return {**usual, "group": "none", "do": "save", **values}


def test_an_alert_is_made_of_friendly_choices(visit: Visit, world: World) -> None:
    given = alert(**{"r:owner": "cc", "addresses_bcc": "a@example.jp、b@example.jp"})
    assert visit("admin").post(f"{ALERTS}new/", given).status_code == 303
    made = EmailAlert.objects.get(name="新しい宛先")
    assert made.recipients == {
        "to": ["contact"],
        "cc": ["owner"],
        "bcc": ["address:a@example.jp", "address:b@example.jp"],
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"r:contact": ""}, "宛先"),
        ({"template": ""}, "メールテンプレート"),
        ({"template": "999"}, "メールテンプレート"),
        ({"name": ALERT}, "名前"),
        ({"addresses_to": "住所"}, "住所"),
        ({"r:nix": "to"}, "nix"),
        ({"object": "quote", "r:contact": "to"}, "別のオブジェクト"),
    ],
)
def test_wrong_alerts_are_refused(visit: Visit, world: World, wrong: dict[str, str], said: str) -> None:
    before = EmailAlert.objects.count()
    response = visit("admin").post(f"{ALERTS}new/", alert(**wrong))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert EmailAlert.objects.count() == before


def test_saving_an_alert_keeps_what_was_not_touched(visit: Visit, world: World) -> None:
    row = EmailAlert.objects.get(name=ALERT)
    path, client = f"{ALERTS}{row.pk}/", visit("admin")
    given = alert(name=ALERT, mark=row.mark, version=version(client, path), **{"r:operations_user": "cc"})
    assert client.post(path, given).status_code == 303
    after = EmailAlert.objects.get(name=ALERT)
    assert (after.recipients, after.mark) == ({"to": ["contact"], "cc": ["operations_user"]}, row.mark)


@pytest.mark.parametrize(("who", "status"), [("owner", 403), ("reader", 403), ("admin", 303)])
def test_who_may_write_an_alert(visit: Visit, world: World, who: str, status: int) -> None:
    path, client = f"{ALERTS}{EmailAlert.objects.get(name=ALERT).pk}/", visit(who)
    given = alert(name=ALERT, version=version(client, path), **{"r:owner": "cc"})
    assert client.post(path, given).status_code == status
    assert ("cc" in EmailAlert.objects.get(name=ALERT).recipients) == (status == 303)


def test_the_page_says_who_would_get_it(visit: Visit, world: World) -> None:
    book(world)
    client = visit("admin")
    client.post(f"{TEMPLATES}new/", template())
    short = str(EmailTemplate.objects.get(name="新しい案内").pk)
    path = f"{ALERTS}{EmailAlert.objects.get(name=ALERT).pk}/"
    page = client.post(path, alert(name=ALERT, do="preview", template=short, **{"r:owner": "cc"})).content.decode()
    assert "佐藤 真理子 &lt;sato@aoba.example.jp&gt;" in page
    assert "樋口 さくら &lt;owner@our.example.jp&gt;" in page
    assert "cc" not in EmailAlert.objects.get(name=ALERT).recipients


def test_an_alert_without_anybody_to_send_to_says_so(visit: Visit, world: World) -> None:
    book(world, contact=None)
    page = visit("admin").get(f"{ALERTS}{EmailAlert.objects.get(name=ALERT).pk}/").content.decode()
    assert "alert-box" in page
    assert "made-title" not in page


@pytest.mark.parametrize(("path", "queries"), [(TEMPLATES, 10), (ALERTS, 9)])
def test_queries_of_the_lists(
    visit: Visit, world: World, django_assert_max_num_queries: DjangoAssertNumQueries, path: str, queries: int
) -> None:
    client = visit()
    with django_assert_max_num_queries(queries):
        assert client.get(path).status_code == 200


def test_a_joint_alert_keeps_its_grouping_and_text(visit: Visit, world: World) -> None:
    client = visit("admin")
    alert = EmailAlert.objects.get(name="更新のご案内（契約担当者へ）")
    joint = EmailTemplate.objects.get(name="更新のご案内（まとめ送り）", language="ja")
    path = f"{ALERTS}{alert.pk}/"
    page = client.get(path).content.decode()
    assert "{% for one in contracts %} … {% endfor %}" in page
    form = {
        "name": alert.name,
        "object": "contract",
        "template": alert.template_id,
        "r:contact": "to",
        "group": "recipient_day",
        "group_template": joint.pk,
        "mark": alert.mark,
        "version": alert.version,
        "do": "save",
    }
    assert client.post(path, form).status_code == 303
    alert.refresh_from_db()
    assert (alert.group, alert.group_template_id) == ("recipient_day", joint.pk)
