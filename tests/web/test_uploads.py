"""No upload fills the disk: beyond the limit nothing is kept, and the page says that the file is too large."""

import struct

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from daicho.business.operations.imports import runs as import_runs
from daicho.business.organisation import own_files
from daicho.engine.records.models import StoredFile
from daicho.web import uploads
from daicho.web.answers import orders
from daicho.web.uploads import BoundedUpload
from tests.web.test_settings import PAGE, filled


def test_what_comes_after_the_limit_is_thrown_away(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    handler = BoundedUpload()
    passed = [handler.receive_data_chunk(b"x" * 6, place * 6) for place in range(4)]
    assert passed == [b"x" * 6, b"x" * 6, None, None]


@pytest.mark.parametrize("most", [import_runs.MOST_BYTES, own_files.FORM.most_bytes, orders.MOST_BYTES])
def test_the_limit_is_above_what_any_page_takes(most):
    assert most < uploads.MOST_BYTES


def test_a_file_that_was_cut_is_refused_by_its_size(world, visit, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", own_files.IMAGE.most_bytes)
    large = SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(9_000_000), "image/png")
    answer = visit("admin").post(PAGE, filled(logo=large))
    assert answer.status_code == 422
    assert "1MB以下のファイルを選んでください" in answer.content.decode()


def huge_png(side):
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + b"IHDR" + head + bytes(4)


def huge_jpeg(side):
    frame = struct.pack(">HBHHB", 17, 8, side, side, 3) + bytes(9)
    return b"\xff\xd8\xff\xc0" + frame + b"\xff\xd9"


@pytest.mark.parametrize(
    "content", [huge_png(30_000), huge_jpeg(30_000), huge_png(2**31 - 1)], ids=["png", "jpeg", "most"]
)
@pytest.mark.parametrize("where", ["logo", "seal"])
def test_an_image_of_too_many_pixels_is_refused_before_it_is_unpacked(world, visit, monkeypatch, content, where):
    monkeypatch.setattr(typst, "compile", lambda *_, **__: pytest.fail("the image was unpacked"))
    answer = visit("admin").post(PAGE, filled(**{where: SimpleUploadedFile("large.png", content)}))
    assert answer.status_code == 422
    assert "縦横とも4,000ピクセル以下に縮小してください。" in answer.content.decode()
    assert not StoredFile.objects.exists()
