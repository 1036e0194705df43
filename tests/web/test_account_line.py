"""The account on the overview: parts that add up, each opening as its list."""

from __future__ import annotations

import re

from django.test import Client

from builders.reports import Finding, a_report
from drafts import a_cycle


def test_the_parts_add_up_to_all_tasks_and_each_opens_as_its_list(wang: Client) -> None:
    findings = [Finding("河道巡查不到位的问题", state="ongoing"), Finding("账目不清的问题"), Finding("台账缺失的问题")]
    cycle = a_cycle(a_report(findings))

    page = wang.get(f"/cycles/{cycle}/").content.decode()
    line = page.split('class="sheet-body account-line"')[1].split("</p>")[0]
    parts = re.findall(r'href="([^"]+)"><strong>(\d+)</strong>', line)

    *shares, (_all, total) = parts
    assert sum(int(count) for _place, count in shares) == int(total) == 3
    for place, count in shares:
        listed = wang.get(place.replace("&amp;", "&")).content.decode()
        rows = listed.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in listed else ""
        assert rows.count("<tr") == int(count), place


def test_somebody_of_a_unit_sees_no_account_of_the_round(zhao: Client) -> None:
    cycle = a_cycle(a_report([Finding("河道巡查不到位的问题")]))

    assert "account-line" not in zhao.get(f"/cycles/{cycle}/", follow=True).content.decode()
