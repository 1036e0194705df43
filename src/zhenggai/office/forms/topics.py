"""The form of a topic."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhenggai.domain.planning import LONGEST_NAME, names_in
from zhenggai.domain.suggesting import Topic


class TopicForm(forms.Form):
    """A topic, its words, and who usually answers for it."""

    version = forms.IntegerField(min_value=0, required=False)
    name = forms.CharField(label=_("主题"), max_length=100)
    words = forms.CharField(
        label=_("关键词"), max_length=1000, help_text=_("问题或措施里出现其中一个，就给出建议。几个之间用顿号。")
    )
    unit = forms.CharField(
        label=_("牵头单位"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
    )
    leader = forms.CharField(label=_("牵头领导"), max_length=LONGEST_NAME, required=False)

    def topic(self) -> Topic:
        """The topic as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return Topic(typed["name"], names_in(typed["words"]), typed["unit"], typed["leader"])


def form_of(topic: Topic) -> TopicForm:
    """The form of a topic that is kept."""
    words = "、".join(topic.words)
    return TopicForm(initial={"name": topic.name, "words": words, "unit": topic.unit, "leader": topic.leader})
