"""Actions that run at once: which nodes an event starts, as rows that are due now. PURE."""

from collections.abc import Iterable, Iterator

from daicho.engine.automation import reasons
from daicho.engine.automation.plan_values import (
    EVENT_MARK,
    NodePlan,
    Occurrence,
    ProcessPlan,
    Proposal,
    Subject,
    Values,
)
from daicho.engine.work.frame import Frame


def matching(nodes: Iterable[NodePlan], values: Values) -> list[str]:
    """Keys of the nodes whose actions apply: in their order, until one that stops has matched."""
    found = []
    for node in nodes:
        if node.condition(values):
            found.append(node.key)
            if node.stop_after:
                break
    return found


def immediate(
    process: ProcessPlan, subject: Subject, known: set[tuple[str, str]], frame: Frame
) -> list[tuple[NodePlan, list[Proposal]]]:
    """The nodes that this event starts, with their actions as rows that are due now. Each at most once a record."""
    if not any(node.now for node in process.nodes) or subject.happening not in ("created", "saved"):
        return []
    if process.start == "on_create" and subject.happening == "saved":
        return []
    found: dict[str, str] = {}
    for occurrence in sorted(subject.occurrences, key=lambda item: not item.current):
        for key in _nodes_started(process, subject, occurrence):
            found.setdefault(key, occurrence.key)
    event = "created" if process.start == "on_create" else subject.event
    return [
        (node, list(_rows(node, f"{found[node.key]}{EVENT_MARK}{event}", subject, known, frame)))
        for node in process.nodes
        if node.key in found
    ]


def _nodes_started(process: ProcessPlan, subject: Subject, occurrence: Occurrence) -> list[str]:
    if subject.happening == "created" or process.start == "every_save":
        return matching(process.nodes, occurrence.values) if occurrence.current else []
    if occurrence.before is None:
        return []
    before = matching(process.nodes, occurrence.before)
    return [key for key in matching(process.nodes, occurrence.values) if key not in before]


def _rows(
    node: NodePlan, occurrence: str, subject: Subject, known: set[tuple[str, str]], frame: Frame
) -> Iterator[Proposal]:
    for step in node.now:
        if (step.key, occurrence) in known:
            continue
        if subject.imported and step.late() == "skip":
            yield Proposal(None, step.key, occurrence, "skipped", reasons.IMPORTED, due_at=frame.now)
        else:
            yield Proposal(None, step.key, occurrence, "waiting", reasons.EVENT, due_at=frame.now)
