"""One SMTP connection, kept open between mails, and the dialogue that tells how far a mail got. Knows no rows.

The connection (encryption, log-in) is Django's backend; the dialogue is spelled out here because after the content has
been sent a lost connection means that nobody knows, before it means that nothing happened.
"""

import smtplib

from django.core.mail.backends.smtp import EmailBackend

from daicho.engine.mail.claims import Outcome
from daicho.engine.mail.message import Envelope
from daicho.engine.mail.server_url import Server
from daicho.engine.mail.states import State

CLOSING = 421


class NoServer(Exception):
    """The server cannot be reached, refuses us or the log-in: no fault of any one mail."""


class Dropped(Exception):
    """The connection ended before the content was sent: the mail certainly was not taken."""


class Link:
    """A connection to one server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._backend = EmailBackend(
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.security == "tls",
            use_ssl=server.security == "ssl",
            timeout=server.timeout,
        )

    def ready(self) -> bool:
        """Open the connection if need be; whether it is new. Raises NoServer."""
        try:
            is_new = bool(self._backend.open())
            self._connection().ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise NoServer(_words(error)) from error
        return is_new

    def hand_over(self, envelope: Envelope, *, is_last: bool) -> Outcome:
        """Send one mail. `is_last`: there will be no other attempt, so recipients refused for now are left out.

        A kept connection may have been closed by the server since: then once more on a new one.
        """
        for _ in range(2):
            try:
                is_new = self.ready()
                return self._dialogue(envelope, is_last=is_last)
            except NoServer as error:
                return Outcome(State.QUEUED, str(error))
            except Dropped as error:
                self.drop()
                if is_new:
                    return Outcome(State.QUEUED, str(error))
        return Outcome(State.QUEUED, "the server closes every connection")

    def drop(self) -> None:
        """Close without a farewell."""
        connection = self._backend.connection
        self._backend.connection = None
        if connection is not None:
            connection.close()

    def close(self) -> None:
        """Close politely; a server that is gone already does not matter."""
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            self.drop()

    def _connection(self) -> smtplib.SMTP:
        connection = self._backend.connection
        if not isinstance(connection, smtplib.SMTP):
            raise smtplib.SMTPServerDisconnected("no connection")
        return connection

    def _dialogue(self, envelope: Envelope, *, is_last: bool) -> Outcome:
        """MAIL, RCPT, DATA and the content, each answer read. Raises Dropped."""
        connection = self._connection()
        try:
            refusal, refused = self._recipients(connection, envelope, is_last=is_last)
            if refusal is not None:
                connection.rset()
                return refusal
            code, answer = connection.docmd("DATA")
            if code != 354:
                outcome = _refused(code, answer, "DATA")
                connection.rset()
                return outcome
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise Dropped(_words(error)) from error
        return self._content(connection, envelope, refused)

    def _recipients(
        self, connection: smtplib.SMTP, envelope: Envelope, *, is_last: bool
    ) -> tuple[Outcome | None, list[str]]:
        """Name sender and recipients: the outcome if the mail cannot go on, and who was refused."""
        code, answer = connection.mail(envelope.sender)
        if code == CLOSING:
            raise smtplib.SMTPServerDisconnected(_reply(code, answer))
        if code >= 400:
            return Outcome(State.QUEUED, f"{_reply(code, answer)} (MAIL FROM {envelope.sender})"), []
        answers = [(*connection.rcpt(recipient), recipient) for recipient in envelope.recipients]
        if any(code == CLOSING for code, _, _ in answers):
            raise smtplib.SMTPServerDisconnected(_reply(CLOSING, b""))
        refused = [f"{_reply(code, answer)} ({recipient})" for code, answer, recipient in answers if code >= 400]
        for_now = [code for code, _, _ in answers if 400 <= code < 500]
        nobody = len(refused) == len(answers)
        if for_now and (nobody or not is_last):
            return Outcome(State.QUEUED, "; ".join(refused)), refused
        return (Outcome(State.FAILED, "; ".join(refused)) if nobody else None), refused

    def _content(self, connection: smtplib.SMTP, envelope: Envelope, refused: list[str]) -> Outcome:
        """Send the content: from here on a connection lost without an answer means that nobody knows."""
        try:
            connection.send(envelope.content)
            code, answer = connection.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.drop()
            return Outcome(State.UNKNOWN, _words(error))
        if code == CLOSING:
            self.drop()
        if code >= 400:
            return _refused(code, answer, "content")
        return Outcome(State.SENT, "; ".join(refused))


def _refused(code: int, answer: bytes, where: str) -> Outcome:
    """4xx: later again; anything else: never."""
    return Outcome(State.QUEUED if 400 <= code < 500 else State.FAILED, f"{_reply(code, answer)} ({where})")


def _reply(code: int, answer: bytes) -> str:
    """A server's answer as text."""
    return f"{code} {answer.decode(errors='replace')}".strip()


def _words(error: Exception) -> str:
    """An error of the connection as text; never the password, which smtplib does not put into its errors."""
    if isinstance(error, smtplib.SMTPResponseException):
        detail = error.smtp_error
        return _reply(error.smtp_code, detail if isinstance(detail, bytes) else str(detail).encode())
    return f"{type(error).__name__}: {error}"
