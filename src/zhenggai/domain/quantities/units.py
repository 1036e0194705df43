"""The units and measure words of the genre, and what kind each is."""

from __future__ import annotations

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
