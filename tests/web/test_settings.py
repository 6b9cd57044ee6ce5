"""設定 > 組織: administrators only, all or nothing, never over somebody else's change; images told by their bytes."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from daicho.business.organisation.models import Organisation
from daicho.engine.records import history
from daicho.engine.records.models import StoredFile

PAGE = "/settings/organisation/"


def png(width=4, height=4):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress((b"\0" + bytes(3 * width)) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def image(name="社印.png", content=None):
    return SimpleUploadedFile(name, png() if content is None else content, "image/png")


def filled(**changes):
    row = Organisation.objects.get(pk=1)
    usual = {
        "version": row.version,
        "name": row.name,
        "zone": row.zone,
        "language": row.language,
        "fiscal_first_month": row.fiscal_first_month,
        "week_start": row.week_start,
        "posting_day": row.posting_day,
        "rounding": row.rounding,
        "delivery_mode": row.delivery_mode,
    }
    return {**usual, **changes}


@pytest.mark.parametrize("username, status", [("admin", 200), ("owner", 403), ("reader", 403), (None, 302)])
def test_who_sees_and_changes_the_settings(world, visit, username, status):
    client = visit(username)
    assert client.get(PAGE).status_code == status
    answer = client.post(PAGE, filled(name="乗っ取り"))
    assert answer.status_code == (303 if status == 200 else status)
    assert Organisation.objects.get(pk=1).name == ("乗っ取り" if username == "admin" else "株式会社ダイチョウ")


def test_everything_is_saved_and_stands_in_the_history(world, visit):
    given = filled(
        name="株式会社台帳",
        postal_code="100-0005",
        registration_number="Ｔ7010-7050-00725",
        closed_days="2026/12/29～2026/12/31\r\n2026/8/13",
        month_end_exempt="1",
        fiscal_first_month="10",
    )
    assert visit("admin").post(PAGE, given).status_code == 303
    row = Organisation.objects.get(pk=1)
    assert (row.name, row.postal_code, row.fiscal_first_month) == ("株式会社台帳", "100-0005", 10)
    assert (row.registration_number, row.month_end_exempt) == ("T7010705000725", True)
    assert row.closed_days == ["2026-08-13", "2026-12-29", "2026-12-30", "2026-12-31"]
    latest = history.of_record("organisation", 1)[0]
    assert (latest.reason, latest.changes["name"]) == ("change_settings", ["株式会社ダイチョウ", "株式会社台帳"])
    page = visit("admin").get(PAGE).content.decode()
    assert "2026/12/29～2026/12/31" in page
    assert "設定の変更" in page


@pytest.mark.parametrize(
    "given, said",
    [
        ({"zone": "Asia/Edo"}, "「Asia/Edo」というタイムゾーンはありません"),
        ({"closed_days": "年末"}, "休業日「年末」は日付として読み取れません"),
        ({"registration_number": "T123"}, "「T＋13桁の数字」ではありません"),
        ({"delivery_mode": "redirect"}, "転送先のアドレスが必要です"),
        ({"delivery_mode": "telepathy"}, "「telepathy」"),
        ({"fiscal_first_month": "13"}, "12 以下で入力"),
        ({"sender_address": "だれか"}, "メールアドレス"),
        ({"name": "a\0b"}, "保存できない文字"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(world, visit, given, said):
    answer = visit("admin").post(PAGE, filled(address="東京都", **given))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    row = Organisation.objects.get(pk=1)
    assert (row.address, row.zone, row.delivery_mode, row.closed_days) == ("", "Asia/Tokyo", "", [])


def test_everything_that_is_wrong_is_said_at_once(world, visit):
    given = filled(
        closed_days="年末", zone="Asia/Edo", registration_number="T1", sender_address="だれか", logo=image(content=b"x")
    )
    page = visit("admin").post(PAGE, given).content.decode()
    assert "5か所を直してください" in page
    for said in ("「年末」は日付", "「Asia/Edo」という", "「T1」は", "メールアドレス", "PNG、JPEGではありません"):
        assert said in page


def test_a_number_that_fits_no_company_is_kept_with_a_warning(world, visit):
    answer = visit("admin").post(PAGE, filled(registration_number="T7010705000752"), follow=True)
    assert "検査数字と合いません" in answer.content.decode()
    assert Organisation.objects.get(pk=1).registration_number == "T7010705000752"


def test_a_stale_form_is_shown_again_with_what_somebody_else_saved(world, visit):
    old = filled(name="わたしの社名")
    visit("admin").post(PAGE, filled(name="ほかの人の社名"))
    answer = visit("admin").post(PAGE, old)
    page = answer.content.decode()
    assert answer.status_code == 412
    assert "わたしの社名" in page
    assert "いまの値：ほかの人の社名" in page
    assert Organisation.objects.get(pk=1).name == "ほかの人の社名"


def test_a_seal_is_kept_shown_replaced_and_removed(world, visit):
    client = visit("admin")
    assert client.post(PAGE, filled(seal=image())).status_code == 303
    assert Organisation.objects.get(pk=1).seal.startswith("社印.png #")
    shown = client.get("/settings/organisation/seal/")
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert shown["Content-Disposition"].startswith("inline")
    client.post(PAGE, filled(seal=image("二代目.png", png(5, 5))))
    assert [file.name for file in StoredFile.objects.all()] == ["二代目.png"]
    client.post(PAGE, filled(**{"seal.remove": "1"}))
    assert (Organisation.objects.get(pk=1).seal, StoredFile.objects.count()) == ("", 0)
    assert client.get("/settings/organisation/seal/").status_code == 404


@pytest.mark.parametrize(
    "content, said",
    [
        (b"<svg onload='alert(1)'/>", "の中身はPNG、JPEGではありません"),
        (b"", "空のファイルです"),
        (png()[:60], "壊れているか"),
        (png(5000, 1), "4,000ピクセル以下"),
        (png() + bytes(1_000_001), "1MB以下"),
    ],
)
def test_what_is_no_image_is_refused_at_its_input(world, visit, content, said):
    answer = visit("admin").post(PAGE, filled(name="変えた", logo=image("logo.png", content)))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Organisation.objects.get(pk=1).name == "株式会社ダイチョウ"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("username, status", [("admin", 404), ("owner", 403), (None, 302)])
def test_no_image_is_told_to_nobody_else(world, visit, username, status):
    assert visit(username).get("/settings/organisation/logo/").status_code == status
    assert visit(username).get("/settings/organisation/nonsense/").status_code == status


def test_the_sidebar_leads_administrators_there_alone(world, visit):
    assert f'href="{PAGE}"' in visit("admin").get("/contracts/").content.decode()
    assert f'href="{PAGE}"' not in visit("owner").get("/contracts/").content.decode()


def test_it_asks_few_questions(world, visit, django_assert_max_num_queries):
    client = visit("admin")
    with django_assert_max_num_queries(12):
        client.get(PAGE)
