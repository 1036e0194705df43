from decimal import Decimal

import pytest

from zhenggai.domain.rosters_claimed import claimed_rows, is_open


@pytest.mark.parametrize(
    "state", ["", " ", "未清退", "待核实", "正在办理", "在办", "部分整改", "拟拆除", "整改不到位", "逾期未整改"]
)
def test_a_state_that_speaks_of_work_to_do_is_open(state):
    assert is_open(state)


@pytest.mark.parametrize("state", ["已清退", "吊销", "注销", "唤醒", "完成", "办结", "整改到位", "清退完毕"])
def test_a_state_that_says_it_is_settled_is_not(state):
    assert not is_open(state)


@pytest.mark.parametrize(
    ("stated", "claimed"),
    [
        ([("清退人数", "人", Decimal(12))], 12),
        ([("清退人数", "户", Decimal(12))], None),
        ([("清退名册人数", "人", Decimal(12)), ("培训人数", "人", Decimal(40))], 12),
        ([("清退", "人", Decimal(12)), ("培训", "人", Decimal(40))], 12),
        ([("补贴", "人", Decimal(12)), ("培训", "人", Decimal(40))], None),
        ([("清退人数", "人", Decimal("12.5"))], None),
        ([], None),
    ],
)
def test_a_list_is_claimed_by_the_one_figure_that_can_mean_it(stated, claimed):
    assert claimed_rows("清退名册", "人", stated) == claimed
