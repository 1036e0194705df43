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
}

OPERATIONS: dict[str, Act | Door] = {
    "ledger.operations.workbooks.exporting.export_workbook": Act.REPORT,
    "ledger.operations.workbooks.exporting.export_to_units": Act.REPORT,
    "ledger.operations.workbooks.receiving.receive_workbooks": Act.REPORT,
    "ledger.operations.workbooks.receiving.drop_workbook": Act.REPORT,
    "ledger.operations.workbooks.accepting.accept_rows": Act.REPORT,
    "ledger.operations.workbooks.accepting.accept_returns": Act.REPORT,
    "ledger.operations.workbooks.accepting.keep_rows": Act.REPORT,
}
