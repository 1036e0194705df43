"""A unit's workbook through LibreOffice: opened, saved as xlsx and as xls, and read back."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl

from workbooks import a_base, fill, opened, saved, written
from zhenggai.domain.workbooks.base import Base, TakenBook
from zhenggai.domain.workbooks.taking import Grid, code_in, take_book
from zhenggai.reading.formats.limits import Limits
from zhenggai.reading.formats.returned import open_returned

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
# An office suite may be there for texts alone.
HAS_CALC = PROGRAM is not None and any(Path(PROGRAM).resolve().parent.glob("*sclo.*"))
ABSENT = "LibreOffice Calc is not installed here, so no workbook was saved with it.\n"
REPORT = {
    "办理日期": "2026年3月1日",
    "做了什么": "开会两次，\n现场查看。",
    "办理状态": "正在办理",
    "下一步": "补查３条河。",
}


def through_the_office_suite(data: bytes, folder: Path, ending: str) -> bytes:
    """The workbook as LibreOffice saves it in that format."""
    source, target = folder / "sent.xlsx", folder / ending
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [str(PROGRAM), "--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", ending]
    subprocess.run([*command, "--outdir", str(target), str(source)], check=True, capture_output=True, timeout=120)
    return (target / f"sent.{ending}").read_bytes()


def read_back(data: bytes, name: str, base: Base) -> TakenBook:
    sheets = open_returned(data, name=name, limits=Limits())
    grids = [Grid(one.name, one.rows, tuple(one.merged)) for one in sheets]
    assert code_in(grids) == base.code
    return take_book(grids, base)


def test_a_workbook_saved_by_libreoffice_says_what_was_typed(tmp_path: Path) -> None:
    if not HAS_CALC:
        sys.stderr.write(ABSENT)
        return
    base = a_base()
    book = opened(written(base))
    fill(book["进展"], "m2", REPORT)
    fill(book["数字"], "f9", {"数值": "1,300.5", "更正原因": "重新核对"})

    for ending in ("xlsx", "xls"):
        data = through_the_office_suite(saved(book), tmp_path, ending)
        came = read_back(data, f"交回.{ending}", base)

        assert [one.refused for one in came.rows if one.refused] == []
        values = {one.key: one.values for one in came.rows}
        report = values["m2"]
        assert (report["day"], report["done"], report["claims"]) == ("2026-03-01", "开会两次，\n现场查看。", "ongoing")
        assert values["f9"]["digits"] == "1300.5"
        assert values["m0"]["done"] == "查账12本。"
        if ending == "xlsx":
            _demand_usable(data)


def _demand_usable(data: bytes) -> None:
    """Locks, lists and hidden keys are what they were."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book["进展"]
    assert page.protection.sheet
    assert page.column_dimensions["A"].hidden
    assert book["选项"].sheet_state == "hidden"
    assert {rule.type for rule in page.data_validations.dataValidation} >= {"list", "date"}
    head = {str(cell.value): cell for cell in page[3]}
    open_cell = page.cell(4, head["做了什么"].column)
    fixed_cell = page.cell(4, head["整改措施"].column)
    assert (open_cell.protection.locked, fixed_cell.protection.locked) == (False, True)
