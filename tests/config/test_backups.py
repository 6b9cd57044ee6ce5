"""Backups: everything goes into one file and comes back; nothing is overwritten unasked."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from daicho.config.backups import back_up, restore
from daicho.config.first_start import prepare
from daicho.engine.access.models import User
from daicho.values.problems import Conflict, Invalid

AT = datetime(2025, 6, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_there_comes_back(tmp_path: Path) -> None:
    prepare()
    User.objects.make("higuchi", at=AT, name="樋口")
    back_up(tmp_path / "ledger.backup")
    User.objects.all().delete()
    restore(tmp_path / "ledger.backup", replace=False)
    assert sorted(User.objects.values_list("username", flat=True)) == ["admin", "higuchi"]


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    kept = tmp_path / "ledger.backup"
    kept.write_text("precious", "ascii")
    with pytest.raises(Conflict):
        back_up(kept)
    assert kept.read_text("ascii") == "precious"


def test_data_is_not_replaced_unasked(tmp_path: Path) -> None:
    prepare()
    back_up(tmp_path / "ledger.backup")
    User.objects.make("higuchi", at=AT)
    with pytest.raises(Conflict) as refusal:
        restore(tmp_path / "ledger.backup", replace=False)
    assert refusal.value.problems[0].code == "data_there"
    assert User.objects.filter(username="higuchi").exists()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refusal:
        back_up(tmp_path / "nowhere" / "ledger.backup")
    assert refusal.value.problems[0].code == "backup_not_writable"
