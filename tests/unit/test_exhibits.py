"""Files that prove something, looked at in a child process: what they are, what they carry, what must not come in."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PIL import Image

from builders.pdf import pdf_of
from builders.pictures import HERE, jpeg, png, png_bomb
from builders.word import docx_of, docx_with, zip_of
from zhenggai.domain.likeness import NEAR, NEAR_FINE, NEAR_TEXT, distance
from zhenggai.jobs.exhibits import Examined, ExhibitLimits, Unwelcome, examine_confined, show_confined

MORNING = datetime(2025, 5, 11, 9, 30)
MINUTES = "会议纪要\n" + "今天研究河道管护,明确由水利局牵头,财政局配合,每月调度一次。\n" * 8


def examined(folder: Path, name: str, data: bytes) -> Examined:
    path = folder / "content"
    path.write_bytes(data)
    found = examine_confined(path, name=name)
    assert found is not None
    return found


def sheet(rows: int = 3) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("名册")
        for row in range(rows):
            page.write_row(row, 0, [f"第{row}户", "已整改", row])
    return out.getvalue()


class TestPictures:
    def test_time_and_place_are_those_of_the_camera(self, tmp_path: Path) -> None:
        found = examined(tmp_path, "现场.jpg", jpeg(taken=MORNING, offset="+08:00", place=HERE))

        assert found.shot.taken == datetime(2025, 5, 11, 9, 30, tzinfo=timezone(timedelta(hours=8)))
        assert found.shot.taken.astimezone(UTC).hour == 1
        assert (found.shot.latitude, found.shot.longitude) == pytest.approx(HERE, abs=1e-5)

    def test_a_clock_without_a_zone_stays_without_one(self, tmp_path: Path) -> None:
        assert examined(tmp_path, "现场.jpg", jpeg(taken=MORNING)).shot.taken == MORNING

    def test_a_picture_without_notes_has_neither_time_nor_place(self, tmp_path: Path) -> None:
        shot = examined(tmp_path, "微信图片.png", png()).shot

        assert (shot.taken, shot.latitude, shot.longitude) == (None, None, None)

    def test_notes_that_make_no_sense_are_left_out(self, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = "0000:00:00 00:00:00"
        exif.get_ifd(0x8825).update({1: "N", 2: (900.0, 0.0, 0.0), 3: "E", 4: (1.0, 1.0, 1.0)})
        out = io.BytesIO()
        Image.new("RGB", (90, 90), "red").save(out, "JPEG", exif=exif)

        found = examined(tmp_path, "现场.jpg", out.getvalue())

        assert found.openable
        assert (found.shot.taken, found.shot.latitude) == (None, None)

    def test_the_same_picture_small_and_squeezed_is_near(self, tmp_path: Path) -> None:
        first = examined(tmp_path, "1.jpg", jpeg(4, size=(1600, 1200)))
        second = examined(tmp_path, "2.jpg", jpeg(4, size=(480, 360), quality=40))
        third = examined(tmp_path, "3.png", png(4))

        for other in (second, third):
            assert distance(str(first.coarse), str(other.coarse)) <= NEAR
            assert distance(str(first.fine), str(other.fine)) <= NEAR_FINE

    def test_pictures_of_other_things_are_far(self, tmp_path: Path) -> None:
        found = [examined(tmp_path, "1.jpg", jpeg(seed)) for seed in range(1, 7)]

        pairs = [(a, b) for place, a in enumerate(found) for b in found[place + 1 :]]
        assert all(distance(str(a.coarse), str(b.coarse)) > NEAR for a, b in pairs)

    def test_the_small_picture_is_upright_and_carries_no_notes(self, tmp_path: Path) -> None:
        found = examined(tmp_path, "现场.jpg", jpeg(taken=MORNING, place=HERE, turned=6, size=(800, 600)))

        thumb = Image.open(io.BytesIO(found.thumb or b""))
        assert thumb.size == (300, 400)
        assert not thumb.getexif()

    def test_a_turned_picture_is_near_the_one_it_was_turned_from(self, tmp_path: Path) -> None:
        upright = Image.open(io.BytesIO(jpeg(9))).rotate(90, expand=True)
        out = io.BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6
        upright.save(out, "JPEG", exif=exif, quality=92)

        first, second = examined(tmp_path, "1.jpg", jpeg(9)), examined(tmp_path, "2.jpg", out.getvalue())

        assert distance(str(first.coarse), str(second.coarse)) <= NEAR

    @pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "BMP", "TIFF"])
    def test_other_formats_open_as_well(self, tmp_path: Path, kind: str) -> None:
        out = io.BytesIO()
        Image.open(io.BytesIO(png(3))).convert("P" if kind == "GIF" else "RGB").save(out, kind)

        found = examined(tmp_path, f"图.{kind.lower()}", out.getvalue())

        assert (found.openable, found.ending_agrees) == (True, True)
        assert found.thumb

    def test_a_picture_cut_off_does_not_open(self, tmp_path: Path) -> None:
        found = examined(tmp_path, "现场.jpg", jpeg()[:9_000])

        assert (found.kind, found.openable, found.thumb) == ("jpg", False, None)

    def test_a_picture_that_unpacks_to_a_billion_places_is_not_opened(self, tmp_path: Path) -> None:
        found = examined(tmp_path, "现场.png", png_bomb())

        assert (found.kind, found.openable) == ("png", False)


class TestDocuments:
    def test_minutes_in_word_and_in_pdf_read_nearly_the_same(self, tmp_path: Path) -> None:
        word, pdf = examined(tmp_path, "纪要.docx", docx_of(MINUTES)), examined(tmp_path, "纪要.pdf", pdf_of(MINUTES))

        assert distance(str(word.text), str(pdf.text)) <= NEAR_TEXT
        assert (pdf.pages, word.pages) == (1, None)

    def test_a_locked_pdf_says_so(self, tmp_path: Path) -> None:
        found = examined(tmp_path, "通报.pdf", pdf_of("通报", password="secret"))

        assert (found.kind, found.openable, found.encrypted) == ("pdf", False, True)

    def test_a_pdf_cut_off_does_not_open(self, tmp_path: Path) -> None:
        found = examined(tmp_path, "通报.pdf", pdf_of(MINUTES)[:-300])

        assert (found.openable, found.encrypted) == (False, False)

    def test_a_locked_word_file_says_so(self, tmp_path: Path) -> None:
        shell = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage\0".encode("utf-16-le")

        found = examined(tmp_path, "名册.xlsx", shell)

        assert (found.kind, found.encrypted, found.ending_agrees) == ("xlsx", True, True)

    def test_a_word_file_that_is_a_bomb_does_not_open(self, tmp_path: Path) -> None:
        found = examined(tmp_path, "纪要.docx", docx_with("<w:p><w:r><w:t>" + "河" * 60_000_000 + "</w:t></w:r></w:p>"))

        assert (found.kind, found.openable) == ("docx", False)

    def test_a_package_cut_off_does_not_open(self, tmp_path: Path) -> None:
        found = examined(tmp_path, "照片.zip", zip_of({"1.jpg": jpeg()})[:-40])

        assert (found.kind, found.openable) == ("zip", False)

    def test_an_ending_that_lies_is_said(self, tmp_path: Path) -> None:
        found = examined(tmp_path, "通报.pdf", jpeg())

        assert (found.kind, found.ending_agrees) == ("jpg", False)

    def test_a_package_of_files_is_welcome(self, tmp_path: Path) -> None:
        found = examined(tmp_path, "照片.zip", zip_of({"1.jpg": jpeg(), "2.jpg": jpeg(2)}))

        assert (found.kind, found.openable, found.encrypted) == ("zip", True, False)


class TestUnwelcome:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("现场.jpg", b"MZ\x90\0" + b"\0" * 300),
            ("现场.pdf", b"\x7fELF" + b"\0" * 300),
            ("run.sh", b"#!/bin/sh\nrm -rf /\n"),
            ("清理.bat", b"@echo off\r\ndel *.*\r\n"),
            ("宏.vbs", b'MsgBox "x"\r\n'),
            ("app.txt", zip_of({"AndroidManifest.xml": "x", "classes.dex": "y"})),
        ],
    )
    def test_programs_and_scripts_are_turned_away(self, tmp_path: Path, name: str, data: bytes) -> None:
        with pytest.raises(Unwelcome, match="程序或脚本"):
            examined(tmp_path, name, data)

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("网页.html", b"<html><script>alert(1)</script></html>"),
            ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("说明.txt", b"\xef\xbb\xbf  <!DOCTYPE html><p>x"),
            ("图.png", b"<?xml version='1.0'?><svg/>"),
        ],
    )
    def test_pages_and_drawings_that_run_are_turned_away(self, tmp_path: Path, name: str, data: bytes) -> None:
        with pytest.raises(Unwelcome, match="网页"):
            examined(tmp_path, name, data)

    def test_what_nobody_knows_is_turned_away(self, tmp_path: Path) -> None:
        with pytest.raises(Unwelcome):
            examined(tmp_path, "数据.bin", bytes(range(256)) * 20)


class TestShowing:
    def shown(self, folder: Path, name: str, kind: str, data: bytes):
        path = folder / "content"
        path.write_bytes(data)
        return show_confined(path, kind=kind, name=name)

    def test_a_picture_is_shown_smaller(self, tmp_path: Path) -> None:
        shown = self.shown(tmp_path, "1.jpg", "jpg", jpeg(size=(3200, 2400)))

        assert max(Image.open(io.BytesIO(shown.pages[0])).size) == 1600

    def test_a_pdf_shows_its_first_pages(self, tmp_path: Path) -> None:
        shown = self.shown(tmp_path, "1.pdf", "pdf", pdf_of("一段话。\n" * 300))

        assert len(shown.pages) == 8
        assert shown.total > 8

    def test_a_word_file_shows_paragraphs_and_a_workbook_rows(self, tmp_path: Path) -> None:
        word = self.shown(tmp_path, "1.docx", "docx", docx_of("会议纪要\n<script>alert(1)</script>"))
        book = self.shown(tmp_path, "1.xlsx", "xlsx", sheet(400))

        assert [block.text for block in word.blocks] == ["会议纪要", "<script>alert(1)</script>"]
        assert (book.blocks[0].name, len(book.blocks[0].rows), book.blocks[0].total) == ("名册", 60, 400)

    @pytest.mark.parametrize("kind", ["jpg", "pdf", "docx", "zip"])
    def test_what_does_not_open_shows_nothing(self, tmp_path: Path, kind: str) -> None:
        shown = self.shown(tmp_path, f"1.{kind}", kind, b"PK\x03\x04 nothing of that kind")

        assert (shown.pages, shown.blocks) == ((), ())


def test_a_look_that_costs_too_much_ends(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(pdf_of(MINUTES))

    assert examine_confined(path, name="1.pdf", limits=ExhibitLimits(memory=60_000_000)) is None
    assert examine_confined(path, name="1.pdf", limits=ExhibitLimits(wall=0.01)) is None


def test_a_package_with_a_locked_part_is_locked(tmp_path: Path) -> None:
    data = bytearray(zip_of({"1.jpg": b"x"}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1

    assert zipfile.ZipFile(io.BytesIO(bytes(data))).infolist()[0].flag_bits & 1
    assert examined(tmp_path, "照片.zip", bytes(data)).encrypted
