"""`zhenggai read` and `zhenggai check`, called as a person or a script calls them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from zhenggai.cli.program import run

REPORT = """中共南湖县水务局党组关于巡察整改进展情况的通报
2023年3月23日,县委第二巡察组向县水务局党组反馈了巡察意见。现将整改进展情况予以公布。
一、关于“学习教育不扎实”方面
1.关于学习计划不落实的问题。
一是4月7日,召开党组会议,学习文件3次。二是印发学习计划2份。
3.关于研讨走过场的问题。
一是开展研讨5次。
二、关于“工程管理不规范”方面
1.关于台账不清的问题。
一是全县共有水闸90座,其中完好50座,待修30座。
中共南湖县水务局党组
2023年9月26日
"""
BROKEN = REPORT.replace("4月7日", "2月30日")


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "水务局.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "错日期.txt"
    path.write_text(BROKEN, encoding="utf-8")
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "空.txt"
    path.write_bytes(b"")
    return path


class TestRead:
    def test_one_file_prints_one_object(self, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code = run(["read", "--json", str(report)])

        value = json.loads(capsys.readouterr().out)
        assert code == 0
        assert [len(section["problems"]) for section in value["sections"]] == [2, 1]
        assert "text" not in value

    def test_several_files_print_a_list_in_their_order(
        self, report: Path, broken: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = run(["read", "--json", str(report), str(broken)])

        values = json.loads(capsys.readouterr().out)
        assert code == 0
        assert [value["source"]["name"] for value in values] == ["水务局.txt", "错日期.txt"]

    def test_a_folder_and_a_pattern_give_their_files(
        self, report: Path, broken: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (report.parent / "笔记.md").write_text("不读", encoding="utf-8")

        run(["read", "--json", str(report.parent)])
        folder = json.loads(capsys.readouterr().out)
        run(["read", "--json", str(report.parent / "*.txt")])
        pattern = json.loads(capsys.readouterr().out)

        assert [len(folder), len(pattern)] == [2, 2]

    def test_an_empty_folder_is_said_to_hold_nothing(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code = run(["read", str(tmp_path)])

        assert code == 2
        assert "里没有可以读的文件" in capsys.readouterr().err

    def test_a_file_that_cannot_be_read_does_not_stop_the_others(
        self, report: Path, empty: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = run(["read", "--json", str(empty), str(report), "没有.txt"])

        printed = capsys.readouterr()
        assert code == 2
        assert [value["source"]["name"] for value in json.loads(printed.out)] == ["水务局.txt"]
        assert printed.err.splitlines() == [
            "《空.txt》是空文件（0字节）：请检查文件是否上传或复制完整，再重新导入。",
            "找不到文件“没有.txt”：请检查路径和文件名。",
        ]

    def test_text_is_the_normal_text_that_spans_count_in(
        self, report: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(["read", "--text", str(report)])
        text = capsys.readouterr().out.removesuffix("\n")
        run(["read", "--text", "--json", str(report)])
        value = json.loads(capsys.readouterr().out)

        assert value["text"] == text
        first = value["quantities"][0]
        assert text[slice(*first["span"])] == first["text"]

    def test_standard_input_is_read(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode("gb18030"))))

        code = run(["read", "--json", "-"])

        assert code == 0
        assert json.loads(capsys.readouterr().out)["source"]["name"] == "标准输入"

    def test_the_table_names_every_problem_and_counts(self, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code = run(["read", str(report)])

        printed = capsys.readouterr().out
        assert code == 0
        assert "读出：2 个方面、3 个问题、4 条措施" in printed
        assert "3.关于研讨走过场的问题" in printed
        assert "\x1b" not in printed

    def test_control_characters_in_a_document_never_reach_the_table(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "坏\x1b[31m名.txt"
        path.write_text(REPORT.replace("台账不清", "台账\x1b[2J不清"), encoding="utf-8")

        run(["read", str(path)])

        assert "\x1b" not in capsys.readouterr().out


class TestWorkbook:
    def test_one_file_is_written_where_named(self, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
        target = report.parent / "台账.xlsx"

        code = run(["read", "--xlsx", str(target), str(report)])

        assert code == 0
        assert load_workbook(target)["整改台账"]["C4"].value == "关于学习计划不落实的问题"
        assert capsys.readouterr().out == f"已写出 {target}。\n"

    def test_several_files_are_written_into_a_folder_under_names_of_their_own(
        self, report: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target = report.parent / "台账"

        code = run(["read", "--xlsx", str(target), str(report), str(report)])

        assert code == 0
        assert sorted(path.name for path in target.iterdir()) == ["水务局-2.xlsx", "水务局.xlsx"]

    def test_a_place_that_cannot_be_written_is_told(self, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code = run(["read", "--xlsx", str(report.parent / "没有" / "台账.xlsx"), str(report)])

        assert code == 2
        assert "写不了" in capsys.readouterr().err


class TestCheck:
    def test_doubts_without_an_error_leave_with_nothing_found(
        self, report: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = run(["check", "--json", str(report)])

        value = json.loads(capsys.readouterr().out)
        assert code == 0
        assert "一、缺第2项" in [doubt["message"] for doubt in value["doubts"]]

    def test_an_error_leaves_with_one(self, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code = run(["check", str(broken)])

        assert code == 1
        assert "■ 错误" in capsys.readouterr().out

    def test_a_file_that_cannot_be_read_outweighs_an_error(
        self, broken: Path, empty: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["check", "--json", str(broken), str(empty)]) == 2
        assert len(json.loads(capsys.readouterr().out)) == 1


class TestUsage:
    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["read"], "缺少文件…。用 zhenggai read --help 看用法。"),
            (["read", "--csv", "x"], "没有 --csv 这个选项。用 zhenggai read --help 看用法。"),
            (["raed"], "看不懂这行命令。用 zhenggai --help 看用法。"),
            (["read", "--json", "--table", "x"], "--json 和 --table 只能选一个。用 zhenggai read --help 看用法。"),
        ],
    )
    def test_a_wrong_command_line_gets_one_sentence(
        self, arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = run(arguments)

        assert (code, capsys.readouterr().err) == (2, sentence + "\n")

    @pytest.mark.parametrize("command", ["read", "check"])
    @pytest.mark.parametrize(("locale", "example"), [("", "例子："), ("en_GB.UTF-8", "Examples:")])
    def test_each_command_has_help_with_an_example_in_both_languages(
        self,
        command: str,
        locale: str,
        example: str,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("LC_ALL", locale)

        code = run([command, "--help"])

        printed = capsys.readouterr().out
        assert code == 0
        assert f"{example}\n  zhenggai {command} " in printed
        assert "Show this message" not in printed

    def test_an_english_locale_gets_english_sentences(
        self, empty: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LANG", "en_US.UTF-8")

        run(["read", str(empty)])

        assert capsys.readouterr().err.startswith("“空.txt” is empty (0 bytes)")


class TestProcess:
    def test_a_terminal_of_an_odd_encoding_does_not_crash(self, report: Path) -> None:
        environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": os.pathsep.join(sys.path)}

        for form in ("--table", "--json", "--text"):
            done = subprocess.run(
                [sys.executable, "-c", "from zhenggai.cli import main; main()", "read", form, str(report)],
                env=environment, capture_output=True, check=False,
            )  # fmt: skip
            assert (done.returncode, done.stderr) == (0, b"")

    def test_reading_never_imports_django(self, report: Path) -> None:
        script = (
            "import sys; from zhenggai.cli.program import run; code = run(sys.argv[1:]);"
            "sys.exit(code or any(name.split('.')[0] == 'django' for name in sys.modules))"
        )
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

        done = subprocess.run(
            [sys.executable, "-c", script, "read", "--table", str(report)],
            env=environment,
            capture_output=True,
            check=False,
        )

        assert done.returncode == 0
