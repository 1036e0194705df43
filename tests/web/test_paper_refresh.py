"""Taking moved figures into a passage, on its page."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from web.test_paper_pages import a_paper, address, said
from working import a_work
from zhenggai.ledger.models import Task

pytestmark = pytest.mark.django_db
OFFER = r'action="([^"]+/refresh/)">.*?name="version" value="(\d+)".*?name="offered" value="(\w+)"'


def test_a_moved_figure_is_offered_beside_its_passage_and_taken(wang: Client):
    work = a_work()
    paper = a_paper(work)
    Task.objects.filter(pk=work.task).update(state="long_term")
    before = said(wang, address(paper))
    offer = re.search(OFFER, before, re.DOTALL)
    assert offer

    taken = wang.post(offer[1], {"version": offer[2], "offered": offer[3]})
    again = wang.post(offer[1], {"version": offer[2], "offered": offer[3]}, follow=True)

    assert "换成现在的" in before
    assert taken["Location"].startswith(address(paper, "#passage-"))
    assert "请看过现在的再接受" in again.content.decode()


def test_a_leader_sees_what_moved_and_takes_nothing(li: Client):
    work = a_work()
    paper = a_paper(work)
    Task.objects.filter(pk=work.task).update(state="long_term")

    page = said(li, address(paper))

    assert "台账里已经变了" in page
    assert "换成现在的</" not in page
    assert "换成现在的<span" not in page
