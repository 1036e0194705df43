"""`paper`, in a process and a home of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from zhenggai import reading

MAIN = "from zhenggai.cli import main; main()"
REPORT = """县委巡察办关于巡察整改进展情况的通报
2023年3月23日,县委第二巡察组反馈了巡察意见。
一、关于“学习教育不扎实”方面
1.关于学习计划不落实的问题。
一是4月7日,召开党组会议,学习文件3次。
2023年9月26日
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, ready_database: Path) -> dict[str, str]:
    """A home with an adopted report."""
    place = tmp_path_factory.mktemp("office")
    (place / "home").mkdir()
    shutil.copy(ready_database, place / "home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHENGGAI_", "PG", "DATABASE"))}
    home = {"ZHENGGAI_HOME": str(place / "home"), "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"}
    environment = {**kept, **home, "PLACE": str(place)}
    (place / "通报.txt").write_text(REPORT, encoding="utf-8")
    assert call(environment, "adopt", str(place / "通报.txt")).returncode == 0
    return environment


def call(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", MAIN, *arguments], env=environment, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip


def test_a_paper_is_written_and_reads_back(environment: dict[str, str]) -> None:
    out = Path(environment["PLACE"]) / "报告.docx"

    done = call(environment, "paper", "progress", "--cycle", "1", "--out", str(out))

    report = reading.read(out.read_bytes(), name=out.name, today=date(2026, 3, 2))
    assert (done.returncode, done.stderr) == (0, "")
    assert "数字" in done.stdout
    assert [problem.title for section in report.sections for problem in section.problems] == [
        "关于学习计划不落实的问题"
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("progress", "--cycle", "9", "--out", "x.docx"),
        ("progress", "--cycle", "1", "--out", "没有的目录/x.docx"),
        ("progress", "--cycle", "1", "--out", "x.docx", "--part", "unit:没有"),
        ("progress", "--cycle", "1", "--out", "x.docx", "--part", "task:1"),
        ("progress", "--cycle", "1", "--out", "x.docx", "--as-of", "2020-01-01"),
        ("poem", "--cycle", "1", "--out", "x.docx"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(environment: dict[str, str], arguments: tuple[str, ...]) -> None:
    done = call(environment, "paper", *arguments)

    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
