"""Where a heading's title ends and its running text begins, and what a title sounds like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhenggai.domain.report import Span, State

_WHOLE_LINE_LIMIT = 160
_SHORT = 80
_MARKER = re.compile(r"(?:一是|一方面,|首先,|第一,|①|\(1\))")
_STATE_NOTE = re.compile(
    r"\s?[(【\[]\s?(?P<note>(?:该问题)?(?:目前)?(?:已|正在|未|尚未|长期|持续|基本|立行|完成)[^()【】\[\]。;]{0,12})\s?[)】\]]\s?$"
)
_SENTENCE_END = re.compile(r"[。!?]")
_COLON_BODY = re.compile(r"(?<=问题|方面|情况)[:,]")

ASPECT = re.compile(r"方面(?:的|存在的?|突出|主要|反馈|整改|落实)*(?:问题|情况|不足)?(?:整改)?(?:情况|落实情况)?$")
STRONG = re.compile(r"(?:问题|的问题)[\"”』」]?$|^针对.{2,}")
_DEFICIENT = re.compile(
    r"不(?!断|懈|忘|折不扣|动产|同|仅|少于|低于|超过|良|锈|孕)|薄弱|滞后|缺位|缺失|偏差|差距|淡化|弱化|虚化|形式|走过场|违规|违纪|违法|超标|超编|漏洞|短板|隐患|欠缺|未|没有|偏[低慢软少弱松轻宽]|慢|差$|低$|少$|乱|弱$|松$|软$|敷衍|应付|脱节|空转|拖欠|挪用|闲置|截留|虚报|套取|侵占|超范围|疏于|流于|泛化|失管|失察|缺乏|有待|时有发生|较重|突出$|滋生|挤占|随意|侥幸|宽松软|浮于|落空|悬空"
)
_ACTING = re.compile(
    r"(?:进一步|持续|不断|切实|全面|深入|积极|扎实|大力|着力|充分|认真|坚决|及时|坚持|有效|从严|严肃|抓好|抓实|始终|牢牢|严格|深刻|迅速|高标准|稳步|统筹)*"
    r"(?:加强|强化|开展|制定|印发|组织|召开|落实|建立|完善|健全|推进|推动|加大|压实|严格|深化|提升|提高|聚焦|督促|规范|成立|修订|出台|坚持|树牢|抓好|抓实|狠抓|严肃|优化|夯实|筑牢|拓展|明确|细化|整治|清理|排查|学习|传达|加快|压紧|转变|改进|统一|把握|履行|发挥|丰富|创新|构建|举一反三|建章立制|补齐|扛牢|扛起|突出|紧盯|从严|增强|做好|解决|整改|收回|完成|追缴|清退|安排|对|由|将)"
)
COUNTED = re.compile(
    r"\d+(?:\.\d+)?(?:余|多)?(?:万|亿)?(?:元|亩|个|家|户|人|次|项|件|处|公里|吨|套|座|台|名|起|份|场|平方米|米|%|辆|株|所)"
)
_ENDING = re.compile(
    r"(?:不(?:[\u4e00-\u9fff]{1,4})|薄弱|滞后|缺[位失乏]|偏[差低慢软少弱松]|差距|[淡弱虚泛]化|形式|过场|违[规纪法]|漏洞|短板|隐患|欠缺|混乱|脱节|空转|突出|失[管察序控]|缓慢|迟缓|宽松软|较[多重少差慢]|[差低慢少乱弱松软难]|反弹|问题)[”\"]?$"
)
ORGANISING = re.compile(
    r"总体(?:情况|要求|推进|开展|部署|安排|进展|评价)|基本(?:情况|原则|概况)|概况|组织(?:领导|推进|开展|实施|保障|落实)|推进(?:整改|情况)|主要做法|工作(?:开展|部署|推进|组织|要求|措施$|步骤|目标)|整改(?:工作)?(?:总体|基本|推进|组织|开展|主要|部署|过程)|站位|统一思想|思想认识|保障措施|指导思想|实施步骤|强化保障|提高认识|工作原则"
)
COMING = re.compile(
    r"下一?步|下一阶段|今后|打算|后续(?:整改)?工作|努力方向|工作计划|工作安排|巩固(?:拓展|深化|提升)?.{0,6}成果|存在的?(?:主要)?(?:困难|差距)|意见建议$"
)
CLUES = re.compile(
    r"(?:(?:移交|转办|交办).{0,16}(?:线索|信访|件)|线索|信访(?:件|事项|举报)?).{0,10}(?:办理|处置|核查|查办|处理)(?:工作)?(?:情况|进展|结果)?$|追责问责情况$|选人用人.{0,8}情况$"
)
CONTACT = re.compile(
    r"联系(?:方式|电话|人)|监督(?:方式|电话|渠道)|意见反馈|公示(?:期|时间)|附件|附表|受理方式|投诉(?:电话|渠道|方式|举报)"
)
RESULTS = re.compile(
    r"整改(?:落实|进展|完成|任务|工作)?(?:情况|进展|成效|任务)|(?:反馈|发现|指出|查出|存在|突出|具体|重点|审计|督察).{0,12}(?:问题|意见|任务)|问题整改|任务(?:清单|完成情况)|问题清单"
)


@dataclass(frozen=True, slots=True)
class Title:
    """Span of the title's words, and where the running text behind it begins."""

    span: Span
    body: int


def title_span(text: str, first: int, line_end: int, *, whole: bool = False) -> Title:
    """Cut the line after a label into title and running text; a labelled line is `whole` up to its measures."""
    while first < line_end and text[first] in " ,:":
        first += 1
    stop = _whole_stop(text, first, line_end) if whole else _title_stop(text, first, line_end)
    body = stop
    while body < line_end and text[body] in " 。:,;!?\n":
        body += 1
    if text.startswith("针对", first) and text.endswith("问题", first, stop):
        first += 2
    last = stop
    while last > first and text[last - 1] in " 。:;,":
        last -= 1
    return Title((first, last), body)


def _whole_stop(text: str, first: int, line_end: int) -> int:
    marker = _MARKER.search(text, first, line_end)
    return marker.start() if marker and marker.start() > first else line_end


def _title_stop(text: str, first: int, line_end: int) -> int:
    marker = _MARKER.search(text, first, line_end)
    sentence = _SENTENCE_END.search(text, first, line_end)
    colon = _COLON_BODY.search(text, first, min(line_end, first + _SHORT))
    stop = sentence.start() if sentence else line_end
    ends_in_problem = text.endswith("问题。", first, line_end) or text.endswith("问题", first, line_end)
    if (
        sentence
        and ends_in_problem
        and marker is None
        and line_end - first <= _WHOLE_LINE_LIMIT
        and not text.endswith("问题", first, stop)
    ):
        return line_end
    if (
        colon
        and colon.start() < stop
        and (text[colon.start()] == ":" or text.startswith("针对", first) or text.startswith("关于", first))
    ):
        return colon.start()
    return min(stop, marker.start()) if marker and marker.start() > first else stop


def without_state_note(text: str, span: Span) -> tuple[Span, str | None]:
    """The title without a bracketed note such as (已完成) at its end, and the note."""
    match = _STATE_NOTE.search(text, *span)
    if match is None:
        return span, None
    return (span[0], match.start()), match["note"]


def is_deficient(title: str) -> bool:
    """Whether a title names a shortcoming."""
    return _DEFICIENT.search(title) is not None


def ends_deficient(title: str) -> bool:
    """Whether a title ends on its shortcoming: 落实整改责任不到位."""
    return _ENDING.search(title) is not None


def is_acting(title: str) -> bool:
    """Whether a title begins with a deed: 加强…, 制定…."""
    return _ACTING.match(title) is not None


_STATES: tuple[tuple[re.Pattern[str], State], ...] = (
    (re.compile(r"未启动|尚?未开展|尚?未(?:开始|整改|动工|实施)|未整改"), "not_started"),
    (re.compile(r"长期坚持|长期整改|长期整治|长期推进|需长期|长期任务|立足长期"), "long_term"),
    (
        re.compile(
            r"正在|整改中|进行中|推进中|基本(?:完成|整改|到位)|持续(?:推进|整改|坚持)|未完成|尚未完成|部分完成|有序推进|达到(?:时|序)[时序]?进度|按(?:时序|序时)进度|序时推进|阶段性(?:完成|整改)|"
            r"(?:申请|待|拟|提请|报请)销号|(?:未|没有)(?:销号|办结|到位|解决|落实|完成|完毕)"
        ),
        "ongoing",
    ),
    (
        re.compile(r"已?完成|已?整改(?:到位|完毕|完成|结束)|已整改|已销号|销号|办结|到位|已?落实|已?解决|^是$|√|完毕"),
        "done",
    ),
)


def state_of(note: str) -> State | None:
    """The state that a short note states: 已完成, 正在整改, 长期坚持, 未启动."""
    return next((state for pattern, state in _STATES if pattern.search(note)), None)


_STATED = re.compile(
    r"(?:该(?:项)?(?:问题|任务)|整改|目前|已于[^,。;]{2,14}|\d{4}年[^,。;]{1,8}|,)*"
    r"(?P<state>(?:均|全部|都)?(?:已(?:经)?(?:全部)?|基本|正在|尚未|未|持续|长期|有序|需|部分|阶段性|达到|按|立行立改,?已?|完成|整改|推进|进行|办结|销号|到位|落实|解决|坚持|√|是)[^,。;\d]{0,10})(?:[,。;\n]|$)"
)


def stated(said: str) -> State | None:
    """The state that the value of a 整改进展: line or cell begins with; None where it tells of deeds instead."""
    match = _STATED.match(said)
    if match is None or _DEED.search(match["state"]):
        return None
    return state_of(match["state"])


_DEED = re.compile(r"(?:完成|解决|落实|推进)(?!整改|情况)[\u4e00-\u9fff]{4,}")
