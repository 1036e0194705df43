"""Every sentence of the command, and every fault of the reader, has its English."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import zhenggai
from zhenggai.cli import words
from zhenggai.reading.formats import faults

PACKAGE = Path(zhenggai.__file__).parent
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"


def sentences() -> set[str]:
    """Every text marked for translation in the command's modules."""
    found = set()
    for path in (PACKAGE / "cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
                found |= {value.value for value in node.args if isinstance(value, ast.Constant)}
    return found


def test_every_sentence_has_its_english() -> None:
    with CATALOGUE.open("rb") as file:
        english = {message.id: message.string for message in read_po(file)}

    faults_of_files = {text for name, text in vars(faults).items() if name.isupper()}
    lacking = [text for text in sentences() | faults_of_files if not english.get(text)]

    assert lacking == []


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
    ],
)
def test_the_first_locale_that_is_set_decides(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert words.language() == language
