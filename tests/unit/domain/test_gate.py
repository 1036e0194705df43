from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from closing_examples import FEEDBACK, PLAN, RULES, TODAY, a_measure, a_piece, a_report, a_view, missing
from people import NOON
from zhenggai.domain.closing_facts import (
    DoubtFact,
    InstitutionFact,
    MoneyFact,
    ReopenedFact,
    RosterFact,
    StageFact,
    TargetFact,
    VerifierFact,
    VisitFact,
)
from zhenggai.domain.closing_rules import ALWAYS_ASKED
from zhenggai.domain.evidence import NEEDS
from zhenggai.domain.gate import GateShut, demand_gate, missing_of
from zhenggai.domain.gate_conditions import CONDITION_NAMES, CONDITIONS
from zhenggai.domain.rules import MEASURE_CLASSES


def test_nothing_is_missing_of_a_whole_task():
    assert missing(a_view()) == []
    demand_gate(a_view(), RULES, CONDITIONS)


def test_every_condition_has_its_own_name():
    assert len(CONDITION_NAMES) == len(CONDITIONS) == len(set(CONDITION_NAMES.values()))


# For each condition: what makes the whole task fail at it, and the sentence that a clerk reads.
BAD = {
    "plan_whole": (a_view(plan=replace(PLAN, leader="")), "安排里还没有写明牵头领导。"),
    "measures_done": (
        a_view(a_measure(reports=(a_report(claims_done=False),))),
        "措施 1 还没有报办完：开展河道巡查",
    ),
    "targets_met": (
        a_view(targets=(TargetFact(1, "indicator", "水质达标率", "93%", "≥95%", met=False),)),
        "“水质达标率”现为 93%，目标 ≥95%，还没有达到。",
    ),
    "evidence_fits": (
        a_view(a_measure("meeting", a_piece("minutes"), class_name="会议")),
        "措施 1（会议）还缺签到表。",
    ),
    "vouchers_add_up": (
        a_view(money=(MoneyFact(1, "清退", "元", Decimal(12000), Decimal("11999.5")),)),
        "措施 1 的“清退”为 12,000 元，凭证合计 11,999.5 元，对不上。",
    ),
    "files_sound": (
        a_view(a_measure("inspection", a_piece(faults=("文件打不开或不完整",)))),
        "(一)1-1-001“巡查记录.pdf”：文件打不开或不完整，请换一份能打开的。",
    ),
    "institutions_issued": (
        a_view(institutions=(InstitutionFact(1, "河道巡查办法", "拟制定", established=False),)),
        "制度《河道巡查办法》还是“拟制定”，要有文号和印发日期。",
    ),
    "nothing_ahead": (
        a_view(a_measure(reports=(a_report(ahead=("争取6月底前完成",)),))),
        "措施 1 报办完，却写着还没有到的“争取6月底前完成”，请更正。",
    ),
    "nothing_before": (
        a_view(a_measure(reports=(a_report(day=FEEDBACK - timedelta(days=1)),))),
        "措施 1 报的 2025-12-11 早于反馈日 2025-12-12，请标明边巡边改或既往工作。",
    ),
    "rosters_whole": (
        a_view(rosters=(RosterFact(1, "退款名册", rows=11, claimed=12, called=7),)),
        "“退款名册”称 12 人（件），名册上有 11，对不上。",
    ),
    "stages_reached": (
        a_view(stages=(StageFact(1, "复查一遍", date(2026, 6, 30), reached=False),)),
        "第 1 个阶段目标（2026-06-30）还没有验收：复查一遍",
    ),
    "reopening_answered": (
        a_view(
            a_measure(reports=(a_report(handed=NOON - timedelta(days=9)),)),
            reopened=ReopenedFact(1, "群众反映河道又堵", NOON),
        ),
        "第 1 次重新激活以后还没有新的办完报告：群众反映河道又堵",
    ),
    "doubts_settled": (
        a_view(doubts=(DoubtFact(1, "X07", "措施 2 没有佐证", blocking=True),)),
        "疑点“X07”还没有处置：措施 2 没有佐证",
    ),
    "verifier_apart": (
        a_view(verifiers=(VerifierFact("孙立", "主管部门核验", ("县水利局副局长（2023—2024）",)),)),
        "主管部门核验：孙立 在责任单位任职或曾任职（县水利局副局长（2023—2024）），应当回避，请换人。",
    ),
    "visited": (a_view(visits=()), "第 1 次抽查抽中，还没有现场核查。"),
    "called_back": (
        a_view(rosters=(RosterFact(1, "退款名册", rows=12, claimed=12, called=5),)),
        "“退款名册” 12 人，要抽问 6 人，已抽问 5 人。",
    ),
}


@pytest.mark.parametrize("condition", CONDITION_NAMES)
def test_each_condition_stops_its_bad_example_and_says_what_is_missing(condition):
    view, sentence = BAD[condition]

    assert missing(view) == [sentence]


# Where a clerk can act on each.
PLACES = {
    "plan_whole": "plan",
    "measures_done": "progress",
    "targets_met": "figures",
    "evidence_fits": "evidence",
    "vouchers_add_up": "figures",
    "files_sound": "evidence",
    "institutions_issued": "institutions",
    "nothing_ahead": "progress",
    "nothing_before": "progress",
    "rosters_whole": "figures",
    "stages_reached": "closing",
    "reopening_answered": "progress",
    "doubts_settled": "doubts",
    "verifier_apart": "closing",
    "visited": "closing",
    "called_back": "closing",
}


@pytest.mark.parametrize("condition", CONDITION_NAMES)
def test_what_is_missing_leads_to_where_somebody_can_act(condition):
    view, _ = BAD[condition]

    assert [one.place for one in missing_of(view, RULES, CONDITIONS)] == [PLACES[condition]]


def test_a_task_that_no_draw_has_seen_leads_to_the_draw_and_money_without_vouchers_to_where_sums_are_noted():
    undrawn = missing_of(a_view(drawn="", framed=False, visits=()), RULES, CONDITIONS)
    unproved = missing_of(a_view(money=(MoneyFact(1, "清退", "元", Decimal(12000), None),)), RULES, CONDITIONS)

    assert [one.place for one in (*undrawn, *unproved)] == ["samples", "closing"]


@pytest.mark.parametrize("condition", sorted(set(CONDITION_NAMES) - ALWAYS_ASKED))
def test_a_condition_that_an_office_waives_stops_nothing(condition):
    view, _ = BAD[condition]

    assert missing(view, rules=replace(RULES, waived=(condition,))) == []


@pytest.mark.parametrize("condition", sorted(ALWAYS_ASKED))
def test_some_conditions_are_asked_whatever_an_office_wrote(condition):
    view, sentence = BAD[condition]

    assert missing(view, rules=replace(RULES, waived=(condition,))) == [sentence]


@pytest.mark.parametrize(
    ("view", "condition", "sentence"),
    [
        (a_view(measures=()), "measures_done", "任务还没有任何措施。"),
        (
            a_view(a_measure(reports=(a_report(phase="earlier"),))),
            "measures_done",
            "措施 1 还没有报办完：开展河道巡查",
        ),
        (
            a_view(a_measure("inspection", evidence=())),
            "evidence_fits",
            "措施 1（检查）还没有佐证，需要检查记录或台账。",
        ),
        (
            a_view(a_measure("", evidence=(), class_name="")),
            "evidence_fits",
            "措施 1（未分类）还没有佐证，需要至少一件材料。",
        ),
        (
            a_view(a_measure("document", a_piece("red_document"), class_name="发文")),
            "evidence_fits",
            "(一)1-1-001 是红头文件，还没有写文号。",
        ),
        (
            a_view(money=(MoneyFact(1, "清退", "元", Decimal(1200), None),)),
            "vouchers_add_up",
            "措施 1 的“清退” 1,200 元 还没有凭证金额可核。",
        ),
        (
            a_view(a_measure("funds", a_piece("voucher"), class_name="资金"), money=()),
            "vouchers_add_up",
            "措施 1（资金）还没有登记金额，凭证无从核对。",
        ),
        (
            a_view(a_measure("inspection", a_piece(size=0))),
            "files_sound",
            "(一)1-1-001“巡查记录.pdf”：文件是空的，请换一份能打开的。",
        ),
        (
            a_view(
                a_measure("institution", a_piece("institution", document_number="县水发〔2026〕2号")), institutions=()
            ),
            "institutions_issued",
            "措施 1 要建立制度，还没有登记印发的制度。",
        ),
        (
            a_view(a_measure(reports=(a_report(day=TODAY + timedelta(days=1)),))),
            "nothing_ahead",
            "措施 1 报办完，却写着还没有到的“2026-03-03”，请更正。",
        ),
        (
            a_view(a_measure("inspection", a_piece(dated=TODAY + timedelta(days=1)))),
            "nothing_ahead",
            "(一)1-1-001 的日期 2026-03-03 还没有到。",
        ),
        (
            a_view(a_measure("inspection", a_piece(dated=date(2025, 11, 1)))),
            "nothing_before",
            "(一)1-1-001 的日期 2025-11-01 早于反馈日，这条措施又没有标明边巡边改的进展。",
        ),
        (
            a_view(a_measure(reports=(a_report(early=("2023年",)),))),
            "nothing_before",
            "措施 1 报的 2023年 早于反馈日 2025-12-12，请标明边巡边改或既往工作。",
        ),
        (
            a_view(doubts=(DoubtFact(1, "X07", "措施 2 没有佐证", blocking=True, state="upheld"),)),
            "doubts_settled",
            "疑点“X07”认定成立，要先改正：措施 2 没有佐证",
        ),
        (
            a_view(framed=False, drawn="", visits=()),
            "visited",
            "还没有参加现场抽查的抽签，请整改办抽取样本。",
        ),
        (
            a_view(
                a_measure(
                    "construction", a_piece("acceptance"), a_piece("photo", id=8, of_visit=True), class_name="建设"
                )
            ),
            "evidence_fits",
            "措施 1（建设）还缺照片或视频。",
        ),
        (
            a_view(visits=(VisitFact(2, date(2026, 2, 20), "孙立", passed=False, photos=1),)),
            "visited",
            "2026-02-20 孙立 现场核查认为没有改到位，改好后请再去一次。",
        ),
        (
            a_view(drawn="", visits=(VisitFact(2, date(2026, 2, 20), "孙立", passed=False, photos=1),)),
            "visited",
            "2026-02-20 孙立 现场核查认为没有改到位，改好后请再去一次。",
        ),
        (
            a_view(visits=(VisitFact(2, date(2026, 2, 20), "孙立", passed=True, photos=1, early=True),)),
            "visited",
            "2026-02-20 孙立 的现场核查早于这次申请，请在申请以后再去一次。",
        ),
        (
            a_view(visits=(VisitFact(2, date(2026, 2, 20), "孙立", passed=True, photos=0),)),
            "visited",
            "2026-02-20 孙立 的现场核查还没有在现场拍的照片。",
        ),
        (
            a_view(rosters=(RosterFact(1, "退款名册", rows=12, claimed=12, called=7, denied=4),)),
            "called_back",
            "“退款名册”抽问 7 人，4 人否认，请查实后更正。",
        ),
    ],
)
def test_the_gate_is_shut_for_more_reasons_of_the_same_conditions(view, condition, sentence):
    assert missing(view) == [sentence]
    assert missing(view, condition) == [sentence]


def evidence_of(measure_class: str):
    """A sound piece of the first kind of every need."""
    return tuple(
        a_piece(need[0], id=place, document_number="县水发〔2026〕1号")
        for place, need in enumerate(NEEDS.get(measure_class, (("other",),)), start=1)
    )


@pytest.mark.parametrize("measure_class", MEASURE_CLASSES)
def test_a_measure_of_each_class_is_proved_by_what_fits_it_and_by_nothing_less(measure_class):
    evidence = evidence_of(measure_class)

    assert missing(a_view(a_measure(measure_class, *evidence)), "evidence_fits") == []
    for place in range(len(evidence)):
        less = (*evidence[:place], *evidence[place + 1 :])
        assert missing(a_view(a_measure(measure_class, evidence=less)), "evidence_fits")


@pytest.mark.parametrize(
    "view",
    [
        a_view(targets=(), money=(), rosters=(), institutions=(), doubts=()),
        a_view(drawn="", visits=(), rosters=(RosterFact(1, "退款名册", rows=12, claimed=None),)),
        a_view(rosters=(RosterFact(1, "坑塘名录", rows=40, claimed=40, persons=False),)),
        a_view(a_measure(reports=(a_report(day=date(2025, 11, 1), phase="during"),))),
        a_view(
            a_measure(
                reports=(a_report(day=date(2025, 11, 1), phase="during"),), evidence=(a_piece(dated=date(2025, 11, 1)),)
            )
        ),
        a_view(a_measure(reports=(a_report(early=("2023年",), explained=True),))),
        a_view(a_measure(reports=(a_report(), a_report(id=2, claims_done=False, ahead=("下一步",))))),
        a_view(doubts=(DoubtFact(1, "X09", "照片没有时间", blocking=False),)),
        a_view(doubts=(DoubtFact(1, "X07", "误会", blocking=True, state="mistaken"),)),
        a_view(visits=(VisitFact(3, TODAY, "孙立", True, 1), VisitFact(2, FEEDBACK, "孙立", False, 0))),
        a_view(drawn="", visits=(VisitFact(3, TODAY, "孙立", passed=True, photos=0, early=True),)),
        a_view(stages=(StageFact(1, "复查一遍", date(2026, 2, 28), reached=True),)),
        a_view(
            a_measure(reports=(a_report(handed=NOON + timedelta(days=9)),)),
            reopened=ReopenedFact(1, "群众反映河道又堵", NOON),
        ),
        a_view(feedback=None, measures=(a_measure(reports=(a_report(day=date(2020, 1, 1)),)),)),
        a_view(a_measure("institution", a_piece("institution", document_number="县水发〔2026〕2号"))),
    ],
)
def test_the_gate_stays_open_for_good_examples_near_the_border(view):
    assert missing(view) == []


def test_who_applies_is_not_asked_for_what_others_bring_later():
    view = a_view(visits=(), rosters=(RosterFact(1, "退款名册", rows=12, claimed=12),))

    assert missing_of(view, RULES, CONDITIONS, stage="apply") == ()
    with pytest.raises(GateShut):
        demand_gate(view, RULES, CONDITIONS)


def test_the_refusal_names_every_piece():
    view = a_view(a_measure(reports=()), visits=())

    with pytest.raises(GateShut) as refused:
        demand_gate(view, RULES, CONDITIONS)

    assert (
        str(refused.value)
        == "还差 2 项，不能销号：措施 1 还没有报办完：开展河道巡查；第 1 次抽查抽中，还没有现场核查。"
    )
    assert [one.place for one in refused.value.missing] == ["progress", "closing"]
