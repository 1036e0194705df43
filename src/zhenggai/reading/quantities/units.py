"""The units and measure words of the genre: what kind each is, and which letters after it make it another word."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhenggai.domain.report import QuantityKind


class Unit(NamedTuple):
    """A unit as returned; `numeral` says whether Chinese numerals may stand before it."""

    name: str
    kind: QuantityKind
    numeral: bool = True


_MEASURES: dict[QuantityKind, str] = {
    "money": "元 美元 欧元 港元 日元 英镑",
    "area": "亩 公顷 平方米 平米 ㎡ m2 m² 平方公里 平方千米 km2 km²",
    "length": "公里 千米 米 延米 厘米 毫米 海里 km",
    "mass": "吨 公斤 千克 斤 克 毫克 微克 kg 毫克/立方米 微克/立方米",
    "volume": "立方米 立方 m3 m³ 升 毫升",
    "duration": "天 小时 分钟 秒 周 年 日 个月 个多月 个季度 个星期 个小时 个多小时 个工作日 工作日",
    "points": "个百分点 百分点",
    "ratio": "% ‰ 成",
}
_COUNTS = (
    "个 家 户 名 人 位 次 项 件 起 份 篇 场 处 座 台 套 类 组 批 轮 支 所 条 只 头 辆 栋 幢 间 宗 例 幅 块 盏 株 册 封 笔 枚 艘 架 棵 门 堂 节 期 "
    "种 倍 道 眼 孔 遍 趟 部门 方面 大 批次 人次 户次 场次 班次 台次 辆次 家次 件次 车次 台套 轮次 项次 宗地 岁 周岁 学时 课时 羽 尾 卷 根 顶 具 匹 首 章 集 顿 桌 席 帧 千瓦 千瓦时 瓦 瓦时 兆瓦"
)
# Chinese numerals before these make names and idioms (三村, 八部, 十分, 三方), never a count to trust.
_ARABIC_COUNTS = (
    "村 镇 乡 县 区 市 行政村 自然村 村庄 社区 小区 街道 乡镇 镇街 单位 企业 学校 医院 支部 党支部 党组织 党员 干部 项目 图斑 部 本 张 层 款 单 方 分 字 "
    "页 桩 桶 箱 袋 瓶 盒 床 床位 口 点位 路段 河段"
)
_RENAMED = {"个百分点": "百分点", "%": "1", "‰": "1", "成": "1", "个小时": "小时", "个多小时": "小时", "个多月": "个月"}

UNITS: dict[str, Unit] = {
    **{word: Unit(_RENAMED.get(word, word), kind) for kind, words in _MEASURES.items() for word in words.split()},
    **{word: Unit(word, "count") for word in _COUNTS.split()},
    **{word: Unit(word, "count", numeral=False) for word in _ARABIC_COUNTS.split()},
    "角": Unit("元", "money", numeral=False),
}

# 3组 is three groups, 3组织 is none: the letters after a unit that make it another word.
_CONTINUED = {
    "个": "别性体", "元": "旦素宵", "人": "民大均工才事", "户": "籍外", "家": "庭长", "名": "称单录义誉列额", "位": "于居列置数一", "次": "产分污供级日月年",
    "项": "目", "件": "套", "处": "理罚置于分长级室", "台": "账阶", "套": "路", "类": "型似别", "组": "织长员成建", "批": "准复示评发办改", "轮": "换岗训", "支": "付持出援撑委书撑",
    "所": "有属需在以", "条": "例件款", "只": "有要能", "头": "部顶", "间": "接隔断", "宗": "旨教", "例": "如会行", "幅": "度", "块": "状", "封": "闭", "笔": "记",
    "门": "店户诊槛前", "节": "约点能水日假", "期": "间限内货满刊", "道": "路德歉", "大": "会队厅约概力量型厦棚学", "部": "门署分委队级长位", "本": "级年月次市区县地院科人身着季",
    "张": "贴", "款": "项", "单": "位元独个", "方": "面案法式向可", "区": "域间别委政级", "市": "场民委政级直值", "县": "委政级区", "村": "民庄委级居", "镇": "区", "乡": "村镇",
    "年": "度级初龄末代", "日": "常益前起", "天": "然气津", "周": "边期岁围末年例一二三四五六日", "米": "饭", "克": "服扣", "成": "立为功熟果员效本长绩型品", "角": "度色", "床": "位铺",
    "项目": "部", "千瓦": "时", "单位": "元", "支部": "委", "口": "人岸号", "字": "号样", "分": "别", "场": "所地镇", "座": "谈位", "起": "草来到",
    "卷": "入烟宗", "顶": "风级层", "具": "体有备象", "根": "据本治除源基", "首": "次先要问批个府届位", "章": "程", "集": "中体团市镇聚合约", "席": "会位卷", "升": "级学", "种": "植子粮养", "株": "洲",
}  # fmt: skip
_CLOSED = {word: frozenset(letters) for word, letters in _CONTINUED.items()}
_NOTHING: frozenset[str] = frozenset()


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
