"""The forms of wishes, and the wishes that they hold."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from zhenggai.domain.changing import (
    AddWish,
    DropWish,
    MeasureWish,
    MergeWish,
    MoveWish,
    PlaceWish,
    PlanWish,
    SplitWish,
    Wish,
)
from zhenggai.ledger.shapes import PlannedMeasure, TaskPage
from zhenggai.office.forms.planning import MeasureForm, TaskForm
from zhenggai.office.forms.reshaping import MergeForm, chosen_in


class PlaceWishForm(forms.Form):
    """Another place for a measure."""

    position = forms.IntegerField(label=gettext_lazy("改为第几条"), min_value=1)


WishForm = TaskForm | MeasureForm | MergeForm | PlaceWishForm


def about_measures(wish: str) -> bool:
    """Whether a wish is about one measure that there is."""
    return wish in {"measure", "drop", "place"}


def wish_form(
    wish: str, page: TaskPage, chosen: PlannedMeasure | None, data: QueryDict | None = None
) -> WishForm | None:
    """The form of a wish; None where ticks or a reason say it all."""
    if wish == "plan":
        return TaskForm(data, rules=page.rules, plan=page.plan)
    if wish in {"measure", "add"}:
        return MeasureForm(data, rules=page.rules, plan=chosen.plan if chosen else None)
    if wish == "place":
        return PlaceWishForm(data, auto_id="place-%s")
    return MergeForm(data, auto_id="merge-%s") if wish == "merge" else None


def wish_in(wish: str, form: WishForm | None, data: QueryDict, measure_id: int) -> Wish:
    """The wish as it was typed; only after its form `is_valid`."""
    match form:
        case TaskForm():
            return PlanWish(form.plan())
        case MeasureForm():
            return MeasureWish(measure_id, form.plan()) if wish == "measure" else AddWish(form.plan())
        case MergeForm():
            return MergeWish(form.cleaned_data["into"])
        case PlaceWishForm():
            return PlaceWish(measure_id, form.cleaned_data["position"])
    if wish == "drop":
        return DropWish(measure_id)
    return (
        SplitWish(tuple(chosen_in(data, "measure"))) if wish == "split" else MoveWish(tuple(chosen_in(data, "problem")))
    )
