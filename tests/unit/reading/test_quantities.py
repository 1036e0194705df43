"""Figures with a unit, and the many numbers that are none."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from zhenggai.domain.report import Quantity
from zhenggai.reading.quantities import find_quantities


def the_only(text: str) -> Quantity:
    """The one figure of a sentence."""
    found = find_quantities(text, taken=())
    assert len(found) == 1, [figure.text for figure in found]
    return found[0]


MONEY = [
    ("追缴资金3.72万元。", "3.72万元", "37200"),
    ("总投资2.3亿元的冷库", "2.3亿元", "230000000"),
    ("发放补贴366万余元", "366万余元", "3660000"),
    ("兑付工资1,234.5万元", "1,234.5万元", "12345000"),
    ("人均收入18203元", "18203元", "18203"),
    ("融资3.5万亿元", "3.5万亿元", "3500000000000"),
    ("收缴10余万元", "10余万元", "100000"),
    ("退还押金500元/户", "500元", "500"),
    ("罚款二十万元", "二十万元", "200000"),
    ("挽回损失3000多万元", "3000多万元", "30000000"),
    ("欠款 86.4 万元", "86.4 万元", "864000"),
    ("每公斤补贴5角", "5角", "0.5"),
    ("拨付2百万元", "2百万元", "2000000"),
    ("涉及金额8千万元", "8千万元", "80000000"),
    ("发放小额信贷2亿5千万元", "2亿5千万元", "250000000"),
    ("化债3亿2000万元", "3亿2000万元", "320000000"),
    ("比概算超出400万元", "400万元", "4000000"),
    ("出资120万美元", "120万美元", "1200000"),
]
MEASURES = [
    ("整治水面约1500亩", "约1500亩", "1500", "亩", "area"),
    ("规划面积40.6065公顷", "40.6065公顷", "40.6065", "公顷", "area"),
    ("拆除违建3200平方米", "3200平方米", "3200", "平方米", "area"),
    ("拆除违建3200㎡", "3200㎡", "3200", "㎡", "area"),
    ("流域面积12.4平方公里", "12.4平方公里", "12.4", "平方公里", "area"),
    ("新建厂房2万平方米", "2万平方米", "20000", "平方米", "area"),
    ("复垦三十亩", "三十亩", "30", "亩", "area"),
    ("修复道路1.5公里", "1.5公里", "1.5", "公里", "length"),
    ("铺设管网3千米", "3千米", "3", "千米", "length"),
    ("更换栏杆800米", "800米", "800", "米", "length"),
    ("沟渠长5km", "5km", "5", "km", "length"),
    ("清运垃圾3.2万吨", "3.2万吨", "32000", "吨", "mass"),
    ("查获粮食500公斤", "500公斤", "500", "公斤", "mass"),
    ("查获粮食5千克", "5千克", "5", "千克", "mass"),
    ("压减取水20万立方米", "20万立方米", "200000", "立方米", "volume"),
    ("用水36m³", "36m³", "36", "m³", "volume"),
    ("历时45天", "45天", "45", "天", "duration"),
    ("历时3个月", "3个月", "3", "个月", "duration"),
    ("用时3个多月", "3个多月", "3", "个月", "duration"),
    ("限15个工作日内办结", "15个工作日", "15", "个工作日", "duration"),
    ("压缩至2小时", "2小时", "2", "小时", "duration"),
    ("缩短30分钟", "30分钟", "30", "分钟", "duration"),
    ("拖延两周", "两周", "2", "周", "duration"),
    ("连续3年亏损", "3年", "3", "年", "duration"),
    ("拖欠两年多", "两年多", "2", "年", "duration"),
    ("自收到之日起30日内报告", "30日", "30", "日", "duration"),
    ("提前5天完成", "5天", "5", "天", "duration"),
    ("支付一个季度租金", "一个季度", "1", "个季度", "duration"),
]
RATIOS = [
    ("覆盖率达94.6%", "94.6%", "0.946"),
    ("完成100%", "100%", "1"),
    ("死亡率3‰", "3‰", "0.003"),
    ("完成百分之三十", "百分之三十", "0.3"),
    ("完成百分之三十五点六", "百分之三十五点六", "0.356"),
    ("提取千分之五", "千分之五", "0.005"),
    ("占四分之三", "四分之三", "0.75"),
    ("占比近六成", "近六成", "0.6"),
    ("三成以上的村", "三成", "0.3"),
    ("占 60 %", "60 %", "0.6"),
    ("完成百分之百", "百分之百", "1"),
]
COUNTS = [
    ("先后召开4次会议", "4次", "4", "次"),
    ("成立3个工作组", "3个", "3", "个"),
    ("抽查1800余家门店", "1800余家", "1800", "家"),
    ("整改问题40余项", "40余项", "40", "项"),
    ("清退人员8万人", "8万人", "80000", "人"),
    ("走访300多户", "300多户", "300", "户"),
    ("约谈干部十二名", "十二名", "12", "名"),
    ("约谈一百零三人次", "一百零三人次", "103", "人次"),
    ("问责21人", "21人", "21", "人"),
    ("通报典型案例7起", "7起", "7", "起"),
    ("制发提示函9份", "9份", "9", "份"),
    ("举办培训班两期", "两期", "2", "期"),
    ("围绕四个方面整改", "四个", "4", "个"),
    ("开展两次夜查", "两次", "2", "次"),
    ("五家医院", "五家", "5", "家"),
    ("在教育、卫生等6大领域整治", "6大", "6", "大"),
    ("围绕六大领域整治", "六大", "6", "大"),
    ("调整5类村台账", "5类", "5", "类"),
    ("对128行政村逐个分析", "128行政村", "128", "行政村"),
    ("涉及12镇", "12镇", "12", "镇"),
    ("建成生产线320条", "320条", "320", "条"),
    ("新增床位500张", "500张", "500", "张"),
    ("安装路灯86盏", "86盏", "86", "盏"),
    ("补植树木2万株", "2万株", "20000", "株"),
    ("存栏生猪3000头", "3000头", "3000", "头"),
    ("更新车辆15辆", "15辆", "15", "辆"),
    ("腾退办公用房42间", "42间", "42", "间"),
    ("拆除5栋房屋", "5栋", "5", "栋"),
    ("违法用地16宗", "16宗", "16", "宗"),
    ("整改图斑33幅", "33幅", "33", "幅"),
    ("开工3座泵站", "3座", "3", "座"),
    ("改造厕所260座", "260座", "260", "座"),
    ("关停小作坊7处", "7处", "7", "处"),
    ("完善制度11项", "11项", "11", "项"),
    ("办理案件4件", "4件", "4", "件"),
    ("开设专题课6堂", "6堂", "6", "堂"),
    ("组建八支队伍", "八支", "8", "支"),
    ("设置监测点位25个", "25个", "25", "个"),
    ("开展2轮督查", "2轮", "2", "轮"),
    ("抽检120批次", "120批次", "120", "批次"),
    ("惠及群众3.2万人次", "3.2万人次", "32000", "人次"),
    ("新建学校两所", "两所", "2", "所"),
    ("公布热线8条", "8条", "8", "条"),
    ("百余家单位", "百余家", "100", "家"),
    ("近百家单位", "近百家", "100", "家"),
    ("目前38个项目", "38个", "38", "个"),
    ("统一3个标准", "3个", "3", "个"),
    ("每季度一次督查", "一次", "1", "次"),
    ("至少一名联络员", "一名", "1", "名"),
    ("年产120万吨建材项目等8个项目", "8个", "8", "个"),
    ("增殖放流180万尾", "180万尾", "1800000", "尾"),
    ("补录档案236卷", "236卷", "236", "卷"),
    ("拆除界桩1430根", "1430根", "1430", "根"),
    ("开展3轮次督导", "3轮次", "3", "轮次"),
    ("增长2倍", "2倍", "2", "倍"),
    ("装机5万千瓦", "5万千瓦", "50000", "千瓦"),
    ("七部门联合发文", "七部门", "7", "部门"),
    ("得分95.5分。", "95.5分", "95.5", "分"),
    ("中央“八项规定”精神讲了3次", "3次", "3", "次"),
    ("在“学习园地”两个专栏", "两个", "2", "个"),
    ("配备工作人员5位", "5位", "5", "位"),
    ("在岗65周岁老人", "65周岁", "65", "周岁"),
    ("讨论三十余次", "三十余次", "30", "次"),
]
SIGNS = [
    ("大约500亩", "大约500亩", True, None),
    ("近300户", "近300户", True, None),
    ("将近300户", "将近300户", True, None),
    ("80人左右", "80人左右", True, None),
    ("80人上下", "80人上下", True, None),
    ("抽取不少于15%的村", "15%", False, "min"),
    ("至少3次", "3次", False, "min"),
    ("超过200家", "200家", False, "min"),
    ("突破5亿元", "5亿元", False, "min"),
    ("处理3人以上", "3人", False, "min"),
    ("不低于5%", "5%", False, "min"),
    ("不超过10天", "10天", False, "max"),
    ("至多5次", "5次", False, "max"),
    ("控制在3%以内", "3%", False, "max"),
    ("10人以下", "10人", False, "max"),
    ("低于2%", "2%", False, "max"),
    ("不足3%", "3%", False, "max"),
    ("节约50万元", "50万元", False, None),
    ("签约5家企业", "5家", False, None),
    ("预约3人", "3人", False, None),
    ("约有300人参加", "300人", True, None),
    ("面积约为20亩", "20亩", True, None),
    ("购置彩超5台", "5台", False, None),
    ("三个月内完成", "三个月", False, "max"),
    ("10个工作日内答复", "10个工作日", False, "max"),
    ("附近3个村", "3个", False, None),
]
NONE = [
    "一是加强学习。二是抓好落实。三是建章立制。",
    "认真履行“一岗双责”。",
    "开展双随机、一公开检查。",
    "树牢“四个意识”,坚定“四个自信”,做到“两个维护”。",
    "做到两个维护、扛牢两个责任",
    "坚持三会一课制度",
    "落实四专四全机制",
    "守住“三区三线”",
    "一户一宅、一村一策、一企一档",
    "紧盯一把手",
    "安排专员一对一服务",
    "坚持两手抓两手硬",
    "一方面要学,另一方面要做",
    "一系列重要指示",
    "争取一批项目,解决一些问题",
    "取得一定成效",
    "进一步统一思想",
    "第一时间整改,第一书记到岗",
    "统筹推进五位一体总体布局",
    "深挖四风问题",
    "一条条梳理,一件件落实",
    "深入一线,确保万无一失",
    "做好三农工作",
    "编制十四五规划",
    "办好一件实事、带动一片群众、理顺一批关系",
    "在一个时期内",
    "一种倾向",
    "一次性补助",
    "有一个共同特点",
    "参加第37届博览会",
    "稳居全市第1位",
    "引入第三方评估",
    "缺第3、4、5项",
    "排名前3名",
    "东昌发〔2023〕5号",
    "电话0635-1234567",
    "邮编252000",
    "建设5G基站和DCMM2贯标",
    "印发《关于做好3个专项、5项任务的通知》",
    "年产320万吨海洋装备管材项目",
    "年产500套泵站和500套动力单元项目",
    "日处理200吨垃圾焚烧项目",
    "2023年度工作要点",
    "2023年底前完成",
    "党的二十大精神",
    "贯彻中央八项规定精神",
    "打赢三大攻坚战",
    "运用监督执纪“四种形态”",
    "三年行动计划",
    "国企改革三年行动",
    "近三年来的情况",
    "较前五个月回升",
    "第一、二季度的调度",
    "二次供水设施",
    "二次污染防治",
    "珠三角地区",
    "三级联动、四级书记",
    "五级书记抓乡村振兴",
    "数十家企业,几十个村",
    "两三家单位",
    "十几个问题",
    "百家争鸣",
    "千名干部下基层",
    "三方协议",
    "二〇二三年三月",
    "松桂路77号",
    "5号楼3单元",
    "会议于8时30分召开",
    "四处奔走",
    "两张皮现象",
    "年产30万吨项目、年产5万套项目",
    "打造“15分钟便民圈”",
    "市八届三次全会",
    "实行一票否决,一追到底",
    "一网通办、一体推进",
    "每周五下午3点调度",
    "建立“1+3+N”体系",
    "打造3A级景区",
    "二级巡视员、三级调研员",
    "20世纪90年代建成",
    "三天两头督查",
    "五步工作法、一线工作法",
    "落实“五个不直接分管”",
    "八部委发文",
    "三方联动",
    "三位一体",
    "构建一张网",
    "十分重要",
    "三级甲等",
    "序号\t12\t数量\t30",
    "十二届省委第二轮巡视",
    "万元以上项目",
    "打造百亿元产业集群",
    "【八支队伍在行动】",
    "获评“3个100%”称号",
    "全国人大十四届一次会议",
    "成立党支部",
    "完成立项",
]


@pytest.mark.parametrize(("text", "written", "value"), MONEY)
def test_money_is_multiplied_out_to_yuan(text: str, written: str, value: str) -> None:
    figure = the_only(text)

    assert (figure.text, figure.value, figure.kind) == (written, Decimal(value), "money")


@pytest.mark.parametrize(("text", "written", "value", "unit", "kind"), MEASURES)
def test_a_measure_keeps_the_unit_it_is_written_in(text: str, written: str, value: str, unit: str, kind: str) -> None:
    figure = the_only(text)

    assert (figure.text, figure.value, figure.unit, figure.kind) == (written, Decimal(value), unit, kind)


@pytest.mark.parametrize(("text", "written", "value"), RATIOS)
def test_a_ratio_is_a_fraction_of_one(text: str, written: str, value: str) -> None:
    figure = the_only(text)

    assert (figure.text, figure.value, figure.unit, figure.kind) == (written, Decimal(value), "1", "ratio")


@pytest.mark.parametrize(("text", "written", "value", "unit"), COUNTS)
def test_a_count_has_its_measure_word_as_unit(text: str, written: str, value: str, unit: str) -> None:
    figure = the_only(text)

    assert (figure.text, figure.value, figure.unit, figure.kind) == (written, Decimal(value), unit, "count")


@pytest.mark.parametrize(("text", "written", "approximate", "bound"), SIGNS)
def test_the_words_beside_a_figure_blur_or_bound_it(
    text: str, written: str, approximate: bool, bound: str | None
) -> None:
    figure = the_only(text)

    assert (figure.text, figure.approximate, figure.bound) == (written, approximate, bound)


@pytest.mark.parametrize("text", NONE)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    found = find_quantities(text, taken=())

    assert [figure.text for figure in found] == []


def test_percentage_points_are_no_percentage() -> None:
    figure = the_only("比一季度加快1.3个百分点")

    assert (figure.text, figure.value, figure.unit, figure.kind) == ("1.3个百分点", Decimal("1.3"), "百分点", "points")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("抽查3-5个村", [("3", 3, "个"), ("5个", 5, "个")]),
        ("每组30至50人", [("30", 30, "人"), ("50人", 50, "人")]),
        ("压减5%-10%", [("5%", Decimal("0.05"), "1"), ("10%", Decimal("0.1"), "1")]),
        ("罚款3-5万元", [("3", 30000, "元"), ("5万元", 50000, "元")]),
        ("补助3万-5万元", [("3万", 30000, "元"), ("5万元", 50000, "元")]),
        ("需要三至五个镇", [("三", 3, "个"), ("五个", 5, "个")]),
    ],
)
def test_both_ends_of_a_range_are_figures(text: str, expected: list[tuple[str, Decimal, str]]) -> None:
    found = find_quantities(text, taken=())

    assert [(figure.text, figure.value, figure.unit) for figure in found] == expected


def test_figures_in_a_row_are_all_found_in_order() -> None:
    text = "下发工作提示8份,开展培训6期,对15个部门、70个村和2.5万人开展走访,投入3.2亿元,增长6.4%。"

    found = find_quantities(text, taken=())

    assert [figure.text for figure in found] == ["8份", "6期", "15个", "70个", "2.5万人", "3.2亿元", "6.4%"]
    assert all(text[slice(*figure.span)] == figure.text for figure in found)


def test_no_figure_touches_a_span_that_is_taken() -> None:
    text = "2023年3类村,3年内完成《5项清单》"

    found = find_quantities(text, taken=[(0, 5), (9, 12)])

    assert [figure.text for figure in found] == ["3类"]


def test_a_label_in_front_is_no_part_of_the_number() -> None:
    found = find_quantities("1.3个村未整改", taken=(), markers=[(0, 2)])

    assert [(figure.text, figure.span) for figure in found] == [("3个", (2, 4))]


def test_a_long_quotation_is_read_like_running_text() -> None:
    found = find_quantities("针对“全县12个村道路未硬化,拖欠工程款35万元”的问题", taken=())

    assert [figure.text for figure in found] == ["12个", "35万元"]


@pytest.mark.parametrize(
    "piece", ["1", "一", "一是", "1,000,", "一余", "3个", "9.", "“", "第1、", "三分之", "1-", "约"]
)
def test_reading_stays_linear_on_hostile_text(piece: str) -> None:
    text = piece * (250_000 // len(piece))
    started = time.perf_counter()

    find_quantities(text, taken=())

    assert time.perf_counter() - started < 20
