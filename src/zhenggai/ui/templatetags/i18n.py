"""Django's own tags of languages, under their own name; a fixed sentence is looked up once for each language.

Every page says dozens of them, and looking each up costs as much as a row of a table.
"""

from __future__ import annotations

from django import template
from django.template import Context, Node
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class FixedSentence(Node):
    """A sentence that nothing on the page changes."""

    def __init__(self, sentence: Node) -> None:
        self._sentence = sentence
        self._said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """The sentence in the reader's language."""
        language = get_language()
        said = self._said.get(language)
        if said is None:
            said = self._said[language] = self._sentence.render(context)
        return said


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """What Django makes of the tag, kept where it is a fixed sentence and goes straight onto the page."""
    node = i18n.do_translate(parser, token)
    return FixedSentence(node) if _is_fixed(node) else node


def _is_fixed(node: i18n.TranslateNode) -> bool:
    said, around = node.filter_expression, node.message_context
    fixed = [one for one in (said, around) if one is not None]
    return not node.asvar and all(not one.filters and _is_text(one.var) for one in fixed)


def _is_text(value: object) -> bool:
    return not isinstance(value, template.Variable) or value.lookups is None
