"""Ledger workbooks written where the command line says, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from zhenggai.cli.terminal import complain, plain
from zhenggai.cli.words import _
from zhenggai.domain.report import Report
from zhenggai.papers.ledger_book import write_ledger


class Workbooks:
    """One file's workbook at the place named, several files' in the folder of that name."""

    def __init__(self, target: str, *, single: bool) -> None:
        self._target = Path(target)
        self._in_folder = not single or self._target.is_dir() or target.endswith(("/", os.sep))
        self._used: set[str] = set()

    def write(self, report: Report, *, told: bool) -> bool:
        """Write one workbook and say so where `told`; False and one sentence where it cannot be written."""
        path = self._path_for(report)
        try:
            if self._in_folder:
                path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, write_ledger(report))
        except OSError:
            complain(_("写不了“$path”：请确认文件夹存在、有权限，并且文件没有被别的程序打开。", path=path))
            return False
        if told:
            click.echo(_("已写出 $path。", path=plain(str(path))))
        return True

    def _path_for(self, report: Report) -> Path:
        if not self._in_folder:
            return self._target
        stem = Path(report.source.name).stem or "report"
        name, number = stem, 1
        while name.casefold() in self._used:
            number += 1
            name = f"{stem}-{number}"
        self._used.add(name.casefold())
        return self._target / f"{name}.xlsx"


def _replace(path: Path, data: bytes) -> None:
    """Write beside the place first, so that a full disk leaves the old file as it was."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".zhenggai-", suffix=".xlsx")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
