"""The pages of imports: dropping a file, looking at what was found, booking, the result, taking it back.

No page reads the file: that is the worker's. A page that has become old leads to the import as it is now.
"""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from daicho.business.operations.imports import runs as import_runs
from daicho.business.operations.imports.decisions import Decided
from daicho.business.operations.imports.ledger_import import IMPORT
from daicho.business.operations.imports.runs import ALLOWED, MOST_BYTES
from daicho.business.operations.imports.states import ImportState
from daicho.business.operations.models import ImportRun
from daicho.engine.records import files
from daicho.values.labels import Message
from daicho.values.problems import Conflict, Invalid, Missing, Refused, Stale
from daicho.web.files import download_stored, read_upload
from daicho.web.given import whole
from daicho.web.imports.chosen import read_choices
from daicho.web.imports.reading import ImportShown
from daicho.web.visitors import Visitor, form_page, page, post_only, spoken, wants_part

SECTION = "imports"
PART = "import"
AT_ONCE = 50
MEGABYTES = MOST_BYTES // 1_000_000

NO_FILE = Message(
    "import_no_file",
    ja="ファイルを選んでから［読み取る］を押してください。",
    en="Choose a file first, then press Read.",
)
FILE_GONE = Message("import_file_missing", ja="このファイルはもうありません。", en="This file is not there any more.")


@form_page
def imports(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """インポート: the place to drop a file, and the earlier imports."""
    visitor.actor.require_feature("import", IMPORT)
    problems: list[str] = []
    if request.method == "POST":
        try:
            return HttpResponseRedirect(reverse("import", args=[_started(request, visitor)]), status=303)
        except Invalid as refused:
            problems = [problem.text(visitor.language) for problem in refused.problems]
    shown = Paginator(import_runs.visible(visitor.actor).defer("survey", "trial", "choices"), AT_ONCE)
    runs = shown.get_page(request.GET.get("page"))
    context = {
        "section": SECTION,
        "problems": problems,
        "megabytes": MEGABYTES,
        "most_bytes": MOST_BYTES,
        "runs": [ImportShown(run, visitor) for run in runs.object_list],
        "page": runs,
    }
    return render(request, "imports/imports.html", context, status=422 if problems else 200)


@page
def import_page(request: HttpRequest, visitor: Visitor, run_id: int) -> HttpResponse:
    """One import, as far as it is."""
    return _shown(request, visitor, import_runs.find(visitor.actor, run_id))


@post_only
def choose_columns(request: HttpRequest, visitor: Visitor, run_id: int) -> HttpResponse:
    """Read the file anew, with what was chosen for its sheet, columns and owners."""
    run = import_runs.find(visitor.actor, run_id)
    choices = read_choices(request.POST, run)
    try:
        return _deed(request, run_id, lambda version: import_runs.decide(visitor.actor, run_id, version, choices))
    except Invalid as refused:
        return _shown(request, visitor, run, choices, refused)


@post_only
def approve_import(request: HttpRequest, visitor: Visitor, run_id: int) -> HttpResponse:
    """Book what the dry run found."""
    return _deed(request, run_id, lambda version: import_runs.approve(visitor.actor, run_id, version))


@post_only
def drop_import(request: HttpRequest, visitor: Visitor, run_id: int) -> HttpResponse:
    """Give the import up."""
    return _deed(request, run_id, lambda version: import_runs.drop(visitor.actor, run_id, version))


@form_page
def undo_import(request: HttpRequest, visitor: Visitor, run_id: int) -> HttpResponse:
    """取り消し: GET says what will go and what stays, POST lets the worker do it."""
    run = import_runs.find(visitor.actor, run_id)
    if request.method == "POST":
        return _deed(
            request, run_id, lambda version: import_runs.ask_undo(visitor.actor, run_id, version, visitor.frame)
        )
    shown = ImportShown(run, visitor)
    if not shown.may_undo:
        return HttpResponseRedirect(reverse("import", args=[run_id]))
    return render(request, "imports/undo.html", {"section": SECTION, "shown": shown})


@page
def import_file(request: HttpRequest, visitor: Visitor, run_id: int) -> HttpResponseBase:
    """The file as it was uploaded."""
    return _sent(import_runs.find(visitor.actor, run_id).file_id)


@page
def import_problems(request: HttpRequest, visitor: Visitor, run_id: int) -> HttpResponseBase:
    """The copy of the sheet with its bad cells in red."""
    return _sent(import_runs.find(visitor.actor, run_id).problems_file_id)


def _started(request: HttpRequest, visitor: Visitor) -> int:
    """The import of the file that was posted. Raises Invalid."""
    upload = read_upload(request.FILES.get("file"), ALLOWED, MOST_BYTES, "file")
    if upload is None:
        raise Invalid(NO_FILE.problem("file"))
    return import_runs.start(visitor.actor, name=upload.name, content=upload.content, frame=visitor.frame)


def _shown(
    request: HttpRequest,
    visitor: Visitor,
    run: ImportRun,
    choices: Decided | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    context = {
        "section": SECTION,
        "shown": ImportShown(run, visitor, choices),
        "wrong": [problem.text(visitor.language) for problem in refused.problems] if refused else [],
        "states": ImportState,
    }
    template = "imports/part_alone.html" if wants_part(request, PART) else "imports/import.html"
    return render(request, template, context, status=422 if refused else 200)


def _deed(request: HttpRequest, run_id: int, deed: Callable[[int], None]) -> HttpResponse:
    """Do what was asked, and go to the import as it is then; what came too late is said there."""
    try:
        deed(whole(request.POST.get("version", ""), 9) or 0)
    except Stale:
        messages.warning(request, gettext("画面が古くなっています。今の状態を確認してからもう一度操作してください。"))
    except Conflict as refused:
        for problem in refused.problems:
            messages.warning(request, problem.text(spoken()))
    return HttpResponseRedirect(reverse("import", args=[run_id]), status=303)


def _sent(file_id: int | None) -> HttpResponseBase:
    file = files.find(file_id) if file_id is not None else None
    if file is None:
        raise Missing(FILE_GONE.problem())
    return download_stored(file)
