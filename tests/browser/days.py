"""The days of a small company: its clock, its worker, its mail server, and its people, each in a browser of his own."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from email.message import Message
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from daicho.business.contracts.models import ContractLine, RenewalAnswer
from daicho.business.operations.answers.checks import Answer
from daicho.business.operations.answers.registering import customer, register
from daicho.business.operations.orders.order_to_cash import confirm
from daicho.business.sales.models import Opportunity, Quote
from daicho.engine.access.actors import SYSTEM
from daicho.engine.activity.models import Notification, Task
from daicho.engine.automation import services
from daicho.engine.automation.models import Process, ScheduledAction
from daicho.engine.mail.models import Mail
from daicho.engine.records.command import command
from daicho.engine.records.models import ChangeEntry
from daicho.engine.work import clock, loop, units
from daicho.engine.work.frame import frame_at
from tests.engine.mail.sink import Sink
from tests.world import World

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
GIVEN_UP = ("htmx:afterRequest", "htmx:sendAbort")
"""What htmx says on the console when a newer request takes the place of one under way; a failed one is a sendError too."""
LINK = re.compile(r"^http\S+/answer/[A-Za-z0-9_-]+/$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as its reader has it."""

    to: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """The one answer link in it."""
        [found] = LINK.findall(self.text)
        return str(found)


class Days:
    """`at` moves the clock, `work` runs the worker, `letters` opens what has arrived, `desk` and `phone` are browsers."""

    def __init__(
        self, world: World, settings: Any, sink: Sink, browser: Browser, address: str, session: Callable[[str], str]
    ) -> None:
        self.world, self.settings, self.sink = world, settings, sink
        self.browser, self.address, self.session = browser, address, session
        self.complaints: list[str] = []
        self.contexts: dict[str, BrowserContext] = {}
        self.opened = 0
        settings.DAICHO_EMAIL_URL = sink.url
        settings.DAICHO_BASE_URL = address
        settings.DAICHO_CLOCK = world.frame.now
        for process in Process.objects.order_by("order", "id"):
            services.activate(process.pk, actor=SYSTEM, frame=world.frame)

    def at(self, moment: str) -> None:
        """It is that moment in Tokyo, and everything that is due by then is done."""
        self.settings.DAICHO_CLOCK = datetime.fromisoformat(f"{moment}+09:00")
        self.work()

    def work(self) -> int:
        """The worker does what is due; how many batches did something."""
        report = loop.run_due(lambda: frame_at(clock.now()), units.every())
        assert report.failed == ()
        return report.batches

    def letters(self) -> list[Letter]:
        """The mails that arrived since they were last opened."""
        new, self.opened = self.sink.received[self.opened :], len(self.sink.received)
        subjects = self.sink.subjects()[-len(new) :] if new else []
        return [
            Letter(",".join(to), subject, text_of(message))
            for (to, message), subject in zip(new, subjects, strict=True)
        ]

    def letter(self) -> Letter:
        """The one mail that arrived since."""
        [one] = self.letters()
        return one

    def desk(self, username: str, path: str = "/", *, log_in: bool = True) -> Page:
        """A page of this person's own browser; logged in, unless he is to do that himself."""
        context = self._context(username, DESK)
        if log_in and not context.cookies():
            context.add_cookies([{"name": "sessionid", "value": self.session(username), "url": self.address}])
        return self._page(context, path)

    def phone(self, path: str) -> Page:
        """A page of the customer's phone, where nobody is logged in."""
        return self._page(self._context("", PHONE), path)

    def change(self, key: str, record: int, **values: Any) -> None:
        """Somebody changed a record behind the scenes."""
        with command(actor=SYSTEM, reason="test", frame=frame_at(clock.now())) as running:
            running.update(key, {record: values}, made=True)

    def sold(self) -> int:
        """The owner sold to the customer that is there; the id of the contract, 2025-07-01 to 2026-06-30."""
        quote = self.world.quote(operations_user=self.world.users["operations"])
        return confirm(self.world.actor("owner"), quote, frame_at(clock.now())).contract

    def answered(self, contract: int, choice: str) -> None:
        """The customer chose that on the answer page; 変更 asks for twenty licences."""
        line = ContractLine.objects.get(contract=contract, price_kind="monthly")
        wished = {line.pk: Decimal(20)} if choice == "change" else {}
        answer = Answer(choice, respondent="佐藤 真理子", quantities=wished)
        register(
            contract,
            answer,
            actor=customer(answer.respondent),
            frame=frame_at(clock.now()),
            source="page",
            token=uuid.uuid4(),
        )

    def traces(self) -> dict[str, int]:
        """How much there is of everything that an answer leaves behind."""
        kinds = (RenewalAnswer, Notification, Task, Quote, Opportunity, Mail, ChangeEntry)
        return {kind.__name__: kind.objects.count() for kind in kinds}

    def nothing_is_left(self) -> None:
        """The worker finds nothing to do, no mail waits, and nobody is asked for anything any more."""
        before = len(self.sink.received)
        assert self.work() == 0
        assert len(self.sink.received) == before == self.opened
        assert not Mail.objects.exclude(state="sent").exists()
        assert not Task.objects.filter(status="open").exists()
        assert not ScheduledAction.objects.filter(state="waiting", due_at__lte=clock.now()).exists()

    def close(self) -> None:
        """Close the browsers; no page may have complained."""
        for context in self.contexts.values():
            context.close()
        assert self.complaints == []

    def _context(self, name: str, size: ViewportSize) -> BrowserContext:
        if name not in self.contexts:
            self.contexts[name] = self.browser.new_context(viewport=size, locale="ja", base_url=self.address)
        return self.contexts[name]

    def _page(self, context: BrowserContext, path: str) -> Page:
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.set_default_navigation_timeout(30_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if is_complaint(said) else None)
        page.goto(path)
        return page


class Counted:
    """Somebody who works with the keyboard alone; `keys` counts what he pressed beside the texts that he typed."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.typed = page, 0, 0

    def press(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)

    def type(self, text: str) -> None:
        """A text into the field that has the focus."""
        self.page.keyboard.type(text)
        self.typed += len(text)

    def go_to(self, selector: str, key: str = "Tab") -> None:
        """Tab (or another key) until the element has the focus."""
        for _ in range(60):
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
            self.press(key)
        raise AssertionError(f"{selector} cannot be reached")


def is_complaint(said: ConsoleMessage) -> bool:
    """Whether a page complained on its console."""
    return said.type in ("error", "warning") and not said.text.startswith(GIVEN_UP)


def text_of(message: Message) -> str:
    """The plain text of a mail."""
    part = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode("utf-8").replace("\r\n", "\n")
