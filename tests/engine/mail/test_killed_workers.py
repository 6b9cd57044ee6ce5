"""Workers that are killed without warning, or work side by side: none twice, none lost, at most the one in flight unknown."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.models import Count

from daicho.engine.mail import claims
from daicho.engine.mail.claims import Done, Outcome
from daicho.engine.mail.delivery import Delivery
from daicho.engine.mail.models import Mail
from daicho.engine.mail.states import State
from tests.engine.mail.rows import FRAME, new_mail, queued
from tests.engine.mail.sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)
Start = Callable[[], subprocess.Popen]
RUNNING: list[list[subprocess.Popen]] = [[]]


@pytest.fixture
def start(sink: Sink) -> Iterator[Start]:
    """Starts workers; those still running at the end are killed."""
    running: list[subprocess.Popen] = []
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE") or django_settings.SETTINGS_MODULE,
        "WORKER_DATABASE": str(connection.settings_dict["NAME"]),
        "WORKER_EMAIL_URL": sink.url,
    }

    def start_one() -> subprocess.Popen:
        running.append(subprocess.Popen([sys.executable, "-m", "tests.engine.mail.worker_process"], env=environment))
        return running[-1]

    RUNNING[:] = [running]
    yield start_one
    for process in running:
        process.kill()
        process.wait()


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something that other processes do; fails when it does not come about."""
    end = time.monotonic() + seconds
    while not condition():
        ended = [process.returncode for process in RUNNING[0] if process.poll() is not None]
        assert set(ended) <= {-signal.SIGKILL}, f"a worker ended by itself ({ended}); its log is above"
        assert time.monotonic() < end, f"not in time: {list(Mail.objects.values_list('state').annotate(Count('id')))}"
        time.sleep(0.02)


def arrived(sink: Sink, number: int) -> bool:
    """Whether this many mails have arrived."""
    return len(sink.received) >= number


def settled() -> bool:
    """Whether no mail is waiting or in flight."""
    return not Mail.objects.filter(state__in=["queued", "sending"]).exists()


def test_kill_9_loses_nothing_and_sends_nothing_twice(sink: Sink, start: Start) -> None:
    sink.delay = 0.004
    queued(*[new_mail(subject=f"{number}") for number in range(200)])
    for wanted in (30, 80, 130):
        worker = start()
        wait_until(partial(arrived, sink, wanted))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    start()
    wait_until(settled)
    sent = set(Mail.objects.filter(state="sent").values_list("message_id", flat=True))
    unknown = set(Mail.objects.filter(state="unknown", to_tell=True).values_list("message_id", flat=True))
    ids = sink.message_ids()
    assert len(ids) == len(set(ids))
    assert sent <= set(ids) <= sent | unknown
    assert len(sent | unknown) == 200
    assert len(unknown) <= 3


def test_two_workers_send_nothing_twice(sink: Sink, start: Start) -> None:
    queued(*[new_mail(subject=f"{number}") for number in range(200)])
    workers = [start(), start()]
    wait_until(settled)
    assert sorted(sink.subjects(), key=int) == [f"{number}" for number in range(200)]
    assert set(Mail.objects.values_list("state", "worker")) == {("sent", None)}
    assert [worker.poll() for worker in workers] == [None, None]


def test_sigterm_ends_after_the_mail_in_hand(sink: Sink, start: Start) -> None:
    sink.delay = 0.02
    queued(*[new_mail(subject=f"{number}") for number in range(50)])
    worker = start()
    wait_until(lambda: len(sink.received) >= 3)
    worker.terminate()
    assert worker.wait(timeout=5) == 0
    sent = Mail.objects.filter(state="sent").count()
    assert sent == len(sink.received) < 50
    assert Mail.objects.filter(state="queued", worker=None).count() == 50 - sent


def test_a_mail_in_the_hands_of_a_dead_worker_is_unknown_and_reserved_ones_are_sent(
    sink: Sink, delivery: Delivery
) -> None:
    in_flight, reserved = queued(new_mail(), new_mail("b@example.jp"))
    Mail.objects.filter(id=in_flight).update(state="sending", worker=4711)
    Mail.objects.filter(id=reserved).update(worker=4711)
    assert [delivery.run(FRAME) for _ in range(2)] == [True, False]
    assert list(Mail.objects.order_by("id").values_list("state", flat=True)) == ["unknown", "sent"]
    assert [to for to, _ in sink.received] == [["b@example.jp"]]


def test_mails_of_a_living_worker_are_left_to_it(sink: Sink, delivery: Delivery) -> None:
    (mail_id,) = queued()
    living = Delivery()
    living.run(FRAME.at(FRAME.now.replace(year=2024)))
    assert living._lease is not None
    Mail.objects.filter(id=mail_id).update(state="sending", worker=living._lease.id)
    assert delivery.run(FRAME) is False
    assert Mail.objects.get(id=mail_id).state == "sending"
    living.close()
    delivery.run(FRAME)
    assert (Mail.objects.get(id=mail_id).state, sink.received) == ("unknown", [])


def test_the_worker_that_knows_the_result_corrects_unknown() -> None:
    """Another worker took it for dead while the mail was in flight, because the session of its lease was lost."""
    (mail_id,) = queued()
    Mail.objects.filter(id=mail_id).update(state="unknown", worker=12, to_tell=True)
    done = Done(Mail.objects.get(id=mail_id), 12, Outcome(State.SENT), "live", FRAME.now)
    claims.turn(done, None, 12)
    mail = Mail.objects.get(id=mail_id)
    assert (mail.state, mail.worker, mail.to_tell) == ("sent", None, False)
