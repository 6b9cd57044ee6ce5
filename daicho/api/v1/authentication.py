"""Who calls: the bearer token, the actor behind it, the language and the moment of the request."""

from dataclasses import dataclass, replace
from typing import cast

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.security import HttpBearer

from daicho.engine.access import people, tokens
from daicho.engine.access.actors import Actor
from daicho.engine.work import clock
from daicho.engine.work.frame import Frame, frame_at
from daicho.values.labels import Message
from daicho.values.problems import Invalid

SOURCE = "api"
"""Where the history says that changes came from."""
DEFAULT_LANGUAGE = "ja"

UNKNOWN_PARAMETER = Message(
    "unknown_parameter",
    ja="「{name}」というパラメーターはありません。使えるもの：{known}。",
    en="There is no parameter “{name}”. Known here: {known}.",
)


@dataclass(frozen=True, slots=True)
class Caller:
    """The actor of a request, in the language of the answer, and the moment at which everything in it is read."""

    actor: Actor
    frame: Frame

    @property
    def language(self) -> str:
        """The language of messages and labels."""
        return self.actor.language


class Token(HttpBearer):
    """`Authorization: Bearer daicho_…`; wrong, expired and missing tokens are one and the same 401."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller of a token; None when it opens nothing."""
        frame = frame_at(clock.now())
        user = tokens.resolve(token, at=frame.now)
        if user is None:
            return None
        actor = people.actor_for(user.id)
        return Caller(replace(actor, language=wished_language(request) or actor.language), frame)


def caller_of(request: HttpRequest, *parameters: str) -> Caller:
    """Who calls. Raises Invalid for a query parameter that is none of `parameters`: nothing is ignored silently."""
    for name in request.GET:
        if name not in parameters:
            raise Invalid(UNKNOWN_PARAMETER.problem(name[:60], name=name[:60], known=list(parameters) or "-"))
    return cast(Caller, getattr(request, "auth", None))


def wished_language(request: HttpRequest) -> str | None:
    """ja or en, whichever the Accept-Language header names first; None when it names neither."""
    for name, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        code = name.partition("-")[0]
        if code in ("ja", "en"):
            return code
    return None


def language_of(request: HttpRequest) -> str:
    """The language of an answer, also of one to nobody known."""
    caller = getattr(request, "auth", None)
    if isinstance(caller, Caller):
        return caller.language
    return wished_language(request) or DEFAULT_LANGUAGE
