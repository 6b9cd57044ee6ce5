"""A list as a file to download: the answer and its name. What is in the file is written by `engine.exchange.export`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from tempfile import TemporaryFile
from urllib.parse import quote

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from daicho.engine.exchange.export import Table, csv_lines, read_table, write_xlsx
from daicho.web.records.kinds import Kind
from daicho.web.records.listing import Asked
from daicho.web.visitors import Visitor

Answer = Callable[[Table, str], HttpResponseBase]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exported(kind: Kind, asked: Asked, answer: Answer, visitor: Visitor) -> HttpResponseBase:
    """All rows of the list with the columns that it shows. Raises Forbidden before anything is sent."""
    label = kind.spec.plural.text(visitor.language)
    query = replace(asked.query, columns=tuple(asked.visible))
    table = read_table(visitor.actor, query, visitor.frame, visitor.language, name=asked.view.name or label)
    return answer(table, f"{label}_{visitor.frame.today:%Y%m%d}")


def as_csv(table: Table, name: str) -> HttpResponseBase:
    """Sent line by line while it is read."""
    response = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    return _named(response, f"{name}.csv")


def as_xlsx(table: Table, name: str) -> HttpResponseBase:
    """Written to a temporary file, which goes when it was sent."""
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    write_xlsx(table, file)
    file.seek(0)
    return _named(FileResponse(file, content_type=XLSX), f"{name}.xlsx")


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


FORMATS: Mapping[str, Answer] = {"xlsx": as_xlsx, "csv": as_csv}
