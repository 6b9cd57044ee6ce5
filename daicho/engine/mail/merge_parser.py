"""The parser of merge templates: Django's, narrowed to a few tags and filters; notes which fields a template uses.

Nesting is bounded. What is parsed is in merge_nodes.py, the messages for people in merge.py.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

from django.template import Engine, Template, TemplateSyntaxError
from django.template.base import Lexer, Node, NodeList, Parser, Token, TokenType, VariableNode
from django.template.defaulttags import do_if

from daicho.engine.mail.merge_filters import FILTERS
from daicho.engine.mail.merge_guards import require_unguarded
from daicho.engine.mail.merge_nodes import Each, Expression, Sequence, Value

DEEPEST_LOOP = 3
DEEPEST_NESTING = 20
LONGEST_CONDITION = 500
OPENING = re.compile(r"\{[{%#]")
NAMES = {function.__name__: name for name, function in FILTERS.items()}
CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
TAGS_ONLY = re.compile(r"\s*(?:(?:\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\})\s*)+")


class Unreadable(TemplateSyntaxError):
    """Why a template cannot be read: `reason` is a key of merge.REASONS, `what` the piece of text concerned."""

    def __init__(self, reason: str, what: str, line: int | None = None) -> None:
        super().__init__(f"{reason}: {what}")
        self.reason = reason
        self.what = what
        self.line = line


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a merge field: `segments` are dotted paths, one for each loop and the last for the field itself.

    `formats` are the filters applied to it, in their order.
    """

    segments: tuple[str, ...]
    line: int
    is_loop: bool = False
    formats: tuple[str, ...] = ()


class MergeParser(Parser):
    """Django's parser with if, for and our filters only. Notes every use of a merge field in `uses`."""

    def __init__(self, tokens: list[Token]) -> None:
        super().__init__(tokens)
        self.tags = {"if": _if, "for": _for}
        self.filters = dict(FILTERS)
        self.uses: list[Use] = []
        self.line = 1
        self._scopes: list[tuple[str, tuple[str, ...]]] = []

    def next_token(self) -> Token:
        """The next token; its line is where uses are noted."""
        token = super().next_token()
        self.line = token.lineno or self.line
        if len(self.command_stack) > DEEPEST_NESTING:
            raise Unreadable("deep", token.contents, self.line)
        return token

    def compile_filter(self, token: str) -> Expression:
        """An expression, its uses noted."""
        expression = Expression(token, self)
        if expression.is_var and expression.var.lookups is not None and not self._is_counter(expression.var.lookups):
            expression.segments = self._segments(expression.var.lookups)
        formats = tuple(NAMES[one] for one in expression.formats if one in NAMES)
        for keys in expression.paths():
            self._note(keys, formats if self._segments(keys) == expression.segments else ())
        return expression

    def compile_loop(self, name: str, token: str) -> Sequence:
        """The list of a loop; from here to `leave_loop`, `name` is its current item."""
        sequence = Sequence(token, self)
        if not sequence.is_var or sequence.var.lookups is None or sequence.filters:
            raise Unreadable("loop", token, self.line)
        if len(self._scopes) >= DEEPEST_LOOP:
            raise Unreadable("deep", token, self.line)
        segments = self._segments(sequence.var.lookups)
        self.uses.append(Use(segments, self.line, is_loop=True))
        self._scopes.append((name, segments))
        return sequence

    def leave_loop(self) -> None:
        """The end of the innermost loop."""
        self._scopes.pop()

    def find_filter(self, filter_name: str) -> Any:
        """The filter of this name."""
        if filter_name not in self.filters:
            raise Unreadable("filter", filter_name, self.line)
        return self.filters[filter_name]

    def extend_nodelist(self, nodelist: NodeList, node: Node, token: Token) -> None:
        """Add a node; values are written by our own node."""
        if isinstance(node, VariableNode):
            assert isinstance(node.filter_expression, Expression)
            node = Value(node.filter_expression)
        super().extend_nodelist(nodelist, node, token)

    def invalid_block_tag(self, token: Token, command: str, parse_until: Iterable[str] | None = None) -> NoReturn:
        """Refuse a tag that does not exist or that stands in a wrong place."""
        known = ("if", "elif", "else", "endif", "for", "empty", "endfor")
        raise Unreadable("place" if command in known else "tag", token.contents, token.lineno)

    def unclosed_block_tag(self, parse_until: Iterable[str]) -> NoReturn:
        """Refuse a tag without its end."""
        _, token = self.command_stack.pop()
        raise Unreadable("unclosed", token.contents, token.lineno)

    def _segments(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        for name, segments in reversed(self._scopes):
            if keys[0] == name:
                return (*segments, ".".join(keys[1:]))
        return (".".join(keys),)

    def _note(self, keys: tuple[str, ...], formats: tuple[str, ...]) -> None:
        if not self._is_counter(keys):
            self.uses.append(Use(self._segments(keys), self.line, formats=formats))

    def _is_counter(self, keys: tuple[str, ...]) -> bool:
        return bool(self._scopes) and keys[0] == "forloop"


class MergeTemplate(Template):
    """A parsed template. `uses` are the merge fields in it. Raises Unreadable or TemplateSyntaxError."""

    uses: tuple[Use, ...] = ()

    def compile_nodelist(self) -> NodeList:
        """Parse the source with the narrowed parser."""
        parser = MergeParser(tokens(self.source))
        nodelist = parser.parse()
        self.uses = tuple(parser.uses)
        require_unguarded(nodelist)
        return nodelist


ENGINE = Engine()


def tokens(source: str) -> list[Token]:
    """Django's tokens, line by line; a line with nothing but tags loses its blanks and its line break."""
    found: list[Token] = []
    for number, line in enumerate(source.splitlines(keepends=True), start=1):
        _require_closed(line, number)
        of_line = Lexer(line).tokenize()
        if TAGS_ONLY.fullmatch(line):
            of_line = [token for token in of_line if token.token_type != TokenType.TEXT]
        for token in of_line:
            token.lineno = number
        found.extend(of_line)
    return found


def _require_closed(line: str, number: int) -> None:
    """Raise Unreadable where a `{{` or `{%` has no end on its line: Django would print it."""
    start = OPENING.search(line)
    while start:
        end = line.find(CLOSING[start[0]], start.end())
        if end < 0:
            raise Unreadable("open", line[start.start() :].strip()[:60], number)
        start = OPENING.search(line, end + 2)


def _if(parser: MergeParser, token: Token) -> Node:
    """`{% if %}` as Django has it."""
    if len(token.contents) > LONGEST_CONDITION:
        raise Unreadable("deep", token.contents[:60], token.lineno)
    return do_if(parser, token)


def _for(parser: MergeParser, token: Token) -> Node:
    """`{% for item in path %} ... {% empty %} ... {% endfor %}`."""
    words = token.split_contents()
    if len(words) != 4 or words[2] != "in" or not words[1].isidentifier() or words[1] == "forloop":
        raise Unreadable("loop", token.contents, token.lineno)
    sequence = parser.compile_loop(words[1], words[3])
    body = parser.parse(("empty", "endfor"))
    parser.leave_loop()
    otherwise = NodeList()
    if parser.next_token().contents == "empty":
        otherwise = parser.parse(("endfor",))
        parser.delete_first_token()
    return Each(words[1], sequence, body, otherwise)
