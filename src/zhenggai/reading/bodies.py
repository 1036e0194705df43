"""Names of the body that inspected and of the body that was inspected."""

from __future__ import annotations

import re

_CJK = "[\u4e00-\u9fff]"
_NUMBER = "[一二三四五六七八九十\\d]{1,3}"
_TEAM = re.compile(r"(?:巡视|巡察|督察|督查|督导|审计|检查|考核|巡查)(?:第?[一二三四五六七八九十]{1,2})?组")
_NAMED_TEAM = re.compile(
    rf"(?:(?:中共)?(?:中央|国务院|{_CJK}{{0,12}}?(?:省|市|县|区|州|旗|盟|工|公司|集团|校|大学|学院)委?|{_CJK}{{0,10}}?(?:党委|党组|安委会|政法委)))?"
    rf"(?:生态环境保护|环境保护|环保|专项|提级|交叉|联合|机动)?第{_NUMBER}(?:[、和与]第{_NUMBER}){{0,3}}(?:轮)?(?:生态环境保护|环境保护|环保|专项|交叉)?(?:(?:巡视|巡察|督察|督查|审计|考核|巡查|督导|检查){{1,2}})组$"
    rf"|{_CJK}{{2,12}}(?:巡视|巡察|督察|督查)第?[一二三四五六七八九十]{{1,2}}组$"
)
_PLAIN_TEAM = re.compile(
    rf"(?:中央|国务院|{_CJK}{{0,8}}?(?:省|市|县|区|州|旗|盟)委?|{_CJK}{{0,6}}?党委){_CJK}{{0,14}}?(?:巡视|巡察|督察|督查|督导|审计|检查|考核)组$"
)
_TEAM_REACH = 32
_AUDIT = re.compile(r"审计[局厅署]")
_AUDITOR = re.compile(rf"{_CJK}{{1,12}}?审计[局厅]$|审计署$")
_ROOM = re.compile(r"督[查察](?:办公)?室(?=对)")
_INSPECTING_ROOM = re.compile(rf"{_CJK}{{2,12}}督[查察](?:办公)?室$")
_SPECIAL_OFFICE = re.compile(rf"{_CJK}{{0,8}}?审计[署厅局]驻?{_CJK}{{0,12}}?(?:特派员?办(?:事处)?|特派办)")
_LEAD_IN = re.compile(
    r"^(?:(?:按照|根据|依据|由|受|被|经|对照|对|向|和|与|及|将|关于|落实|接受|配合|针对|现将|至|起|日|后|在|于|为|是|从|了|根据|收到|近期|期间|统一|部署|安排|工作|要求|常规|巡视|巡察|反馈|整改|全面|认真|党的|关|我[县市区局]?)+)"
)
_BEFORE = re.compile(r"^.*(?:关于|对照|根据|按照|接受|落实|配合|召开|会同|收到|由|向|受|经)(?=.)")
_BODY_END = "(?:党组|党委|党总支|党支部|党工委|委员会|县委|区委|市委|州委|旗委|省委|工委|政府|局|委|办|院|校|中学|小学|大学|学院|公司|集团|银行|镇|乡|街道|中心|医院|厅|县|区|市|州|旗|园|社|会|团队|站|所|村|社区)"
_INSPECTED = re.compile(
    rf"(?:对|进驻)(?P<body>(?:中共|中国共产党)?{_CJK}{{1,28}}?{_BODY_END})(?:党组织|领导班子|党委班子|班子|党组班子)?(?:\({_CJK}{{2,8}}\))?(?:(?:开展了?|进行了?|实施了?|启动了?|集中开展了?|的)(?:为期[^,。]{{1,8}}的)?{_CJK}{{0,12}}?|常规|专项|提级)?(?:巡视|巡察|督察|审计|督查|检查|考核|巡查)"
)
_FED_BACK = re.compile(
    rf"(?:向|对)(?P<body>(?:中共|中国共产党)?{_CJK}{{1,28}}?(?:、{_CJK}{{2,24}}?)?)(?:领导班子|班子)?(?:主要负责人)?(?:进行了?|作了?|正式|集中|分别)?(?:反馈|通报|送达|出具|印发|下达)"
)
_TITLE_BODY = re.compile(
    rf"^(?P<body>(?:中共|中国共产党)?{_CJK}{{1,30}}?{_BODY_END})(?=关于|贯彻|落实|整改|巡视|巡察|审计(?![局厅署])|对|党组织|接受|省|市委|县委|区委|中央|国家|第[一二三四五六七八九十]{{1,2}}(?:轮|批|巡|生|环|督)|\d)"
)
_ABOUT = re.compile(rf"关于(?P<body>(?:中共)?{_CJK}{{2,24}}?{_BODY_END})(?:落实|整改|巡视|巡察|贯彻|接受|党组织)")
# “关于X市2023年度……审计查出问题” is the auditor's own summary over many bodies.
_ABOUT_A_YEAR = re.compile(rf"关于{_CJK}{{2,12}}\d{{4}}年")
_NOT_BODIES = re.compile(r"^(?:我|本|该|其|全|各|此|这|那|有关|相关|反馈|问题)")
_OFFICE = re.compile(r"领导小组|办公室$|专班|(?:督查|督察|检查|巡察|巡视|审计)$")
_SUFFIX = re.compile(r"(?:党组|党委|党总支|党支部|党工委|[省市县区州旗盟]委(?:员会)?|工作委员会|支部委员会|委员会)$")
_PLACE_COMMITTEES = frozenset(f"{place}{word}" for place in "省市县区州旗盟" for word in ("委", "委员会"))
_PARTY = re.compile(r"^(?:中共|中国共产党)")


def inspector_body(title: str, opening: str) -> str | None:
    """The fullest name of the inspecting team or office the text gives."""
    text = f"{title}\n{opening}"
    if "特派" in text and (special := _SPECIAL_OFFICE.search(text)):
        return _LEAD_IN.sub("", _BEFORE.sub("", special.group()))
    for anchor, pattern in ((_TEAM, _NAMED_TEAM), (_TEAM, _PLAIN_TEAM), (_AUDIT, _AUDITOR), (_ROOM, _INSPECTING_ROOM)):
        ends = [match.end() for match in anchor.finditer(text)]
        found = [match.group() for end in ends if (match := pattern.search(text, max(0, end - _TEAM_REACH), end))]
        names = [_LEAD_IN.sub("", _BEFORE.sub("", name)) for name in dict.fromkeys(found)]
        names = [name for name in names if len(name) > 3 and "领导小组" not in name]
        if names:
            return max(names, key=lambda name: (len(name), -names.index(name)))
    return None


def inspected_body(title: str, opening: str, signature: str | None) -> str | None:
    """The fullest name of the inspected body: as signed or titled where that is the body the text speaks of."""
    named = [match["body"] for pattern in (_INSPECTED, _FED_BACK) for match in pattern.finditer(opening)]
    named = [
        body
        for body in (_LEAD_IN.sub("", name) for name in named)
        if len(body) > 1 and not (_NOT_BODIES.match(body) or _OFFICE.search(body))
    ]
    titled = _match_body(_TITLE_BODY, title.removeprefix("关于"))
    if titled and _ABOUT_A_YEAR.match(title):
        titled = None
    formal = [
        name
        for name in (signature, titled, _match_body(_ABOUT, title))
        if name and not _OFFICE.search(name) and not _AUDITOR.search(name)
    ]
    if not named:
        whole = next((name for name in formal if len(name) > 2), None)
        return f"{whole}人民政府" if whole and f"{whole}人民政府" in opening else whole
    core = named[0]
    # A text says 县供销社党组 or 学校党委 for what its title or signature calls by the full name.
    full = [name for name in formal if (_PARTY.match(name) or name == titled) and _suffix(name) == _suffix(core)]
    if full and _suffix(core):
        return max(full, key=len)
    same = [name for name in (*formal, *named) if _same_body(name, core)]
    return max(same, key=len, default=core)


def _match_body(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match["body"] if match else None


def _same_body(name: str, core: str) -> bool:
    """Whether two names are of one body: one is the other with more words in front or a party suffix behind."""
    shorter, longer = sorted((_stem(name), _stem(core)), key=len)
    return len(shorter) > 1 and shorter in longer and (longer.endswith(shorter) or longer.startswith(shorter))


def _suffix(name: str) -> str | None:
    match = _SUFFIX.search(name)
    if match is None:
        return None
    suffix = match.group().replace("工作委员会", "党工委").replace("支部委员会", "党支部")
    return "委" if suffix in _PLACE_COMMITTEES else suffix.replace("委员会", "党委")


def _stem(name: str) -> str:
    return re.sub(r"(?:党组|党委|党总支|党支部|委员会|领导班子|(?<=[省市县区州旗盟])委)$", "", _PARTY.sub("", name))
