"""Addresses of workbooks out to units and back."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import ledger_sheets, workbooks

CYCLE = "cycles/<int:cycle_id>/workbooks"
SHEET = "cycles/<int:cycle_id>/sheets/<int:sheet_id>"
RETURN = f"{CYCLE}/returns/<int:returned_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CYCLE}/", workbooks.workbooks, name="workbooks"),
    path(f"{CYCLE}/export/", workbooks.export, name="workbook_export"),
    path(f"{CYCLE}/<int:workbook_id>.xlsx", workbooks.file, name="workbook_file"),
    path(f"{CYCLE}/upload/", workbooks.upload, name="workbook_upload"),
    path(f"{CYCLE}/accept/", workbooks.accept_all, name="workbook_accept_all"),
    path(f"{RETURN}/", workbooks.returned, name="workbook_return"),
    path(f"{RETURN}/accept/", workbooks.accept, name="workbook_accept"),
    path(f"{RETURN}/choose/", workbooks.choose, name="workbook_choose"),
    path(f"{RETURN}/drop/", workbooks.drop, name="workbook_drop"),
    path(f"{RETURN}/answer.xlsx", workbooks.answer, name="workbook_answer"),
    path("cycles/<int:cycle_id>/sheets/", ledger_sheets.sheets, name="ledger_sheets"),
    path("cycles/<int:cycle_id>/sheets/upload/", ledger_sheets.upload, name="ledger_sheet_upload"),
    path(f"{SHEET}/", ledger_sheets.sheet, name="ledger_sheet"),
    path(f"{SHEET}/map/", ledger_sheets.save, name="ledger_sheet_map"),
    path(f"{SHEET}/pair/", ledger_sheets.pair, name="ledger_sheet_pair"),
    path(f"{SHEET}/accept/", ledger_sheets.accept, name="ledger_sheet_accept"),
    path(f"{SHEET}/choose/", ledger_sheets.choose, name="ledger_sheet_choose"),
    path(f"{SHEET}/drop/", ledger_sheets.drop, name="ledger_sheet_drop"),
]
