"""Uses of an answer link: counted for all processes together, forgotten after a while, without keeping addresses."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection, connections

from daicho.business.contracts.link_uses import count_use
from daicho.business.contracts.models import LinkUse

NOW = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)
WHERE = "look:203.0.113.7:token"


@pytest.mark.django_db
def test_each_use_counts_and_each_name_for_itself() -> None:
    assert [count_use(WHERE, 600, NOW) for _ in range(3)] == [1, 2, 3]
    assert count_use("send:203.0.113.7:token", 600, NOW) == 1
    assert "203" not in "".join(LinkUse.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_it_begins_again_after_the_time_and_nothing_old_is_kept() -> None:
    count_use(WHERE, 600, NOW)
    count_use("print:203.0.113.8:token", 600, NOW)
    assert count_use(WHERE, 600, NOW + timedelta(seconds=599)) == 2
    assert count_use(WHERE, 600, NOW + timedelta(seconds=600)) == 1
    assert LinkUse.objects.count() == 1


@pytest.mark.skipif(not connection.features.has_select_for_update_skip_locked, reason="this database has one writer")
@pytest.mark.django_db(transaction=True)
def test_processes_count_together() -> None:
    counted: list[int] = []

    def use() -> None:
        counted.extend(count_use(WHERE, 600, NOW) for _ in range(5))
        connections.close_all()

    threads = [Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert LinkUse.objects.get().uses == 20
    assert max(counted) == 20
