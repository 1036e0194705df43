"""Where a number with a measure word is no quantity: ordinals, slogans, names, years and ways of speaking."""

from __future__ import annotations

import re

_ORDINAL = re.compile(r"第[\d一二两三四五六七八九十百]*(?:[、,和及至到-][\d一二三四五六七八九十百]+)*[、,和及至到-]?$")
_RANK = re.compile(r"(?<![目当提以之日此会底])前$")
_PRODUCT = re.compile(
    r"(?:年|日|月)(?:产|处理|加工|出栏|屠宰|存栏|供水|吞吐|生产|发电|周转|养殖)(?:(?!项目|基地|生产线|工程)[^,。;、:\n])*$"
)
_PROJECT = re.compile(r"[^,。;、:\n]{0,40}?(?:项目|生产线|基地|工程|工厂|车间)")
_SLOGAN = re.compile(
    r"[两三四五六七八九十]个(?:确立|维护|责任|毫不动摇|大局|结合起来|务必|一以贯之|代表|区分开来|意识|自信|全面|服从|亲自|同步|不摘|最严|必由之路|必须|坚持"
    r"|不放过|伟大|革命|不变|一批|到位|走在前|转变|导向|离不开|敬畏|带头|百分之百|100%|一律|一公里|更加|没有变|转移|更|健全)"
    r"|三天两头|两头|三天打鱼|八项规定|两项补贴|两免一补|四种形态|四项基本原则|六项纪律|三大攻坚战|五大发展理念|四大班子|三大革命|五大振兴|五大建设|四套班子|两套班子|三项建设|三大法宝|三大作风"
    r"|六大纪律|三次产业|三次分配|[两三四五六七八九十]次全|三个年|四项监督"
)
_INDEFINITE_ALLOWED = re.compile(r"(?:至少|不少于|不低于|仅有?|只有|每[^,。;、\n]{1,8})$")
_INDEFINITE_TIME = re.compile(
    r"(?:为期|期限|连续|历时|提前|用|利用|经过|将近|不到|不足|超过|仅|推迟|延长|延期|至少|支付|预留|储备|停业|停产|拖延|滞后|(?<![部十百])分)了?$"
)
COUNTED_ONES = frozenset(
    ["次", "名", "场", "期", "篇", "份", "家", "轮", "堂", "户", "件", "人", "位", "所", "座", "项"]
)
_PLAN = re.compile(r"(?:行动|规划|计划|攻坚|改革|提升|制|级|滚动|实施方案|任期|来|以来|过渡|禁渔|目标)")
_RELATIVE = re.compile(r"(?:近|过去|今后|未来|最近|往后|之后|第|前|后|上|下|这|头|此后|每)[的了]? ?$")
_SPAN_OF_TIME = re.compile(r"(?:以内|之内|内|以上|以下|左右|期|时间|期限|多|余|之久|整|,|。|;|、|$)")
_MEMBERS = re.compile(r"(?:党的|十|届)$")
_SCORE_END = re.compile(
    r"[,。;、)\n以的及]|提[高升]|下降|上升|增[加至长]|调[整至高低]|降[低至到为]|扣[减至]|升[至到]|[减变]为|$"
)
_LABELLED = re.compile(r"(?:附件|附表|附录|附图|(?<!代)表|图|编号|序号|专栏|热线|电话|步骤)$")
_HOTLINE = re.compile(r"123(?:09|15|17|19|28|33|45|48|50|69|80|88|89|93)")
_NOUNS_OF_ONE_LETTER = frozenset("村镇乡县区市")
_ENDS = r"[,。;、:)的\n\t]|$"
# 把, 对, 副 and 发 are prepositions, titles and verbs more often than measure words: they count only what is known to come so.
_HELD = {
    "把": re.compile(rf"{_ENDS}|[^,。;、\n]{{0,3}}(?:椅|锁|尺|刀|伞|斧|钥匙|扫帚|扫把|锹|镰|枪|钳|铲|剪|凳|锄)"),
    "对": re.compile(rf"{_ENDS}|[^,。;、\n]{{0,2}}(?:夫妻|夫妇|新人|师徒|情侣|恋人|母子|双胞胎|轮胎|电池)"),
    "发": re.compile(rf"{_ENDS}|[^,。;、\n]{{0,2}}(?:子弹|雷管|炮弹|弹药)"),
    "副": re.compile(rf"{_ENDS}|[^,。;、\n]{{0,3}}(?:手套|眼镜|对联|春联|担架|棋|牌|手铐|拐杖|镜)"),
}
_DOUBLES = frozenset("把包对双副")
_ONE_TENTH = re.compile(
    r"(?:不足|不到|近|约|仅|占|超|超过|达|到"
    r"|(?:下降|上升|增长|提高|提升|减少|增加|降低|压减|上浮|下浮|上涨|下跌|缩减|节约|节省|让利)[^,。;、\d\n]{0,6})$"
)
_WINDOW = 40
_QUOTE_REACH = 14
_OPENING = "“‘「『"
_CLOSING = {"“": "”", "‘": "’", "「": "」", "『": "』"}


def is_ordinal(head: str, unit: str) -> bool:
    """Whether what stands before makes it 第3项, 第三、四季度 or 前3名."""
    if "第" in head and _ORDINAL.search(head):
        return True
    return unit in _RANKED and head.endswith("前") and _RANK.search(head) is not None


_RANKED = frozenset(
    ["名", "位", "个月", "年", "天", "季度", "个季度", "家", "强", "个工作日", "小时", "届", "期", "批", "轮"]
)


def is_product(text: str, start: int, end: int) -> bool:
    """Whether the number describes what a named project makes: 年产320万吨…项目."""
    first = start - _WINDOW if start > _WINDOW else 0
    if text.find("年", first, start) < 0 and text.find("日", first, start) < 0:
        return False
    return _PRODUCT.search(text[first:start]) is not None and _PROJECT.match(text, end) is not None


def is_in_title(text: str, start: int) -> bool:
    """Whether the place is inside 《…》 or 【…】."""
    first = start - 80 if start > 80 else 0
    for opening, closing in ("《》", "【】"):
        place = text.rfind(opening, first, start)
        if place >= 0 and text.find(closing, place, start) < 0 and text.find("\n", place, start) < 0:
            return True
    return False


def quoted_length(text: str, start: int, end: int) -> int:
    """Length of the short quotation around the place; 0 where there is none."""
    first = start - _QUOTE_REACH if start > _QUOTE_REACH else 0
    for mark in _OPENING:
        place = text.rfind(mark, first, start)
        if place < 0:
            continue
        close = text.find(_CLOSING[mark], place, end + _QUOTE_REACH)
        if close >= end:
            return close - place - 1
    return 0


def is_slogan(text: str, start: int) -> bool:
    """Whether a political phrase such as 两个维护 or 八项规定 begins here."""
    return _SLOGAN.match(text, start) is not None


def is_indefinite_one(head: str, unit: str, kind: str, following: str) -> bool:
    """Whether 一 with this unit is a way of speaking (一个, 一批) and no count."""
    if kind == "count":
        return unit != "倍" and not (unit in COUNTED_ONES and _INDEFINITE_ALLOWED.search(head))
    if kind == "duration":
        bounded = following.startswith(("内", "以内", "之内", "左右", "以上"))
        return not (bounded or unit == "个季度" or _INDEFINITE_TIME.search(head))
    return kind == "area" or (kind == "ratio" and not _ONE_TENTH.search(head))


def is_no_duration(head: str, digits: str, unit: str, following: str) -> bool:
    """Whether a number before 年, 日, 周, 天 or 个月 names a date, a plan or a period seen from now."""
    if unit == "日":
        return not following.startswith(("内", "以内", "之内")) or head.endswith("月")
    if unit == "年":
        return _is_no_years(head, digits, following)
    return (
        bool(_RELATIVE.search(head))
        and not head.endswith(("目前", "提前", "以上", "以下", "以后", "每"))
        and unit not in ("小时", "分钟")
    )


def is_relative(head: str) -> bool:
    """Whether a stretch of time is seen from now (近两年半)."""
    return _RELATIVE.search(head) is not None


def _is_no_years(head: str, digits: str, following: str) -> bool:
    if len(digits) >= 4 or (digits.isdecimal() and 12 < int(digits) < 50) or "." in digits:
        return not following.startswith(("内", "以内", "期", "以上")) or len(digits) >= 4
    if _RELATIVE.search(head) and not head.endswith(("提前", "以上", "以下")):
        return True
    if _PLAN.match(following):
        return True
    return not digits.isdecimal() and not (_SPAN_OF_TIME.match(following) or _INDEFINITE_TIME.search(head))


def is_no_great(head: str, digits: str, following: str) -> bool:
    """Whether 大 after a number is no measure word (二十大, 十大, 八大)."""
    if digits.isdecimal():
        return len(digits) > 2
    return (
        len(digits) != 1
        or digits in "一二十百千万"
        or bool(_MEMBERS.search(head))
        or following[:1] in ("", "精", "报", "以", "召", "提", "代", ",", "。", "、", "”")
    )


def is_label_or_title(head: str, digits: str, word: str, following: str) -> bool:
    """Whether a number before a noun or a rare measure word is a label, a hotline or a title (附件1机构, 12345把, 1正2副)."""
    if _HOTLINE.fullmatch(digits):
        return True
    if (len(word) > 1 or word in _NOUNS_OF_ONE_LETTER) and _LABELLED.search(head):
        return True
    if word in _DOUBLES and (following[:1].isdecimal() or head.endswith("正")):
        return True
    held = _HELD.get(word)
    return held is not None and not held.match(following)


def is_no_score(head: str, following: str) -> bool:
    """Whether 分 after a number is no score (8时30分, 3分工)."""
    return head.endswith(("时", "点", ":")) or not _SCORE_END.match(following)
