"""Whether words speak of something still to come."""

from __future__ import annotations

import re

_DATE_AHEAD = r"(?:[0-9〇○零一二三四五六七八九十]{1,4} ?[年月、和至—-]|[一二三四]季度|今年|明年|后年|本年|本月|下月|下半年|上半年|年底|年末|年内|月底|春节|元旦|国庆)"
_DAY_OF_ACT = (
    r"(?:[0-9]{1,4} ?[年月](?!度)[^,。;:\n]{0,8}?|今年|明年|下半年|年底|年末|年内|春节)"
    r"(?:前|底|末|内|完成|建成|启动|开工|开展|组织|召开|对|再)"
)
_ACT = (
    r"交付|招聘|招录|完成|完工|竣工|开展|开工|实施|建设|建成|新建|新增|投入|投用|启动|引进|引入|安排|组织|改造|整治|推进|推动|利用|通过|采取|采用|出台|"
    r"制定|修订|召开|举办|培训|培育|购置|采购|打造|选派|选聘|申报|清退|化解|拆除|搬迁|支付|拨付|偿还|追缴|收回|收缴|办理|解决|全部|全面|增设|增加|补充|补齐|"
    r"实现|列入|进行|修建|建立|设立|成立|印发|整改|报送|提交|更新|升级|移交|验收|分(?:[期批步阶年]|[一二两三四五六0-9]{1,2}[期批步年个])|逐步|逐年|每[年月季]|再|争取|力争|继续|持续|进一步|尽快|"
    r"[对于在到将把由向从用以拟](?!口|建|编|内|外)"
)
_ADVERB = (
    r"继续|进一步|持续|把|根据|按(?=照|期|时|计划)|于|在(?![建线编册岗校职])|会(?!议|务|计|员)|严格|坚持|坚决|不断|加大|加强|加快|深入|切实|认真|积极|始终|定期|不定期|适时|"
    r"从(?!业)|通过|结合|围绕|着力|着眼|着重|重点(?=抓|推|做|对|围|加|整|开|解|关|突|检|督|放)|扎实|组织(?!部|机|生|工|力|体|架|建)|开展|启动|建立|制定|出台|完成|实施|推进|推动|统筹|逐步|逐年|逐一|逐项|"
    r"分[期批步阶年]|陆续|尽快|尽早|抓紧|采取|充分|严肃|依法|依规|依托|一如既往|以(?!往|上|下|前|后|及|内|外)|紧[盯扣紧]|聚焦|强化|健全|完善|探索|召开|牢牢|力争|争取|"
    r"每[年月季周]|长期(?!闲|未|存|以|拖|空|租|无|不)|常态|多[措渠方]|再次|再(?=用|对|次|开|组)|同步|对(?!口|象|方|公|账|标)|全面(?!从严|规范|深化改革领导)|全力|大力|倾力|努力|严厉|高标准|压实|压紧|巩固|深化|举一反三|督促|责成|协调|视情|择机|及时|主动|邀请|委托|"
    + _DAY_OF_ACT
)
_AIM = (
    r"在(?![建线])|于|早日|尽早|尽快|将|把|全(?![国省市县区社体校镇])|实现|达到|达|完成|到(?=[0-9今明年底“])|按[期时照]|使(?!用)|让|如期|再|率先|用(?!地|于)|做到|基本|提前|建成|竣工|完工|投用|纳入|"
    + _DATE_AHEAD
)
# The first character is a class of its own so that the scan skips quickly.
FUTURE = re.compile(
    r"[争力预计拟将下接今待后](?:"
    rf"(?<=争)取(?={_AIM})"
    r"|(?<=力)(?<!努力)(?<!权力)争(?!上游)"
    r"|(?<=预)计(?!总?投资|总?造价|费用|金额|总额|规模|产值|收入)"
    rf"|(?<=计)(?<![动作按有无改的究展支等原]计)(?<!年度计)划(?={_ACT}|{_DATE_AHEAD})(?!完成率|完成情况|推进情况|实施情况|实施方案|安排表|分类)"
    r"|(?<=拟)(?<![草虚模比仿起]拟)(?![定制稿写订办任人合态用]|提拔|提名|录用|聘用|建项目)"
    rf"|(?<=将)(?<![即现已并必主干少中大上健麻]将)(?=(?:{_ADVERB}))"
    r"|(?<=下)(?<![为对及和了]下)一?(?:步|阶段)(?=[,:]|[我区县市镇局委院校]|将|要|拟|继续|进一步|力争|争取|重点|工作中|(?:整改)?(?:工作)?(?:措施|打算|安排|计划|举措):)"
    r"|(?<=接)下来(?=[,将我]|要)"
    r"|(?<=今)后(?=[,将我]|要(?!求))"
    r"|(?<=待)(?<![接招对期等优亏看款善留有]待)[^,。;:\n]{1,14}后[,将再依予进及按逐实方统组启办尽陆]"
    r"|(?<=后)续(?:将|拟|计划)"
    r")"
)
# 将 that means 把: an object follows and a verb of placing after it.
TAKING = re.compile(r"[^,;。:\n]{1,40}?(?:作为|纳入|列入|列为|贯穿|融入|摆在|摆上|相?结合|定为|分解|细化为|移交)")
_ALWAYS_AHEAD = ("继续", "进一步", "持续", "把", "于")
DONE = re.compile(r"已(?!建|有|知|婚)|(?<!除|为|罢)了(?!解|如|然|望|断|却)|均完成|完成率")
BREAK = re.compile(r"[;。:!?\n\t]|,(?![0-9]{3}(?![0-9]))")


def is_taking(text: str, marker: re.Match[str]) -> bool:
    """Whether the marker is a 将 that only means 把, as in 将…纳入…."""
    if marker.group() != "将" or text.startswith(_ALWAYS_AHEAD, marker.end()):
        return False
    return TAKING.match(text, marker.end()) is not None


def speaks_of_future(text: str, span: tuple[int, int]) -> bool:
    """Whether a marker in the clause around a time expression says that the act is still to come."""
    first, last = clause_around(text, span)
    marker = FUTURE.search(text, first, min(len(text), last + 12))
    if marker is None or marker.start() >= last or is_taking(text, marker):
        return False
    return not is_done(text, span)


def is_done(text: str, span: tuple[int, int]) -> bool:
    """Whether the clause around a time expression says that the act is done."""
    return DONE.search(text, *clause_around(text, span)) is not None


def follows_future(text: str, start: int) -> bool:
    """Whether an earlier clause of the same sentence, at most 80 characters back, speaks of the future."""
    floor = max(0, start - 80)
    head = text[floor:start]
    marker = FUTURE.search(text, floor + max(map(head.rfind, "。!?\n\t")) + 1, start)
    return marker is not None and not is_taking(text, marker)


def clause_around(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The clause that holds the span; a label before a colon counts to it. At most 80 characters each way."""
    floor = max(0, span[0] - 80)
    head = text[floor : span[0]]
    first = max(map(head.rfind, ",;。!?\n\t")) + 1
    end = BREAK.search(text, span[1], min(len(text), span[1] + 80))
    return floor + first, end.start() if end else min(len(text), span[1] + 80)
