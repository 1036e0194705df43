"""Acts still to come, in sentences of a report published on 20 May 2024."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from zhenggai.domain.report import Promise, Span
from zhenggai.reading.promises import find_promises
from zhenggai.reading.sentences import Sentences
from zhenggai.reading.times import find_dates

PUBLISHED = date(2024, 5, 20)
TODAY = date(2030, 1, 1)
SAMPLES = Path(__file__).parents[4] / "shared" / "reports"


def read(
    text: str, *, headings: Sequence[Span] = (), deadlines: Sequence[Span] = (), published: date | None = PUBLISHED
) -> tuple[Promise, ...]:
    dates = find_dates(text, published=published, feedback=date(2023, 12, 8), today=TODAY, scopes=())
    return find_promises(
        text, dates=dates, sentences=Sentences(text), headings=headings, published=published, deadlines=deadlines
    )


def told(text: str) -> list[tuple[str, str | None]]:
    return [(found.text, str(found.due) if found.due else None) for found in read(text)]


DATED = [
    ("全方位筹资,争取2024年12月底前将资金拨付到位。", "争取2024年12月底前将资金拨付到位", "2024-12-31"),
    ("项目正在推进,争取年底前完工。", "争取年底前完工", "2024-12-31"),
    ("力争2026年底实现全部交付。", "力争2026年底实现全部交付", "2026-12-31"),
    ("预计8月份完成清淤工作;资金已落实。", "预计8月份完成清淤工作", "2024-08-31"),
    ("二是预计2024年9月完成竣工验收。", "预计2024年9月完成竣工验收", "2024-09-30"),
    ("2024年计划招录教师120名,目前正在面试。", "2024年计划招录教师120名", "2024-12-31"),
    ("2025年计划交付10个。", "2025年计划交付10个", "2025-12-31"),
    ("拟于6月底前印发办法。", "拟于6月底前印发办法", "2024-06-30"),
    ("将于2024年7月15日召开听证会。", "将于2024年7月15日召开听证会", "2024-07-15"),
    ("剩余款项将在明年春节前付清。", "将在明年春节前付清", "2025-01-29"),
    ("剩余款项预计春节前付清。", "预计春节前付清", "2025-01-29"),
    ("2024年6月再支付一个季度租金。", "2024年6月再支付一个季度租金", "2024-06-30"),
    ("剩余3户2024年10月底前全部搬迁。", "2024年10月底前全部搬迁", "2024-10-31"),
    ("确保2024年6月30日前完成整改。", "2024年6月30日前完成整改", "2024-06-30"),
    ("2025年6月完成地块移出名录。", "2025年6月完成地块移出名录", "2025-06-30"),
    ("计划三季度开工建设。", "计划三季度开工建设", "2024-09-30"),
    ("下一步,将于下半年组织复查。", "将于下半年组织复查", "2024-12-31"),
    ("下一步,下半年组织一次复查。", "下半年组织一次复查", "2024-12-31"),
    ("余款分期偿还,力争明年全部还清。", "力争明年全部还清", "2025-12-31"),
    ("已完成招标,计划10月15日前进场。", "计划10月15日前进场", "2024-10-15"),
    ("该项目年底前完成验收。", "年底前完成验收", "2024-12-31"),
    ("到2025年底实现污水处理全覆盖。", "2025年底实现污水处理全覆盖", "2025-12-31"),
    ("到2025年,全县污水处理率达到95%。", "2025年", "2025-12-31"),
    ("2025年建成投产。", "2025年建成投产", "2025-12-31"),
    ("长期整改,2024年底前取得阶段性成效。", "2024年底前取得阶段性成效", "2024-12-31"),
    ("原计划2024年6月完工,因故推迟至2025年6月。", "2025年6月", "2025-06-30"),
    ("已计划于2024年9月底前完工。", "计划于2024年9月底前完工", "2024-09-30"),
    ("(责任单位:县水利局;完成时限:2024年8月)", "2024年8月", "2024-08-31"),
    ("我局将督促企业在6月底前完成整改。", "将督促企业在6月底前完成整改", "2024-06-30"),
    ("确保在2024年汛期前完成加固。", "2024年汛期前完成加固", "2024-12-31"),
    ("争取二〇二四年十月前完工。", "争取二〇二四年十月前完工", "2024-10-31"),
    ("计划2024年6月至8月开展集中整治。", "计划2024年6月至8月开展集中整治", "2024-08-31"),
    ("合同金额1,200万元,余款力争年内付清。", "力争年内付清", "2024-12-31"),
]

UNDATED = [
    ("二是强化督导,争取将更多企业纳入名录。后续略。", "争取将更多企业纳入名录"),
    ("下一步,将继续筹集资金,争取早日整改到位。", "下一步,将继续筹集资金,争取早日整改到位"),
    ("计划对10个镇的管网进行改造。", "计划对10个镇的管网进行改造"),
    ("一是力争税收稳步增长。", "力争税收稳步增长"),
    ("我局将进一步规范采购流程。", "我局将进一步规范采购流程"),
    ("待手续完善后,将前期遗漏的企业补录。", "待手续完善后,将前期遗漏的企业补录"),
    ("今后,凡大额支出一律上会。", "今后,凡大额支出一律上会"),
    ("拟对闲置校舍进行改造。", "拟对闲置校舍进行改造"),
    ("对其他情形,将根据实际情况分类处置。", "将根据实际情况分类处置"),
    ("接下来,将持续抓好后续整改。", "接下来,将持续抓好后续整改"),
    ("现正按程序报批,待批复后实施。", "待批复后实施"),
    ("待审计结束后依规处理。", "待审计结束后依规处理"),
    ("将严肃追责问责。", "将严肃追责问责"),
    ("拟提交下次党组会审议。", "拟提交下次党组会审议"),
    ("我单位计划每季度开展一次学习。", "我单位计划每季度开展一次学习"),
    ("下一步工作措施:定期开展抽查。", "定期开展抽查"),
]

NONE = [
    "3月23日,召开党组会议。",
    "2023年12月底前已完成整改。",
    "截至4月底,已归还全部借款。",
    "目前,已完成整改。",
    "今年以来,共问责31人。",
    "编制《三年行动计划(2024-2026年)》。",
    "印发《2025年工作计划》。",
    "落实计划生育政策。",
    "按照土地利用计划管理细则核算指标。",
    "计划总投资80亿元。",
    "项目预计总投资2亿元。",
    "工作计划已全部落实。",
    "制定了分批支付计划。",
    "严格按计划推进,做到有计划、分阶段。",
    "已将3个企业的奖励资金拨付到位。",
    "将5月定为廉政宣传月。",
    "将个人自学贯穿工作始终。",
    "将日常检查、专项检查有机结合。",
    "将成员单位扩大至48个。",
    "将重点项目纳入台账管理。",
    "将加强作风建设作为重要抓手。",
    "现将整改进展情况予以公布。",
    "为即将开展的评估工作打好基础。",
    "积极争取上级资金支持。",
    "争取了一批符合条件的项目。",
    "起草关于争取编制政策支持的报告。",
    "草拟了管理办法,拟定了任务清单。",
    "开展虚拟现实教学和模拟演练。",
    "为下一步开展工作提供遵循。",
    "贯彻“十四五”规划和2035年远景目标。",
    "发放待遇,接待群众来访后,及时登记。",
    "编制2025年度部门预算。",
    "2024年民生项目清单已公示。",
    "2024年计划招聘300名,已全部到岗。",
    "将2023年度考核结果与绩效挂钩。",
    "合同期限至2026年5月止。",
    "年度计划完成率100%。",
    "争取到县财政资金300万元。",
    "将全面从严治党要求贯穿始终。",
    "将会议纪要印发各单位。",
    "力争上游,奋勇争先。",
    "收集将军故居史料。",
    "汇报了下一步打算及工作计划。",
    "2024年,全县经济平稳运行。",
]


@pytest.mark.parametrize(("sentence", "promise", "due"), DATED)
def test_an_act_with_a_day_to_come_is_a_dated_promise(sentence: str, promise: str, due: str) -> None:
    assert told(sentence) == [(promise, due)]


@pytest.mark.parametrize(("sentence", "promise"), UNDATED)
def test_a_sentence_about_the_future_without_a_day_is_one_undated_promise(sentence: str, promise: str) -> None:
    assert told(sentence) == [(promise, None)]


@pytest.mark.parametrize("sentence", NONE)
def test_what_is_done_or_only_named_is_no_promise(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "预计12月份完成清运,2025年3月开展评估,2025年9月完成备案。",
            [
                ("预计12月份完成清运", "2024-12-31"),
                ("2025年3月开展评估", "2025-03-31"),
                ("2025年9月完成备案", "2025-09-30"),
            ],
        ),
        (
            "力争2024年计划交付14个,2025年计划交付10个,力争2026年底全部交付。",
            [
                ("力争2024年计划交付14个", "2024-12-31"),
                ("2025年计划交付10个", "2025-12-31"),
                ("力争2026年底全部交付", "2026-12-31"),
            ],
        ),
        (
            "计划分三批实施改造,2024年完成10个村,2025年完成11个村。",
            [("2024年完成10个村", "2024-12-31"), ("2025年完成11个村", "2025-12-31")],
        ),
        (
            "预计6月底前完成设计、9月底前完成招标。",
            [("预计6月底前完成设计", "2024-06-30"), ("9月底前完成招标", "2024-09-30")],
        ),
        ("计划8月开工。计划对管网进行改造。", [("计划8月开工", "2024-08-31"), ("计划对管网进行改造", None)]),
    ],
)
def test_several_dates_are_several_promises(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert told(text) == expected


def test_a_promise_keeps_the_printed_time_and_its_place() -> None:
    text = "一是项目正在推进,争取年底前完工。"

    (found,) = read(text)

    assert (found.due_text, text[slice(*found.span)]) == ("年底前", "争取年底前完工")


def test_no_promise_is_found_in_a_heading() -> None:
    text = "三、今后将继续抓好整改\n计划2024年12月底前完成的项目"

    assert read(text, headings=((0, len(text)),)) == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024年6月底前", [("2024年6月底前", date(2024, 6, 30))]),
        ("2024年6月底前完成,长期坚持", [("2024年6月底前完成", date(2024, 6, 30))]),
        ("2024年1月-2024年12月", [("2024年1月-2024年12月", date(2024, 12, 31))]),
        ("2024年3月底前", []),
        ("立行立改,长期坚持", []),
        ("已完成", []),
    ],
)
def test_a_labelled_deadline_counts_where_it_lies_after_publication(
    value: str, expected: list[tuple[str, date]]
) -> None:
    label = "完成时限:"
    text = f"{label}{value}\n责任单位:县水利局"

    found = read(text, deadlines=((len(label), len(label + value)),))

    assert [(one.text, one.due) for one in found] == expected


def test_without_a_publication_every_labelled_deadline_counts() -> None:
    text = "完成时限:2024年3月底前"

    found = read(text, deadlines=((5, len(text)),), published=None)

    assert [one.due for one in found] == [date(2024, 3, 31)]


def test_without_a_publication_only_words_of_the_future_count() -> None:
    text = "2022年8月印发办法。截至2022年底完成整改。计划2022年9月完成抽查。2024年6月底前完成整改。"

    found = read(text, published=None)

    assert [str(one.due) for one in found] == ["2022-09-30", "2024-06-30"]


@pytest.mark.parametrize("piece", ["将", "计划", "争取", "下一步,", "将继续", "2025年底前完成", "待后", "力争,", "将a"])
def test_a_text_of_one_repeated_piece_is_read_in_linear_time(piece: str) -> None:
    text = piece * 10_000

    assert all(text[slice(*found.span)] == found.text for found in read(text))


def test_the_sample_gives_the_promises_that_were_counted_by_hand() -> None:
    reports = sorted(SAMPLES.glob("*.txt"))
    if not reports:
        pytest.skip("no sample report beside the project")
    text = reports[0].read_text(encoding="utf-8")
    headings = [
        found.span() for found in re.finditer(r"(?m)^(?:[一二三]、|[((][一二三四五][))]关于|\d+\.关于).*$", text)
    ]

    found = read(text, headings=headings, published=date(2023, 9, 26))

    dues = [str(one.due) for one in found if one.due]
    assert dues == [
        *("2023-12-31", "2023-12-31", "2023-12-31", "2024-03-31", "2024-09-30"),
        *("2023-12-31", "2024-12-31", "2025-12-31", "2026-12-31", "2026-12-31"),
        *("2024-02-10", "2024-06-30", "2023-12-31"),
    ]
    assert 9 <= len(found) - len(dues) <= 12


FIELDS = [
    "(责任单位:县水利局;完成时限:2024年8月)",
    "一是清淤。整改时限:2024年6月底前",
    "【完成时间】:2025年12月底前",
    "预计完成时间:2024年9月30日",
    "办理时限: 2024年12月31日前完成",
]


@pytest.mark.parametrize("text", FIELDS)
def test_a_day_that_a_field_names_is_a_deadline_and_no_promise(text: str) -> None:
    assert [found.is_deadline for found in read(text)] == [True]


@pytest.mark.parametrize("text", [text for text, _, _ in DATED if "完成时限:" not in text])
def test_what_somebody_promises_in_a_text_is_no_deadline(text: str) -> None:
    assert [found.is_deadline for found in read(text)] == [False]


def test_the_value_of_a_labelled_line_is_a_deadline_however_it_is_said() -> None:
    text = "整改时限:长期坚持,2024年12月底前取得阶段性成效\n整改情况:争取2025年底前建成二期。"

    found = read(text, deadlines=[(5, text.index("\n"))])

    assert [(one.text, one.is_deadline) for one in found] == [
        ("2024年12月底前取得阶段性成效", True),
        ("争取2025年底前建成二期", False),
    ]


def test_a_delay_told_in_a_progress_text_stays_a_promise() -> None:
    assert [found.is_deadline for found in read("因汛期影响,完成时限延长至2024年10月底。")] == [False]
