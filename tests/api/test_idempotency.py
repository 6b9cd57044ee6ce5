"""Idempotency-Key: one effect and the same answer, for the same user, key and body."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from daicho.api.models import IdempotentAnswer
from daicho.business.parties.models import Account
from daicho.engine.access import tokens
from daicho.engine.access.models import User
from daicho.engine.work.frame import Frame
from tests.api.callers import Caller
from tests.world import World, make_world

ACCOUNT = {"name": "白樺工業株式会社"}


def test_the_same_key_and_body_give_the_same_answer_and_one_record(owner: Caller) -> None:
    first = owner.call("POST", "records/account", ACCOUNT, Idempotency_Key="k-1")
    again = owner.call("POST", "records/account", ACCOUNT, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (first["ETag"], first["Location"]) == (again["ETag"], again["Location"])
    assert Account.objects.filter(name=ACCOUNT["name"]).count() == 1


def test_another_key_or_none_is_another_record(owner: Caller) -> None:
    owner.post("records/account", ACCOUNT, Idempotency_Key="k-1")
    owner.post("records/account", ACCOUNT, Idempotency_Key="k-2")
    owner.post("records/account", ACCOUNT)
    assert Account.objects.filter(name=ACCOUNT["name"]).count() == 3


def test_a_key_belongs_to_one_body_and_one_address(owner: Caller) -> None:
    owner.post("records/account", ACCOUNT, Idempotency_Key="k-1")
    for path, body in (("records/account", {"name": "別"}), ("records/account?atomic=true", ACCOUNT)):
        assert owner.refused(422, "POST", path, body, Idempotency_Key="k-1") == [
            ("Idempotency-Key", "idempotency_key_reused")
        ]
    assert Account.objects.count() == 2


def test_a_key_belongs_to_one_user(owner: Caller, caller: Callable[..., Caller]) -> None:
    mine = owner.post("records/account", ACCOUNT, Idempotency_Key="k-1")
    theirs = caller("colleague").post("records/account", ACCOUNT, Idempotency_Key="k-1")
    assert mine["id"] != theirs["id"]


def test_a_refused_request_may_be_corrected_under_its_key(owner: Caller) -> None:
    owner.refused(422, "POST", "records/account", {"name": ""}, Idempotency_Key="k-1")
    assert IdempotentAnswer.objects.count() == 0
    assert owner.post("records/account", ACCOUNT, Idempotency_Key="k-1")["name"] == ACCOUNT["name"]


def test_a_list_and_a_confirm_are_repeated_too(owner: Caller, world: World) -> None:
    rows = [{"name": "一"}, {"name": "二", "closing_day": 40}]
    first = owner.call("POST", "records/account", rows, Idempotency_Key="k-1")
    again = owner.call("POST", "records/account", rows, Idempotency_Key="k-1")
    assert (first.status_code, first.content) == (207, again.content)
    path = f"quotes/{world.quote()}/confirm"
    assert owner.post(path, Idempotency_Key="k-2") == owner.post(path, Idempotency_Key="k-2")
    assert Account.objects.count() == 2


def test_old_answers_are_forgotten(owner: Caller) -> None:
    owner.post("records/account", ACCOUNT, Idempotency_Key="k-1")
    IdempotentAnswer.objects.update(created_at=timezone.now() - timedelta(days=8))
    owner.post("records/account", ACCOUNT, Idempotency_Key="k-2")
    assert list(IdempotentAnswer.objects.values_list("key", flat=True)) == ["k-2"]


def test_a_key_that_is_too_long_is_refused(owner: Caller) -> None:
    [(_, code)] = owner.refused(422, "POST", "records/account", ACCOUNT, Idempotency_Key="k" * 256)
    assert code == "part_wrong"
    assert Account.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_requests_at_once_make_one_record(frame: Frame, settings: Any) -> None:
    make_world(frame)
    settings.DAICHO_CLOCK = frame.now
    token = tokens.issue(User.objects.get(username="owner"), at=frame.now)
    answers: list[tuple[int, bytes]] = []
    start = threading.Barrier(5, timeout=20)

    def ask() -> None:
        start.wait()
        response = Caller(Client(), token).call("POST", "records/account", ACCOUNT, Idempotency_Key="k-1")
        answers.append((response.status_code, response.content))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 5
    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    assert Account.objects.filter(name=ACCOUNT["name"]).count() == 1
