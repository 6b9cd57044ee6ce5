"""The worker's loop: everything due is done, one unit's error stops no other, a signal ends it."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from daicho.engine.work import loop, units
from daicho.engine.work.frame import Frame
from daicho.engine.work.units import Unit

FRAME = Frame(datetime(2025, 10, 2, tzinfo=UTC))
pytestmark = pytest.mark.django_db(transaction=True)  # a failed unit lets go of its connection


@pytest.fixture(autouse=True)
def not_stopping() -> Iterator[None]:
    loop.stopping.clear()
    yield
    loop.stopping.clear()


def counting(name: str, batches: int, log: list[str]) -> Unit:
    """A unit with this many batches to do."""
    left = [batches]

    def run(frame: Frame) -> bool:
        log.append(name)
        left[0] -= 1
        return left[0] >= 0

    return Unit(name, run)


def failing(log: list[str]) -> Unit:
    """A unit that always raises."""

    def run(frame: Frame) -> bool:
        log.append("failing")
        raise RuntimeError("broken")

    return Unit("failing", run)


def test_units_run_in_turn_until_a_round_finds_nothing() -> None:
    log: list[str] = []
    report = loop.run_due(lambda: FRAME, [counting("a", 1, log), counting("b", 2, log)])
    assert report == loop.Report(3, ())
    assert log == ["a", "b", "a", "b", "a", "b"]


def test_work_made_by_a_later_unit_is_done_too() -> None:
    waiting: list[int] = []
    done: list[int] = []

    def send(frame: Frame) -> bool:
        sent = waiting[:]
        done.extend(sent)
        waiting.clear()
        return bool(sent)

    def decide(frame: Frame) -> bool:
        if not done:
            waiting.append(1)
        return not done

    loop.run_due(lambda: FRAME, [Unit("send", send), Unit("decide", decide)])
    assert (waiting, done) == ([], [1])


def test_an_error_is_logged_and_stops_no_other_unit(caplog: pytest.LogCaptureFixture) -> None:
    log: list[str] = []
    with caplog.at_level(logging.ERROR):
        report = loop.run_due(lambda: FRAME, [failing(log), counting("a", 3, log)])
    assert report == loop.Report(3, ("failing",))
    assert log.count("failing") == 1
    assert [record.__dict__["unit"] for record in caplog.records] == ["failing"]


def test_every_unit_is_closed_even_when_one_cannot(caplog: pytest.LogCaptureFixture) -> None:
    closed: list[str] = []

    def broken() -> None:
        raise RuntimeError

    idle = lambda frame: False  # noqa: E731 -- shorter than a function here
    loop.run_due(lambda: FRAME, [Unit("a", idle, broken), Unit("b", idle, lambda: closed.append("b"))])
    assert closed == ["b"]


def test_each_turn_gets_the_frame_of_its_moment() -> None:
    frames = iter([FRAME, FRAME.at(datetime(2025, 10, 3, tzinfo=UTC))])
    seen: list[Frame] = []

    def run(frame: Frame) -> bool:
        seen.append(frame)
        return len(seen) < 2

    loop.run_due(lambda: next(frames), [Unit("a", run)])
    assert [frame.now.day for frame in seen] == [2, 3]


def ends_after(unit: Unit, stop: Callable[[], None], seconds: float = 5) -> float:
    """How long run_forever took until `stop`, called from another thread, ended it."""
    began = time.monotonic()
    timer = threading.Timer(0.2, stop)
    timer.start()
    loop.run_forever(lambda: FRAME, [unit], idle_seconds=30)
    timer.join()
    assert time.monotonic() - began < seconds
    return time.monotonic() - began


def test_an_idle_worker_ends_at_once_and_gives_back_what_it_holds() -> None:
    closed: list[str] = []
    ends_after(Unit("a", lambda frame: False, lambda: closed.append("a")), loop.stopping.set)
    assert closed == ["a"]


def test_sigterm_ends_it() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        loop.end_on_signals()
        ends_after(Unit("a", lambda frame: False), lambda: os.kill(os.getpid(), signal.SIGTERM))
        assert loop.stopping.is_set()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_a_failing_unit_pauses_while_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    log: list[str] = []

    def busy(frame: Frame) -> bool:
        log.append("busy")
        if len(log) > 50:
            loop.stopping.set()
        return True

    loop.run_forever(lambda: FRAME, [failing(log), Unit("busy", busy)])
    assert (log.count("failing"), log.count("busy")) == (1, 50)


def test_units_are_kept_by_name_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "_units", {})
    first, second, third = (Unit(name, lambda frame: False) for name in ("a", "b", "a"))
    units.register([first, second])
    units.register([third])
    assert units.every() == (third, second)
