"""Pages of binders, as the office and a unit use them before the on-site check."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from exhibits import a_proof, a_round, measures_of
from zhenggai.chain.binders import check_binder
from zhenggai.chain.rounds import check_round
from zhenggai.journal.models import Entry
from zhenggai.ledger.files import path_of
from zhenggai.ledger.models import Evidence, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> int:
    number = a_round()
    a_proof(number, b"minutes", name="纪要.txt")
    a_proof(number, b"a voucher", name="凭证.txt", measures=measures_of(number)[2:3])
    return number


def exported(client: Client, cycle: int, folder: Path, part: str = "") -> Path:
    """The binder as a browser stores it."""
    answer = client.post(f"/cycles/{cycle}/binder/export/", {"part": part})
    assert answer["Content-Type"] == "application/zip"
    assert answer.streaming
    path = folder / "卷.zip"
    path.write_bytes(b"".join(answer.streaming_content))
    return path


def test_the_office_binds_a_round_from_the_page(wang: Client, cycle: int, tmp_path: Path):
    page = wang.get(f"/cycles/{cycle}/binder/").content.decode()
    path = exported(wang, cycle, tmp_path)

    assert "导出这一卷" in page
    assert "还没有导出过" in page
    assert len(check_binder(path).binder.held) == 2
    assert "整个轮次" in wang.get(f"/cycles/{cycle}/binder/").content.decode().split("导出过的卷")[1]


def test_the_pages_of_a_task_a_unit_and_the_catalogue_lead_there(wang: Client, cycle: int):
    task = Task.objects.filter(cycle_id=cycle).order_by("number")[0]

    assert "binder/?part=task:1" in wang.get(f"/cycles/{cycle}/tasks/{task.pk}/evidence/").content.decode()
    assert f"/cycles/{cycle}/binder/" in wang.get(f"/cycles/{cycle}/evidence/").content.decode()
    unit = wang.get(f"/people/units/{task.unit_id}/").content.decode()
    assert f"/cycles/{cycle}/binder/?part=unit:%E5%8E%BF%E6%B0%B4%E5%88%A9%E5%B1%80" in unit


def test_the_page_names_what_is_lacking(wang: Client, cycle: int):
    a_proof(cycle, b"soon gone", name="丢了.txt")
    path_of(Evidence.objects.get(name="丢了.txt").sha256, folder=settings.FILES).unlink()

    page = wang.get(f"/cycles/{cycle}/binder/?part=task:1").content.decode()
    exported_page = b"".join(wang.post(f"/cycles/{cycle}/binder/export/", {"part": "task:1"}).streaming_content)

    assert "缺件：文件不在存储里" in page
    assert exported_page.startswith(b"PK")
    assert "▲ (一)1-1-002" in wang.get(f"/cycles/{cycle}/binder/").content.decode()


def test_a_unit_binds_its_own(zhao: Client, cycle: int, tmp_path: Path):
    page = zhao.get(f"/cycles/{cycle}/binder/").content.decode()
    path = exported(zhao, cycle, tmp_path)

    assert "县财政局" not in page
    assert [piece.number for piece in check_binder(path).binder.held] == ["(一)1-1-001"]


@pytest.mark.parametrize("part", ["task:2", "unit:县财政局", "poem:1", "task:99"])
def test_what_is_out_of_reach_is_told_on_the_page_and_leaves_no_entry(zhao: Client, cycle: int, part: str):
    before = Entry.objects.count()

    answer = zhao.post(f"/cycles/{cycle}/binder/export/", {"part": part}, follow=True)

    assert answer.status_code == 200
    assert "范围" in answer.content.decode()
    assert Entry.objects.count() == before


def test_the_office_takes_a_round_out_from_its_settings_and_a_unit_does_not(
    wang: Client, zhao: Client, cycle: int, tmp_path: Path
):
    answer = wang.post(f"/cycles/{cycle}/take-out/")
    path = tmp_path / "round.zip"
    path.write_bytes(b"".join(answer.streaming_content))

    assert "导出整个轮次（压缩包）" in wang.get(f"/cycles/{cycle}/settings/").content.decode()
    assert check_round(path).about["round"]["id"] == cycle
    assert zhao.post(f"/cycles/{cycle}/take-out/").status_code == 403
