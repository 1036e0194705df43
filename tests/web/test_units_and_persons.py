"""Units, persons and rosters as pages: who sees them, who changes them, and what they say when something is wrong."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.test import Client

from builders.reports import Finding, a_report
from builders.rosters import a_workbook
from drafts import a_cycle
from people import NOON, WANG
from standing import a_unit
from zhenggai.people.models import Person, Post, Roster, Unit, UnitType
from zhenggai.people.person_operations import PostWish, add_person
from zhenggai.reading.formats import open_document


def a_person(unit: int, *, name: str = "钱明", phone: str = "0531-7777777") -> int:
    wish = PostWish(unit, "副局长", date(2024, 5, 1))
    return add_person(name=name, phone=phone, post=wish, actor=WANG, at=NOON)


def handed_in(client: Client, *rows: tuple[str, ...]) -> str:
    file = BytesIO(a_workbook(*rows))
    file.name = "名册.xlsx"
    return client.post("/people/rosters/", {"file": file})["Location"]


def text_of(answer) -> str:
    return answer.content.decode()


def test_without_units_the_page_gives_the_one_next_step(wang: Client) -> None:
    page = text_of(wang.get("/people/"))

    assert "还没有单位" in page
    assert 'href="/people/rosters/"' in page


def test_the_tree_shows_units_under_their_parents(wang: Client) -> None:
    a_unit("云岭县人民政府", kind="政府")
    a_unit("县水利局", kind="部门", parent="云岭县人民政府")

    page = text_of(wang.get("/people/"))

    assert page.index("云岭县人民政府") < page.index("县水利局")
    assert 'class="depth-1"' in page


@pytest.mark.parametrize("wanted", ["区住建局", "县住房和城乡建设局", "建设"])
def test_the_search_finds_a_unit_by_other_names(wang: Client, wanted: str) -> None:
    a_unit("住房和城乡建设局")
    a_unit("县水利局")

    page = text_of(wang.get("/people/", {"q": wanted}))

    assert "找到 1 个" in page
    assert "县水利局" not in page


def test_a_search_without_a_find_says_so(wang: Client) -> None:
    a_unit()

    assert "没有找到单位" in text_of(wang.get("/people/", {"q": "\0<script>"}))


def test_a_unit_shows_its_people_and_its_tasks(wang: Client) -> None:
    unit = a_unit("云岭县水利局", kind="部门", others=("水务局",))
    a_person(unit)
    a_cycle(a_report([Finding("河道巡查不到位的问题", extra={"责任单位": "县水务局"})]))

    page = text_of(wang.get(f"/people/units/{unit}/"))

    assert "河道巡查不到位的问题" in page
    assert "钱明" in page
    assert "0531-7777777" in page
    assert "添加了单位" in page


def test_others_see_people_but_no_telephone_and_no_button(zhao: Client) -> None:
    unit = a_unit("县财政局")
    person = a_person(unit)

    pages = [text_of(zhao.get(path)) for path in (f"/people/units/{unit}/", f"/people/persons/{person}/")]

    assert all("钱明" in page for page in pages)
    assert all("0531" not in page and "/edit/" not in page for page in pages)


def test_the_keeper_of_the_machine_sees_units_but_no_task(gu: Client) -> None:
    unit = a_unit("县水利局")
    a_cycle(a_report([Finding("河道巡查不到位的问题", extra={"责任单位": "县水利局"})]))

    page = text_of(gu.get(f"/people/units/{unit}/"))

    assert "县水利局" in page
    assert "河道巡查" not in page
    assert gu.get("/people/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/people/units/add/",
        "/people/units/1/edit/",
        "/people/units/1/people/add/",
        "/people/persons/1/edit/",
        "/people/persons/1/posts/add/",
        "/people/posts/1/edit/",
        "/people/types/",
        "/people/rosters/",
        "/people/rosters/1/",
        "/people/roster-template.xlsx",
    ],
)
def test_a_clerk_of_another_unit_changes_nothing(zhao: Client, path: str) -> None:
    assert zhao.get(path).status_code == 403
    assert zhao.post(path, {"name": "别的单位"}).status_code in {403, 405}
    assert not Unit.objects.filter(name="别的单位").exists()


def test_a_stranger_is_led_to_the_log_in(stranger: Client) -> None:
    assert stranger.get("/people/")["Location"].startswith("/login/")


def test_a_unit_is_added_and_changed_through_its_forms(wang: Client) -> None:
    a_unit("云岭县人民政府", kind="政府")

    added = wang.post(
        "/people/units/add/",
        {
            "name": "县水利局",
            "kind": "部门",
            "parent": "云岭县人民政府",
            "others": "水务局、水利",
            "starts": "2019-01-10",
        },
    )
    changed = wang.post(f"{added['Location']}edit/", {"version": "1", "name": "县水务局", "kind": "部门"})

    unit = Unit.objects.get(name="县水务局")
    assert changed["Location"] == f"/people/units/{unit.pk}/"
    assert (unit.parent, unit.version) == (None, 2)


def test_a_form_that_cannot_be_taken_says_why_and_keeps_what_was_typed(wang: Client) -> None:
    a_unit("县水利局")

    answers = [
        wang.post("/people/units/add/", facts)
        for facts in (
            {"name": ""},
            {"name": "县水利局"},
            {"name": "县教体局", "parent": "没有的单位"},
            {"name": "县教体局", "starts": "去年"},
        )
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert "请填写这一项" in text_of(answers[0])
    assert "已经有“县水利局”" in text_of(answers[1])
    assert 'value="没有的单位"' in text_of(answers[2])
    assert "2024-03-01" in text_of(answers[3])


def test_the_second_of_two_people_at_once_is_told(wang: Client) -> None:
    unit = a_unit("县水利局")
    wang.post(f"/people/units/{unit}/edit/", {"version": "1", "name": "县水务局"})

    answer = wang.post(f"/people/units/{unit}/edit/", {"version": "1", "name": "县水利局"})

    assert answer.status_code == 422
    assert "刚被别人改过" in text_of(answer)


def test_a_person_is_added_gets_another_post_and_leaves_the_first(wang: Client) -> None:
    unit, other = a_unit("县水利局"), a_unit("县财政局")

    added = wang.post(
        f"/people/units/{unit}/people/add/", {"name": "钱明", "phone": "1", "unit": unit, "title": "局长"}
    )
    wang.post(f"{added['Location']}posts/add/", {"unit": other, "title": "局长", "starts": "2026-01-01"})
    first = Post.objects.get(unit=unit)
    wang.post(f"/people/posts/{first.pk}/edit/", {"unit": unit, "title": "局长", "ends": "2025-12-31"})
    wang.post(f"{added['Location']}edit/", {"version": "1", "name": "钱明亮", "phone": "2"})

    page = text_of(wang.get(added["Location"]))
    assert "钱明亮" in page
    assert "2025-12-31" in page
    assert "县财政局" in page


def test_wrong_entries_about_persons_are_answered_in_place(wang: Client) -> None:
    unit = a_unit()
    person = a_person(unit)
    post = Post.objects.get().pk
    answers = [
        wang.post(f"/people/units/{unit}/people/add/", {"name": "", "unit": unit, "title": "局长"}),
        wang.post(f"/people/units/{unit}/people/add/", {"name": "甲", "unit": 404, "title": "局长"}),
        wang.post(f"/people/persons/{person}/edit/", {"version": "7", "name": "甲"}),
        wang.post(f"/people/persons/{person}/posts/add/", {"unit": unit, "title": "副局长", "starts": "2024-05-01"}),
        wang.post(
            f"/people/posts/{post}/edit/",
            {"unit": unit, "title": "副局长", "starts": "2024-05-01", "ends": "2024-04-01"},
        ),
    ]

    assert [answer.status_code for answer in answers] == [422] * 5
    assert Person.objects.count() == Post.objects.count() == 1


def test_types_are_added_and_renamed(wang: Client) -> None:
    wang.post("/people/types/", {"name": "社区"})
    kind = UnitType.objects.get(name="社区")

    wang.post(f"/people/types/{kind.pk}/", {"name": "社区居委会"})

    assert "社区居委会" in text_of(wang.get("/people/types/"))
    assert wang.post("/people/types/", {"name": "社区居委会"}).status_code == 422
    assert "已经有" in text_of(wang.post(f"/people/types/{kind.pk}/", {"name": "政府"}, follow=True))


def test_a_roster_is_previewed_and_then_accepted(wang: Client) -> None:
    place = handed_in(wang)
    preview = text_of(wang.get(place))

    after = text_of(wang.post(f"{place}accept/", follow=True))

    assert "没有“衙门”这个类型" in preview
    assert "收入全部 4 条" in preview
    assert "收入新增 4 条、变更 0 条；1 条没有收入。" in after
    assert Unit.objects.count() == 3


def test_one_line_of_a_roster_is_accepted(wang: Client) -> None:
    place = handed_in(wang)

    wang.post(f"{place}accept/", {"line": "1"})

    assert list(Unit.objects.values_list("name", flat=True)) == ["云岭县人民政府"]


def test_a_preview_is_filtered_by_what_would_happen(wang: Client) -> None:
    place = handed_in(wang)

    page = text_of(wang.get(place, {"state": "refused"}))

    assert "县教体局" in page
    assert "东山镇人民政府" not in page
    assert "没有这样的条目" in text_of(wang.get(place, {"state": "changed"}))


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "是空文件"), (b"%PDF-1.4", "已损坏"), (a_workbook(("1",), head=("金额",)), "没有读出名册")],
)
def test_a_file_that_is_no_roster_is_answered_with_a_sentence(wang: Client, data: bytes, words: str) -> None:
    file = BytesIO(data)
    file.name = "别的.xlsx"

    answer = wang.post("/people/rosters/", {"file": file})

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Roster.objects.exists()


def test_no_file_is_no_fault_of_ours(wang: Client) -> None:
    assert "还没有选择文件" in text_of(wang.post("/people/rosters/", {}))


def test_the_template_is_a_roster_that_the_import_understands(wang: Client) -> None:
    book = b"".join(wang.get("/people/roster-template.xlsx").streaming_content)
    file = BytesIO(book)
    file.name = "模板.xlsx"

    preview = text_of(wang.get(wang.post("/people/rosters/", {"file": file})["Location"]))

    assert open_document(book, name="模板.xlsx").format == "xlsx"
    assert "收入全部 2 条" in preview


@pytest.mark.parametrize(
    "path",
    [
        "/people/units/404/",
        "/people/persons/404/",
        "/people/posts/404/edit/",
        "/people/rosters/404/",
        "/people/units/404/edit/",
    ],
)
def test_what_is_not_there_is_no_page(wang: Client, path: str) -> None:
    assert wang.get(path).status_code == 404


def test_a_name_that_found_no_unit_is_settled_on_its_page(wang: Client) -> None:
    a_unit("县卫生健康局", kind="部门")
    a_cycle(a_report([Finding("看病难的问题", extra={"责任单位": "县计生委"})]))

    waiting = text_of(wang.get("/people/names/"))
    wrong = wang.post("/people/names/", {"name": "县计生委", "unit": "没有的单位"})
    settled = text_of(wang.post("/people/names/", {"name": "县计生委", "unit": "县卫生健康局"}, follow=True))

    assert "县计生委" in waiting
    assert wrong.status_code == 422
    assert "“县计生委”已对上“县卫生健康局”，涉及 1 项任务。" in settled
    assert "名称都对上了" in settled


def test_others_settle_no_name(zhao: Client) -> None:
    assert zhao.post("/people/names/", {"name": "甲", "unit": "县水利局"}).status_code == 403
