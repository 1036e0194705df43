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
    "mass": "吨 公斤 千克 斤 克 毫克 微克 kg",
    "volume": "立方米 立方 m3 m³ 升 毫升",
    "duration": "天 小时 分钟 秒 周 年 日 个月 个多月 个季度 个星期 个小时 个多小时 个工作日 工作日 "
    "个半月 个半小时 年半 天半",
    "points": "个百分点 百分点",
    "ratio": "% ‰ 成",
}
_COUNTS = (
    "个 家 户 名 人 位 次 项 件 起 份 篇 场 处 座 台 套 类 组 批 轮 支 所 条 只 头 辆 栋 幢 间 宗 例 幅 块 盏 株 册 封 笔 枚 艘 架 棵 门 堂 节 期 "
    "种 倍 道 眼 孔 遍 趟 部门 方面 大 批次 人次 户次 场次 班次 台次 辆次 家次 件次 车次 台套 轮次 项次 宗地 岁 周岁 学时 课时 羽 尾 卷 根 顶 具 路 匹 首 章 集 顿 桌 席 帧 "
    "瓶 箱 捆 扇 穴 窝 册次 艘次 架次 亩次 公顷次 千瓦 千瓦时 瓦 瓦时 兆瓦 兆瓦时 "
    # A concentration is no mass: it keeps its unit and adds to nothing.
    "毫克/立方米 微克/立方米 毫克/升 微克/升 毫克/千克 毫克/公斤 mg/L mg/m³ mg/m3 μg/m³ μg/m3 mg/kg"
)
# Chinese numerals before these make names and idioms (三村, 八部, 十分, 三方), never a count to trust.
_ARABIC_COUNTS = (
    "村 镇 乡 县 区 市 行政村 自然村 村庄 社区 小区 街道 乡镇 镇街 单位 企业 学校 医院 支部 党支部 党组织 党员 干部 项目 图斑 部 本 张 层 款 单 分 字 "
    "页 桩 桶 袋 盒 床 床位 口 点位 路段 河段 把 发 串 包 面 副 双 对 颗 粒 片 段 排 列 名额 席位 份额 "
    "岗位 车位 泊位 站点 网格 科室 窗口 工地 机构 标段 线索 案件 农户 商户 门店"
)
_RENAMED = {"个百分点": "百分点", "%": "1", "‰": "1", "成": "1", "个小时": "小时", "个多小时": "小时", "个多月": "个月",
    "个半月": "个月", "个半小时": "小时", "年半": "年", "天半": "天"}  # fmt: skip

UNITS: dict[str, Unit] = {
    **{word: Unit(_RENAMED.get(word, word), kind) for kind, words in _MEASURES.items() for word in words.split()},
    **{word: Unit(word, "count") for word in _COUNTS.split()},
    **{word: Unit(word, "count", numeral=False) for word in _ARABIC_COUNTS.split()},
    "角": Unit("元", "money", numeral=False),
    "方": Unit("方", "volume", numeral=False),
}

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
