"""The settings of a cycle, as a form."""

from __future__ import annotations

from django.test import Client

from drafts import a_cycle
from zhenggai.domain.ladder import Ladder
from zhenggai.ledger.queries import rules_page
from zhenggai.office.forms.ruling import RulesForm


def typed(cycle: int, **changes: str) -> dict[str, str]:
    """What the form would send, with some fields typed anew."""
    form = RulesForm(page=rules_page(cycle_id=cycle))
    shown = {field.html_name: field.value() for field in form}
    sent = {name: "" if value is None else str(value) for name, value in shown.items()}
    return {**sent, "version": str(rules_page(cycle_id=cycle).version), **changes}


def test_the_page_shows_the_stages_and_the_form(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_cycle()}/settings/").content.decode()

    assert "集中整改" in page
    assert 'name="stage-focused"' in page
    assert "inspection_2024" in page


def test_what_is_saved_is_in_force(wang: Client) -> None:
    cycle = a_cycle()

    answer = wang.post(
        f"/cycles/{cycle}/settings/save/",
        typed(
            cycle, near="30", reviewers="纪委监委\n\n审计局", **{"stage-focused": "2026-07-01", "list-tasks": "分工表"}
        ),
    )

    rules = rules_page(cycle_id=cycle).rules
    assert answer.status_code == 302
    assert (rules.lights.near, rules.reviewers, rules.list_name("tasks")) == (30, ("纪委监委", "审计局"), "分工表")
    assert "2026-07-01" in wang.get(f"/cycles/{cycle}/settings/").content.decode()


def test_a_value_that_cannot_be_is_said_at_its_field(wang: Client) -> None:
    cycle = a_cycle()

    answer = wang.post(f"/cycles/{cycle}/settings/save/", typed(cycle, near="many", hours="9"))

    assert answer.status_code == 422
    assert 'value="9"' in answer.content.decode()


def test_a_clash_keeps_what_was_typed(wang: Client) -> None:
    cycle = a_cycle()
    stale = typed(cycle, near="33")
    wang.post(f"/cycles/{cycle}/settings/save/", typed(cycle, near="30"))

    answer = wang.post(f"/cycles/{cycle}/settings/save/", stale)

    assert answer.status_code == 409
    assert 'value="33"' in answer.content.decode()
    assert "设置已由 王敏 修改" in answer.content.decode()


def test_another_preset_is_chosen_and_nonsense_is_not(wang: Client) -> None:
    cycle = a_cycle()
    path = f"/cycles/{cycle}/settings/preset/"

    chosen = wang.post(path, {"version": "0", "preset": "audit"})
    unknown = wang.post(path, {"version": "1", "preset": "none"})
    late = wang.post(path, {"version": "0", "preset": "patrol"})

    assert (chosen.status_code, unknown.status_code, late.status_code) == (302, 422, 409)
    assert rules_page(cycle_id=cycle).rules.preset == "audit"


def test_sun_reads_the_settings_and_changes_nothing(sun: Client) -> None:
    cycle = a_cycle()

    page = sun.get(f"/cycles/{cycle}/settings/").content.decode()
    answers = [sun.post(f"/cycles/{cycle}/settings/{act}/", typed(cycle)) for act in ("save", "preset")]

    assert "现行规则" in page
    assert "保存设置" not in page
    assert [answer.status_code for answer in answers] == [403, 403]


def test_gu_and_a_stranger_see_nothing(gu: Client, stranger: Client) -> None:
    path = f"/cycles/{a_cycle()}/settings/"

    assert (gu.get(path).status_code, stranger.get(path).status_code) == (403, 302)


def test_an_office_sets_how_days_count_who_is_told_when_and_its_meetings(wang: Client) -> None:
    cycle = a_cycle()

    answer = wang.post(
        f"/cycles/{cycle}/settings/save/",
        typed(
            cycle,
            counting="working",
            before="3，15",
            unit_head="2",
            office="",
            meetings="党委会\n专题会",
            **{"step-leader": "告诫"},
        ),
    )

    rules = rules_page(cycle_id=cycle).rules
    assert answer.status_code == 302
    assert rules.lights.counting == "working"
    assert rules.ladder == Ladder(before=(15, 3), unit_head=2, office=None)
    assert (rules.meeting_types, rules.step_name("leader")) == (("党委会", "专题会"), "告诫")


def test_a_ladder_that_goes_down_is_refused(wang: Client) -> None:
    cycle = a_cycle()

    answer = wang.post(f"/cycles/{cycle}/settings/save/", typed(cycle, unit_head="9", leader="2"))

    assert answer.status_code == 409
    assert "逐级往上" in answer.content.decode()


def test_days_that_are_no_numbers_are_said_at_their_field(wang: Client) -> None:
    answer = wang.post(f"/cycles/{(cycle := a_cycle())}/settings/save/", typed(cycle, before="一周"))

    assert answer.status_code == 422
    assert "请写天数" in answer.content.decode()
