"""設定 > オブジェクトと項目: administrators add, change, hide, delete and restore fields; forms and lists follow at once."""

from typing import Any

import pytest

from daicho.business.parties.models import Account
from daicho.engine.listviews.models import ListView
from daicho.engine.shaping.models import CustomField
from tests.engine.shaping.fields import OPTIONS, SAMPLES, WRITTEN, Sample, add, add_all, value_of
from tests.web.conftest import Visit
from tests.web.test_records_forms import fields, post
from tests.world import World

OBJECTS = "/settings/objects/"
PAGE = "/settings/objects/account/"
RANK = {"label": "顧客ランク", "label_en": "Rank", "key": "x_rank"}
ROWS: dict[str, Any] = {
    "option.ja": ["金", "銀", ""],
    "option.en": ["Gold", "", ""],
    "option.code": ["gold", "", ""],
    "option.colour": ["amber", "", ""],
    "option.active": ["yes", "yes", "yes"],
}


@pytest.mark.parametrize(("username", "status"), [("admin", 200), ("owner", 403), ("stranger", 403), (None, 302)])
def test_only_administrators_come_in(world: World, visit: Visit, username: str | None, status: int) -> None:
    add(world, key="x_memo", type="text")
    client = visit(username)
    for path in (OBJECTS, PAGE, PAGE + "new/?type=text", PAGE + "fields/x_memo/", PAGE + "fields/x_memo/delete/"):
        assert client.get(path).status_code == status
    assert client.post(PAGE + "new/?type=text", RANK).status_code == (303 if status == 200 else status)
    if username != "admin":
        for deed in ("", "delete/", "restore/", "move/"):
            assert client.post(f"{PAGE}fields/x_memo/{deed}", {"label": "乗っ取り"}).status_code == status
        assert [row.key for row in CustomField.objects.filter(deleted_at=None)] == ["x_memo"]
    assert ("オブジェクトと項目" in client.get("/", follow=True).content.decode()) == (username == "admin")


def test_a_picklist_is_added_and_stands_in_the_form_at_once(world: World, visit: Visit) -> None:
    admin, owner = visit("admin"), visit("owner")
    assert admin.post(PAGE + "new/?type=picklist", RANK | ROWS)["Location"] == PAGE
    form = owner.get("/accounts/new/").content.decode()
    assert "追加項目" in form
    assert "顧客ランク" in form
    answer = post(owner, "/accounts/new/", name="株式会社金", x_rank="gold")
    account = Account.objects.get(name="株式会社金")
    assert (answer.status_code, account.custom) == (303, {"x_rank": "gold"})
    shown = owner.get(f"/accounts/{account.pk}/").content.decode()
    assert "顧客ランク" in shown
    assert "金" in shown
    assert "Rank" in visit("owner", "en").get("/accounts/new/").content.decode()


def test_what_is_wrong_stands_at_its_input_and_nothing_is_saved(world: World, visit: Visit) -> None:
    client = visit("admin")
    answer = client.post(PAGE + "new/?type=picklist", {**RANK, "key": "rank", "label": ""})
    assert answer.status_code == 422
    assert "項目キーは x_ で始め" in answer.content.decode()
    answer = client.post(PAGE + "new/?type=picklist", {**RANK, **ROWS, "option.ja": ["金", "金", ""]})
    assert "選択肢の2行目：" in answer.content.decode()
    assert not CustomField.objects.exists()


def test_more_rows_keep_what_was_written(world: World, visit: Visit) -> None:
    page = visit("admin").post(PAGE + "new/?type=picklist", {**RANK, **ROWS, "do": "rows"}).content.decode()
    assert 'value="顧客ランク"' in page
    assert page.count('name="option.ja"') == 7
    assert not CustomField.objects.exists()


def test_a_label_and_choices_are_changed_with_history_and_never_over_somebody_else(world: World, visit: Visit) -> None:
    add(world, key="x_rank", type="picklist", label="ランク", options=OPTIONS)
    admin, other = visit("admin"), visit("admin")
    path = PAGE + "fields/x_rank/"
    stale = fields(other.get(path)) | ROWS
    rows = {"option.ja": ["最重要", "通常"], "option.en": ["", ""], "option.code": ["a", "b"]}
    rows |= {"option.colour": ["", ""], "option.active": ["yes", "no"]}
    assert admin.post(path, fields(admin.get(path)) | rows | {"label": "取引ランク"}).status_code == 303
    assert other.post(path, stale).status_code == 412
    definition = CustomField.objects.get().definition
    assert (definition["label"]["ja"], [one["active"] for one in definition["options"]]) == (
        "取引ランク",
        [True, False],
    )
    page = admin.get(path).content.decode()
    assert "<del>ランク</del> → <ins>取引ランク</ins>" in page
    assert "通常（使わない）" in page


def test_a_choice_that_records_hold_is_not_removed(world: World, visit: Visit) -> None:
    add(world, key="x_rank", type="picklist", options=OPTIONS)
    Account.objects.filter(pk=world.account).update(custom={"x_rank": "a"})
    client, path = visit("admin"), PAGE + "fields/x_rank/"
    rows = {name: values[1:2] for name, values in ROWS.items()} | {"option.code": ["b"], "option.ja": ["通常"]}
    answer = client.post(path, fields(client.get(path)) | rows)
    assert answer.status_code == 422
    assert "「a」は1件のレコードで使われている" in answer.content.decode()


def test_a_hidden_field_leaves_pages_but_not_the_record(world: World, visit: Visit) -> None:
    add(world, key="x_memo", type="text", label="覚え")
    Account.objects.filter(pk=world.account).update(custom={"x_memo": "秘"})
    client, path = visit("admin"), PAGE + "fields/x_memo/"
    assert client.post(path, fields(client.get(path)) | {"hidden": "1"}).status_code == 303
    for page in (f"/accounts/{world.account}/", f"/accounts/{world.account}/edit/", "/accounts/columns/"):
        assert "覚え" not in visit("owner").get(page).content.decode()
    assert Account.objects.get(pk=world.account).custom == {"x_memo": "秘"}


def test_a_used_field_stays_and_an_unused_one_can_be_restored(world: World, visit: Visit) -> None:
    add(world, key="x_memo", type="text", label="覚え")
    Account.objects.filter(pk=world.account).update(custom={"x_memo": "秘", "x_memo_normal": "秘"})
    stamps = {"created_at": world.frame.now, "updated_at": world.frame.now}
    view = ListView.objects.create(name="覚え一覧", object="contract", columns=["account.x_memo"], **stamps)
    client, path = visit("admin"), PAGE + "fields/x_memo/"
    answer = client.post(path + "delete/")
    assert answer.status_code == 409
    assert "覚え一覧" in answer.content.decode()
    view.delete()
    assert client.post(path + "delete/").status_code == 303
    assert "x_memo" not in visit("owner").get("/accounts/new/").content.decode()
    assert Account.objects.get(pk=world.account).custom["x_memo"] == "秘"
    assert "x_memo" in client.get(PAGE).content.decode()
    assert client.post(path + "restore/").status_code == 303
    assert "秘" in visit("owner").get(f"/accounts/{world.account}/").content.decode()


def test_fields_change_places(world: World, visit: Visit) -> None:
    for key in ("x_a", "x_b", "x_c"):
        add(world, key=key, type="text")
    client = visit("admin")
    client.post(PAGE + "fields/x_c/move/", {"do": "up"})
    client.post(PAGE + "fields/x_a/move/", {"do": "up"})
    form = visit("owner").get("/accounts/new/").content.decode()
    places = [form.index(f'name="{key}"') for key in ("x_a", "x_c", "x_b")]
    assert places == sorted(places)


@pytest.mark.parametrize("sample", WRITTEN, ids=lambda one: one.kind)
def test_every_type_is_typed_into_the_form_and_stands_on_every_page(world: World, visit: Visit, sample: Sample) -> None:
    add_all(world)
    client = visit("owner")
    typed = {f"{sample.key}.id": str(world.monthly), sample.key: sample.shown} if sample.kind == "lookup" else {}
    answer = post(client, "/accounts/new/", name="株式会社見本", **{sample.key: sample.typed, **typed})
    assert answer.status_code == 303, answer.content.decode()
    account = Account.objects.get(name="株式会社見本")
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    shown = sample.shown.replace("\n", "<br>") if "\n" in sample.shown else sample.shown
    assert shown in page or sample.shown in page
    assert "R-0001" in page
    listed = client.get("/accounts/", {"columns": f"name,{sample.key}", "q": "見本"}).content.decode()
    assert sample.shown.split("\n", maxsplit=1)[0] in listed
    exported = b"".join(visit("admin").get("/accounts/export.csv", {"columns": f"name,{sample.key}"}))
    assert "株式会社見本" in exported.decode("utf-8-sig")
    ticked = {sample.key: sample.typed} if sample.kind == "multi_picklist" else {}
    untouched = post(client, f"/accounts/{account.pk}/edit/", **ticked)
    assert untouched.status_code == 303
    assert Account.objects.get(pk=account.pk).version == 1, "a form that nobody touched changes nothing"
    assert sample.key in account.custom
    assert value_of(sample, world) is not None


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.kind)
def test_every_type_has_a_form_of_its_own_and_a_condition(world: World, visit: Visit, sample: Sample) -> None:
    add_all(world)
    admin = visit("admin")
    path = f"{PAGE}fields/{sample.key}/"
    assert admin.get(f"{PAGE}new/?type={sample.kind}").status_code == 200
    rows: dict[str, Any] = {f"option.{name}": [] for name in ("ja", "en", "code", "colour", "active")}
    if "options" in sample.more:
        rows = {"option.ja": ["重要", "通常"], "option.en": ["Key", "Usual"], "option.code": ["a", "b"]}
        rows |= {"option.colour": ["red", ""], "option.active": ["yes", "yes"]}
    before = CustomField.objects.get(key=sample.key).definition
    assert admin.post(path, fields(admin.get(path)) | rows).status_code == 303
    assert CustomField.objects.get(key=sample.key).definition == before
    assert visit("owner").get("/accounts/condition/", {"field": sample.key}).status_code == 200


def test_the_page_of_deleting_names_what_a_custom_lookup_prevents(world: World, visit: Visit) -> None:
    add(world, key="x_plan", type="lookup", target="product", label="利用プラン")
    Account.objects.filter(pk=world.account).update(custom={"x_plan": world.once})
    page = visit("admin").get(f"/products/{world.once}/delete/").content.decode()
    assert "取引先の「利用プラン」：1件" in page


def test_a_contract_has_custom_fields_in_its_form_its_page_and_the_ledger(
    world: World, visit: Visit, contract: int
) -> None:
    add_all(world, "contract")
    client, path = visit("owner"), f"/contracts/{contract}/"
    given = {one.key: one.typed for one in WRITTEN} | {"x_lookup": "帳票", "x_lookup.id": str(world.monthly)}
    assert post(client, path + "edit/", **given).status_code == 303
    page = client.get(path).content.decode()
    listed = client.get(
        "/contracts/", {"columns": ",".join(["number", *(one.key for one in SAMPLES)])}
    ).content.decode()
    for one in WRITTEN:
        assert one.shown.split("\n", maxsplit=1)[0] in page, one.kind
        assert one.shown.split("\n", maxsplit=1)[0] in listed, one.kind
    for one in SAMPLES:
        sort = "" if one.kind == "multi_picklist" else f"-{one.key},number"
        assert client.get("/contracts/", {"columns": f"number,{one.key}", "sort": sort}).status_code == 200
    assert "帳票クラウド" in client.get("/contracts/", {"columns": "number,x_lookup.name"}).content.decode()
    assert "独自text" in client.get(path, {"tab": "history"}).content.decode()
