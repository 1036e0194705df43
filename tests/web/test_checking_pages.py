"""Pages of draws, visits and calls."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from browsed import text
from builders.pictures import jpeg
from closing import (
    a_ready_work,
    apply,
    drawn,
)
from drafts import TODAY
from exhibits import a_proof
from working import Work
from zhenggai.domain.evidence import EvidenceWords
from zhenggai.ledger.closing_models import CallBack, Sample, Visit, Voucher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("numbers_of_their_own")]


@pytest.fixture
def work() -> Work:
    return a_ready_work()


def address(work: Work, rest: str = "") -> str:
    return f"/cycles/{work.cycle}/tasks/{work.task}/closing/{rest}"


class TestChecking:
    def test_a_visit_with_photos_comes_from_a_phone(self, work: Work, sun: Client) -> None:
        form = sun.get(address(work, "visit/")).content.decode()
        assert 'capture="environment"' in form
        token = re.search(r'name="token" value="(\w+)"', form)
        assert token is not None
        typed = {
            "token": token[1],
            "visited_on": TODAY.isoformat(),
            "found": "河道已清。",
            "passed": "yes",
            "place": "东河入口",
            "photos": SimpleUploadedFile("IMG_1.jpg", jpeg(taken=datetime(2026, 3, 2, 9)), content_type="image/jpeg"),
        }

        answer = sun.post(address(work, "visit/"), typed, follow=True)

        assert "现场核查已记下，照片1张。" in text(answer)
        assert Visit.objects.get().photos.count() == 1

    def test_a_visit_without_words_is_sent_back_with_what_was_typed(self, work: Work, sun: Client) -> None:
        answer = sun.post(address(work, "visit/"), {"token": "t" * 32, "place": "东河入口", "passed": "no"})

        assert answer.status_code == 422
        assert "东河入口" in answer.content.decode()

    def test_a_call_is_counted_on_its_list(self, work: Work, sun: Client) -> None:
        typed = {"roster": "退款名册", "who": "钱某", "result": "denied", "said": "没收到", "called_on": "2026-03-02"}
        sun.post(address(work, "call/"), typed)

        page = text(sun.get(address(work)))

        assert "抽问1人，■1人否认" in page
        assert CallBack.objects.count() == 1

    def test_a_draw_is_shown_with_seed_and_frame_and_drawn_again(self, work: Work, wang: Client) -> None:
        apply(work)
        place = f"/cycles/{work.cycle}/closings/samples/"

        answer = wang.post(place + "draw/", {"purpose": "closing", "percent": "10"}, follow=True)

        page = text(answer)
        assert "用同一种子重抽，名单完全一致" in page
        assert Sample.objects.get().seed in page
        assert "101/10/1" in text(wang.get(place))

    @pytest.mark.parametrize("percent", ["5", "x", "101"])
    def test_less_than_the_rules_ask_is_not_drawn(self, work: Work, wang: Client, percent: str) -> None:
        apply(work)

        answer = wang.post(f"/cycles/{work.cycle}/closings/samples/draw/", {"purpose": "closing", "percent": percent})

        assert answer.status_code in (409, 422)
        assert Sample.objects.count() == 0

    def test_a_draw_that_was_tampered_with_is_told(self, work: Work, wang: Client) -> None:
        apply(work)
        sample = drawn(work)
        Sample.objects.filter(pk=sample).update(by_lot="[2]")

        page = text(wang.get(f"/cycles/{work.cycle}/closings/samples/{sample}/"))

        assert "名单不一致，存下的结果被动过" in page

    def test_the_sum_of_a_voucher_is_stated(self, work: Work, wang: Client) -> None:
        proof = a_proof(work.cycle, b"paid", measures=[work.measure], words=EvidenceWords("voucher"), actor=work.zhao)

        wang.post(address(work, "voucher/"), {"evidence": proof, "number": "2026-0007", "amount": "1200.50"})
        refused = wang.post(address(work, "voucher/"), {"evidence": proof, "number": "2026-0007", "amount": "-1"})

        assert Voucher.objects.get().amount == "1200.5"
        assert "凭证金额应大于0" in text(refused)
