"""What a parsed merge template is made of: paths read from dictionaries only, values, loops, and the limit of their output.

No attribute is read and nothing is called, whatever a template says. Reading the template is in merge_parser.py.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.template import Context, TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, Parser, TextNode, Variable
from django.template.defaulttags import ForNode
from django.utils.html import conditional_escape

from daicho.engine.mail.merge_filters import EMPTY, Withheld, shown
from daicho.values.labels import Problem

LARGEST_OUTPUT = 1_000_000
LITERALS = ("True", "False", "None")
COUNT = "count"
"""What a list says about itself: how many items it has."""


class TooLong(Exception):
    """The rendered text passes LARGEST_OUTPUT characters."""


class MergeContext(Context):
    """The plain values of one rendering, how many characters it has made so far, and what was printed empty or withheld."""

    spent = 0

    def __init__(self, values: dict[str, Any], **more: Any) -> None:
        super().__init__(values, **more)
        self.empty: dict[tuple[str, ...], None] = {}
        self.withheld: list[Problem] = []

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
            counted = isinstance(current, list) and key == COUNT
            current = len(current) if counted else current.get(key) if isinstance(current, dict) else None
        return current


class Expression(FilterExpression):
    """A path or literal with its filters, as Django parses it, its variables replaced by Path."""

    segments: tuple[str, ...] = ()
    """The field that it begins with, loops resolved, as in `merge_parser.Use`; () for a literal."""

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        self.formats = tuple(function.__name__ for function, _ in self.filters)
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
    """One merged value, written for people; as HTML where the rendering escapes.

    `required`: the template says nothing about what to do without it, neither by |default nor by an {% if %} around it.
    """

    required = False

    def __init__(self, expression: "Expression") -> None:
        self.expression = expression

    def render(self, context: Context) -> str:
        """The value as text; notes in the context when it is withheld, or required and empty."""
        value = self.expression.resolve(context)
        if isinstance(value, Withheld):
            if isinstance(context, MergeContext):
                context.withheld.append(value.problem)
            return ""
        text = shown(value)
        if isinstance(context, MergeContext):
            context.charge(len(text))
            if self.required and value in EMPTY:
                context.empty[self.expression.segments] = None
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
