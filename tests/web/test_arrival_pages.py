"""The page on which a round from another home is looked at, paired and brought in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from arrivals import taken
from exhibits import a_proof, a_round, measures_of
from zhenggai.journal.models import Entry
from zhenggai.ledger.arrival_models import Arrival, ArrivedEntry
from zhenggai.ledger.models import Cycle, Task
from zhenggai.people.models import Account

pytestmark = pytest.mark.django_db
PAGE = "/imports/round/"


@pytest.fixture(autouse=True)
def _nothing_lies_ready() -> None:
    for path in settings.UPLOADS.glob("round-*"):
        path.unlink()


@pytest.fixture
def export(tmp_path: Path) -> bytes:
    """A round of this home, with evidence that an account brought which is not known here."""
    cycle = a_round()
    a_proof(cycle, b"for the page", measures=measures_of(cycle)[:1])
    return taken(cycle, tmp_path / "round.zip").read_bytes()


def uploaded(client: Client, data: bytes) -> str:
    """The page after a file was uploaded."""
    answer = client.post(f"{PAGE}upload/", {"file": SimpleUploadedFile("轮次.zip", data)}, follow=True)
    return str(answer.content.decode())


def test_the_page_says_what_would_come_before_anything_is_written(wang: Client, export: bytes):
    before = (Entry.objects.count(), Cycle.objects.count())

    page = uploaded(wang, export)

    assert "核对无误" in page
    assert "用的是里面自带的公钥" in page
    for words in ("任务 2", "佐证 1", "县水利局", "名称相同", "建停用的账号"):
        assert words in page
    assert re.search(r"<dt>导出</dt><dd>\d{4}-\d\d-\d\d \d\d:\d\d 王敏", page)
    assert (Entry.objects.count(), Cycle.objects.count()) == before


def test_a_round_is_brought_in_by_plain_forms_and_its_record_tells_of_the_old_home(wang: Client, export: bytes):
    old = Cycle.objects.get()
    uploaded(wang, export)

    answer = wang.post(f"{PAGE}bring/", follow=True)

    new = Cycle.objects.exclude(pk=old.pk).get()
    assert answer.redirect_chain[-1][0] == f"/cycles/{new.pk}/"
    assert "已迁入" in answer.content.decode()
    assert Task.objects.filter(cycle=new).count() == Task.objects.filter(cycle=old).count()
    record = wang.get(f"/cycles/{new.pk}/journal/").content.decode()
    assert "迁入了别处导出的轮次" in record
    assert record.count("迁入的记录</span>") == ArrivedEntry.objects.count()
    entry = ArrivedEntry.objects.order_by("pk")[0]
    proof = wang.post(f"/cycles/{new.pk}/journal/arrived/{entry.pk}/proof/")
    assert b"zhenggai entry proof 1" in proof.content
    assert wang.post(f"/cycles/{old.pk}/journal/arrived/{entry.pk}/proof/").status_code == 404
    assert "核对无误" not in wang.get(PAGE).content.decode()
    assert not list(settings.UPLOADS.glob("round-*"))


def test_who_is_unclear_must_be_said_first(wang: Client, export: bytes):
    for login in ("one", "two"):
        Account.objects.create(login=login, name="王敏", role="unit_clerk")
    page = uploaded(wang, export)
    assert "可能是几个，请指定" in page

    refused = wang.post(f"{PAGE}bring/")
    wrong = wang.post(f"{PAGE}bring/", {"account-901-other": "nobody"})
    done = wang.post(f"{PAGE}bring/", {"account-901-other": "two"})

    assert refused.status_code == 409
    assert "有 1 处对不准" in refused.content.decode()
    assert wrong.status_code == 409
    assert "nobody" in wrong.content.decode()
    assert done.status_code == 302
    assert Arrival.objects.get().settled == '["account-901"]'


def test_a_second_time_asks(wang: Client, export: bytes):
    uploaded(wang, export)
    wang.post(f"{PAGE}bring/")

    page = uploaded(wang, export)
    refused = wang.post(f"{PAGE}bring/")
    again = wang.post(f"{PAGE}bring/", {"again": "on"})

    assert "这份导出已经迁入过" in page
    assert refused.status_code == 409
    assert again.status_code == 302
    assert Arrival.objects.count() == 2


def test_a_damaged_file_is_named_and_can_be_replaced(wang: Client, export: bytes):
    page = uploaded(wang, export[:-100])

    assert "这份文件不能迁入" in page
    assert "压缩包" in page
    assert wang.post(f"{PAGE}bring/").status_code == 409
    assert "核对无误" in uploaded(wang, export)


def test_a_key_that_is_none_or_another_is_named(wang: Client, export: bytes):
    uploaded(wang, export)

    none = wang.get(PAGE, {"key": "abc"}).content.decode()
    other = wang.post(f"{PAGE}bring/", {"key": "zhenggai.example/a+00000000+AAAA"})

    assert "公钥" in none
    assert other.status_code in (200, 302, 409)


def test_no_file_is_said(wang: Client):
    answer = wang.post(f"{PAGE}upload/")

    assert answer.status_code == 422
    assert "还没有选择文件" in answer.content.decode()
    assert wang.post(f"{PAGE}bring/").status_code == 302


def test_a_file_is_put_away_and_nothing_comes(wang: Client, export: bytes):
    uploaded(wang, export)

    page = wang.post(f"{PAGE}drop/", follow=True).content.decode()

    assert "已放弃这份文件" in page
    assert Arrival.objects.count() == 0


@pytest.mark.parametrize("stranger", ["zhao", "gu", "li"])
def test_others_do_not_see_the_page(request: pytest.FixtureRequest, stranger: str):
    client: Client = request.getfixturevalue(stranger)

    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}bring/").status_code == 403


def test_pages_about_a_time_before_it_came_say_so(wang: Client, export: bytes):
    uploaded(wang, export)
    wang.post(f"{PAGE}bring/")
    new = Arrival.objects.get().cycle_id
    task = Task.objects.filter(cycle_id=new)[0].pk

    ledger = wang.get(f"/cycles/{new}/as-of/?at=2020-01-01T00:00")
    one = wang.get(f"/cycles/{new}/as-of/tasks/{task}/?at=2020-01-01T00:00")
    moments = {"first": "", "first_at": "2020-01-01T00:00", "second": "", "second_at": "2026-03-02T12:00"}
    compared = wang.get(reverse("period_compare", args=[new]), moments)

    assert "从别处迁入的" in ledger.content.decode()
    assert (one.status_code, compared.status_code) == (404, 404)
    assert "从别处迁入的" in one.content.decode()
    assert "从别处迁入的" in compared.content.decode()
