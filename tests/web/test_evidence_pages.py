"""The pages of evidence: bringing files, previews, files handed out, and who may."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from builders.pdf import pdf_of
from builders.pictures import HERE, jpeg
from builders.word import docx_of
from exhibits import a_proof, a_round, measures_of, tasks_of
from people import NOON
from zhenggai.domain.rights import CONSOLE
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import Evidence
from zhenggai.people.models import Account
from zhenggai.people.operations import create_account

MINUTES = "会议纪要\n" + "今天研究河道管护,明确由水利局牵头,财政局配合,每月调度一次。\n" * 8


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


def one(cycle: int, number: int, rest: str = "") -> str:
    return f"/cycles/{cycle}/evidence/{number}/{rest}"


def typed(cycle: int, *, kind: str = "photo", measures: list[int] | None = None) -> dict[str, object]:
    return {"kind": kind, "measures": measures_of(cycle)[:1] if measures is None else measures}


def a_file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class TestBringing:
    def test_several_files_come_with_one_plain_form(self, zhao: Client, cycle: int) -> None:
        files = [a_file("现场1.jpg", jpeg(1)), a_file("现场2.jpg", jpeg(2))]

        answer = zhao.post(tab(cycle, "add/"), {**typed(cycle), "files": files, "dated": "2026-01-05"}, follow=True)

        page = answer.content.decode()
        assert "现场1.jpg 已收下，编号 (一)1-1-001。" in page
        assert "现场2.jpg 已收下，编号 (一)1-1-002。" in page
        assert set(Evidence.objects.values_list("kind", "dated")) == {("photo", datetime(2026, 1, 5).date())}

    def test_a_bad_file_does_not_stop_the_others(self, zhao: Client, cycle: int) -> None:
        files = [a_file("空.txt", b""), a_file("工具.exe", b"MZ" + b"\0" * 99), a_file("现场.jpg", jpeg())]

        page = zhao.post(tab(cycle, "add/"), {**typed(cycle), "files": files}, follow=True).content.decode()

        assert "空.txt 没有收下：" in page
        assert "工具.exe 没有收下：《工具.exe》是程序或脚本" in page
        assert Evidence.objects.count() == 1

    def test_a_shot_of_the_camera_is_a_file_like_any_other(self, zhao: Client, cycle: int) -> None:
        zhao.post(tab(cycle, "add/"), {**typed(cycle), "shots": [a_file("image.jpg", jpeg())]})

        assert Evidence.objects.get().name == "image.jpg"

    def test_at_the_upload_it_says_where_the_like_is_used(self, zhao: Client, qian: Client, cycle: int) -> None:
        measures = measures_of(cycle)
        first = {**typed(cycle, measures=measures[:1]), "files": [a_file("05-11 现场会.jpg", jpeg(5))]}
        zhao.post(tab(cycle, "add/"), {**first, "dated": "2025-05-11"})

        again = {**typed(cycle, measures=measures[1:2]), "files": [a_file("微信图片.jpg", jpeg(5, quality=50))]}
        page = zhao.post(tab(cycle, "add/"), again, follow=True).content.decode()
        theirs = {**typed(cycle, measures=measures[2:3]), "files": [a_file("图.jpg", jpeg(5))]}
        other = qian.post(tab(cycle, "add/", place=1), theirs, follow=True).content.decode()

        assert "微信图片.jpg：与 2025-05-11 照片《05-11 现场会.jpg》近似（已用于(一)1）" in page
        assert "图.jpg：与其他单位的一件佐证重复（已用于(一)1）" in other
        assert "现场会" not in other

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"kind": ""}, "必填"),
            ({"measures": []}, "请选择佐证用于哪条措施。"),
            ({"dated": "2026-02-31"}, "日期"),
            ({"files": []}, "还没有选择文件"),
        ],
    )
    def test_what_is_missing_is_said_at_the_field(
        self, zhao: Client, cycle: int, change: dict[str, object], said: str
    ) -> None:
        answer = zhao.post(tab(cycle, "add/"), {**typed(cycle), "files": [a_file("1.jpg", jpeg())], **change})

        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert not Evidence.objects.exists()

    def test_a_measure_of_another_task_is_no_choice(self, zhao: Client, cycle: int) -> None:
        wanted = typed(cycle, measures=measures_of(cycle)[2:3])

        answer = zhao.post(tab(cycle, "add/"), {**wanted, "files": [a_file("1.jpg", jpeg())]})

        assert answer.status_code == 422

    def test_a_phone_is_offered_its_camera(self, zhao: Client, cycle: int) -> None:
        page = zhao.get(tab(cycle)).content.decode()

        assert 'accept="image/*" capture="environment"' in page


class TestFiles:
    def test_a_file_is_handed_out_as_it_was_and_never_opened(self, zhao: Client, cycle: int) -> None:
        content = pdf_of(MINUTES)
        number = a_proof(cycle, content, name='纪要";x.pdf')

        answer = zhao.get(one(cycle, number, "file/"), headers={"Accept-Encoding": "gzip"})

        assert b"".join(answer) == content
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("sandbox")
        assert int(answer["Content-Length"]) == len(content)

    @pytest.mark.parametrize(
        ("wanted", "status", "part"),
        [
            ("bytes=0-3", 206, b"0123"),
            ("bytes=5-", 206, b"56789"),
            ("bytes=-3", 206, b"789"),
            ("bytes=0-99", 200, b"0123456789"),
            ("bytes=9-9", 206, b"9"),
            ("bytes=10-", 416, b""),
            ("bytes=5-3", 416, b""),
            ("bytes=-0", 416, b""),
            ("bytes=-", 200, b"0123456789"),
            ("lines=1-2", 200, b"0123456789"),
            ("bytes=0-1,3-4", 200, b"0123456789"),
        ],
    )
    def test_parts_are_handed_out(self, zhao: Client, cycle: int, wanted: str, status: int, part: bytes) -> None:
        number = a_proof(cycle, b"0123456789")

        answer = zhao.get(one(cycle, number, "file/"), headers={"Range": wanted})

        assert (answer.status_code, b"".join(answer)) == (status, part)

    def test_previews_are_pictures_and_words_of_our_own(self, zhao: Client, cycle: int) -> None:
        photo = a_proof(cycle, jpeg(taken=datetime(2025, 5, 11), place=HERE), name="现场.jpg")
        word = a_proof(cycle, docx_of("纪要\n<img src=x onerror=alert(1)>"), name="纪要.docx")

        picture = zhao.get(one(cycle, photo, "preview/1/"))
        thumb = zhao.get(one(cycle, photo, "thumb/"))
        page = zhao.get(one(cycle, word, "preview/"), headers={"HX-Request": "true"}).content.decode()

        assert picture["Content-Type"] == thumb["Content-Type"] == "image/jpeg"
        assert b"Exif" not in picture.content + thumb.content
        assert "&lt;img src=x onerror=alert(1)&gt;" in page
        assert "<html" not in page
        assert "<html" in zhao.get(one(cycle, word, "preview/")).content.decode()

    def test_what_cannot_be_shown_is_said(self, zhao: Client, cycle: int) -> None:
        number = a_proof(cycle, pdf_of("通报", password="x"), name="通报.pdf")

        page = zhao.get(one(cycle, number, "preview/")).content.decode()

        assert "不能在页面里显示" in page
        assert zhao.get(one(cycle, number, "thumb/")).status_code == 404
        assert zhao.get(one(cycle, number, "preview/1/")).status_code == 404


class TestOnePiece:
    def test_the_page_says_all_about_it(self, zhao: Client, cycle: int) -> None:
        number = a_proof(cycle, jpeg(taken=datetime(2025, 5, 11, 9, 30), place=HERE), name="现场.jpg")

        page = zhao.get(one(cycle, number)).content.decode()

        for said in ("(一)1-1-001", "2025-05-11 09:30", "北纬 30.258", "没有设置查毒", "上传了佐证"):
            assert said in page

    def test_it_is_described_linked_unlinked_and_withdrawn(self, zhao: Client, cycle: int) -> None:
        number, measures = a_proof(cycle), measures_of(cycle)
        words = {"version": 1, "kind": "minutes", "number": "〔2026〕3号", "dated": "", "description": "专题会"}

        zhao.post(one(cycle, number, "describe/"), words)
        zhao.post(one(cycle, number, "link/"), {"task": 1, "measures": [measures[1]]})
        zhao.post(one(cycle, number, "unlink/"), {"measure": measures[0], "why": "误点"})
        linked = zhao.get(one(cycle, number)).content.decode()
        zhao.post(one(cycle, number, "withdraw/"), {"version": 4, "why": "传错了"})
        page = zhao.get(one(cycle, number)).content.decode()

        assert "专题会" in linked
        assert "曾经用于 1 条" in linked
        assert "原因：传错了" in page
        assert "修改说明" not in page

    def test_the_measures_of_a_task_are_listed_by_its_number(self, zhao: Client, cycle: int) -> None:
        number = a_proof(cycle)

        own = zhao.get(one(cycle, number, "?task=1")).content.decode()
        other = zhao.get(one(cycle, number, "?task=2")).content.decode()

        assert "2. 完成排查。" in own
        assert "追回专项资金" not in other

    @pytest.mark.parametrize(
        ("act", "sent", "status"),
        [
            ("describe/", {"version": 1, "kind": "nothing"}, 422),
            ("describe/", {"version": 9, "kind": "photo"}, 409),
            ("withdraw/", {"version": 1, "why": ""}, 422),
            ("withdraw/", {"version": 9, "why": "x"}, 409),
            ("unlink/", {"measure": 1}, 422),
            ("link/", {}, 422),
            ("link/", {"task": "99999999999", "measures": [1]}, 422),
        ],
    )
    def test_what_makes_no_sense_changes_nothing(
        self, zhao: Client, cycle: int, act: str, sent: dict[str, object], status: int
    ) -> None:
        number = a_proof(cycle)

        assert zhao.post(one(cycle, number, act), sent).status_code == status
        assert Evidence.objects.get(pk=number).version == 1


class TestCatalogue:
    def test_it_lists_and_narrows(self, wang: Client, cycle: int) -> None:
        a_proof(cycle, b"one", name="纪要.txt")
        a_proof(cycle, b"two", name="凭证.txt", measures=measures_of(cycle)[2:3])

        page = wang.get(f"/cycles/{cycle}/evidence/").content.decode()
        narrowed = wang.get(f"/cycles/{cycle}/evidence/?text=凭证").content.decode()

        assert "共 2 件" in page
        assert "1 件，全部 2 件" in narrowed
        assert "纪要.txt" not in narrowed

    def test_a_key_out_of_order_leads_back_to_the_first_page(self, wang: Client, cycle: int) -> None:
        answer = wang.get(f"/cycles/{cycle}/evidence/?after=x")

        assert answer["Location"] == f"/cycles/{cycle}/evidence/"

    def test_an_empty_one_says_the_next_step(self, wang: Client, cycle: int) -> None:
        assert "去台账选任务" in wang.get(f"/cycles/{cycle}/evidence/").content.decode()

    def test_it_asks_a_fixed_number_of_times(self, wang: Client, cycle: int, django_assert_max_num_queries) -> None:
        for content in range(8):
            a_proof(cycle, str(content).encode())

        with django_assert_max_num_queries(25):
            wang.get(f"/cycles/{cycle}/evidence/")


class TestWhoMay:
    RESTS = ("", "file/", "thumb/", "preview/", "preview/1/")

    def test_another_unit_sees_nothing_of_it(self, qian: Client, cycle: int) -> None:
        number = a_proof(cycle, jpeg(), name="现场.jpg")

        answers = {qian.get(one(cycle, number, rest)).status_code for rest in self.RESTS}

        assert answers == {403}
        assert "现场.jpg" not in qian.get(f"/cycles/{cycle}/evidence/").content.decode()
        assert qian.get(tab(cycle)).status_code == 403

    def test_another_unit_changes_nothing(self, qian: Client, cycle: int) -> None:
        number = a_proof(cycle)

        answers = {
            qian.post(one(cycle, number, "describe/"), {"version": 1, "kind": "photo"}).status_code,
            qian.post(one(cycle, number, "withdraw/"), {"version": 1, "why": "x"}).status_code,
            qian.post(tab(cycle, "add/"), {**typed(cycle), "files": [a_file("1.jpg", jpeg())]}).status_code,
            qian.post(tab(cycle, "uploads/"), {"name": "1.txt", "size": 5}).status_code,
        }

        assert answers == {403}

    def test_a_leader_reads_and_brings_nothing(self, li: Client, cycle: int) -> None:
        number = a_proof(cycle)

        page = li.get(tab(cycle)).content.decode()

        assert "纪要.txt" in page
        assert "上传佐证" not in page
        assert "撤下这件佐证" not in li.get(one(cycle, number)).content.decode()

    def test_a_supervisor_brings_their_own(self, sun: Client, cycle: int) -> None:
        sun.post(tab(cycle, "add/"), {**typed(cycle), "files": [a_file("抽查.jpg", jpeg())]})

        assert Evidence.objects.get().uploaded_by == "孙立"

    def test_numbers_of_another_round_are_not_found(self, wang: Client, cycle: int) -> None:
        number = a_proof(cycle, jpeg(), name="现场.jpg")

        answers = {wang.get(one(cycle + 1, number, rest)).status_code for rest in self.RESTS}

        assert answers == {404}

    def test_gu_sees_no_evidence(self, gu: Client, cycle: int) -> None:
        assert gu.get(one(cycle, a_proof(cycle))).status_code == 403


def test_a_task_without_measures_says_what_to_do(wang: Client) -> None:
    from builders.reports import Finding, a_report
    from drafts import a_cycle

    cycle = a_cycle(a_report([Finding("绿化不达标的问题", measures=[])]))

    assert "去添加措施" in wang.get(tab(cycle)).content.decode()


def test_a_fragment_of_the_tab_is_the_list_alone(wang: Client, cycle: int) -> None:
    a_proof(cycle)

    page = wang.get(tab(cycle), headers={"HX-Request": "true"}).content.decode()

    assert "纪要.txt" in page
    assert "<form" not in page


def test_addresses_are_named_alike() -> None:
    assert reverse("evidence_file", args=[1, 2]) == "/cycles/1/evidence/2/file/"
