"""Equations that the words of a sentence imply, and the many that they do not."""

from __future__ import annotations

import time

import pytest

from zhenggai.reading.quantities import find_quantities
from zhenggai.reading.relations import find_relations
from zhenggai.reading.sentences import Sentences

Claim = tuple[str, bool, str, tuple[str, ...]]


def claims(text: str) -> list[Claim]:
    """Kind, verdict, total and parts of every relation found, as printed."""
    figures = find_quantities(text, taken=())
    found = find_relations(text, quantities=figures, sentences=Sentences(text))
    return [
        (one.kind, one.holds, figures[one.total].text, tuple(figures[part].text for part in one.parts)) for one in found
    ]


TRUE_SUMS: list[tuple[str, str, str]] = [
    ("巡视反馈问题697个,完成整改688个,基本完成整改4个,正在整改5个。", "697个", "688个 4个 5个"),
    ("移交信访件471件,已办结453件,正在办理18件。", "471件", "453件 18件"),
    ("反馈问题25个,已完成19个、正在整改6个。", "25个", "19个 6个"),
    ("共收到线索68件,其中了结48件、正在核查20件。", "68件", "48件 20件"),
    ("全县560户企业中,已退出480户,恢复经营80户。", "560户", "480户 80户"),
    ("已退出480户(吊销300户,注销180户)。", "480户", "300户 180户"),
    ("排查隐患30处:用电12处、用气10处、消防8处。", "30处", "12处 10处 8处"),
    ("排查隐患30处。其中:用电12处;用气10处;消防8处。", "30处", "12处 10处 8处"),
    ("三个专项共发现问题30个,分别为12个、10个、8个。", "30个", "12个 10个 8个"),
    ("清退甲镇3户、乙镇5户,合计8户。", "8户", "3户 5户"),
    ("追回补贴1.2亿元、收回借款8000万元,共计2亿元。", "2亿元", "1.2亿元 8000万元"),
    ("处分干部12人,其中县处级2人、科级6人,其余4人。", "12人", "2人 6人 4人"),
    ("任务52项,已完成45项,未完成7项。", "52项", "45项 7项"),
    ("目前38个项目中已交付6个,计划交付14个,明年交付18个。", "38个", "6个 14个 18个"),
    ("整改资金100万元(财政60万元、自筹40万元)已到位。", "100万元", "60万元 40万元"),
    ("梳理问题44个,已完成整改40个(占90.91%),正在推进4个。", "44个", "40个 4个"),
    ("矿山41处,已修复20处,计划明年完成9处,后年完成12处。", "41处", "20处 9处 12处"),
    ("批而未供土地2860亩,已供应1935亩,其余925亩正在供应。", "2860亩", "1935亩 925亩"),
    ("建立制度25项,其中新建15项、修订10项。", "25项", "15项 10项"),
    ("召开党组会9次、专题会6次、推进会5次,共20次。", "20次", "9次 6次 5次"),
    ("一季度投资3.2亿元,二季度投资4.1亿元,累计完成7.3亿元。", "7.3亿元", "3.2亿元 4.1亿元"),
    ("未落地项目48个:已开工21个,正在办理手续18个,终止9个。", "48个", "21个 18个 9个"),
    ("36项任务,其中21项已完成,15项需长期坚持。", "36项", "21项 15项"),
    ("总投资5亿元,其中:中央2亿元,省级1亿元,县级2亿元。", "5亿元", "2亿元 1亿元 2亿元"),
]
FALSE_SUMS = [
    ("巡视反馈问题697个,完成整改688个,基本完成整改4个,正在整改4个。", "697个", "688个 4个 4个"),
    ("反馈问题25个,已完成19个、正在整改7个。", "25个", "19个 7个"),
    ("移交信访件471件,已办结453件,正在办理19件。", "471件", "453件 19件"),
    ("任务52项,已完成45项,未完成8项。", "52项", "45项 8项"),
    ("已退出480户(吊销300户,注销190户)。", "480户", "300户 190户"),
    ("排查隐患30处:用电12处、用气10处、消防9处。", "30处", "12处 10处 9处"),
    ("三个专项共发现问题30个,分别为12个、10个、9个。", "30个", "12个 10个 9个"),
    ("清退甲镇3户、乙镇5户,合计9户。", "9户", "3户 5户"),
    ("处分干部12人,其中县处级2人、科级6人,其余5人。", "12人", "2人 6人 5人"),
]
TRUE_PARTS = [
    ("共排查120户,其中已办结85户、正在办理30户。", "120户", ["85户", "30户"]),
    ("推荐9家企业申报,其中5家获批立项。", "9家", ["5家"]),
    ("检查47家医院,其中存在问题的41家,追回资金104.4万元。", "47家", ["41家"]),
    ("签约项目26个,总投资329亿元。其中工业类项目10个。", "26个", ["10个"]),
    ("计划用地约1428亩。其中,已上报220.9亩。", "约1428亩", ["220.9亩"]),
    ("发现问题77个,其中9个已移交,3个正在核查。", "77个", ["9个", "3个"]),
    ("抽查2200余家门店,其中2230家合格。", "2200余家", []),
    ("全镇21个村中,已通自来水18个。", "21个", ["18个"]),
]
RATIOS = [
    ("反馈问题697个,完成整改688个,整改完成率98.71%。", True, "98.71%", ("688个", "697个")),
    ("反馈问题697个,完成整改688个,整改完成率98.17%。", False, "98.17%", ("688个", "697个")),
    ("移交信访件471件,办结453件,占96.18%,在办18件,占3.82%。", True, "96.18%", ("453件", "471件")),
    ("移交信访件471件,办结453件,占96.18%,在办18件,占3.82%。", True, "3.82%", ("18件", "471件")),
    ("任务25项,已完成19项,完成率76%。", True, "76%", ("19项", "25项")),
    ("任务25项,已完成19项,完成率78%。", False, "78%", ("19项", "25项")),
    ("531个问题中已整改313个,占比58.95%。", True, "58.95%", ("313个", "531个")),
    ("531个问题中已整改313个,占比近六成。", True, "近六成", ("313个", "531个")),
    ("检查47家医院,其中有问题的41家,占87.23%。", True, "87.23%", ("41家", "47家")),
    ("检查47家医院,其中有问题的41家,占87.32%。", False, "87.32%", ("41家", "47家")),
    ("工业投资80亿元,占总投资320亿元的25%。", True, "25%", ("80亿元", "320亿元")),
    ("检查1840户,发现问题312户,问题发现率19.96%。", False, "19.96%", ("312户", "1840户")),
    ("排查撂荒地6820亩。复耕6310亩,复耕率92.5%。", True, "92.5%", ("6310亩", "6820亩")),
    ("完成造林3.2万亩,占任务4万亩的81%。", False, "81%", ("3.2万亩", "4万亩")),
    ("完成造林3.2万亩,占任务4万亩的80%,同比增长12%。", True, "80%", ("3.2万亩", "4万亩")),
    ("抽检120批次,合格118批次,合格率98.3%。", True, "98.3%", ("118批次", "120批次")),
]
COUNTS = [
    ("下设综合、监督、核查、问责4个工作组。", True, "4个"),
    ("下设综合、监督、核查4个工作组。", False, "4个"),
    ("对东关镇、西关镇、北关镇3个镇督查。", True, "3个"),
    ("在执法、教育、卫生等3大领域整治。", True, "3大"),
    ("签约等4个项目:管材项目、滤芯项目、垫圈项目、路灯项目。", True, "4个"),
    ("签约项目5个:管材项目、滤芯项目、垫圈项目、路灯项目。", False, "5个"),
    ("开设“学习园地”“曝光台”两个专栏。", True, "两个"),
    ("修订《请假办法》《用车办法》《采购办法》等3项制度。", True, "3项"),
    ("从分工、考核、例会、选派等四个方面入手。", True, "四个"),
    ("对甲村、乙村和丙村3个村验收。", True, "3个"),
    ("抓好3件事:一是修路;二是通水;三是改厕。", True, "3件"),
]
NOTHING = [
    "在执法、教育、卫生等6大领域整治。",
    "对东关镇、西关镇12个村督查。",
    "其中办结82件,给予处分5人,其余正在办理。",
    "对10个单位开展监督,推动整改问题40个,制发建议书5份。",
    "追缴款项73.15万元,处罚91.06万元。",
    "产值66亿元,占全市工业总产值的比重53.4%。",
    "地区生产总值310.8亿元,比上年增长5.1%,较上半年提高0.7个百分点。",
    "社会零售额169.3亿元,增长8.2%,总量达到全市的37.7%。",
    "上半年发现问题30个,下半年发现问题25个。",
    "化解不良贷款20.36亿元,今年又化解9.3亿元。",
    "选取18项小切口开展检查55次,发现问题77个。",
    "抽调64人成立20个督导组。",
    "选派139名指导员,覆盖139个村。",
    "发放补贴3万元、慰问金2万元,惠及9户。",
    "10个镇70个村开展治理。",
    "2022年12个,2023年、2024年分别为10个、8个。",
    "推荐8家企业申报。另有7家企业参加培训。",
    "建成泵站3座,总投资2亿元,惠及群众5万人。",
    "完成率由51%提高到60%。",
    "群众满意率达98.5%,走访群众300人,收集意见40条。",
    "发现问题50个,较去年减少20个。",
    "覆盖率94.6%,公办率51.8%。",
    "培训干部300人次,问责干部12人。",
    "对12家银行的30余项风险问题逐一化解。",
    "合格率98%以上。",
    "已整治96.4亩,剩余51.2亩未整改到位。",
    "整改完成3个月后,又发现2个问题。",
    "召开会议4次,研究议题12个,其中涉及整改的议题较多。",
    "抽检120批次,不合格2批次,合格率98.33%。",
    "第一批问题12个,第二批问题15个,均已移交。",
    "办理提案8件,满意率100%。",
    "针对3类问题,明确措施12条、责任人5名。",
    "约谈5人,通报3起,问责8人。",
    "总投资5亿元(较计划增加1亿元、较去年增加2亿元)。",
    "新建道路3公里、改造道路5公里,共投入900万元。",
    "52项任务已完成45项。",
    "将27个机构精简至9个,精简率66.7%。",
    "核定编制120名,实有128名,超编8名。",
    "上年结余120万元,本年收入300万元,支出380万元。",
    "化解积案21件,剩余4件,化解率84%。",
    "聘请3名律师、2名会计师。",
    "已完成12个、正在推进3个,完成率80%。",
    "处分12人(党纪处分8人、政务处分6人)。",
    "成立由纪委、组织部、财政局、审计局组成的2个专班。",
    "以书记为组长,甲、乙为副组长的领导小组,下设2个工作组。",
    "全县共有党支部120个(含农村党支部80个、机关党支部30个)。",
    "反馈问题20个,已完成整改15个,正在整改3个,其余长期坚持。",
    "发现隐患60处,合格率98%,整改率100%。",
    "县级领导包保5个项目,部门包保12个项目,共包保18个项目。",
    "县财政局、县住建局、县水利局\t已完成\t约谈3人。",
    "在工作中,12个村发现问题15个。",
]


@pytest.mark.parametrize(("text", "total", "parts"), TRUE_SUMS)
def test_parts_that_add_up_are_a_sum_that_holds(text: str, total: str, parts: str) -> None:
    assert ("sum", True, total, tuple(parts.split())) in claims(text)


@pytest.mark.parametrize(("text", "total", "parts"), FALSE_SUMS)
def test_a_complete_account_that_does_not_add_up_is_a_false_sum(text: str, total: str, parts: str) -> None:
    assert [claim for claim in claims(text) if claim[0] == "sum"] == [("sum", False, total, tuple(parts.split()))]


@pytest.mark.parametrize(("text", "total", "parts"), TRUE_PARTS)
def test_a_part_named_among_others_is_at_most_the_whole(text: str, total: str, parts: list[str]) -> None:
    assert claims(text) == [("part", True, total, (part,)) for part in parts]


@pytest.mark.parametrize(
    ("text", "total", "part"),
    [("推荐8家企业申报,其中9家获批立项。", "8家", "9家"), ("52项任务已完成53项。", "52项", "53项")],
)
def test_a_part_greater_than_its_whole_is_returned_as_false(text: str, total: str, part: str) -> None:
    assert claims(text) == [("part", False, total, (part,))]


@pytest.mark.parametrize(("text", "holds", "ratio", "pair"), RATIOS)
def test_a_rate_is_compared_with_its_numerator_and_denominator(
    text: str, holds: bool, ratio: str, pair: tuple[str, str]
) -> None:
    assert ("ratio", holds, ratio, pair) in claims(text)


@pytest.mark.parametrize(("text", "holds", "total"), COUNTS)
def test_an_enumeration_is_counted_against_its_number(text: str, holds: bool, total: str) -> None:
    assert claims(text) == [("count", holds, total, ())]


@pytest.mark.parametrize("text", NOTHING)
def test_figures_that_only_stand_together_are_not_tied(text: str) -> None:
    assert claims(text) == []


def test_a_ratio_shows_both_figures_with_the_printed_digits() -> None:
    text = "反馈问题697个,完成整改688个,整改完成率98.17%。"
    figures = find_quantities(text, taken=())

    found = find_relations(text, quantities=figures, sentences=Sentences(text))

    assert [(one.computed, one.stated) for one in found if one.kind == "ratio"] == [("98.71", "98.17")]


def test_a_sum_of_money_is_compared_in_yuan() -> None:
    text = "追回补贴1.2亿元、收回借款8000万元,合计2.1亿元。"
    figures = find_quantities(text, taken=())

    found = find_relations(text, quantities=figures, sentences=Sentences(text))

    assert [(one.holds, one.computed, one.stated) for one in found] == [(False, "200000000", "210000000")]


@pytest.mark.parametrize(
    "piece", ["其中3个,", "3个:", "5个(", "5户中3户", "占3%,5个,", "甲、3个", "3个、", "共3个,其中2个、1个。"]
)
def test_relations_stay_linear_on_hostile_text(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    figures = find_quantities(text, taken=())
    started = time.perf_counter()

    find_relations(text, quantities=figures, sentences=Sentences(text))

    assert time.perf_counter() - started < 20
