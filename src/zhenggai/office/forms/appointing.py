"""Forms of groups, appointments, delegations and handovers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhenggai.domain.appointing import APPOINTABLE, LEADING, LONGEST_REASON, OF_GROUPS, WORKING, AppointmentWish
from zhenggai.domain.roles import ACT_NAMES, ROLE_NAMES, Act, Role
from zhenggai.ledger.shapes.appointing import HandoverItemRow, PersonChoice
from zhenggai.people.delegation_operations import DelegationWish

NEEDED = {"required": _("请填写这一项。")}
NOBODY = [("", "—")]


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**NEEDED, "invalid": _("请写成 2024-03-01 这样的日期。")},
    )


def _choose(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a field of choices


class AppointForm(forms.Form):
    """Who is to be what, from when to when; in a group only its head or member."""

    person = forms.ChoiceField(label=_("人员"), error_messages=NEEDED)
    role = forms.ChoiceField(label=_("任命为"), error_messages=NEEDED)
    unit = forms.ChoiceField(label=_("单位"), required=False, help_text=_("单位负责人和责任单位经办人要选单位。"))
    names = forms.CharField(
        label=_("方案里的称呼"),
        required=False,
        max_length=400,
        help_text=_("牵头领导在任务安排里怎样写，如“副县长 李建国”。几种写法用顿号隔开。"),
    )
    starts = _day(_("从哪天起"))
    ends = _day(_("到哪天止"), required=False, help_text=_("不知道就空着，免去时再填。"))
    why = forms.CharField(
        label=_("依据"), required=False, max_length=LONGEST_REASON, help_text=_("如会议或文件的名称、文号。")
    )
    everywhere = forms.BooleanField(label=_("在所有轮次都是"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        persons: Iterable[PersonChoice],
        units: Iterable[tuple[int, str]],
        leading: bool | None,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        _choose(self, "person", [*NOBODY, *((str(one.id), one.label) for one in persons)])
        roles = {True: LEADING, False: WORKING}[leading].values() if leading is not None else _roles_outside_groups()
        _choose(self, "role", ((role.value, gettext(ROLE_NAMES[role])) for role in roles))
        _choose(self, "unit", [*NOBODY, *((str(pk), name) for pk, name in units)])
        if leading is not None:
            for name in ("unit", "names", "everywhere"):
                del self.fields[name]

    def wish(self, *, cycle_id: int, group_id: int | None) -> AppointmentWish:
        """The appointment that was asked for; only after `is_valid`."""
        typed = self.cleaned_data
        return AppointmentWish(
            person_id=int(typed["person"]),
            role=Role(typed["role"]),
            starts=typed["starts"],
            cycle_id=None if typed.get("everywhere") else cycle_id,
            unit_id=int(typed["unit"]) if typed.get("unit") else None,
            group_id=group_id,
            names=_called(typed.get("names", "")),
            ends=typed["ends"],
            why=typed["why"],
        )


class EndForm(forms.Form):
    """The last day of an appointment."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    ends = _day(_("最后一天"))
    why = forms.CharField(
        label=_("依据"), required=False, max_length=LONGEST_REASON, help_text=_("如会议或文件的名称、文号。")
    )


class GroupForm(forms.Form):
    """What a group is called."""

    name = forms.CharField(label=_("组名"), max_length=100, error_messages=NEEDED)


class DelegationForm(forms.Form):
    """Who acts for the giver, for what and until when."""

    taker = forms.ChoiceField(label=_("委托给"), error_messages=NEEDED)
    starts = _day(_("从哪天起"))
    ends = _day(_("到哪天止"))
    acts = forms.MultipleChoiceField(
        label=_("事项"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("一项不勾，就是您能办理、又能委托的全部事项。任命和再委托不能委托他人。"),
    )
    why = forms.CharField(label=_("原因"), max_length=LONGEST_REASON, error_messages=NEEDED)

    def __init__(
        self, data: Any = None, *, takers: Iterable[PersonChoice], acts: Iterable[Act], **options: Any
    ) -> None:
        super().__init__(data, **options)
        _choose(self, "taker", [*NOBODY, *((str(one.id), one.label) for one in takers)])
        _choose(self, "acts", ((act.value, gettext(ACT_NAMES[act])) for act in acts))

    def wish(self) -> DelegationWish:
        """The delegation that was asked for; only after `is_valid`."""
        typed = self.cleaned_data
        return DelegationWish(
            taker_id=int(typed["taker"]),
            starts=typed["starts"],
            ends=typed["ends"],
            why=typed["why"],
            acts=tuple(Act(name) for name in typed["acts"]),
        )


class LeftoversForm(forms.Form):
    """Whose open items are to be listed, and why."""

    person = forms.ChoiceField(label=_("谁的事项"), error_messages=NEEDED)
    why = forms.CharField(
        label=_("为什么交接"), max_length=300, error_messages=NEEDED, help_text=_("如离任、调岗、长期外出。")
    )

    def __init__(self, data: Any = None, *, persons: Iterable[PersonChoice], **options: Any) -> None:
        super().__init__(data, **options)
        _choose(self, "person", [*NOBODY, *((str(one.id), one.label) for one in persons)])


class SuccessorForm(forms.Form):
    """Who is to take over."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    person = forms.ChoiceField(label=_("接手人"), error_messages=NEEDED)

    def __init__(self, data: Any = None, *, persons: Iterable[PersonChoice], **options: Any) -> None:
        super().__init__(data, auto_id="successor-%s", **options)
        _choose(self, "person", [*NOBODY, *((str(one.id), one.label) for one in persons)])


class DropForm(forms.Form):
    """Why nothing has to be handed over."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label=_("为什么不必交接"), max_length=LONGEST_REASON, error_messages=NEEDED)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="drop-%s", **options)


class AcceptForm(forms.Form):
    """What the successor takes over."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    items = forms.MultipleChoiceField(
        label=_("事项"), error_messages={"required": _("请勾选要接收的事项。")}, widget=forms.CheckboxSelectMultiple
    )
    remark = forms.CharField(
        label=_("附注"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("如还缺什么材料、约定几时补齐。"),
    )

    def __init__(self, data: Any = None, *, items: Iterable[HandoverItemRow], **options: Any) -> None:
        super().__init__(data, auto_id="accept-%s", **options)
        still = [item for item in items if item.accepted_at is None]
        _choose(self, "items", ((str(item.id), item.title) for item in still))


class AccountPersonForm(forms.Form):
    """Whose an account is."""

    person = forms.ChoiceField(label=_("是谁的账号"), required=False)

    def __init__(
        self, data: Any = None, *, persons: Iterable[PersonChoice], suggested: frozenset[int], **options: Any
    ) -> None:
        super().__init__(data, **options)
        known = list(persons)
        likely = [(str(one.id), one.label) for one in known if one.id in suggested]
        others = [(str(one.id), one.label) for one in known if one.id not in suggested]
        groups: list[tuple[str, Any]] = [*NOBODY]
        groups += [(gettext("同名的人"), likely)] if likely else []
        _choose(self, "person", [*groups, (gettext("其他人员"), others)])


def _roles_outside_groups() -> list[Role]:
    return [role for role in APPOINTABLE if role not in OF_GROUPS]


def _called(text: str) -> tuple[str, ...]:
    """The names of a leader, parted by strokes; what stands inside one stays, since “副县长 李建国” has a space."""
    return tuple(dict.fromkeys(name.strip() for name in text.replace("，", "、").split("、") if name.strip()))
