"""Which files of a folder come back, and what goes together."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from zhenggai.cli.returned_files import files_in


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def test_folders_within_are_taken_and_the_evidence_of_a_unit_goes_with_its_workbook(tmp_path: Path) -> None:
    put(tmp_path, "甲.xlsx", "说明.docx", "水利局/表.xls", "水利局/台账.pdf", "财政局/表.et")

    found = dict(files_in([str(tmp_path)]))

    assert sorted(found) == ["水利局.zip", "甲.xlsx", "表.et"]
    with zipfile.ZipFile(io.BytesIO(found["水利局.zip"])) as parcel:
        assert sorted(parcel.namelist()) == ["台账.pdf", "表.xls"]
        assert parcel.read("表.xls") == "水利局/表.xls".encode()


def test_what_systems_leave_behind_is_left_behind(tmp_path: Path) -> None:
    put(tmp_path, "~$甲.xlsx", ".甲.xlsx", "水利局/表.xlsx", "水利局/Thumbs.db", "水利局/.DS_Store")

    assert [name for name, _data in files_in([str(tmp_path)])] == ["表.xlsx"]


def test_a_parcel_and_a_file_that_are_named_are_taken_as_they_are(tmp_path: Path) -> None:
    put(tmp_path, "回/包.zip", "回/佐证.pdf", "表.xlsx", "信.docx")

    paths = [str(tmp_path / name) for name in ("回", "表.xlsx", "信.docx")]
    assert [name for name, _data in files_in(paths)] == ["包.zip", "表.xlsx"]


def test_a_folder_in_which_nothing_comes_back_gives_nothing(tmp_path: Path) -> None:
    put(tmp_path, "照片/一.jpg")

    assert list(files_in([str(tmp_path)])) == []
