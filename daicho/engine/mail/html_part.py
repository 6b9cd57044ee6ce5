"""The HTML part of a mail, made from its text: the same words, addresses as links, the main one as a button.

Plain enough for every mail program: no pictures, nothing loaded from anywhere, readable in the dark.
"""

import re
from collections.abc import Mapping

from django.utils.html import escape

LINK = re.compile(r"https?://[^\s<>「」（）、。]+")
RULE = re.compile(r"[─━―‐=_*-]{8,}")
PAGE = """\
<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<style>
:root {{ color-scheme: light dark; supported-color-schemes: light dark; }}
@media (prefers-color-scheme: dark) {{
  body, .paper {{ background: #16181d !important; color: #e8eaed !important; }}
  a.link {{ color: #8ab4f8 !important; }}
  a.button {{ background: #8ab4f8 !important; color: #16181d !important; }}
}}
</style></head>
<body style="margin:0;background:#ffffff;color:#1f2328">
<div class="paper" style="max-width:640px;margin:0 auto;padding:24px 20px;background:#ffffff;color:#1f2328;\
font-family:'Hiragino Sans','Yu Gothic','Meiryo','Noto Sans JP',sans-serif;font-size:15px;line-height:1.8;\
overflow-wrap:break-word">
{body}
</div></body></html>
"""
BUTTON = (
    '<a class="button" href="{url}" style="display:inline-block;margin:8px 0;padding:12px 28px;border-radius:6px;'
    'background:#1d5fc4;color:#ffffff;font-weight:bold;text-decoration:none">{label}</a>'
)
RULED = (
    '<span style="display:inline-block;max-width:100%;overflow:hidden;white-space:nowrap;vertical-align:bottom">'
    "{line}</span>"
)
ANCHOR = '<a class="link" href="{url}" style="color:#1d5fc4;word-break:break-all">{url}</a>'


def html_of(text: str, buttons: Mapping[str, str], language: str) -> str:
    """The page for a text. `buttons` are labels by address: on a line of its own such an address becomes a button too."""
    lines = "<br>\n".join(_line(line, buttons) for line in text.strip("\n").split("\n"))
    return PAGE.format(language="ja" if language.startswith("ja") else "en", body=lines)


def _line(line: str, buttons: Mapping[str, str]) -> str:
    if line.strip() in buttons:
        url = escape(line.strip())
        button = BUTTON.format(url=url, label=escape(buttons[line.strip()]))
        return f'{button}<br>\n<span style="font-size:13px">{ANCHOR.format(url=url)}</span>'
    if RULE.fullmatch(line.strip()):
        return RULED.format(line=escape(line.strip()))
    parts, last = [], 0
    for found in LINK.finditer(line):
        parts += [_text(line[last : found.start()]), ANCHOR.format(url=escape(found[0]))]
        last = found.end()
    return "".join([*parts, _text(line[last:])])


def _text(text: str) -> str:
    """Escaped; blanks at the beginning and in rows stay where mail programs would swallow them."""
    kept = re.sub(r"^ +| {2,}", lambda blanks: "\N{NO-BREAK SPACE}" * len(blanks[0]), text)
    return escape(kept)
