"""Old Word and WPS texts (.doc, .wps) into docx, through LibreOffice where an office has installed it."""

from __future__ import annotations

import logging
import shutil
import subprocess
import tempfile
from pathlib import Path

from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats.faults import OLD_WORD

_logger = logging.getLogger(__name__)

_PROGRAMS = ("soffice", "libreoffice")
_PATIENCE = 60.0


def docx_from_old_word(data: bytes, *, name: str) -> bytes:
    """The same document as docx.

    :raises Unreadable: where LibreOffice is missing or fails; the sentence says to save as docx.
    """
    program = next((found for candidate in _PROGRAMS if (found := shutil.which(candidate))), None)
    if program is None:
        raise Unreadable(OLD_WORD, name=name)
    with tempfile.TemporaryDirectory(prefix="zhenggai-", ignore_cleanup_errors=True) as folder:
        return _convert(program, data, Path(folder), name)


def _convert(program: str, data: bytes, folder: Path, name: str) -> bytes:
    source, profile = folder / "document.doc", (folder / "profile").as_uri()
    source.write_bytes(data)
    command = [program, "--headless", "--norestore", f"-env:UserInstallation={profile}"]
    command += ["--convert-to", "docx", "--outdir", str(folder), str(source)]
    try:
        subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=True, cwd=folder)  # noqa: S603  (found on PATH, own file names)
        return source.with_suffix(".docx").read_bytes()
    except (subprocess.SubprocessError, OSError) as error:
        _logger.warning("the office suite did not convert a file", exc_info=True)
        raise Unreadable(OLD_WORD, name=name) from error
