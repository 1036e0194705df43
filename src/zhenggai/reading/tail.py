"""Where the prose of a report ends: before the contact paragraph and the signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenggai.reading.signature import closing_date, looks_signed, signed_date

_CONTACT = re.compile(
    r"^(?:抄[送报]|主送|主题词|报送?|发)\s?:|印发$|^附(?:件|表)?\s?\d{0,2}\s?:|(?:欢迎|诚恳希望|敬请|恳请).{0,30}(?:监督|意见|反映|建议)|(?:\(?联系|监督|举报|受理|投诉|咨询|反馈|公示)(?:时间|方式|电话|人|渠道|邮箱|期限?|信箱)|(?:电话|邮箱|电子邮箱|电子邮件|邮政信箱|邮政编码|邮编|通[讯信]地址|地址|传真|网址|来信地址|信箱)\s?:|现(?:予以|将.{0,30})公[布示开]|特此(?:公告|公示|通报|报告|说明)|此件公开"
)
_APPENDIX = re.compile(r"附(?:件|表)\s?\d{0,2}\s?:")
_APPENDIX_LINES = 12
_APPENDIX_WIDTH = 60
_CLOSING = re.compile(r"(?:下一?步|今后|总的看|总之|综上)[,，]|(?:以上|现将).{0,20}(?:报告|汇报)")


def prose_end(text: str, lines: Sequence[int]) -> int:
    """The offset behind the last line that is neither signature, date nor contact."""
    end = len(text)
    signed = signed_off = False
    for start in reversed(lines):
        line = text[start:end].rstrip("\n")
        is_date = signed_date(line) is not None or closing_date(line) is not None
        if start != lines[0] and not signed_off and _CLOSING.match(line) and _only_closing(text, start):
            signed_off = True
            end = start
            continue
        if not (
            is_date
            or (signed and looks_signed(line))
            or (looks_signed(line) and start == lines[-1])
            or _is_contact(line)
        ):
            break
        signed = signed or is_date
        end = start
    return _before_appendix(text, lines, end)


def _before_appendix(text: str, lines: Sequence[int], end: int) -> int:
    """The start of a list of appendices that closes the prose: 附件: and short lines below it."""
    for start in reversed([line for line in lines if line < end][-_APPENDIX_LINES:]):
        line = text[start:end].split("\n", 1)[0]
        if _APPENDIX.match(line):
            return start
        if len(line) > _APPENDIX_WIDTH:
            return end
    return end


def _only_closing(text: str, start: int) -> bool:
    """Whether this is the report's only paragraph about what comes next, so that it closes the whole and no single problem."""
    return (
        text.find("\n下一步", 0, start) < 0
        and text.find("\n下步", 0, start) < 0
        and text.find("。下一步", 0, start) < 0
    )


def _is_contact(line: str) -> bool:
    return len(line) < 400 and _CONTACT.search(line, 0, 80) is not None and "一是" not in line
