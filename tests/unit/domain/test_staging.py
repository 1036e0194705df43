from datetime import date

import pytest

from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.staging import CannotClose, StageWish, demand_reason, demand_stages

TODAY = date(2026, 3, 2)
RULES = ClosingRules()


def stages(*days):
    return [StageWish("复查一遍", day) for day in days]


@pytest.mark.parametrize("days", [[date(2027, 3, 2)], [date(2026, 6, 30), date(2027, 6, 30)]])
def test_stages_of_at_most_a_year_each_are_good(days):
    demand_stages(stages(*days), today=TODAY, rules=RULES)


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ([], "至少要有一个阶段目标"),
        (stages(date(2027, 3, 3)), "第 1 个阶段超过 12 个月"),
        (stages(date(2026, 6, 30), date(2027, 7, 1)), "第 2 个阶段超过 12 个月"),
        (stages(date(2026, 6, 30), date(2026, 6, 30)), "第 2 个阶段的期限要晚于 2026-06-30"),
        (stages(TODAY), "第 1 个阶段的期限要晚于 2026-03-02"),
        ([StageWish(" ", date(2026, 6, 30))], "要写明目标"),
        (stages(*(date(2026 + n, 6, 1) for n in range(21))), "最多 20 个"),
    ],
)
def test_long_term_work_is_no_harbour_without_dates(wishes, sentence):
    with pytest.raises(CannotClose, match=sentence):
        demand_stages(wishes, today=TODAY, rules=RULES)


@pytest.mark.parametrize(("text", "sentence"), [("  ", "请写明退回原因"), ("长" * 2001, "太长"), ("a\x00", "无法保存")])
def test_a_reason_is_a_reason(text, sentence):
    with pytest.raises(CannotClose, match=sentence):
        demand_reason(text, what="退回原因")
    assert demand_reason(" 材料不全 ", what="退回原因") == "材料不全"
