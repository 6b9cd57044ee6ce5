"""The addresses of the pages of imports."""

from django.urls import URLPattern, path

from daicho.web.imports.missed import missed_notices
from daicho.web.imports.views import (
    approve_import,
    choose_columns,
    drop_import,
    import_file,
    import_page,
    import_problems,
    imports,
    undo_import,
)

IMPORT_PAGES: list[URLPattern] = [
    path("imports/", imports, name="imports"),
    path("imports/missed-notices/", missed_notices, name="missed_notices"),
    path("imports/<int:run_id>/", import_page, name="import"),
    path("imports/<int:run_id>/columns/", choose_columns, name="import_columns"),
    path("imports/<int:run_id>/book/", approve_import, name="import_book"),
    path("imports/<int:run_id>/drop/", drop_import, name="import_drop"),
    path("imports/<int:run_id>/undo/", undo_import, name="import_undo"),
    path("imports/<int:run_id>/file/", import_file, name="import_file"),
    path("imports/<int:run_id>/problems/", import_problems, name="import_problems"),
]
