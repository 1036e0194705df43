"""Titles and document numbers that a report cites."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenggai.reading.references import find_references, title_spans

SAMPLES = Path(__file__).parents[4] / "shared" / "reports"


def numbers(text: str) -> list[tuple[str, str | None]]:
    return [(found.text, found.title) for found in find_references(text) if found.kind == "document_number"]


def titles(text: str) -> list[str | None]:
    return [found.title for found in find_references(text) if found.kind == "title"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("印发《云岭县财政监督办法》。", ["云岭县财政监督办法"]),
        ("印发《甲办法》《乙细则》等制度。", ["甲办法", "乙细则"]),
        ("转发《关于印发〈河湖管护办法〉的通知》。", ["关于印发〈河湖管护办法〉的通知"]),
        ("转发《关于落实《河湖管护办法》的通知》。", ["关于落实《河湖管护办法》的通知"]),
        ("在《云岭新闻开设专栏,学习《廉洁自律准则》。", ["廉洁自律准则"]),
        ("在云岭新闻》开设专栏,学习《廉洁自律准则》。", ["廉洁自律准则"]),
        ("印发《采购目录(2024一2026)》。", ["采购目录(2024一2026)"]),
        ("《跨行\n标题》没有,《一行标题》有。", ["一行标题"]),
        ("空的《》不算。", []),
        ("没有引用任何文件。", []),
        ("《" + "长" * 300 + "》过长。", []),
    ],
)
def test_a_title_is_what_its_outer_marks_hold(text: str, expected: list[str]) -> None:
    assert titles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("印发了《整改落实方案》(云水发〔2023〕5号)。", [("云水发〔2023〕5号", "整改落实方案")]),
        ("印发了《整改落实方案》(云水发[2024]12号)。", [("云水发[2024]12号", "整改落实方案")]),
        ("印发了《整改落实方案》云水发〔2023〕5号。", [("云水发〔2023〕5号", "整改落实方案")]),
        ("云水发〔2023〕5号《整改落实方案》。", [("云水发〔2023〕5号", "整改落实方案")]),
        ("根据云水发〔2023〕5号文件要求。", [("云水发〔2023〕5号", None)]),
        ("按照《甲办法》要求,执行云财字〔2022〕108号。", [("云财字〔2022〕108号", None)]),
        (
            "印发云政办发〔2021〕7号、云政办发〔2022〕9号。",
            [("云政办发〔2021〕7号", None), ("云政办发〔2022〕9号", None)],
        ),
        ("县政府办印发了云政办函〔2021〕17号。", [("云政办函〔2021〕17号", None)]),
        ("落实云审(2023)第15号审计报告。", [("云审(2023)第15号", None)]),
        ("落实云审报〔2023〕第15号。", [("云审报〔2023〕第15号", None)]),
        ("《通知》(云水党组发〔2024〕3号)要求整改。", [("云水党组发〔2024〕3号", "通知")]),
        ("《通知》(云水发 〔2024〕 3 号)要求整改。", [("云水发 〔2024〕 3 号", "通知")]),
        (
            "《通知》(国办发〔2020〕24号)和《办法》(财金〔2019〕10号)。",
            [("国办发〔2020〕24号", "通知"), ("财金〔2019〕10号", "办法")],
        ),
        ("《关于(云水发〔2024〕3号)的补充通知》。", []),
        ("2023年12月5号召开会议。", []),
        ("电话(2023)12号楼", []),
        ("《通知》(和政发〔2024〕3号)", [("和政发〔2024〕3号", "通知")]),
        ("〔2023〕5号", []),
        ("住址在幸福路12号。", []),
    ],
)
def test_a_document_number_carries_the_title_beside_it(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert numbers(text) == expected


def test_references_stand_in_the_order_of_the_text_and_point_at_it() -> None:
    text = "一是印发《甲办法》(云水发〔2023〕5号)。二是修订《乙细则》,废止云水发〔2019〕8号。"

    found = find_references(text)

    assert [one.text for one in found] == ["《甲办法》", "云水发〔2023〕5号", "《乙细则》", "云水发〔2019〕8号"]
    assert all(text[slice(*one.span)] == one.text for one in found)


@pytest.mark.parametrize("piece", ["《", "》", "《》", "〔2023〕5号", "云〔", "云", "("])
def test_a_text_of_one_repeated_piece_is_read_in_linear_time(piece: str) -> None:
    assert title_spans(piece * 50_000) is not None
    assert find_references(piece * 20_000) is not None


def test_the_sample_cites_what_was_counted_by_hand() -> None:
    reports = sorted(SAMPLES.glob("*.txt"))
    if not reports:
        pytest.skip("no sample report beside the project")
    text = reports[0].read_text(encoding="utf-8").replace("(", "(").replace(")", ")")

    found = find_references(text)

    cited = [one for one in found if one.kind == "title"]
    numbered = [one for one in found if one.kind == "document_number"]
    assert (len(cited), len({one.title for one in cited})) == (30, 29)
    assert [one.text[one.text.index("〔") :] for one in numbered] == ["〔2023〕5号", "〔2023〕22号"]
    assert all(one.title is not None for one in numbered)
