"""Errors as problem details (RFC 9457): one place says which refusal is which status, and what people read."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from daicho.api.v1.answers import as_text, respond
from daicho.api.v1.authentication import language_of
from daicho.values.labels import Label, Message, Problem
from daicho.values.misfits import explained
from daicho.values.problems import Conflict, Forbidden, Invalid, Missing, Refused, Stale

PROBLEM_JSON = "application/problem+json"
KIND = "urn:daicho:problem:"

logger = logging.getLogger("daicho.api")

KINDS_OF_VALUE = ("str", "int", "float", "bool", "list", "dict", "none")
CONTENDED = ("40001", "40P01", "55P03")
"""PostgreSQL's states for a serialisation failure, a dead-lock and a lock that was not available."""
TITLES: dict[int, tuple[str, Label]] = {
    400: ("malformed", Label("リクエストを読み取れません", "The request cannot be read")),
    401: ("unauthenticated", Label("認証が必要です", "Authentication is needed")),
    403: ("forbidden", Label("権限がありません", "Not permitted")),
    404: ("missing", Label("見つかりません", "Not found")),
    405: ("method", Label("このメソッドは使えません", "Method not allowed")),
    409: ("conflict", Label("現在の状態ではできません", "The state does not allow it")),
    412: ("stale", Label("ほかの人が変更しました", "Changed by somebody else")),
    413: ("too_large", Label("リクエストが大きすぎます", "The request is too large")),
    422: ("invalid", Label("入力に誤りがあります", "The values given are wrong")),
    500: ("internal", Label("サーバーでエラーが起きました", "The server failed")),
    503: ("busy", Label("いまは処理できません", "Busy at the moment")),
}
REFUSALS: tuple[tuple[type[Refused], int], ...] = (
    (Invalid, 422),
    (Forbidden, 403),
    (Missing, 404),
    (Conflict, 409),
    (Stale, 412),
)

MALFORMED = Message(
    "malformed_json",
    ja="本文が正しいJSONではありません。構文を確認してください。",
    en="The body is no valid JSON. Check its syntax.",
)
NO_TOKEN = Message(
    "not_authenticated",
    ja="有効なトークンがありません。Authorization: Bearer の後に、daicho token で作ったトークンを指定してください。",
    en="There is no valid token. Send Authorization: Bearer with a token made by `daicho token`.",
)
NO_ADDRESS = Message(
    "no_such_address",
    ja="「{path}」というアドレスはありません。/api/v1/openapi.json に一覧があります。",
    en="There is no address “{path}”. /api/v1/openapi.json lists them.",
)
NO_METHOD = Message(
    "method_not_allowed",
    ja="このアドレスで {method} は使えません。使えるもの：{allowed}。",
    en="{method} cannot be used here. Allowed: {allowed}.",
)
TOO_BIG = Message(
    "body_too_large",
    ja="本文が大きすぎます。分けて送ってください。",
    en="The body is too large. Send it in parts.",
)
SAME_TIME = Message(
    "written_at_once",
    ja="同じ値がほかの処理で同時に保存されました。もう一度試してください。",
    en="Something else saved the same value at the same moment. Try again.",
)
BUSY = Message(
    "database_busy",
    ja="データベースが混み合っています。少し待ってから、もう一度試してください。",
    en="The database is busy. Wait a moment, then try again.",
)
FAILED = Message(
    "internal_error",
    ja="サーバーでエラーが起きました。応答の X-Request-ID を添えて管理者に知らせてください。",
    en="The server failed. Tell an administrator the X-Request-ID of this answer.",
)
PART_MISSING = Message("part_missing", ja="「{place}」を指定してください。", en="“{place}” is missing.")
PART_UNKNOWN = Message(
    "part_unknown",
    ja="「{place}」という項目はありません。名前を確認してください。",
    en="There is no “{place}” here. Check its name.",
)
PART_WRONG = Message(
    "part_wrong",
    ja="「{place}」の値が正しくありません（{detail}）。",
    en="The value of “{place}” is wrong ({detail}).",
)


def install(api: NinjaAPI) -> None:
    """Make every exception of the API's operations a problem document."""
    api.add_exception_handler(Refused, on_refusal)
    api.add_exception_handler(ValidationError, on_invalid_parts)
    api.add_exception_handler(HttpError, on_http_error)
    api.add_exception_handler(Http404, lambda request, _: missing(request))
    api.add_exception_handler(RequestDataTooBig, lambda request, _: problem(request, 413, [TOO_BIG.problem()]))
    api.add_exception_handler(IntegrityError, lambda request, _: problem(request, 409, [SAME_TIME.problem()]))
    api.add_exception_handler(OperationalError, on_busy)
    api.add_exception_handler(Exception, on_failure)


def problem(request: HttpRequest, status: int, problems: Iterable[Problem], ids: Sequence[int] = ()) -> HttpResponse:
    """A problem document in the caller's language; `ids` are the records concerned."""
    body = document(status, problems, language_of(request))
    if ids:
        body["ids"] = list(ids)
    response = respond(status, as_text(body), {})
    response["Content-Type"] = PROBLEM_JSON
    return response


def document(status: int, problems: Iterable[Problem], language: str) -> dict[str, Any]:
    """The members of a problem document."""
    kind, title = TITLES[status]
    items = errors_of(problems, language)
    detail = " ".join(dict.fromkeys(item["message"] for item in items[:5]))
    return {"type": KIND + kind, "title": title.text(language), "status": status, "detail": detail, "errors": items}


def errors_of(problems: Iterable[Problem], language: str) -> list[dict[str, Any]]:
    """Each problem as `{field, message, code}`; field is null where it is of the whole request."""
    return [{"field": item.field, "message": item.text(language), "code": item.code} for item in problems]


def status_of(refused: Refused) -> int:
    """The status of a refusal."""
    return next(status for kind, status in REFUSALS if isinstance(refused, kind))


def on_refusal(request: HttpRequest, refused: object) -> HttpResponse:
    """What a service refused."""
    assert isinstance(refused, Refused)
    ids = refused.ids if isinstance(refused, Conflict) else ()
    return problem(request, status_of(refused), refused.problems, ids)


def on_http_error(request: HttpRequest, error: object) -> HttpResponse:
    """What ninja itself refuses: no token, or a body that is no JSON."""
    if isinstance(error, AuthenticationError):
        response = problem(request, 401, [NO_TOKEN.problem()])
        response["WWW-Authenticate"] = 'Bearer realm="daicho"'
        return response
    cause = getattr(error, "__cause__", None)
    if isinstance(cause, Refused):
        return on_refusal(request, cause)
    return problem(request, 400, [MALFORMED.problem()])


def on_invalid_parts(request: HttpRequest, error: object) -> HttpResponse:
    """Parameters and bodies of the wrong shape; an id in the path that can be none is a missing record."""
    assert isinstance(error, ValidationError)
    if any(item["loc"][0] == "path" for item in error.errors):
        return missing(request)
    found: dict[str, Problem] = {}
    for part in map(_part, error.errors):
        found.setdefault(part.field or "", part)
    # a value that may be of two kinds is found wrong as either; the deeper place says more
    deepest = [part for place, part in found.items() if not any(other.startswith(f"{place}.") for other in found)]
    return problem(request, 422, deepest)


def on_busy(request: HttpRequest, error: object) -> HttpResponse:
    """Another one held the database for too long (locks, dead-locks); other troubles of the database are failures."""
    state = getattr(getattr(error, "__cause__", None), "sqlstate", None)
    if state not in CONTENDED and "locked" not in str(error):
        return on_failure(request, error)
    logger.warning("database busy: %s", error)
    response = problem(request, 503, [BUSY.problem()])
    response["Retry-After"] = "2"
    return response


def on_failure(request: HttpRequest, error: object) -> HttpResponse:
    """Anything else is our fault: logged in full, answered without internals."""
    assert isinstance(error, BaseException)
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(request, 500, [FAILED.problem()])


def missing(request: HttpRequest) -> HttpResponse:
    """No such address."""
    return problem(request, 404, [NO_ADDRESS.problem(path=request.path[:200])])


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """The address exists, but not for this method."""
    response = problem(request, 405, [NO_METHOD.problem(method=request.method, allowed=allowed)])
    response["Allow"] = allowed
    return response


def _is_name(part: str) -> bool:
    """Whether a part of a place is a name of the body, not one of the kinds that its value may be of (str, list[str])."""
    return part.isidentifier() and part not in KINDS_OF_VALUE


def _part(item: dict[str, Any]) -> Problem:
    """One finding of Pydantic: named by its place in the query or body, without the name of our own argument."""
    location = item["loc"][2 if item["loc"][0] == "body" else 1 :]
    place = ".".join(str(part) for part in location if isinstance(part, int) or _is_name(part))
    shown = place or "body"
    match item["type"]:
        case "missing":
            return PART_MISSING.problem(place or None, place=shown)
        case "extra_forbidden":
            return PART_UNKNOWN.problem(place or None, place=shown)
        case _:
            return PART_WRONG.problem(place or None, place=shown, detail=explained(item))
