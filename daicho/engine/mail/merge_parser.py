"""The parser of merge templates: Django's, narrowed to a few tags and filters, reading nothing but plain values.

A path is looked up in dictionaries only, so no attribute is read and nothing is called; what a template uses is noted
while it is parsed. Loops and output are bounded. The messages for people are in merge.py.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from django.template import Context, Engine, Template, TemplateSyntaxError
from django.template.base import (
    FilterExpression,
    Lexer,
    Node,
    NodeList,
    Parser,
    TextNode,
    Token,
    TokenType,
    Variable,
    VariableNode,
)
from django.template.defaulttags import ForNode, do_if
from django.utils.html import conditional_escape

from daicho.engine.mail.merge_filters import FILTERS, shown

LARGEST_OUTPUT = 1_000_000
DEEPEST_LOOP = 3
DEEPEST_NESTING = 20
LONGEST_CONDITION = 500
LITERALS = ("True", "False", "None")
OPENING = re.compile(r"\{[{%#]")
CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
TAGS_ONLY = re.compile(r"\s*(?:(?:\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\})\s*)+")


class Unreadable(TemplateSyntaxError):
    """Why a template cannot be read: `reason` is a key of merge.REASONS, `what` the piece of text concerned."""

    def __init__(self, reason: str, what: str, line: int | None = None) -> None:
        super().__init__(f"{reason}: {what}")
        self.reason = reason
        self.what = what
        self.line = line


class TooLong(Exception):
    """The rendered text passes LARGEST_OUTPUT characters."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a merge field: `segments` are dotted paths, one for each loop and the last for the field itself."""

    segments: tuple[str, ...]
    line: int
    is_loop: bool = False


class MergeContext(Context):
    """The plain values of one rendering, and how many characters it has made so far."""

    spent = 0

    def charge(self, characters: int) -> None:
        """Count output. Raises TooLong when there is too much."""
        self.spent += characters
        if self.spent > LARGEST_OUTPUT:
            raise TooLong


class Path(Variable):
    """A merge field: read key by key from dictionaries; what is not there is None. A literal is itself."""

    number: Decimal | None = None

    def __init__(self, var: str) -> None:
        super().__init__(var)
        if self.translate or (isinstance(self.literal, float) and "e" in var.lower()):
            raise TemplateSyntaxError(var)
        self.number = Decimal(var) if isinstance(self.literal, float) else None

    def resolve(self, context: Any) -> Any:
        """The value in this context."""
        if self.lookups is None:
            return self.literal if self.number is None else self.number
        current = context.get(self.lookups[0])
        for key in self.lookups[1:]:
            current = current.get(key) if isinstance(current, dict) else None
        return current


class Expression(FilterExpression):
    """A path or literal with its filters, as Django parses it, its variables replaced by Path."""

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        if self.is_var:
            self.var = Path(self.var.var)
        self.filters = [
            (function, [(is_variable, Path(given.var) if is_variable else given) for is_variable, given in arguments])
            for function, arguments in self.filters
        ]
        fixed = [given for _, arguments in self.filters for is_variable, given in arguments if not is_variable]
        if not all(isinstance(given, str) for given in (fixed if self.is_var else [self.var, *fixed])):
            raise TemplateSyntaxError(token)

    def paths(self) -> Iterable[tuple[str, ...]]:
        """The keys of each merge field in it, filter arguments included."""
        arguments = [given for _, all_given in self.filters for is_variable, given in all_given if is_variable]
        for path in [self.var, *arguments] if self.is_var else arguments:
            if path.lookups is not None and path.lookups[0] not in LITERALS:
                yield path.lookups


class Value(Node):
    """One merged value, written for people; as HTML where the rendering escapes."""

    def __init__(self, expression: FilterExpression) -> None:
        self.expression = expression

    def render(self, context: Context) -> str:
        """The value as text."""
        text = shown(self.expression.resolve(context))
        if isinstance(context, MergeContext):
            context.charge(len(text))
        return conditional_escape(text) if context.autoescape else text


class Each(ForNode):
    """A loop over a list; anything else counts as an empty list, and its fixed text counts as output."""

    def __init__(self, name: str, sequence: "Sequence", body: NodeList, otherwise: NodeList) -> None:
        super().__init__([name], sequence, False, body, otherwise)
        fixed = (node.s for node in body.get_nodes_by_type(TextNode) if isinstance(node, TextNode))
        body.insert(0, Meter(1 + sum(map(len, fixed))))


class Sequence(Expression):
    """What a loop goes through."""

    def resolve(self, context: Context, ignore_failures: bool = False) -> list[Any]:
        """The list, or an empty one."""
        found = super().resolve(context, ignore_failures)
        return list(found) if isinstance(found, list | tuple) else []


class Meter(Node):
    """Counts the fixed text of one turn of a loop, writes nothing."""

    def __init__(self, characters: int) -> None:
        self.characters = characters

    def render(self, context: Context) -> str:
        """Nothing."""
        if isinstance(context, MergeContext):
            context.charge(self.characters)
        return ""


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
        for keys in expression.paths():
            self._note(keys)
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
        super().extend_nodelist(
            nodelist, Value(node.filter_expression) if isinstance(node, VariableNode) else node, token
        )

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

    def _note(self, keys: tuple[str, ...]) -> None:
        if not (self._scopes and keys[0] == "forloop"):
            self.uses.append(Use(self._segments(keys), self.line))


class MergeTemplate(Template):
    """A parsed template. `uses` are the merge fields in it. Raises Unreadable or TemplateSyntaxError."""

    uses: tuple[Use, ...] = ()

    def compile_nodelist(self) -> NodeList:
        """Parse the source with the narrowed parser."""
        parser = MergeParser(tokens(self.source))
        nodelist = parser.parse()
        self.uses = tuple(parser.uses)
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
