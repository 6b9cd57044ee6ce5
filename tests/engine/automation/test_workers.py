"""Several workers, crashes: never twice, never lost."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from daicho.engine.automation import finishing, runner, services
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.runner import run_due_actions
from daicho.engine.mail.models import Mail
from daicho.engine.work.frame import Frame
from tests.conftest import NOON
from tests.engine.automation.conftest import Office, at, mail_process
from tests.world import make_world

DUE = at("2026-04-01 09:00")


def contracts(office, count):
    office.alert()
    process = services.create_process("案内", mail_process(), actor=office.admin, frame=office.frame)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    return [office.book() for _ in range(count)]


def test_statement_08_a_crash_takes_back_the_whole_batch_and_the_next_turn_does_it_once(office, monkeypatch):
    contracts(office, 3)
    monkeypatch.setattr(finishing, "write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        run_due_actions(DUE)
    assert (Mail.objects.count(), ScheduledAction.objects.filter(state="waiting").count()) == (0, 3)
    monkeypatch.undo()
    run_due_actions(DUE)
    assert (Mail.objects.count(), run_due_actions(DUE)) == (3, False)


def work(_number):
    try:
        while run_due_actions(DUE):
            continue
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_statement_08_four_workers_send_each_mail_once(monkeypatch):
    office = Office(make_world(Frame(NOON)))
    ids = contracts(office, 20)
    monkeypatch.setattr(runner, "BATCH", 3)
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))
    assert Counter(Mail.objects.values_list("record_id", flat=True)) == Counter(ids)
    assert set(ScheduledAction.objects.values_list("state", flat=True)) == {"done"}
