"""How steps, their states and what they make are said on pages; the sentence of a step of a version is made once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from daicho.engine.automation import reasons, sentences
from daicho.engine.automation.actions import Made
from daicho.engine.automation.definition import parse
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.objects import COLOURS, STATES
from daicho.values.problems import Refused
from daicho.web.cells import Cell, moment
from daicho.web.visitors import Visitor

KINDS = {"mail": "mail", "notice": "bell", "task": "checkbox"}


@dataclass(frozen=True, slots=True)
class MadeShown:
    """What an action would make: its kind, and each head line with its name."""

    kind: str
    icon: str
    title: str
    heads: Sequence[tuple[str, str]]
    text: str
    html: str


class Words:
    """Says steps in the visitor's language."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self._sentences: dict[tuple[int, str], str] = {}

    def sentence(self, action: ScheduledAction) -> str:
        """契約終了日の90日前 09:00 に、契約担当者へ『更新のご案内』を送る."""
        key = (action.version_id, action.step)
        if key not in self._sentences:
            try:
                definition = parse(action.version.definition)
                self._sentences[key] = sentences.step(definition, action.step, self.visitor.language)
            except Refused:
                self._sentences[key] = action.do
        return self._sentences[key]

    def state(self, action: ScheduledAction) -> Cell:
        """The state in its colour; a waiting action whose time has passed is amber."""
        label = STATES.get(action.state)
        text = label.text(self.visitor.language) if label else action.state
        return Cell("", text, "choice", COLOURS.get(action.state, "grey"))

    def reason(self, action: ScheduledAction) -> str:
        """Why it stands so."""
        return reasons.text(action.reason, action.reason_params, self.visitor.language)

    def made(self, found: Made) -> MadeShown:
        """What the action would make, as it is read."""
        heads = [(gettext("差出人"), found.sender), (gettext("宛先"), ", ".join(found.to)), ("Cc", ", ".join(found.cc))]
        heads += [("Bcc", ", ".join(found.bcc)), (gettext("期日"), moment(found.due_at, self.visitor))]
        kept = [(name, value) for name, value in heads if value]
        return MadeShown(found.kind, KINDS[found.kind], found.title, kept, found.text, found.html)
