"""How one value stands on a page. Written in Python because a list shows hundreds of them and a template each is slow."""

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from daicho.web.cells import Cell

register = template.Library()
NOTHING = SafeString('<span class="none" aria-hidden="true">–</span>')


@register.simple_tag(name="cell")
def cell_html(cell: Cell) -> SafeString:
    """A value by its kind and tone; a dash, which nobody reads aloud, where there is none."""
    if cell.empty:
        return NOTHING
    if cell.kind == "choice" and cell.tone:
        return state_html(cell)
    if cell.kind == "long":
        return format_html('<span class="long" dir="auto">{}</span>', linebreaksbr(cell.text))
    if cell.tone:
        return format_html('<span class="tone-{}">{}</span>', cell.tone, cell.text)
    if cell.kind == "text":
        return format_html("<bdi>{}</bdi>", cell.text)
    return conditional_escape(cell.text)


@register.simple_tag(name="state")
def state_html(cell: Cell) -> SafeString:
    """A state as a coloured mark, or a plain one where the value has no tone."""
    look = f"state state-{cell.tone}" if cell.tone else "state"
    return format_html('<span class="{}">{}</span>', look, cell.text)
