"""A round as different people live it: feedback, plan, review, issue, acceptance, progress with a photo from a phone, extension."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from e2e.test_journey import accept, upload

OpenPage = Callable[..., Page]
TODAY = date.today()


def said(day: date) -> str:
    """A day as documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"


FEEDBACK = f"""市委第一巡察组关于巡察云岭县水利局的反馈意见及任务分解
{said(TODAY - timedelta(days=20))}，市委第一巡察组向云岭县水利局反馈了巡察意见。
一、关于履行监管职责方面的问题
1.关于河道巡查不到位的问题。
牵头领导：李建国
责任单位：县水利局
整改时限：{said(TODAY + timedelta(days=30))}
整改措施：一是每周巡查重点河段2次，登记巡查记录。二是清理河道垃圾，照片存档。
2.关于巡查记录补填的问题。
牵头领导：李建国
责任单位：县水利局
整改时限：{said(TODAY + timedelta(days=40))}
整改措施：一是逐段核对巡查记录。二是对补填人员谈话提醒。
"""


def photo() -> bytes:
    """A picture as a phone takes it."""
    out = BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def plan_targets(page: Page, cycle: str) -> None:
    """Give every task the target that the document does not name."""
    page.goto(f"{cycle}ledger/")
    tasks = [link.get_attribute("href") for link in page.locator("a[href*='/tasks/']").all()]
    for place in dict.fromkeys(tasks):
        page.goto(page.url.split("/cycles/")[0] + f"{place}?edit=plan")
        page.get_by_label("整改目标").fill("问题全部整改到位，长效机制建立。")
        page.get_by_role("button", name="保存安排").click()
        expect(page.get_by_text("任务安排已保存")).to_be_visible()


def answer_review(page: Page, cycle: str) -> None:
    """Say yes to every question and agree."""
    page.goto(f"{cycle}plan/")
    page.get_by_role("link", name="第 1 轮").click()
    page.get_by_role("link", name="填写会审意见").click()
    for place in range(1, 5):
        page.locator(f"input[name=yes-{place}][value=yes]").check()
    page.locator("input[name=outcome][value=agree]").check()
    page.get_by_role("button", name="提交会审意见").click()
    page.wait_for_load_state("load")


def accept_all(page: Page, cycle: str) -> None:
    """Accept every task that waits for this person."""
    page.goto(f"{cycle}acceptances/")
    for box in page.locator("input[name=acceptance]").all():
        box.check()
    page.get_by_role("button", name="认领勾选的任务").click()
    expect(page.get_by_text("没有等您认领的任务")).to_be_visible()


def test_a_round_is_lived_by_different_people(open_page: OpenPage, address: str) -> None:
    wang = open_page(login="wang")
    upload(wang, address, name="反馈意见.txt", data=FEEDBACK.encode())
    accept(wang)
    cycle = wang.url
    wang.goto(f"{cycle}settings/")
    wang.get_by_label("会审单位").fill("县纪委监委机关\n县委宣传部")
    wang.get_by_role("button", name="保存设置").click()
    plan_targets(wang, cycle)

    wang.goto(f"{cycle}plan/")
    wang.get_by_role("button", name="送会审").click()
    for login in ("sun", "feng"):
        answer_review(open_page(login=login), cycle)
    wang.goto(f"{cycle}plan/")
    wang.get_by_role("link", name="第 1 轮").click()
    wang.get_by_role("button", name="各家都同意，会审通过").click()

    wang.goto(f"{cycle}plan/issue/")
    wang.locator("input[name=document_number]").fill(f"云岭水发〔{TODAY.year}〕7号")
    wang.locator("input[name=day]").fill(TODAY.isoformat())
    wang.get_by_role("button", name="印发方案").click()
    wang.goto(f"{cycle}plan/")
    expect(wang.get_by_text(f"云岭水发〔{TODAY.year}〕7号").first).to_be_visible()

    accept_all(open_page(login="li"), cycle)
    accept_all(open_page(login="ma"), cycle)

    zhao = open_page(login="zhao", phone=True)
    zhao.goto(f"{cycle}ledger/")
    zhao.get_by_role("link", name="任务 1", exact=True).click()
    task = zhao.url
    zhao.goto(f"{task}progress/")
    zhao.get_by_role("link", name=re.compile("^报告进展")).first.click()
    zhao.get_by_label("做了什么").fill("巡查重点河段12次，登记记录12份。")
    zhao.get_by_label("下一步").fill("继续每周巡查2次。")
    zhao.get_by_role("button", name="提交进展").click()
    expect(zhao.get_by_text("进展已提交").first).to_be_visible()
    expect(zhao.get_by_text("正在整改").first).to_be_visible()

    zhao.goto(f"{task}evidence/")
    zhao.set_input_files("#files", {"name": "巡查.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    zhao.locator("input[name=measures]").first.check()
    zhao.get_by_label("佐证类型").select_option(label="照片")
    zhao.get_by_role("button", name="上传佐证").click()
    expect(zhao.locator("#groups .proof", has_text="巡查.jpg").first).to_be_visible(timeout=60_000)

    zhao.goto(f"{task}extensions/")
    later = (TODAY + timedelta(days=45)).isoformat()
    zhao.get_by_label("新的期限").fill(later)
    zhao.get_by_label("延期的原因").fill("汛期水位高，无法清理。")
    zhao.get_by_role("button", name="提出延期申请").click()

    li = open_page(login="li")
    li.goto(f"{cycle}extensions/")
    li.get_by_role("button", name=re.compile("^批准延至")).click()
    li.goto(task)
    expect(li.get_by_text(later).first).to_be_visible()
