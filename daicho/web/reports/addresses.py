"""The addresses of the reports."""

from django.urls import URLPattern, path

from daicho.web.reports.keeping import delete_report, keep_report
from daicho.web.reports.views import export, report, reports, rows_behind

REPORT_PAGES: list[URLPattern] = [
    path("reports/", reports, name="reports"),
    path("reports/<slug:wanted>/", report, name="report"),
    path("reports/<slug:wanted>/behind/", rows_behind, name="report_behind"),
    path("reports/<slug:wanted>/keep/", keep_report, name="report_keep"),
    path("reports/<slug:wanted>/delete/", delete_report, name="report_delete"),
    path("reports/<slug:wanted>/export.<table_format:extension>", export, name="report_export"),
]
"""The format of a file is registered by the addresses of the lists."""
