"""Reading in a child process: the same report, and one sentence whatever happens to the child."""

from __future__ import annotations

import os
import stat
import sys
from datetime import date
from pathlib import Path

import pytest

from builders import docx_of
from zhenggai.jobs.confined import ChildLimits, Unreadable, read_confined
from zhenggai.reading import read

TODAY = date(2024, 6, 1)
TEXT = "中共云岭县委关于巡视整改进展情况的通报\n一、整改落实情况\n(一)关于责任落实不到位的问题。\n一是召开会议3次,投入12.5万元。"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument\0".encode("utf-16-le") + bytes(512)


def test_a_child_returns_the_report_that_reading_here_returns() -> None:
    data = TEXT.encode()

    report = read_confined(data, name="通报.txt", today=TODAY)

    assert report == read(data, name="通报.txt", today=TODAY)


def test_what_cannot_be_read_is_raised_here_with_its_sentence_and_facts() -> None:
    with pytest.raises(Unreadable) as caught:
        read_confined(b"", name="空.txt", today=TODAY)

    assert str(caught.value).startswith("《空.txt》是空文件")
    assert caught.value.facts["name"] == "空.txt"
    assert "$name" in caught.value.pattern


def test_a_name_is_only_a_name() -> None:
    name = '"; import os\n{"$x"} ../../etc\\passwd.txt'

    with pytest.raises(Unreadable) as caught:
        read_confined(b"", name=name, today=TODAY)

    assert name in str(caught.value)


def test_a_child_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(Unreadable, match=r"《通报.txt》读取超过0.01秒，已停止"):
        read_confined(TEXT.encode(), name="通报.txt", today=TODAY, limits=ChildLimits(wall=0.01))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on processor time")
def test_a_child_that_uses_too_much_processor_time_is_stopped() -> None:
    data = (TEXT.encode() + b"\n") * 60_000

    with pytest.raises(Unreadable, match=r"读取超过1秒，已停止"):
        read_confined(data, name="通报.txt", today=TODAY, limits=ChildLimits(cpu=1))


def test_a_child_that_needs_too_much_memory_says_so() -> None:
    data = (TEXT.encode() + b"\n") * 60_000

    with pytest.raises(Unreadable, match=r"《通报.txt》内容过大或过于复杂，内存不足"):
        read_confined(data, name="通报.txt", today=TODAY, limits=ChildLimits(memory=150_000_000, cpu=60, wall=90.0))


def test_a_child_that_cannot_even_start_is_a_sentence_too() -> None:
    with pytest.raises(Unreadable, match=r"《通报.txt》(?:使读取程序异常退出|内容过大)"):
        read_confined(TEXT.encode(), name="通报.txt", today=TODAY, limits=ChildLimits(memory=1_000_000))


def test_the_child_sees_none_of_our_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    trap = tmp_path / "sitecustomize.py"
    trap.write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(trap))

    report = read_confined(TEXT.encode(), name="通报.txt", today=TODAY)

    assert report.source.name == "通报.txt"


def test_the_child_never_imports_django() -> None:
    code = (
        "import sys, zhenggai.jobs.child, zhenggai.jobs.confined, zhenggai.reading; sys.exit('django' in sys.modules)"
    )

    status = os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code])

    assert status == 0


def test_a_watchman_ends_a_process_that_grows_where_the_system_has_no_limit() -> None:
    code = (
        "import sys, time\nfrom zhenggai.jobs.fences import watch\nheld = []\n"
        "watch(lambda: 1_000 * len(held), memory=5_000, overrun=lambda: (sys.stdout.write('grown'), sys.stdout.flush()))\n"
        "for _ in range(200): held.append(0); time.sleep(0.01)\nsys.exit(7)\n"
    )

    status = os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code])

    assert status == 0


def test_an_old_word_file_without_an_office_suite_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Unreadable, match=r"《旧通报.doc》是旧格式的 Word/WPS 文字文件：请在 Word 或 WPS 中另存为 docx"):
        read_confined(OLD_WORD, name="旧通报.doc", today=TODAY)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_an_old_word_file_is_read_through_the_office_suite(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "converted.docx").write_bytes(docx_of(TEXT))
    suite = tmp_path / "soffice"
    suite.write_text(f'#!/bin/sh\ncp "{tmp_path}/converted.docx" "$PWD/document.docx"\n', encoding="utf-8")
    suite.chmod(suite.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    report = read_confined(OLD_WORD, name="旧通报.wps", today=TODAY)

    assert report.text == read(TEXT.encode(), name="a.txt", today=TODAY).text
    assert report.source.format == "doc"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_an_office_suite_that_fails_leaves_a_clear_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    suite = tmp_path / "soffice"
    suite.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    suite.chmod(suite.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    with pytest.raises(Unreadable, match=r"另存为 docx"):
        read_confined(OLD_WORD, name="坏.doc", today=TODAY)
