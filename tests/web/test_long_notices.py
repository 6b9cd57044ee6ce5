"""通知: a long text, such as a mail that is about to go out, unfolds below its first lines."""

from daicho.engine.activity.notifications import Notice, notify
from tests.web.conftest import Visit
from tests.web.reading import elements
from tests.world import World

LINES = [f"{number}行目" for number in range(1, 10)]


def told(world: World, body: str) -> None:
    notify([Notice(world.users["owner"], "送信予告", body)], world.frame)


def test_a_long_text_unfolds(visit: Visit, world: World) -> None:
    told(world, "\n".join(LINES))
    response = visit().get("/notifications/")
    bodies = [one["text"] for one in elements(response, "p") if one.get("class") == "notice-body"]
    assert bodies == ["".join(LINES[:5]), "".join(LINES[5:])]
    [more] = elements(response, "details", class_="notice-more")
    assert more["text"].startswith("続きを読む")


def test_a_short_text_stands_as_it_is(visit: Visit, world: World) -> None:
    told(world, "\n".join(LINES[:8]))
    response = visit().get("/notifications/")
    assert [one["text"] for one in elements(response, "p") if one.get("class") == "notice-body"] == ["".join(LINES[:8])]
    assert not elements(response, "details", class_="notice-more")
