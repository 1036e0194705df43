"""Forms of units, persons, posts and rosters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhenggai.domain.roster import names_in
from zhenggai.domain.roster_compare import UnitFacts
from zhenggai.people.person_operations import PostWish
from zhenggai.people.shapes import PersonCard, PostRow, UnitCard

NEEDED = {"required": _("请填写这一项。")}


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=False, widget=widget, error_messages={"invalid": _("请写成 2024-03-01 这样的日期。")}
    )


class UnitForm(forms.Form):
    """The facts of a unit."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("单位名称"), max_length=200, error_messages=NEEDED)
    kind = forms.ChoiceField(label=_("类型"), required=False)
    parent = forms.CharField(
        label=_("上级单位"),
        max_length=200,
        required=False,
        help_text=_("写全称，可从已有单位中选。没有上级就空着。"),
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
    )
    others = forms.CharField(
        label=_("简称和别名"),
        required=False,
        max_length=500,
        help_text=_("几个之间用顿号隔开。文件里这样写的单位，会对上这个单位。"),
    )
    starts = _day(_("设立"))
    ends = _day(_("撤销"))

    def __init__(self, data: Any = None, *, kinds: Iterable[str], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["kind"].choices = [("", _("未分类")), *((kind, kind) for kind in kinds)]  # type: ignore[attr-defined]

    def facts(self) -> UnitFacts:
        """The unit that was asked for; only after `is_valid`."""
        facts = self.cleaned_data
        return UnitFacts(
            name=facts["name"],
            kind=facts["kind"],
            parent=facts["parent"],
            others=names_in(facts["others"]),
            starts=facts["starts"],
            ends=facts["ends"],
        )


class PostForm(forms.Form):
    """A post."""

    unit = forms.ChoiceField(label=_("单位"), error_messages=NEEDED)
    title = forms.CharField(label=_("职务"), max_length=100, error_messages=NEEDED)
    starts = _day(_("任职起"))
    ends = _day(_("任职止"))

    def __init__(self, data: Any = None, *, units: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["unit"].choices = [(str(pk), name) for pk, name in units]  # type: ignore[attr-defined]

    def post(self) -> PostWish:
        """The post that was asked for; only after `is_valid`."""
        facts = self.cleaned_data
        return PostWish(int(facts["unit"]), facts["title"], facts["starts"], facts["ends"])


class NewPersonForm(PostForm):
    """A person and their first post."""

    name = forms.CharField(label=_("姓名"), max_length=64, error_messages=NEEDED)
    phone = forms.CharField(
        label=_("电话"), max_length=30, required=False, help_text=_("只有管理单位与人员的人看得到，不进入记录。")
    )
    field_order = ("name", "phone", "unit", "title", "starts", "ends")


class PersonForm(forms.Form):
    """Name and telephone."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("姓名"), max_length=64, error_messages=NEEDED)
    phone = forms.CharField(
        label=_("电话"), max_length=30, required=False, help_text=_("只有管理单位与人员的人看得到，不进入记录。")
    )


class KindForm(forms.Form):
    """The name of a unit type."""

    name = forms.CharField(label=_("类型名称"), max_length=40, error_messages=NEEDED)


def initial_of_unit(card: UnitCard) -> dict[str, object]:
    """The facts of a unit as its form shows them."""
    return {
        "version": card.version,
        "name": card.name,
        "kind": card.kind,
        "parent": card.above[-1].name if card.above else "",
        "others": "、".join(card.others),
        "starts": card.starts,
        "ends": card.ends,
    }


def initial_of_person(card: PersonCard) -> dict[str, object]:
    """Name and telephone as the form shows them."""
    return {"version": card.version, "name": card.name, "phone": card.phone}


def initial_of_post(post: PostRow) -> dict[str, object]:
    """A post as its form shows it."""
    return {"unit": str(post.unit_id), "title": post.title, "starts": post.starts, "ends": post.ends}
