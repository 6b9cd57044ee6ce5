"""Users are given permission sets by key or label; what does not exist is refused."""

import pytest

from daicho.config.first_start import prepare
from daicho.engine.access.actors import SYSTEM
from daicho.engine.access.models import User
from daicho.engine.records import intake
from daicho.engine.work.frame import Frame
from daicho.values.problems import Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sets() -> None:
    prepare("a password for admin")


def make(frame: Frame, sets: object) -> int:
    raw = {"username": "sato", "name": "佐藤 花子", "permission_sets": sets}
    return intake.create_one(SYSTEM, "user", raw, frame, "test")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["営業"], ["sales"]),
        (["営業事務", "Read only"], ["sales_operations", "read_only"]),
        (["sales", "営業", " 管理者 "], ["sales", "administrator"]),
        ([], []),
    ],
)
def test_sets_are_kept_by_key(frame: Frame, given: list[str], kept: list[str]) -> None:
    assert User.objects.get(id=make(frame, given)).permission_sets == kept


@pytest.mark.parametrize(
    ("given", "code"),
    [(["なし"], "unknown_permission_set"), ("営業", "permission_sets_no_list"), ([1], "permission_sets_no_list")],
)
def test_what_is_no_set_is_refused_and_nobody_made(frame: Frame, given: object, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        make(frame, given)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [("permission_sets", code)]
    assert not User.objects.filter(username="sato").exists()


def test_a_change_of_the_sets_is_checked_too(frame: Frame) -> None:
    user = make(frame, ["営業"])
    intake.change(SYSTEM, "user", user, {"permission_sets": ["閲覧のみ"]}, frame, "test")
    assert User.objects.get(id=user).permission_sets == ["read_only"]
    with pytest.raises(Invalid):
        intake.change(SYSTEM, "user", user, {"permission_sets": ["xx"]}, frame, "test")
    assert User.objects.get(id=user).permission_sets == ["read_only"]
