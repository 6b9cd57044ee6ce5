"""A fresh database: the shipped permission sets, the organisation and the user admin, made once."""

import pytest
from django.contrib.auth import authenticate

from daicho.business.organisation.models import Organisation, TaxType
from daicho.config.first_start import prepare
from daicho.engine.access.models import PermissionSet, User
from daicho.engine.access.people import actor_for
from daicho.engine.automation.models import Process
from daicho.engine.listviews.models import ListView
from daicho.engine.mail.models import EmailAlert, EmailTemplate

pytestmark = pytest.mark.django_db


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
    processes = dict(Process.objects.values_list("name", "active"))
    assert processes == {
        "更新のご案内メール（90日前）": False,
        "担当営業への更新通知（90日前）": False,
        "1か月前の意思確認": False,
    }
    assert EmailAlert.objects.get().name == "更新のご案内（契約担当者へ）"
    assert EmailTemplate.objects.get().name == "更新のご案内"
    assert TaxType.objects.count() == 3
