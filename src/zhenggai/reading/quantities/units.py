"""Where a unit ends in running text: which letters after it make it another word."""

from __future__ import annotations

import re

from zhenggai.domain.quantities.units import UNITS, Unit

__all__ = ["HALVED", "TENTHS", "UNITS", "Unit", "alternatives", "continues"]

# 3组 is three groups, 3组织 is none: the letters after a unit that make it another word.
_CONTINUED = {
    "个": "别性体", "元": "旦素宵", "人": "民大均工才事", "户": "籍外", "家": "庭长", "名": "称单录义誉列额", "位": "于居列置数一", "次": "产分污供级日月年",
    "项": "目", "件": "套", "处": "理罚置于分长级室", "台": "账阶", "套": "路", "类": "型似别", "组": "织长员成建", "批": "准复示评发办改", "轮": "换岗训", "支": "付持出援撑委书撑",
    "所": "有属需在以", "条": "例件款", "只": "有要能", "头": "部顶", "间": "接隔断", "宗": "旨教", "例": "如会行", "幅": "度", "块": "状", "封": "闭", "笔": "记",
    "门": "店户诊槛前类牌禁面卫球市", "节": "约点能水日假省余奏气", "期": "间限内货满刊", "道": "路德歉", "大": "会队厅约概力量型厦棚学", "部": "门署分委队级长位", "本": "级年月次市区县地院科人身着季",
    "张": "贴", "款": "项", "单": "位元独个", "方": "面案法式向可", "区": "域间别委政级", "市": "场民委政级直值", "县": "委政级区", "村": "民庄委级居", "镇": "区", "乡": "村镇",
    "年": "度级初龄末代", "日": "常益前起", "天": "然气津", "天半": "夜径价数", "个半月": "刊谈板", "周": "边期岁围末年例一二三四五六日", "米": "饭", "克": "服扣", "成": "立为功熟果员效本长绩型品", "角": "度色", "床": "位铺",
    "项目": "部", "千瓦": "时", "单位": "元", "支部": "委", "口": "人岸号径粮头述服供碑罩腔令", "字": "号样", "分": "别", "场": "所地镇", "座": "谈位", "起": "草来到",
    "把": "关握手柄脉戏持守控好准", "包": "括含抓保联干村案装围裹扎办销揽容", "面": "积向对临貌试粉值板子广上世料条目部环商授签谈谱", "双": "方向边重随创拥减控休语轨百千报评提十一1",
    "片": "区面状长段剂仔警", "段": "长落时位子", "层": "面次级", "排": "查除污放水序队名长头练涝风比期斥名出号量", "列": "入为举出席支名示席表管装车", "串": "联标通谋供换", "捆": "绑", "窝": "工点棚藏", "扇": "形区",
    "穴": "位盘播", "粒": "子度径", "箱": "体涵式变", "瓶": "颈", "名额": "制", "席位": "制", "份额": "制度", "年半": "年载程数价", "岗位": "职说责培练", "窗口": "期服单", "网格": "员化长管", "机构": "改编职设",
    "案件": "承评查质办", "线索": "移处核来", "工地": "食", "标段": "划", "农户": "小",
    "卷": "入烟宗", "顶": "风级层", "具": "体有备象", "路": "公线段径由口灯面基网车程长边过障", "根": "据本治除源基", "首": "次先要问批个府届位", "章": "程", "集": "中体团市镇聚合约", "席": "会位卷", "升": "级学", "种": "植子粮养", "株": "洲",
}  # fmt: skip
_CLOSED = {word: frozenset(letters) for word, letters in _CONTINUED.items()}
_NOTHING: frozenset[str] = frozenset()


# 3个半月, 两年半: what the word adds to the number before it.
HALVED = frozenset(["个半月", "个半小时", "年半", "天半"])
# 十五亩二分, 12元5角: a tenth of the unit that may follow it.
TENTHS = {"亩": "分", "元": "角"}


def continues(word: str, following: str) -> bool:
    """Whether the letter `following` makes another word of the unit `word`."""
    return following in _CLOSED.get(word, _NOTHING)


def alternatives() -> str:
    """All units as one pattern, grouped by first letter and longest first, guarded by their first letters."""
    groups: dict[str, list[str]] = {}
    for word in sorted(UNITS, key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = (
        re.escape(first) + (f"(?:{'|'.join(rests)})" if rests != [""] else "") for first, rests in groups.items()
    )
    return f"(?=[{re.escape(''.join(groups))}分])(?:{'|'.join(branches)})"
