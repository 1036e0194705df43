"""Files that come piece by piece from a browser."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from exhibits import a_round, measures_of, tasks_of
from people import NOON
from zhenggai.domain.rights import CONSOLE
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import Evidence
from zhenggai.people.models import Account
from zhenggai.people.operations import create_account


@pytest.fixture
def cycle(db: None) -> int:
    return a_round()


@pytest.fixture
def zhao(cycle: int) -> Client:
    """The clerk of the water bureau, whose task is the first."""
    return of_unit("zhao", "赵晓峰", "县水利局")


@pytest.fixture
def qian(cycle: int) -> Client:
    """The clerk of the finance bureau, whose task is the second."""
    return of_unit("qian", "钱明", "县财政局")


def of_unit(login: str, name: str, unit: str) -> Client:
    number = create_account(
        login=login, name=name, role=Role.UNIT_CLERK, unit=unit, password="stone-bridge-41", actor=CONSOLE, at=NOON
    )
    client = Client()
    client.force_login(Account.objects.get(pk=number))
    return client


def tab(cycle: int, rest: str = "", *, place: int = 0) -> str:
    return f"/cycles/{cycle}/tasks/{tasks_of(cycle)[place].pk}/evidence/{rest}"


def typed(cycle: int, *, kind: str = "photo", measures: list[int] | None = None) -> dict[str, object]:
    return {"kind": kind, "measures": measures_of(cycle)[:1] if measures is None else measures}


class TestPieces:
    def begin(self, client: Client, cycle: int, size: int, name: str = "视频.txt") -> dict[str, object]:
        answer = client.post(tab(cycle, "uploads/"), {"name": name, "size": size})
        assert answer.status_code == 201
        return answer.json()

    def send(self, client: Client, upload: dict[str, object], offset: int, data: bytes) -> tuple[int, dict]:
        answer = client.patch(
            upload["url"], data, content_type="application/offset+octet-stream", headers={"Upload-Offset": str(offset)}
        )
        is_answer = answer["Content-Type"] == "application/json"
        return answer.status_code, json.loads(answer.content) if is_answer else {}

    def finish(self, client: Client, cycle: int, upload: dict[str, object]):
        return client.post(tab(cycle, f"uploads/{upload['key']}/finish/"), typed(cycle))

    def test_pieces_arrive_and_become_evidence(self, zhao: Client, cycle: int) -> None:
        content = b"0123456789" * 700_000
        upload = self.begin(zhao, cycle, len(content))

        for offset in range(0, len(content), 4_000_000):
            status, answer = self.send(zhao, upload, offset, content[offset : offset + 4_000_000])
            assert (status, answer["offset"]) == (200, min(offset + 4_000_000, len(content)))
        done = self.finish(zhao, cycle, upload).json()

        assert done["said"] == "视频.txt 已收下，编号 (一)1-1-001。"
        assert done["alike"] == []
        assert zhao.get(done["url"]).status_code == 200

    def test_after_a_reload_it_goes_on_where_it_stopped(self, zhao: Client, cycle: int) -> None:
        upload = self.begin(zhao, cycle, 10)
        self.send(zhao, upload, 0, b"01234")

        page = zhao.get(tab(cycle)).content.decode()
        state = zhao.get(upload["url"]).json()
        self.send(zhao, upload, state["offset"], b"56789")

        assert "没有传完的文件" in page
        assert state["offset"] == 5
        assert self.finish(zhao, cycle, upload).status_code == 200

    def test_a_wrong_offset_is_answered_with_the_right_one(self, zhao: Client, cycle: int) -> None:
        upload = self.begin(zhao, cycle, 10)
        self.send(zhao, upload, 0, b"01234")

        assert self.send(zhao, upload, 0, b"01234") == (
            409,
            {"error": "已收到 5 字节，请从那里接着传。", "offset": 5},
        )

    def test_finishing_twice_gives_the_same_answer(self, zhao: Client, cycle: int) -> None:
        upload = self.begin(zhao, cycle, 5)
        self.send(zhao, upload, 0, b"01234")

        first, second = (self.finish(zhao, cycle, upload) for _ in range(2))

        assert first.json()["url"] == second.json()["url"]
        assert Evidence.objects.count() == 1

    @pytest.mark.parametrize("size", ["", "x", "-1", "9" * 20, "١"])
    def test_a_size_that_is_none_is_refused(self, zhao: Client, cycle: int, size: str) -> None:
        assert zhao.post(tab(cycle, "uploads/"), {"name": "1.txt", "size": size}).status_code in {404, 409}

    def test_a_size_above_the_limit_is_refused_before_anything_is_sent(self, zhao: Client, cycle: int) -> None:
        answer = zhao.post(tab(cycle, "uploads/"), {"name": "1.mp4", "size": 200_000_001})

        assert (answer.status_code, answer.json()["error"][:9]) == (409, "文件超过 200 ")

    def test_a_piece_without_its_place_is_refused(self, zhao: Client, cycle: int) -> None:
        upload = self.begin(zhao, cycle, 5)

        assert zhao.patch(upload["url"], b"01234").status_code == 404

    def test_more_than_was_said_is_refused(self, zhao: Client, cycle: int) -> None:
        upload = self.begin(zhao, cycle, 5)

        assert self.send(zhao, upload, 0, b"0123456")[0] == 413

    def test_nobody_else_sends_into_it(self, zhao: Client, qian: Client, cycle: int) -> None:
        upload = self.begin(zhao, cycle, 5)

        answers = [qian.get(upload["url"]).status_code, self.send(qian, upload, 0, b"01234")[0]]
        answers += [self.finish(qian, cycle, upload).status_code]

        assert answers == [404, 404, 403]

    def test_a_dropped_upload_is_gone(self, zhao: Client, cycle: int) -> None:
        upload = self.begin(zhao, cycle, 5)

        zhao.post(tab(cycle, f"uploads/{upload['key']}/drop/"))

        assert zhao.get(upload["url"]).status_code == 404

    def test_without_the_token_nothing_arrives(self, zhao: Client, cycle: int) -> None:
        upload = self.begin(zhao, cycle, 5)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = zhao.cookies

        assert self.send(strict, upload, 0, b"01234")[0] == 403
