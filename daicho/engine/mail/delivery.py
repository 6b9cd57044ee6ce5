"""The unit of work that hands queued mails to the SMTP server, one at a time, each at most once."""

import logging
from collections.abc import Sequence

from daicho.engine.mail import claims, modes, outbox
from daicho.engine.mail.claims import Done, Outcome
from daicho.engine.mail.message import Envelope, envelope
from daicho.engine.mail.models import Mail
from daicho.engine.mail.modes import Mode
from daicho.engine.mail.server_url import Server
from daicho.engine.mail.smtp import Link, NoServer
from daicho.engine.mail.states import State
from daicho.engine.work import leases
from daicho.engine.work.frame import Frame
from daicho.engine.work.leases import Lease
from daicho.engine.work.loop import stopping
from daicho.engine.work.units import Unit

logger = logging.getLogger(__name__)
BATCH = 50


class Delivery:
    """One worker's delivery: its lease, its connection, and a result that could not be committed yet."""

    def __init__(self) -> None:
        self._lease: Lease | None = None
        self._link: Link | None = None
        self._done: Done | None = None

    def unit(self) -> Unit:
        """This delivery as a unit of work."""
        return Unit("deliver mails", self.run, self.close)

    def run(self, frame: Frame) -> bool:
        """Recover what dead workers left, then send up to one batch of due mails; whether anything was done."""
        worker = self._worker()
        self._commit()
        recovered = claims.recover(worker)
        mode = modes.current()
        mails = claims.claim(worker, frame.now, BATCH)
        if not mails:
            self._hang_up()
            return recovered
        leaving = _leaving(mails, mode, worker)
        server = modes.server()
        if leaving and server is not None:
            try:
                self._send(leaving, self._linked(server), mode, frame, worker)
            except NoServer as error:
                logger.warning("no mail server answers: %s", error)
                self._commit()
                claims.postpone_due(worker, frame.now, str(error))
        claims.release(worker)
        return True

    def close(self) -> None:
        """Give back reserved mails, the connection and the lease."""
        self._hang_up()
        if self._lease is not None:
            self._commit()
            claims.release(self._lease.id)
            self._lease.release()
            self._lease = None

    def _send(self, mails: Sequence[Mail], link: Link, mode: Mode, frame: Frame, worker: int) -> None:
        """Hand over one mail after the other; ends early when the worker is told to stop. Raises NoServer."""
        for mail in mails:
            if stopping.is_set():
                break
            link.ready()
            letter = _letter(mail, mode, frame)
            is_mine = claims.turn(self._done, mail, worker)
            self._done = None
            if not is_mine:
                continue
            is_last = mail.attempts >= len(claims.RETRY_MINUTES)
            outcome = letter if isinstance(letter, Outcome) else link.hand_over(letter, is_last=is_last)
            self._done = Done(mail, worker, outcome, mode.kind, frame.now)
        self._commit()

    def _commit(self) -> None:
        """Write the last result, also one whose first commit was lost with the database."""
        if self._done is not None:
            claims.turn(self._done, None, self._done.worker)
            self._done = None

    def _worker(self) -> int:
        """The id of the lease; a new one where there is none or its session was lost."""
        if self._lease is not None and not self._lease.is_alive():
            self._lease.release()
            self._lease = None
        if self._lease is None:
            self._lease = leases.acquire()
        return self._lease.id

    def _linked(self, server: Server) -> Link:
        """The connection to this server, the kept one if it is the same."""
        if self._link is None or self._link.server != server:
            self._hang_up()
            self._link = Link(server)
        return self._link

    def _hang_up(self) -> None:
        """Close the connection."""
        if self._link is not None:
            self._link.close()
            self._link = None


def _letter(mail: Mail, mode: Mode, frame: Frame) -> Envelope | Outcome:
    """What to hand over, or why there is nothing that could be."""
    try:
        return envelope(mail, mode, frame)
    except ValueError as error:
        return Outcome(State.FAILED, str(error))


def _leaving(mails: Sequence[Mail], mode: Mode, worker: int) -> list[Mail]:
    """Those that may leave in this mode; the others, queued under another mode, are kept back."""
    leaving: list[Mail] = []
    for mail in mails:
        addresses = [one["address"] for one in (*mail.to, *mail.cc, *mail.bcc)]
        state = modes.fate(mode, addresses)
        if state == State.QUEUED:
            leaving.append(mail)
        else:
            error = outbox.held_because(mode, mail.language) if state == State.HELD else ""
            claims.divert([mail], worker, state=state, mode=mode.kind, error=error)
    return leaving
