"""Meetings and institutions as pages."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from builders.reports import Finding, a_report
from drafts import a_cycle
from oversight import PDF, a_decision, a_meeting, an_institution, version_of, with_papers
from zhenggai.ledger.models import Task
from zhenggai.oversight.models import Institution, Meeting

TYPED = {"version": "0", "kind": "常委会会议", "held_on": "2026-02-10", "topic": "研究方案", "attended": "李建国、王敏"}


def a_water_cycle() -> int:
    return a_cycle(a_report([Finding("河道巡查不到位的问题", extra={"责任单位": "县水利局"})]))


def test_an_empty_list_says_the_next_step(wang: Client, li: Client) -> None:
    cycle = a_cycle()

    assert "还没有会议" in wang.get(f"/cycles/{cycle}/meetings/").content.decode()
    assert "登记会议" in wang.get(f"/cycles/{cycle}/meetings/").content.decode()
    assert f"/cycles/{cycle}/meetings/add/" not in li.get(f"/cycles/{cycle}/meetings/").content.decode()
    assert "还没有制度" in wang.get(f"/cycles/{cycle}/institutions/").content.decode()


def test_a_meeting_is_typed_in_and_counted(wang: Client) -> None:
    cycle = a_cycle()

    answer = wang.post(f"/cycles/{cycle}/meetings/add/", TYPED, follow=True)

    assert "研究方案" in answer.content.decode()
    assert "李建国、王敏" in answer.content.decode()
    page = wang.get(f"/cycles/{cycle}/meetings/?kind=常委会会议").content.decode()
    assert "本轮次先后召开 1 次常委会会议" in page
    assert "1 次没有纪要" in page


def test_what_is_missing_is_said_at_its_field_and_kept(wang: Client) -> None:
    answer = wang.post(f"/cycles/{a_cycle()}/meetings/add/", {**TYPED, "topic": "", "place": "三楼"})

    assert answer.status_code == 422
    assert 'href="#id_topic"' in answer.content.decode()
    assert 'value="三楼"' in answer.content.decode()


def test_a_clash_keeps_what_was_typed_and_can_be_saved_again(wang: Client) -> None:
    cycle = a_cycle()
    meeting = a_meeting(cycle)
    place = f"/cycles/{cycle}/meetings/{meeting}/change/"
    wang.post(place, {**TYPED, "version": "1"})

    answer = wang.post(place, {**TYPED, "version": "1", "place": "别处"})

    assert answer.status_code == 409
    assert 'value="别处"' in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()


def test_minutes_are_uploaded_and_handed_out_as_a_file(wang: Client) -> None:
    cycle = a_cycle()
    meeting = a_meeting(cycle)
    minutes = SimpleUploadedFile("纪要.pdf", PDF)

    wang.post(f"/cycles/{cycle}/meetings/{meeting}/file/", {"version": "1", "file": minutes})
    answer = wang.get(f"/cycles/{cycle}/meetings/{meeting}/minutes/")

    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


def test_a_program_is_not_taken_for_minutes(wang: Client) -> None:
    cycle = a_cycle()
    meeting = a_meeting(cycle)
    program = SimpleUploadedFile("纪要.pdf", b"MZ\x90")

    answer = wang.post(f"/cycles/{cycle}/meetings/{meeting}/file/", {"version": "1", "file": program})

    assert answer.status_code == 409
    assert "只收 PDF" in answer.content.decode()


def test_a_decision_is_settled_or_made_into_a_task(wang: Client) -> None:
    cycle = a_water_cycle()
    meeting = a_meeting(cycle)
    place = f"/cycles/{cycle}/meetings/{meeting}"
    first = a_decision(meeting)
    wang.post(f"{place}/decisions/add/", {"version": str(version_of(meeting)), "text": "拨付资金", "unit": "县财政局"})
    second = Meeting.objects.get(pk=meeting).decisions.get(text="拨付资金").pk

    wang.post(
        f"{place}/decisions/{first}/task/",
        {"version": str(version_of(meeting)), "problem": str(Task.objects.get(cycle_id=cycle).problem_id)},
    )
    wang.post(f"{place}/decisions/{second}/settle/", {"version": str(version_of(meeting)), "outcome": "已拨付"})

    page = wang.get(f"{place}/").content.decode()
    assert "已列为任务 2" in page
    assert "已拨付" in page


def test_links_are_ticked(wang: Client) -> None:
    cycle = a_water_cycle()
    number = an_institution(cycle)
    task = Task.objects.get(cycle_id=cycle)
    place = f"/cycles/{cycle}/institutions/{number}"
    assert f'name="task" value="{task.pk}"' in wang.get(f"{place}/links/").content.decode()

    wang.post(f"{place}/links/", {"version": "1", "task": str(task.pk)})
    stale = wang.post(f"{place}/links/", {"version": "1"}, follow=True)

    assert "制度记录已有变化" in stale.content.decode()
    assert f"/tasks/{task.pk}/" in wang.get(f"{place}/").content.decode()


def test_an_institution_is_issued_reviewed_and_abolished(wang: Client) -> None:
    cycle = a_cycle()
    wang.post(f"/cycles/{cycle}/institutions/add/", {"version": "0", "name": "巡查办法", "change": "new"})
    number = Institution.objects.get().pk
    place = f"/cycles/{cycle}/institutions/{number}"
    assert "已建立 0 项" in wang.get(f"/cycles/{cycle}/institutions/").content.decode()

    wang.post(f"{place}/issue/", {"version": "1", "doc_number": "云水发〔2026〕4号", "issued_on": "2026-02-01"})
    assert "已建立 1 项" in wang.get(f"/cycles/{cycle}/institutions/").content.decode()
    wang.post(f"{place}/review/", {"version": "2", "on": "2026-02-02", "outcome": "kept", "note": "可行"})
    wang.post(f"{place}/abolish/", {"version": "3", "on": "2026-02-03", "why": "另发"})

    assert "已建立 0 项" in wang.get(f"/cycles/{cycle}/institutions/").content.decode()
    assert "另发" in wang.get(f"{place}/").content.decode()


def test_an_institution_is_not_issued_without_a_number(wang: Client) -> None:
    cycle = a_cycle()
    number = an_institution(cycle)

    answer = wang.post(f"/cycles/{cycle}/institutions/{number}/issue/", {"version": "1", "issued_on": "2026-02-01"})

    assert answer.status_code == 422
    assert Institution.objects.get(pk=number).state == "draft"


def test_somebody_of_another_unit_reaches_neither(zhao: Client, wang: Client) -> None:
    cycle = a_cycle()
    meeting, number = a_meeting(cycle), an_institution(cycle, unit="县财政局")
    with_papers(meeting, number)

    for place in (f"meetings/{meeting}/", f"meetings/{meeting}/minutes/", f"meetings/{meeting}/change/"):
        assert zhao.get(f"/cycles/{cycle}/{place}").status_code == 403
    for place in (f"institutions/{number}/", f"institutions/{number}/paper/"):
        assert zhao.get(f"/cycles/{cycle}/{place}").status_code == 403
    assert "研究整改落实方案" not in zhao.get(f"/cycles/{cycle}/meetings/").content.decode()


def test_a_meeting_is_not_shown_in_another_cycle(wang: Client) -> None:
    cycle, other = a_cycle(), a_cycle(a_report([Finding("账目不清的问题")]))

    assert wang.get(f"/cycles/{other}/meetings/{a_meeting(cycle)}/").status_code == 404
