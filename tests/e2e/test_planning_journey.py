"""Planning in a real browser, without scripts and on a phone: rules, plan, many tasks, split and undo."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.test_journey import DEMO, accept, upload

OpenPage = Callable[..., Page]


def test_a_plan_is_made_without_scripts_on_a_phone(open_page: OpenPage, address: str) -> None:
    page = open_page()
    upload(page, address, name="整改报告.txt", data=DEMO.read_bytes())
    accept(page)
    cycle = page.url

    page = open_page(phone=True, javascript=False)
    page.goto(f"{cycle}settings/")
    page.get_by_label("会审单位").fill("纪委监委\n审计局")
    page.get_by_role("button", name="保存设置").click()
    expect(page.get_by_text("设置已保存")).to_be_visible()

    page.goto(f"{cycle}ledger/")
    for box in page.locator(".pick").all()[:2]:
        box.check()
    page.get_by_role("button", name="一起修改勾选的任务").click()
    page.get_by_label("牵头单位").fill("区水务局")
    page.get_by_role("button", name="看预览").click()
    expect(page.get_by_text("将修改 2 项")).to_be_visible()
    page.get_by_role("button", name="修改这 2 项任务").click()
    expect(page.get_by_text("已修改 2 项任务")).to_be_visible()

    page.get_by_role("link", name="任务 1", exact=True).click()
    task = page.url
    page.goto(f"{task}?measure=new")
    page.get_by_label("措施内容").fill("定期会商重点工作。")
    page.get_by_role("button", name="添加这条措施").click()
    expect(page.get_by_text("请写明频次").first).to_be_visible()
    page.get_by_label("频次").select_option(label="每月")
    page.get_by_label("次数").fill("1")
    page.get_by_role("button", name="添加这条措施").click()
    expect(page.get_by_text("措施已添加")).to_be_visible()

    page.get_by_role("link", name="拆分、合并、移动").click()
    page.locator("input[name=measure]").first.check()
    page.get_by_role("button", name="把勾选的措施拆成新任务").click()
    expect(page.get_by_text("已拆出新任务")).to_be_visible()
    page.get_by_role("link", name="拆分、合并、移动").click()
    page.get_by_role("button", name="撤销这一步").click()
    expect(page.get_by_text("已撤销。")).to_be_visible()

    page.goto(f"{cycle}coverage/")
    expect(page.get_by_text("方案还不能印发")).to_be_visible()
    page.get_by_label("差别的原因").fill("其余任务不公开")
    page.get_by_role("button", name="说明原因").click()
    expect(page.get_by_text("其余任务不公开")).to_be_visible()
