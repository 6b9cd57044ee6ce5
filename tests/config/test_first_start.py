"""A fresh database: the shipped permission sets, the organisation and the user admin, made once."""

import pytest
from django.contrib.auth import authenticate

from daicho.business.operations.content.processes import PROCESSES
from daicho.business.organisation.models import Organisation, TaxType
from daicho.config.first_start import prepare
from daicho.engine.access.models import PermissionSet, User
from daicho.engine.access.people import actor_for
from daicho.engine.automation.models import Process
from daicho.engine.listviews.models import ListView
from daicho.engine.mail.models import EmailAlert, EmailTemplate

pytestmark = pytest.mark.django_db
FIRST_SHIPPED = (
    *("account", "contact", "opportunity", "quote", "quote_line", "task"),
    *("order", "contract", "contract_term", "contract_line", "sales_entry", "product", "price"),
    *("user", "list_view", "email_template", "email_alert", "notification"),
)


def test_a_fresh_database_has_an_administrator_without_address() -> None:
    password = prepare()
    admin = User.objects.get()
    assert (admin.username, admin.email) == ("admin", "")
    assert authenticate(username="admin", password=password) == admin
    actor = actor_for(admin.pk)
    assert actor.permissions.may("modify_all", "contract")
    assert actor.permissions.has_feature("import")


def test_starting_again_changes_nothing() -> None:
    prepare()
    PermissionSet.objects.filter(key="sales").update(rights={})
    digest = User.objects.get().password
    assert prepare() is None
    assert User.objects.get().password == digest
    assert PermissionSet.objects.get(key="sales").rights == {}
    assert Organisation.objects.count() == 1


def test_a_set_follows_what_is_shipped_until_somebody_changes_it() -> None:
    """What this set was shipped with before everybody could keep views of his own."""
    prepare()
    sales = PermissionSet.objects.get(key="sales")
    before = {**sales.rights, "objects": dict(sales.rights["objects"]), "features": ["confirm", "renew"]}
    before["objects"]["list_view"] = ["read", "view_all"]
    before["objects"] = {key: before["objects"][key] for key in FIRST_SHIPPED}
    for changed in (False, True):
        rights = {**before, "features": ["confirm"]} if changed else before
        PermissionSet.objects.filter(key="sales").update(rights=rights)
        prepare()
        followed = "create" in PermissionSet.objects.get(key="sales").rights["objects"]["list_view"]
        assert followed is not changed


def test_the_shipped_permission_sets() -> None:
    prepare()
    assert sorted(PermissionSet.objects.values_list("label_ja", flat=True)) == [
        "営業",
        "営業事務",
        "管理者",
        "閲覧のみ",
    ]
    assert PermissionSet.objects.get(key="read_only").rights["features"] == []


def test_a_fresh_database_has_views_texts_and_processes_that_are_off() -> None:
    prepare()
    views = list(ListView.objects.filter(object="contract").order_by("position").values_list("name", flat=True))
    assert views[:3] == ["すべての契約", "有効な契約", "当月に更新が必要なリスト"]
    assert set(Process.objects.values_list("name", flat=True)) == set(PROCESSES)
    assert not Process.objects.filter(active=True).exists()
    assert EmailAlert.objects.filter(name="更新のご案内（契約担当者へ）", template__name="更新のご案内").exists()
    assert EmailTemplate.objects.filter(name="更新のご案内").count() == 2
    assert TaxType.objects.count() == 3
