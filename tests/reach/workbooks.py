"""Who reaches what: workbooks out to units and back."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "workbooks": Act.REPORT,
    "workbook_export": Act.REPORT,
    "workbook_file": Act.REPORT,
    "workbook_upload": Act.REPORT,
    "workbook_accept_all": Act.REPORT,
    "workbook_return": Act.REPORT,
    "workbook_accept": Act.REPORT,
    "workbook_choose": Act.REPORT,
    "workbook_drop": Act.REPORT,
    "workbook_answer": Act.REPORT,
    "ledger_sheets": Act.PLAN,
    "ledger_sheet_upload": Act.PLAN,
    "ledger_sheet": Act.PLAN,
    "ledger_sheet_map": Act.PLAN,
    "ledger_sheet_pair": Act.PLAN,
    "ledger_sheet_accept": Act.PLAN,
    "ledger_sheet_choose": Act.PLAN,
    "ledger_sheet_drop": Act.PLAN,
}

OPERATIONS: dict[str, Act | Door] = {
    "ledger.operations.workbooks.exporting.export_workbook": Act.REPORT,
    "ledger.operations.workbooks.exporting.export_to_units": Act.REPORT,
    "ledger.operations.workbooks.receiving.receive_workbooks": Act.REPORT,
    "ledger.operations.workbooks.receiving.drop_workbook": Act.REPORT,
    "ledger.operations.workbooks.accepting.accept_rows": Act.REPORT,
    "ledger.operations.workbooks.accepting.accept_returns": Act.REPORT,
    "ledger.operations.workbooks.accepting.keep_rows": Act.REPORT,
    "ledger.operations.workbooks.sheets.keep_sheet": Act.PLAN,
    "ledger.operations.workbooks.sheets.map_sheet": Act.PLAN,
    "ledger.operations.workbooks.sheets.pair_entry": Act.PLAN,
    "ledger.operations.workbooks.sheets.drop_sheet": Act.PLAN,
    "ledger.operations.workbooks.merging.accept_entries": Act.PLAN,
    "ledger.operations.workbooks.merging.ask_entries": Act.PLAN,
    "ledger.operations.workbooks.merging.keep_entries": Act.PLAN,
}
