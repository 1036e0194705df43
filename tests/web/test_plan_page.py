"""The pages on which a plan is reviewed, issued, changed and accepted."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate

from drafts import a_cycle
from issuing import (
    PAPER,
    PLAN,
    UNIT,
    a_whole_cycle,
    an_issued_cycle,
    passed_review,
    tasks_of,
)
from people import NOON
from zhenggai.domain.rights import CONSOLE
from zhenggai.domain.roles import Role
from zhenggai.ledger.frozen import freeze
from zhenggai.ledger.models import ChangeRequest, PlanIssue, PlanReview, ReviewAnswer, Task
from zhenggai.people.models import Account
from zhenggai.people.operations import create_account

PLAN_TYPED = {
    "version": "2",
    "target": PLAN.target,
    "kind": "timed",
    "leader": PLAN.leader,
    "unit": PLAN.unit,
    "co_units": "县财政局",
    "person": PLAN.person,
    "deadline": "2026-09-30",
    "standard": PLAN.standard,
    "risk": "",
    "reason": "汛期推迟",
}


def somebody(role: Role, name: str, unit: str | None = None) -> Client:
    """A browser of somebody in this role."""
    login = f"{role.value.replace('_', '-')}-{Account.objects.count()}"
    number = create_account(
        login=login, name=name, role=role, unit=unit, password="stone-bridge-41", actor=CONSOLE, at=NOON
    )
    client = Client()
    client.force_login(Account.objects.get(pk=number))
    return client


def text(answer) -> str:
    return answer.content.decode()


def review_of(wang: Client, cycle: int) -> PlanReview:
    wang.post(f"/cycles/{cycle}/plan/reviews/open/")
    return PlanReview.objects.latest("pk")


def opinion(party: str, **changes: str) -> dict[str, str]:
    """What the form of an opinion sends when all is well."""
    yes = {f"yes-{place}": "yes" for place in range(1, 5)}
    return {"party": party, "outcome": "agree", "words": "", **yes, **changes}


def test_the_plan_page_leads_from_step_to_step(wang: Client) -> None:
    cycle = a_whole_cycle()
    first = text(wang.get(f"/cycles/{cycle}/plan/"))
    answer = wang.post(f"/cycles/{cycle}/plan/reviews/open/", follow=True)

    assert "方案没有缺项，可以送会审。" in first
    assert "方案已送会审" in text(answer)
    assert "4 家中 0 家已提交意见" in text(answer)


def test_a_plan_with_holes_leads_to_the_holes(wang: Client) -> None:
    cycle = a_cycle()

    page = text(wang.get(f"/cycles/{cycle}/plan/"))
    answer = wang.post(f"/cycles/{cycle}/plan/reviews/open/", follow=True)

    assert "方案还有缺项" in page
    assert f"/cycles/{cycle}/coverage/?holes=1" in page
    assert "方案还不能印发：缺牵头领导" in text(answer)


def test_a_supervisor_answers_the_four_questions_with_remarks(wang: Client) -> None:
    cycle = a_whole_cycle()
    review = review_of(wang, cycle)
    member = somebody(Role.SUPERVISOR, "巡办某人", "县委巡察办")
    address = f"/cycles/{cycle}/plan/reviews/{review.pk}/answer/"

    form = text(member.get(f"{address}?task=2"))
    answer = member.post(
        address,
        {
            **opinion("巡察办", outcome="return", **{"yes-2": "no", "why-2": "措施与问题无关"}),
            "remark-task": ["2", ""],
            "remark-field": ["deadline", "target"],
            "remark-words": ["期限太晚", ""],
        },
        follow=True,
    )

    page = text(answer)
    for question in ("是否一一回应", "措施有无针对性", "责任是否明确清晰", "时限是否合理"):
        assert question in form
    assert 'name="remark-task" value="2"' in form
    assert "期限太晚" in page
    assert "措施与问题无关" in page
    assert f'href="/cycles/{cycle}/tasks/{tasks_of(cycle)[1]}/"' in page


def test_a_question_left_open_is_said_at_its_place_and_nothing_is_lost(wang: Client) -> None:
    cycle = a_whole_cycle()
    review = review_of(wang, cycle)
    member = somebody(Role.WORKING_MEMBER, "组织某人", "县委组织部")
    address = f"/cycles/{cycle}/plan/reviews/{review.pk}/answer/"
    typed = opinion("组织部", words="总体可行")
    del typed["yes-3"]

    answer = member.post(address, typed)
    without_reason = member.post(address, opinion("组织部", outcome="return", **{"yes-1": "no"}))
    more = member.post(
        address, {**opinion("组织部", words="总体可行"), "remark-task": "1", "remark-words": "细", "more": "1"}
    )

    assert answer.status_code == 422
    assert "总体可行" in text(answer)
    assert without_reason.status_code == 409
    assert "答了“否”，请写明理由" in text(without_reason)
    assert more.status_code == 200
    assert text(more).count('name="remark-task"') == 2
    assert not ReviewAnswer.objects.exists()


def test_the_office_writes_an_opinion_down_with_its_scan(wang: Client) -> None:
    cycle = a_whole_cycle()
    review = review_of(wang, cycle)
    address = f"/cycles/{cycle}/plan/reviews/{review.pk}/answer/"

    bare = wang.post(address, opinion("宣传部"))
    scan = SimpleUploadedFile("宣传部意见.pdf", PAPER)
    answer = wang.post(address, {**opinion("宣传部"), "scan": scan}, follow=True)
    kept = ReviewAnswer.objects.get()
    paper = wang.get(f"/cycles/{cycle}/plan/opinions/{kept.pk}/")

    assert bare.status_code == 409
    assert "扫描件" in text(bare)
    assert "整改办代为录入" in text(answer)
    assert b"".join(paper) == PAPER
    assert "attachment" in paper["Content-Disposition"]


def test_somebody_of_no_party_is_told_so_and_answers_nothing(wang: Client) -> None:
    cycle = a_whole_cycle()
    review = review_of(wang, cycle)
    member = somebody(Role.SUPERVISOR, "财政某人", "县财政局")
    address = f"/cycles/{cycle}/plan/reviews/{review.pk}/answer/"

    page = text(member.get(address))
    answer = member.post(address, opinion("宣传部"))

    assert "没有等您提的意见" in page
    assert answer.status_code == 422
    assert not ReviewAnswer.objects.exists()


def test_a_round_is_returned_with_a_reason_and_passed_when_all_agree(wang: Client) -> None:
    cycle = a_whole_cycle()
    review = review_of(wang, cycle)
    address = f"/cycles/{cycle}/plan/reviews/{review.pk}/close/"

    bare = wang.post(address, {"outcome": "return", "reason": ""})
    wang.post(address, {"outcome": "return", "reason": "目标没有量化"})
    again = review_of(wang, cycle)
    page = text(wang.get(f"/cycles/{cycle}/plan/reviews/{again.pk}/"))

    assert bare.status_code == 409
    assert "请写明理由" in text(bare)
    assert (PlanReview.objects.get(pk=review.pk).state, again.number) == ("returned", 2)
    assert "与上一稿对比" in page


def test_a_plan_is_issued_by_a_plain_form_and_printed(wang: Client) -> None:
    cycle = a_whole_cycle()
    passed_review(cycle)
    page = text(wang.get(f"/cycles/{cycle}/plan/issue/"))
    typed = {
        "version": "0",
        "digest": freeze(cycle).digest,
        "document_number": "云发[2026]5号",
        "day": localdate().isoformat(),
    }
    number = f"云发〔{localdate().year}〕5号"

    wrong = wang.post(f"/cycles/{cycle}/plan/issue/", typed)
    answer = wang.post(f"/cycles/{cycle}/plan/issue/", {**typed, "document_number": number}, follow=True)
    version = text(wang.get(f"/cycles/{cycle}/plan/versions/i1/?all=1"))

    assert "会审已通过，内容与送审稿一致" in page
    assert wrong.status_code == 409
    assert "文号应写成" in text(wrong)
    assert 'value="云发[2026]5号"' in text(wrong)
    assert f"方案已印发（{number}）" in text(answer)
    assert "全县 12 条河道每月巡查一遍" in version
    assert number in version


def test_what_is_missing_in_the_form_is_said_at_its_field(wang: Client) -> None:
    cycle = a_whole_cycle()
    passed_review(cycle)

    answer = wang.post(f"/cycles/{cycle}/plan/issue/", {"version": "0", "digest": "x", "document_number": ""})

    assert answer.status_code == 422
    assert not PlanIssue.objects.exists()


def test_a_plan_that_was_not_reviewed_has_no_form_to_issue_it(wang: Client) -> None:
    page = text(wang.get(f"/cycles/{a_whole_cycle()}/plan/issue/"))

    assert "还没有通过会审" in page
    assert 'name="document_number"' not in page


def test_versions_are_compared_side_by_side(wang: Client) -> None:
    cycle = an_issued_cycle()
    same = text(wang.get(f"/cycles/{cycle}/plan/compare/?old=i1&new=now"))
    task = tasks_of(cycle)[0]
    wang.post(f"/cycles/{cycle}/tasks/{task}/changes/plan/", PLAN_TYPED)
    somebody(Role.GROUP_HEAD, "郑某").post(
        f"/cycles/{cycle}/changes/{ChangeRequest.objects.get().pk}/decide/", {"outcome": "approve"}
    )

    page = text(wang.get(f"/cycles/{cycle}/plan/compare/?old=i1&new=now"))

    assert "两版一样" in same
    assert "<del>2026-06-30</del>" in page
    assert "<ins>2026-09-30</ins>" in page
    assert wang.get(f"/cycles/{cycle}/plan/compare/?old=i9&new=now").status_code == 404


def test_planning_after_the_issue_leads_to_the_request(wang: Client) -> None:
    cycle = an_issued_cycle()
    task = tasks_of(cycle)[0]

    page = text(wang.get(f"/cycles/{cycle}/tasks/{task}/"))
    answer = wang.post(f"/cycles/{cycle}/tasks/{task}/plan/", PLAN_TYPED)

    assert f"/cycles/{cycle}/tasks/{task}/changes/" in page
    assert "方案已印发" in page
    assert answer.status_code == 409
    assert "变更申请" in text(answer)


def test_a_change_is_asked_for_decided_and_shown_beside_what_was_issued(wang: Client) -> None:
    cycle = an_issued_cycle()
    task = tasks_of(cycle)[0]
    head = somebody(Role.UNIT_HEAD, "周某", UNIT)
    zheng = somebody(Role.GROUP_HEAD, "郑某")

    answer = head.post(f"/cycles/{cycle}/tasks/{task}/changes/plan/", PLAN_TYPED, follow=True)
    request = ChangeRequest.objects.get().pk
    listed = text(zheng.get(f"/cycles/{cycle}/changes/"))
    refused = zheng.post(f"/cycles/{cycle}/changes/{request}/decide/", {"outcome": "refuse", "answer": ""}, follow=True)
    done = zheng.post(
        f"/cycles/{cycle}/changes/{request}/decide/",
        {"outcome": "approve", "next": f"/cycles/{cycle}/tasks/{task}/changes/"},
        follow=True,
    )

    assert "变更申请已提出" in text(answer)
    assert "批准变更" in listed
    assert "请写明理由" in text(refused)
    assert "变更已批准" in text(done)
    assert "1 处不同" in text(done)


def test_a_request_without_reason_keeps_what_was_typed(wang: Client) -> None:
    cycle = an_issued_cycle()
    address = f"/cycles/{cycle}/tasks/{tasks_of(cycle)[0]}/changes/plan/"

    answer = wang.post(address, {**PLAN_TYPED, "reason": "", "person": "吴某"})
    same = wang.post(address, {**PLAN_TYPED, "deadline": "2026-06-30"})

    assert answer.status_code == 422
    assert 'value="吴某"' in text(answer)
    assert same.status_code == 409
    assert "没有需要申请的改动" in text(same)


@pytest.mark.parametrize(
    ("wish", "typed"),
    [
        ("measure", {"text": "每月巡查。", "per": "month", "times": "1"}),
        ("add", {"text": "建立台账。"}),
        ("drop", {}),
        ("place", {"position": "2"}),
        ("split", {}),
        ("merge", {"into": "2"}),
        ("move", {}),
    ],
)
def test_every_kind_of_change_is_asked_for_on_its_page(wang: Client, wish: str, typed: dict[str, str]) -> None:
    cycle = an_issued_cycle()
    task = Task.objects.get(pk=tasks_of(cycle)[0])
    measure = task.measures.order_by("position").first()
    more = {
        "split": {"measure": str(measure.pk)},
        "move": {"problem": [str(pk) for pk in Task.objects.values_list("problem_id", flat=True)]},
    }
    address = f"/cycles/{cycle}/tasks/{task.pk}/changes/{wish}/?measure={measure.pk}"

    page = wang.get(address)
    answer = wang.post(address, {"version": "2", "reason": "调整", **typed, **more.get(wish, {})})

    assert page.status_code == 200
    assert answer.status_code == 302
    assert ChangeRequest.objects.get().kind == wish


def test_a_request_is_taken_back_and_the_way_back_stays_in_the_house(wang: Client) -> None:
    cycle = an_issued_cycle()
    wang.post(f"/cycles/{cycle}/tasks/{tasks_of(cycle)[0]}/changes/plan/", PLAN_TYPED)
    request = ChangeRequest.objects.get().pk

    answer = wang.post(f"/cycles/{cycle}/changes/{request}/withdraw/", {"next": "//elsewhere.example/"})

    assert answer["Location"] == f"/cycles/{cycle}/changes/"
    assert ChangeRequest.objects.get().state == "withdrawn"


def test_an_unknown_wish_or_measure_is_not_found(wang: Client) -> None:
    cycle = an_issued_cycle()
    address = f"/cycles/{cycle}/tasks/{tasks_of(cycle)[0]}/changes/"

    assert wang.get(f"{address}close/").status_code == 404
    assert wang.get(f"{address}measure/?measure=999").status_code == 404
    assert wang.get(f"{address}drop/").status_code == 404


def test_who_may_not_is_turned_away(wang: Client, zhao: Client, sun: Client) -> None:
    cycle = an_issued_cycle()
    task = tasks_of(cycle)[0]

    assert zhao.get(f"/cycles/{cycle}/plan/").status_code == 403
    assert sun.get(f"/cycles/{cycle}/plan/issue/").status_code == 403
    assert sun.post(f"/cycles/{cycle}/acceptances/accept/", {"one": "1"}).status_code == 403
    assert sun.post(f"/cycles/{cycle}/tasks/{task}/changes/plan/", PLAN_TYPED).status_code == 403
    assert sun.get(f"/cycles/{cycle}/tasks/{task}/changes/").status_code == 200
    assert wang.post(f"/cycles/{cycle}/changes/1/decide/", {}).status_code == 403


def test_a_unit_that_only_helps_does_not_open_the_form_of_a_request(db: None) -> None:
    cycle = an_issued_cycle()
    helper = somebody(Role.UNIT_HEAD, "钱某", "县财政局")
    task = tasks_of(cycle)[0]

    assert helper.get(f"/cycles/{cycle}/tasks/{task}/changes/").status_code == 200
    assert helper.get(f"/cycles/{cycle}/tasks/{task}/changes/plan/").status_code == 403
