"""Lines that belong to a page or a site and not to the report: page numbers, menus, share buttons, reprint notices."""

from __future__ import annotations

import re

_ANYWHERE = re.compile(
    r"""
    [—–\-·\s]{0,4}\d{1,4}[—–\-·\s]{0,4}
  | 第\s?\d{1,4}\s?页(?:\s?[/,共]?\s?共?\s?\d{1,4}\s?页)?
  | \d{1,4}\s?/\s?\d{1,4}
  | (?:当前|您(?:当前)?(?:现在)?(?:所在)?(?:的)?)位置\s?:.{0,120}
  | 首页\s?(?:>|>>|»|/|-).{0,120}
  | (?:信息)?来源\s?:.{0,60}
  | (?:文章|稿件)来源\s?:.{0,60}
  | (?:发布|发表|更新|成文)(?:时间|日期)\s?:.{0,100}
  | (?:日期|时间)\s?:\s?\d{4}-\d{1,2}-\d{1,2}.{0,80}
  | (?:责任编辑|编辑|作者|审核|责编|校对|编审|初审|复审|终审|值班编委|撰稿|供稿|录入|浏览次数|阅读次数|阅读量|点击数|点击量|浏览量|浏览|访问量|字体|字号|信息索引号|索引号|发文机关|主题分类)\s?:.{0,80}
  | [\[【(]?\s?(?:打印(?:本页|此页|本文)?|关闭(?:本页|窗口|此页)?|返回(?:顶部|首页|列表|上一页)?|分享(?:到|至)?.{0,40}|收藏(?:本页)?|扫一扫.{0,40}|用手机.{0,20}|字体.{0,20})\s?[\]】)]?(?:[\s|·\[【]+(?:打印|关闭|返回|收藏|分享).{0,30})*
  | [上下](?:一)?[篇条]\s?:.{0,120}
  | (?:相关(?:链接|文章|阅读|新闻|信息|推荐)|热门推荐|推荐阅读|友情链接|网站地图|关于我们|联系我们|网站声明|隐私(?:政策|声明)|无障碍(?:浏览|阅读)|登录|注册|繁体|English)(?:\s?[:|].{0,160})?
  | .{0,40}(?:版权所有|ICP备|公网安备|网站标识码|政府网站标识|技术支持\s?:|主办单位?\s?:|承办单位?\s?:|All\s?Rights\s?Reserved|Copyright).{0,160}
  | .{0,20}(?:文章|内容|本文|图文|稿件)(?:内容)?(?:均)?(?:来自|来源于|转载自|转自)(?:网络|互联网).{0,120}
  | .{0,60}(?:如有侵权|侵权(?:必究|请联系|联系删除)|仅供学习|转载请注明|特此声明:).{0,120}
  | (?:免责声明|声明)\s?:.{0,200}
  """,
    re.VERBOSE | re.IGNORECASE,
)
_HEADS = re.compile(
    r"[—–\-·\s\d第/当您首信来文稿发更成日时责编作审校初复终值撰供录浏阅点访字索主\[【(打关返分收扫用上下相热推友网隐无登注繁Ea免声]"
)
_TELLTALE = re.compile(
    r"版权所有|ICP备|公网安备|标识码|技术支持|主办|承办|Rights|Copyright|转载|来自网络|来自互联网|来源于|转自|侵权|仅供学习|特此声明",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"(?:发布|发表|更新|成文)?(?:时间|日期)\s?:\s?(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})")


def is_furniture(line: str) -> bool:
    """Whether a whole stripped line is page or site furniture."""
    if len(line) > 320 or not (_HEADS.match(line) or _TELLTALE.search(line)):
        return False
    return _ANYWHERE.fullmatch(line) is not None


def published_on(line: str) -> tuple[int, int, int] | None:
    """Year, month and day of a line such as “发布时间:2024-05-06”, if it is one."""
    match = _PUBLISHED.search(line)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None
