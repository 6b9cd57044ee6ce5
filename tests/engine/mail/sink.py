"""A real SMTP server in a thread, which keeps what it gets and refuses, breaks off or dawdles as it is told."""

import asyncio
import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """`received` holds every accepted mail. `on_recipient` and `on_data` are answers other than OK, by recipient."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], Message]] = []
        self.connections = 0
        self.on_recipient: dict[str, str] = {}
        self.on_data = ""
        self.break_off: str | None = None
        self.delay = 0.0
        self.port = 0

    @property
    def url(self) -> str:
        """The DAICHO_EMAIL_URL of this server."""
        return f"smtp://127.0.0.1:{self.port}?timeout=30"

    def subjects(self) -> list[str]:
        """The decoded subjects in the order of arrival."""
        return [str(make_header(decode_header(message["Subject"]))) for _, message in self.received]

    def message_ids(self) -> list[str]:
        """The Message-IDs in the order of arrival."""
        return [str(message["Message-ID"]) for _, message in self.received]

    async def handle_EHLO(  # noqa: N802 -- the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 -- the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.on_recipient.get(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's
        if self.on_data:
            return self.on_data
        self.received.append((list(envelope.rcpt_tos), email.message_from_bytes(_bytes(envelope.content))))
        await asyncio.sleep(self.delay)
        if self.break_off == "after data":
            _transport(server).abort()
        return "250 OK"


@contextmanager
def running_sink(**options: Any) -> Iterator[Sink]:
    """A sink that listens on a free port; `options` are aiosmtpd's."""
    sink = Sink()
    sink.port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, **options)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _bytes(content: str | bytes | None) -> bytes:
    return content if isinstance(content, bytes) else (content or "").encode()


def _transport(server: SMTP) -> Any:
    return server.transport
