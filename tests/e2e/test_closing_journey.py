"""A task on its way to the end and back: closed with every signature, proved in another folder, opened again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.test_journey import accept, upload
from e2e.test_working_journey import TODAY, photo, said

OpenPage = Callable[..., Page]
FEEDBACK = f"""市委第二巡察组关于巡察云岭县水利局的反馈意见及任务分解
{said(TODAY - timedelta(days=20))}，市委第二巡察组向云岭县水利局反馈了巡察意见。
一、关于履行监管职责方面的问题
1.关于巡查记录补填的问题。
牵头领导：李建国
责任单位：县水利局
整改时限：{said(TODAY + timedelta(days=30))}
整改措施：一是检查河道巡查记录，逐段核对。二是检查巡查人员到岗情况，登记台账。
"""
STATEMENT = "巡查记录已经逐段核对，补填的已经注明，抽查三个河段没有再发现。"


def report_done(page: Page, task: str) -> None:
    """Report every measure as done."""
    page.goto(f"{task}progress/")
    places = [link.get_attribute("href") for link in page.get_by_role("link", name=re.compile("^报告进展")).all()]
    for number, place in enumerate(places, start=1):
        page.goto(page.url.split("/cycles/")[0] + f"{place}")
        page.get_by_label("已经办完").check()
        page.get_by_label("做了什么").fill(f"第{number}条措施已经落实，核对记录{number + 10}份。")
        page.get_by_label("产出").fill(f"核对表{number + 10}份。")
        page.get_by_role("button", name="提交进展").click()
        expect(page.get_by_text("进展已提交").first).to_be_visible()


def attach(page: Page, task: str) -> None:
    """Bring a record that proves every measure."""
    page.goto(f"{task}evidence/")
    page.set_input_files(
        "#files", {"name": "核对台账.txt", "mimeType": "text/plain", "buffer": "东河核对记录".encode()}
    )
    for box in page.locator("input[name=measures]").all():
        box.check()
    page.get_by_label("佐证类型").select_option(label="检查记录")
    page.get_by_role("button", name="上传佐证").click()
    expect(page.locator("#groups .proof", has_text="核对台账.txt").first).to_be_visible(timeout=60_000)


def sign(page: Page, cycle: str) -> None:
    """Read the sheet that waits and sign it."""
    page.goto(f"{cycle}closings/signing/")
    expect(page.get_by_text(STATEMENT).first).to_be_visible()
    page.get_by_role("button", name="签字", exact=True).click()
    expect(page.get_by_text("没有等您签的")).to_be_visible()


def visit(page: Page, task: str) -> None:
    """Go there with a phone."""
    page.goto(f"{task}closing/visit/")
    page.set_input_files("#photos", {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.get_by_label("现场看到的情况").fill("东河、西河两段记录与签到一致。")
    page.get_by_label("改到位了", exact=True).check()
    page.get_by_role("button", name="提交核查单").click()
    expect(page.get_by_text("东河、西河两段记录与签到一致。").first).to_be_visible()


def close(open_page: OpenPage, cycle: str, task: str) -> None:
    """Everybody signs, in order; the group decides by its list."""
    ma = open_page(login="ma")
    ma.goto(f"{task}closing/")
    ma.get_by_label("整改情况说明").fill(STATEMENT)
    ma.get_by_label(re.compile("^本单位承诺")).check()
    ma.get_by_role("button", name="签署承诺并提交销号申请").click()
    expect(ma.locator(".chain").get_by_text("马骏").first).to_be_visible()

    sign(open_page(login="li"), cycle)
    sun = open_page(login="sun", phone=True)
    sun.goto(f"{cycle}closings/samples/")
    sun.get_by_role("button", name=re.compile("份未抽过的申请中抽")).click()
    visit(sun, task)
    sign(sun, cycle)
    sign(open_page(login="wang"), cycle)

    zhou = open_page(login="zhou")
    zhou.goto(f"{cycle}closings/meeting/")
    zhou.locator("input[name=closing]").check()
    zhou.get_by_label("会议名称").fill("领导小组第4次会议")
    zhou.get_by_role("button", name="审定勾选的各项，予以销号").click()
    expect(zhou.get_by_text("会议清单已审定，共 1 项销号")).to_be_visible()


def verify_proof(folder: Path, proof: Path, key: Path) -> subprocess.CompletedProcess[str]:
    """Check the proof where neither the home nor the database of the product is known."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHENGGAI_", "PG", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-c", "from zhenggai.cli import main; main()", "verify-proof", str(proof), "--key", str(key)],
        cwd=folder,
        env={**kept, "PYTHONPATH": os.pathsep.join(sys.path), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_task_is_closed_with_every_signature_proved_elsewhere_and_opened_again(
    open_page: OpenPage, address: str, tmp_path: Path
) -> None:
    wang = open_page(login="wang")
    upload(wang, address, name="反馈意见之二.txt", data=FEEDBACK.encode())
    accept(wang)
    cycle = wang.url
    wang.goto(f"{cycle}ledger/")
    wang.get_by_role("link", name="任务 1", exact=True).click()
    task = wang.url
    wang.goto(f"{task}?edit=plan")
    wang.get_by_label("整改目标").fill("巡查记录真实完整。")
    wang.get_by_role("button", name="保存安排").click()
    zhao = open_page(login="zhao")
    report_done(zhao, task)
    attach(zhao, task)

    close(open_page, cycle, task)

    zhao.goto(task)
    expect(zhao.get_by_text("已完成").first).to_be_visible()

    wang.goto(f"{cycle}journal/")
    closing = wang.locator(".timeline > li", has_text="审定销号").first
    with wang.expect_download() as handed:
        closing.get_by_role("button", name=re.compile("^下载证明")).click()
    proof = tmp_path / "proof.json"
    handed.value.save_as(proof)
    ji = open_page(login="ji")
    ji.goto(f"{address}/proofs/")
    with ji.expect_download() as given:
        ji.get_by_role("link", name="下载公钥").click()
    key = tmp_path / "key.txt"
    given.value.save_as(key)

    shown = verify_proof(tmp_path, proof, key)
    assert shown.returncode == 0, shown.stderr
    assert "证明有效" in shown.stdout
    assert "周建平" in shown.stdout

    forged = json.loads(proof.read_text())
    forged["body"] = forged["body"].replace("周建平", "周建明")
    proof.write_text(json.dumps(forged, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert verify_proof(tmp_path, proof, key).returncode == 1

    sun = open_page(login="sun")
    sun.goto(f"{task}closing/")
    sun.get_by_text("重新激活这项任务").click()
    sun.get_by_label("原因类别").select_option(index=0)
    sun.get_by_label("发现了什么").fill("回头看发现西河记录又有补填。")
    sun.get_by_role("button", name="重新激活", exact=True).click()
    expect(sun.get_by_text("正在整改").first).to_be_visible()
    expect(sun.locator(".said", has_text="回头看发现西河记录又有补填。").last).to_be_visible()
    expect(sun.get_by_text("审定会议：领导小组第4次会议")).to_be_visible()
