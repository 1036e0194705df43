"""Receiving files."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from drafts import a_draft
from zhenggai.ledger.models import Draft

REPORT = """关于巡察整改进展情况的通报

2025年3月10日,县委第二巡察组向县水利局党组反馈了巡察意见。现将整改进展情况公布如下。
一、整改工作情况
(一)关于河道管护方面的问题
1.关于河道巡查不到位的问题。
一是增加巡查频次,清理垃圾38吨。二是在2025年12月底前完成堤防加固。
2.关于账目不清的问题。
一是核对账目12笔,追回资金4.5万元。
"""


def a_file(name: str = "整改报告.txt", content: str = REPORT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def test_an_empty_list_says_what_will_stand_here(wang: Client) -> None:
    page = wang.get("/imports/").content.decode()

    assert "还没有收到文件" in page
    assert "上传并读取" in page


def test_one_file_leads_straight_to_what_was_read(wang: Client) -> None:
    answer = wang.post("/imports/upload/", {"files": a_file()}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[-1][0].startswith("/imports/")
    assert "关于河道巡查不到位的问题" in page
    assert "待核对" in page


def test_several_files_lead_to_the_list_and_a_bad_one_stops_none(wang: Client) -> None:
    files = [a_file("甲.txt"), a_file("乙.pdf", "not a pdf"), a_file("丙.txt", REPORT.replace("38", "39"))]

    page = wang.post("/imports/upload/", {"files": files}, follow=True).content.decode()

    assert "收到 3 个文件" in page
    assert page.count("待核对") == 2
    assert page.count("未能读取") == 1


def test_an_unreadable_file_is_kept_with_its_reason_and_a_way_on(wang: Client) -> None:
    page = wang.post("/imports/upload/", {"files": a_file("扫描件.pdf", "not a pdf")}, follow=True).content.decode()

    assert "这份文件没有读出来" in page
    assert "扫描件.pdf" in page
    assert "文件已经保留" in page
    assert "再读一次" in page
    assert Draft.objects.get().state == "unreadable"


def test_an_unreadable_file_can_be_read_again(wang: Client) -> None:
    wang.post("/imports/upload/", {"files": a_file("扫描件.pdf", "not a pdf")})

    answer = wang.post(f"/imports/{Draft.objects.get().pk}/read/", follow=True)

    assert "这份文件没有读出来" in answer.content.decode()


def test_a_form_without_a_file_is_said(wang: Client) -> None:
    page = wang.post("/imports/upload/", {}, follow=True).content.decode()

    assert "还没有选择文件" in page


def test_a_file_above_the_limit_is_refused_with_its_name(wang: Client, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 400

    page = wang.post("/imports/upload/", {"files": a_file("很大.txt")}, follow=True).content.decode()

    assert "很大.txt 没有收下" in page
    assert not Draft.objects.exists()


def test_a_body_above_every_limit_is_turned_away_at_the_door(wang: Client, settings) -> None:
    settings.MAX_UPLOAD_BYTES = settings.MAX_EVIDENCE_BYTES = 100

    answer = wang.post("/imports/upload/", {"files": a_file()})

    assert answer.status_code == 413
    assert "文件太大" in answer.content.decode()


@pytest.mark.parametrize("name", ["li", "sun"])
def test_others_see_the_list_and_receive_nothing(request: pytest.FixtureRequest, name: str) -> None:
    person: Client = request.getfixturevalue(name)

    page = person.get("/imports/").content.decode()
    answer = person.post("/imports/upload/", {"files": a_file()})

    assert "上传并读取" not in page
    assert "整改办经办人办理" in page
    assert answer.status_code == 403
    assert not Draft.objects.exists()


def test_the_list_asks_the_database_as_often_for_many_files_as_for_one(
    wang: Client, django_assert_max_num_queries
) -> None:
    for number in range(12):
        a_draft(data=f"第{number}份".encode())

    with django_assert_max_num_queries(8):
        wang.get("/imports/")
