"""The real report beside the repository; tests that need it are skipped, with a message, where it is not."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from zhenggai.domain.report import Report
from zhenggai.reading import read

_FOLDER = Path(__file__).resolve().parents[4] / "shared" / "reports"
TODAY = date(2026, 11, 23)


def sample_bytes() -> bytes:
    """The bytes of the sample; skips the calling test where it is absent."""
    files = sorted(_FOLDER.glob("*.txt")) if _FOLDER.is_dir() else []
    if not files:
        pytest.skip("没有真实报告样本(../shared/reports),跳过依赖它的检查")
    return files[0].read_bytes()


@cache
def sample_report() -> Report:
    """The sample, read once."""
    return read(sample_bytes(), name="sample.txt", today=TODAY)
