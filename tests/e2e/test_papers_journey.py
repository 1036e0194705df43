"""Word and Excel both ways: three workbooks go out and come back edited, damaged and in conflict; a report is traced to its register.

The pictures of the help pages are taken on the way; with KEEP_PICTURES=yes they go to `docs/images/help`.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Locator, Page, expect

from builders.rosters import a_workbook
from builders.sheet import xlsx_of
from e2e.browser import PHONE, WIDE
from e2e.test_journey import accept, upload
from e2e.test_working_journey import TODAY, said
from zhenggai.domain.progress import CLAIMS

OpenPage = Callable[..., Page]
DOCS = Path(__file__).resolve().parents[2] / "docs"
KEPT = DOCS / "images" / "help"
UNITS = ("县水利局", "县住建局", "县市场监管局")
FEEDBACK = f"""市委第四巡察组关于巡察云岭县的反馈意见及任务分解
{said(TODAY - timedelta(days=20))}，市委第四巡察组向云岭县委反馈了巡察意见。
一、关于履行监管职责方面的问题
1.关于河道巡查不到位的问题。
牵头领导：李建国
责任单位：县水利局
整改时限：{said(TODAY + timedelta(days=30))}
整改措施：一是每周巡查重点河段，登记巡查记录。
2.关于公租房清退不及时的问题。
牵头领导：李建国
责任单位：县住建局
整改时限：{said(TODAY + timedelta(days=30))}
整改措施：一是逐户核对公租房住户资格，限期清退。
3.关于市场检查走过场的问题。
牵头领导：李建国
责任单位：县市场监管局
整改时限：{said(TODAY + timedelta(days=30))}
整改措施：一是重新检查已检查的门店，补齐记录。
"""
ROWS = [("编号", "户主", "状态"), *((f"G{n:03}", f"东村第{n}户", "已清退" if n < 4 else "在住") for n in range(1, 6))]


def picture(page: Page, name: str, folder: Path) -> None:
    """Keep how the page looks for the help page of that name, which shows it."""
    where = KEPT if os.environ.get("KEEP_PICTURES") == "yes" else folder
    page.wait_for_load_state("networkidle")
    page.screenshot(path=where / f"{name}.png")
    assert (KEPT / f"{name}.png").exists()
    for ending in ("md", "en.md"):
        assert f"../images/help/{name}.png" in (DOCS / "help" / f"{name}.{ending}").read_text(encoding="utf-8")


def units_in_the_tree(page: Page, address: str) -> None:
    """Let the tree of units know the three, by a roster."""
    rows = [(unit, "部门", *("",) * 7) for unit in UNITS]
    roster = {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": a_workbook(*rows)}
    page.goto(f"{address}/people/rosters/")
    page.set_input_files("#file", roster)
    page.get_by_role("button", name="上传并预览").click()
    if page.get_by_role("button", name="收入全部").count():
        page.get_by_role("button", name="收入全部").click()


def a_round(page: Page, address: str) -> str:
    """Take the feedback in; the address of its round."""
    units_in_the_tree(page, address)
    upload(page, address, name="反馈意见之四.txt", data=FEEDBACK.encode())
    accept(page)
    return page.url


def task_of(page: Page, cycle: str, number: int) -> str:
    """The address of a task."""
    page.goto(f"{cycle}ledger/")
    page.get_by_role("link", name=f"任务 {number}", exact=True).click()
    return page.url


def a_register(page: Page, task: str) -> None:
    """Five households, three of which moved out, and the figure that is counted from them."""
    page.goto(f"{task}figures/?add=register")
    page.get_by_label("清单名称").fill("公租房清册")
    page.get_by_label("一行是一").fill("户")
    page.get_by_role("button", name="建立清单，接着上传").click()
    page.set_input_files(
        "#file", {"name": "清册.xlsx", "mimeType": "application/zip", "buffer": xlsx_of(ROWS, name="清册")}
    )
    page.get_by_role("button", name="上传，接着说明各列").click()
    page.locator("input[name=as_of]").fill(TODAY.isoformat())
    page.locator("input[name=keys][value=编号]").check()
    page.locator("select[name=name]").select_option("户主")
    page.locator("select[name=state]").select_option("状态")
    page.get_by_role("button", name="看预览").click()
    page.get_by_role("button", name="收入清单").click()
    page.goto(f"{page.url.split('?')[0]}?count=1")
    page.get_by_label("数字的名称").fill("已清退的公租房住户")
    page.locator("input[name=states][value=已清退]").check()
    page.get_by_role("button", name="算出这个数字").click()
    expect(page.get_by_text("数字已算出").first).to_be_visible()


def exported(page: Page, cycle: str) -> dict[str, bytes]:
    """The workbooks of the three units."""
    page.goto(f"{cycle}workbooks/")
    page.locator("#whom").select_option("units:")
    with page.expect_download() as handed:
        page.get_by_role("button", name="导出电子表").click()
    with zipfile.ZipFile(io.BytesIO(Path(handed.value.path()).read_bytes())) as container:
        books = {name: container.read(name) for name in container.namelist()}
    return {unit: next(data for name, data in books.items() if unit in name) for unit in UNITS}


def filled(data: bytes, **cells: object) -> bytes:
    """The workbook as a unit hands it back: the first measure told, the file saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet: Worksheet = book["进展"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "做了什么" for cell in row))
    column = {str(cell.value): cell.column for cell in head if cell.value}
    for name, value in cells.items():
        sheet.cell(head[0].row + 1, column[name], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def report(page: Page, task: str) -> None:
    """Report on the page what the workbook does not know."""
    page.goto(f"{task}progress/")
    page.get_by_role("link", name=re.compile("^报告进展")).first.click()
    page.get_by_label("做了什么").fill("巡查重点河段12次，登记记录12份。")
    page.get_by_label("下一步").fill("继续每周巡查。")
    page.get_by_role("button", name="提交进展").click()
    expect(page.get_by_text("进展已提交").first).to_be_visible()


def returned(page: Page, unit: str) -> Locator:
    """The line of a unit in the roster."""
    return page.locator("tbody tr", has=page.get_by_role("rowheader", name=unit))


def stands_beside(page: Page) -> None:
    """What is asked about a passage stands beside it on a wide page and below it on a phone."""
    passage = page.locator(".passage", has=page.locator(".passage-source")).first
    for size, beside in ((PHONE, False), (WIDE, True)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        words, margin = (passage.locator(part).bounding_box() for part in (".passage-words", ".passage-margin"))
        assert words is not None
        assert margin is not None
        assert (margin["x"] >= words["x"] + words["width"]) is beside
        assert (margin["y"] >= words["y"] + words["height"]) is not beside


def test_workbooks_come_back_and_a_report_is_traced_to_its_register(
    open_page: OpenPage, address: str, tmp_path: Path
) -> None:
    wang = open_page(login="wang", javascript=False)
    cycle = a_round(wang, address)
    housing = task_of(wang, cycle, 2)
    a_register(wang, housing)
    books = exported(wang, cycle)
    river = task_of(wang, cycle, 1)
    report(open_page(login="zhao"), river)

    told = {"办理日期": TODAY, "办理状态": CLAIMS["ongoing"], "下一步": "继续办理。"}
    back = {
        "水利（改）.xlsx": filled(books["县水利局"], 做了什么="巡查重点河段15次。", **told),
        "住建.xlsx": filled(books["县住建局"], 做了什么="逐户核对，已清退3户。", **told),
        "市监.xlsx": filled(books["县市场监管局"], 做了什么="复查门店。", **{**told, "办理日期": "三月初"}),
    }
    wang.goto(f"{cycle}workbooks/")
    wang.set_input_files(
        "#files", [{"name": name, "mimeType": "application/zip", "buffer": data} for name, data in back.items()]
    )
    wang.get_by_role("button", name="上传并对照").click()
    expect(returned(wang, "县市场监管局").get_by_role("link").last).to_be_visible()
    picture(wang, "workbooks", tmp_path)

    returned(wang, "县水利局").locator("td[data-label=交回] a").click()
    clash = wang.locator(".workbook-row", has_text="两边都改过")
    expect(clash).to_contain_text("巡查重点河段12次")
    expect(clash).to_contain_text("巡查重点河段15次。")
    clash.get_by_role("button", name="收入单位填的").click()
    wang.goto(f"{cycle}workbooks/")
    returned(wang, "县市场监管局").locator("td[data-label=交回] a").click()
    expect(wang.get_by_text("表里写的是“三月初”")).to_be_visible()
    with wang.expect_download() as answered:
        wang.get_by_role("link", name="下载答复表").click()
    answer = openpyxl.load_workbook(io.BytesIO(Path(answered.value.path()).read_bytes()))
    assert "处理结果" in [cell.value for row in answer["进展"].iter_rows() for cell in row]
    wang.goto(f"{cycle}workbooks/")
    wang.get_by_role("button", name="收入全部没有冲突的行").click()

    wang.goto(f"{cycle}papers/")
    wang.get_by_role("button", name="集中整改进展情况报告").click()
    expect(wang.get_by_text("巡查重点河段").first).to_be_visible()
    figure = wang.locator("details.figure", has=wang.locator("summary", has_text=re.compile("^3户$"))).first
    expect(figure.locator("summary")).to_have_attribute("title", re.compile("已清退的公租房住户"))
    figure.locator("summary").click()
    expect(figure).to_contain_text("口径")
    picture(wang, "papers", tmp_path)
    for name, start in (("下载 Word", b"PK"), ("下载 PDF", b"%PDF-")):
        with wang.expect_download() as handed:
            wang.locator(".head").get_by_role("link", name=name, exact=True).click()
        assert Path(handed.value.path()).read_bytes().startswith(start)
    stands_beside(wang)
    figure.get_by_role("link", name="看数字、明细").click()
    wang.get_by_role("link", name="公租房清册").first.click()
    expect(wang.get_by_text("东村第3户")).to_be_visible()
