"""Ledgers to upload, and the worker's turns that take them in."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from daicho.business.operations.imports import runs as import_runs
from daicho.business.operations.imports.work import ImportWork
from daicho.business.operations.models import ImportRun
from daicho.engine.work.frame import Frame
from tests.world import World

REAL = (Path(__file__).resolve().parent / "data" / "ledger-ja.xlsx").read_bytes()
HEAD = ("契約番号", "契約先", "営業担当", "商品", "数量", "単価", "開始日", "終了日")
AOBA = (
    "K-1",
    "株式会社青葉製作所",
    "樋口 さくら",
    "帳票クラウド 基本ライセンス",
    "10",
    "1200",
    "2025/07/01",
    "2026/06/30",
)
MINATO = ("K-2", "みなと精機株式会社", "石井 亮", "新しい品目", "2", "500", "2025/06/01", "2026/05/31")
BAD = ("K-3", "北斗商事", "石井 亮", "新しい品目", "要確認", "500", "2025/06/01", "2026/05/31")


def sheet(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    """A CSV file of these rows."""
    return "".join(",".join(row) + "\r\n" for row in (head, *rows)).encode()


def upload(world: World, content: bytes, who: str = "operations", name: str = "台帳.csv") -> int:
    """Start an import; returns its id."""
    return import_runs.start(world.actor(who), name=name, content=content, frame=world.frame)


def work(frame: Frame) -> None:
    """Let a worker do everything that waits."""
    worker = ImportWork()
    while worker.run(frame):
        pass
    worker.close()


def stored(run_id: int) -> Any:
    """The import as it is now; Any, because tests know what its JSON holds."""
    return ImportRun.objects.get(pk=run_id)


def approve(world: World, run_id: int, who: str = "operations") -> None:
    """Let it be booked, and book it."""
    import_runs.approve(world.actor(who), run_id, stored(run_id).version)
    work(world.frame)


def booked(world: World, rows: Iterable[Sequence[str]] = (AOBA, MINATO), who: str = "operations") -> int:
    """An import that is done."""
    run_id = upload(world, sheet(*rows), who)
    work(world.frame)
    approve(world, run_id, who)
    return run_id
