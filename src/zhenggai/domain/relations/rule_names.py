"""What people call the rules of equations between figures, whose doubts an evaluation raises."""

from __future__ import annotations

EQUATION_RULES: dict[str, str] = {
    "X04-sum": "分项之和不等于合计",
    "X04-difference": "相减的结果不符",
    "X04-ratio": "比例与分子分母不符",
    "X04-part": "部分大于整体",
    "X04-equal": "两处数字不一致",
    "X04-growth": "增长率与基期、本期不符",
    "X04-count": "列举个数与所写数字不符",
    "X04-conversion": "单位换算的结果不符",
    "X04-points": "百分比与百分点混用",
    "X04-unit": "单位不能换算",
    "X04-base": "分母（基期）不大于零",
    "X17-coverage": "没有全部覆盖",
    "X26-period": "统计时点不同",
    "X27-scope": "口径不同",
    "X27-version": "口径版本不同",
}
