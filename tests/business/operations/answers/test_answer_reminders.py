"""検討中: the owner hears again once the planned day has passed, and once only."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daicho.business.operations.answers.checks import Answer
from daicho.business.operations.answers.registering import customer, register
from daicho.business.operations.answers.reminders import tell_again
from daicho.business.operations.orders import order_to_cash
from daicho.engine.activity.models import Notification

APRIL = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)
TITLE = "回答の見込み日を過ぎました：株式会社青葉製作所"


@pytest.fixture
def thinking(world):
    contract = order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame).contract
    answer(world, contract, "considering", planned_on=date(2026, 5, 1))
    return contract


def answer(world, contract, choice, **said):
    given = Answer(choice, respondent="佐藤", **said)
    frame = world.frame.at(APRIL)
    register(contract, given, actor=customer("佐藤"), frame=frame, source="page", token=uuid.uuid4())


def on(world, month, day):
    return world.frame.at(datetime(2026, month, day, 1, 0, tzinfo=UTC))


def test_not_before_the_day_has_passed(world, thinking):
    assert not tell_again(on(world, 5, 1))
    assert not Notification.objects.filter(title=TITLE).exists()


def test_once_when_it_has(world, thinking):
    assert tell_again(on(world, 5, 9))
    assert not tell_again(on(world, 5, 10))
    told = Notification.objects.get(title=TITLE)
    assert (told.user_id, told.record) == (world.users["owner"], f"contract:{thinking}")
    assert "2026/05/01 ごろに回答の見込み" in told.body


@pytest.mark.skipif(not connection.features.has_select_for_update_skip_locked, reason="this database has one writer")
def test_two_workers_tell_once(world, thinking):
    with CaptureQueriesContext(connection) as asked:
        tell_again(on(world, 5, 9))
    assert "FOR UPDATE OF" in asked[1]["sql"]
    assert "SKIP LOCKED" in asked[1]["sql"]


def test_not_after_the_real_answer(world, thinking):
    answer(world, thinking, "renew")
    tell_again(on(world, 5, 2))
    assert not Notification.objects.filter(title=TITLE).exists()
