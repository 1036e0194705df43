"""The one input file of a document folder, as the bytes a user would hand to the reader."""

from __future__ import annotations

from pathlib import Path


def load_input(folder: Path) -> tuple[str, bytes]:
    """Return the file name and the bytes of the document in this folder.

    :raises FileNotFoundError: where the folder holds no input.
    """
    text = folder / "text.txt"
    return text.name, text.read_bytes()
