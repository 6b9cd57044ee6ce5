"""One custom field of every type on accounts, with values to write and what is read of them; and short ways to add fields."""

from dataclasses import dataclass, field
from typing import Any

from daicho.engine.shaping import services
from tests.world import World

OPTIONS = [
    {"code": "a", "label": {"ja": "重要", "en": "Key"}, "colour": "red"},
    {"code": "b", "label": {"ja": "通常", "en": "Usual"}},
]


@dataclass(frozen=True)
class Sample:
    """A field, a value as JSON carries it, the same as people type it and as they read it, and a later value."""

    kind: str
    value: Any
    typed: Any
    shown: str
    later: Any
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"x_{self.kind}"

    @property
    def body(self) -> dict[str, Any]:
        """What the API is sent to add the field."""
        return {"key": self.key, "type": self.kind, "label": {"ja": f"独自{self.kind}", "en": self.kind}, **self.more}


SAMPLES = [
    Sample("text", "ｵﾌﾟﾛ", "ｵﾌﾟﾛ", "ｵﾌﾟﾛ", "青葉"),
    Sample("long_text", "一行目\n二行目", "一行目\n二行目", "一行目\n二行目", "三行目"),
    Sample("number", "12.5", "１２．５", "12.5", "13", {"scale": 2}),
    Sample("currency", "120000", "￥120,000", "¥120,000", "130000"),
    Sample("percent", "12.5", "12.5%", "12.5%", "10"),
    Sample("checkbox", True, "1", "はい", False),
    Sample("date", "2025-12-31", "令和7年12月31日", "2025/12/31", "2026-01-31"),
    Sample(
        "datetime", "2025-12-31T09:00:00+09:00", "2025/12/31 09:00", "2025/12/31 09:00", "2026-01-31T09:00:00+09:00"
    ),
    Sample("picklist", "a", "a", "重要", "b", {"options": OPTIONS}),
    Sample("multi_picklist", ["a", "b"], ["a", "b"], "重要、通常", ["b"], {"options": OPTIONS}),
    Sample("lookup", 0, "", "帳票クラウド 基本ライセンス", 0, {"target": "product"}),
    Sample("email", "a@example.com", "ａ@example.com", "a@example.com", "b@example.com"),
    Sample("phone", "03-1234-5678", "０３-1234-5678", "03-1234-5678", "06-1234-5678"),
    Sample("url", "https://example.com", "example.com", "https://example.com", "https://example.org"),
    Sample("auto_number", "R-0001", None, "R-0001", None, {"prefix": "R-", "digits": 4}),
]
WRITTEN = [one for one in SAMPLES if one.kind != "auto_number"]


def value_of(sample: Sample, world: World) -> Any:
    """The value to write: the lookup names one of the world's products."""
    return world.monthly if sample.kind == "lookup" else sample.value


def later_of(sample: Sample, world: World) -> Any:
    """The value that it is changed to."""
    return world.annual if sample.kind == "lookup" else sample.later


def add(world: World, object_key: str = "account", **body: Any) -> None:
    """Add one field as an administrator."""
    services.add(world.actor("admin"), object_key, {"label": body["key"], **body}, world.frame, "test")


def add_all(world: World, object_key: str = "account") -> None:
    """Add a field of every type."""
    for sample in SAMPLES:
        add(world, object_key, **sample.body)
