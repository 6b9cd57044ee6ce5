"""No upload fills the disk: beyond the limit nothing is kept, and the page says that the file is too large."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from daicho.business.operations.imports import runs as import_runs
from daicho.business.organisation import images
from daicho.web import uploads
from daicho.web.answers import orders
from daicho.web.uploads import BoundedUpload
from tests.web.test_settings import PAGE, filled


def test_what_comes_after_the_limit_is_thrown_away(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    handler = BoundedUpload()
    passed = [handler.receive_data_chunk(b"x" * 6, place * 6) for place in range(4)]
    assert passed == [b"x" * 6, b"x" * 6, None, None]


@pytest.mark.parametrize("most", [import_runs.MOST_BYTES, images.MOST_BYTES, orders.MOST_BYTES])
def test_the_limit_is_above_what_any_page_takes(most):
    assert most < uploads.MOST_BYTES


def test_a_file_that_was_cut_is_refused_by_its_size(world, visit, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", images.MOST_BYTES)
    large = SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(9_000_000), "image/png")
    answer = visit("admin").post(PAGE, filled(logo=large))
    assert answer.status_code == 422
    assert "1MB以下のファイルを選んでください" in answer.content.decode()
