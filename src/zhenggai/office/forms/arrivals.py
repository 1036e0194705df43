"""A round that is to come from another home: its file, the key it is checked with, and who is who."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django import forms
from django.utils.translation import gettext_lazy as _

from zhenggai.keeping.rounds.pairing import NEW, Answers, Pair
from zhenggai.keeping.rounds.pairs_file import answers_of

LONGEST_KEY = 400
LONGEST_NAME = 200


class RoundFileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("轮次导出（zip）"),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
        error_messages={"required": _("还没有选择文件。请先选择，再上传。"), "empty": _("这个文件是空的。")},
    )


class ArrivalForm(forms.Form):
    """What is said before the round comes; each pair has a list to choose from and a line for anybody else."""

    key = forms.CharField(
        label=_("原来的公钥"),
        required=False,
        max_length=LONGEST_KEY,
        help_text=_("可以不填。填了另外拿到的公钥，才知道是谁导出的；不填只核对前后一致。"),
    )
    again = forms.BooleanField(label=_("仍要再次迁入，作为另一个轮次"), required=False)

    def __init__(self, *args: object, pairs: Iterable[Pair], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.pairs = tuple(pairs)
        for pair in self.pairs:
            self.fields[pair.key] = forms.ChoiceField(choices=list(_choices(pair)), required=False)
            self.fields[f"{pair.key}-other"] = forms.CharField(required=False, max_length=LONGEST_NAME)
            self.initial.setdefault(pair.key, "" if pair.here is None else str(pair.here))

    def rows(self) -> Iterator[tuple[Pair, forms.BoundField, forms.BoundField]]:
        """Each pair with its fields, those first of which somebody must say something, then what would be made."""
        ordered = sorted(self.pairs, key=lambda pair: (pair.here is not None, pair.here != NEW))
        return ((pair, self[pair.key], self[f"{pair.key}-other"]) for pair in ordered)

    def answers(self) -> Answers:
        """What was said otherwise than the names say.

        :raises UnknownPair: where a name means nothing or several things of this home.
        """
        said: list[tuple[str, str]] = []
        for pair in self.pairs:
            chosen, other = self.cleaned_data[pair.key], self.cleaned_data[f"{pair.key}-other"].strip()
            if other or (chosen and chosen != str(pair.here)):
                said.append((pair.key, other or chosen))
        return answers_of((key, "新" if word == str(NEW) else word) for key, word in said)


def _choices(pair: Pair) -> Iterator[tuple[str, object]]:
    if pair.here is None:
        yield "", _("请选择")
    yield from ((str(choice.id), choice.name) for choice in pair.choices)
    yield str(NEW), _("新建停用的账号") if pair.kind == "account" else _("新建")
