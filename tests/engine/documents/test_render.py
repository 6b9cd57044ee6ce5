"""Printed documents: no text is ever markup, the same input gives the same file, images are checked before they are kept."""

import io
import struct
import zlib

import pytest
from pypdf import PdfReader

from daicho.engine.documents.images import check_image, pixels
from daicho.engine.documents.render import printable, render
from daicho.values.problems import Invalid

TEMPLATE = "#set text(font: sys.inputs.font)\n#let d = json(bytes(sys.inputs.data))\n#d.text"


def png(width=2, height=2):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress((b"\0" + bytes(3 * width)) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "plain.typ"
    path.write_text(TEMPLATE, "utf-8")
    return path


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    "text",
    ['#import "@preview/x"', "] #panic()", "$x^2$ *b* _i_", r"\u{1F600} // no", "= 見出し", "<a> @b", '"; #eval("1")'],
)
def test_what_looks_like_markup_is_printed_as_it_is(template, text):
    assert text_of(render(template, {"text": text})).strip() == text


@pytest.mark.parametrize(
    "given, kept",
    [
        ("a\u202eb\u2066c\x00d\ud800e", "abcde"),
        ("一行目\n二行目", "一行目\n二行目"),
        ("短い言葉", "短い言葉"),
        ("W" * 26, "WWWWWW\u200bWWWWWW\u200bWWWWWW\u200bWWWWWW\u200bWW"),
    ],
)
def test_marks_that_mislead_go_and_long_words_may_break(given, kept):
    assert printable({"texts": [given], "n": 1})["texts"] == [kept]


def test_the_same_input_gives_the_same_file(template):
    assert render(template, {"text": "見積"}) == render(template, {"text": "見積"})


def test_a_template_reaches_its_images_and_nothing_else(tmp_path):
    path = tmp_path / "image.typ"
    path.write_text('#image("/seal", width: 1cm)', "utf-8")
    assert render(path, {}, images={"seal": png()}).startswith(b"%PDF-")
    path.write_text('#read("/etc/hostname")', "utf-8")
    with pytest.raises(RuntimeError, match="file not found"):
        render(path, {})


def test_the_size_of_an_image_is_read_from_its_head():
    assert pixels(png(3, 5)) == (3, 5)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x07\x00\x09\x01\x11\x00"
    assert pixels(jpeg) == (9, 7)
    assert pixels(b"GIF89a") is None


@pytest.mark.parametrize(
    "content, code",
    [
        (png()[:40], "image_unreadable"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "image_unreadable"),
        (b"\xff\xd8\xff\xe0\x00\x04ab", "image_unreadable"),
        (png(4001, 1), "image_too_many_pixels"),
    ],
)
def test_an_image_that_cannot_be_printed_is_refused(content, code):
    with pytest.raises(Invalid) as refused:
        check_image("logo.png", content, "logo")
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, "logo")]


def test_a_good_image_passes():
    check_image("logo.png", png(40, 40))
