"""Saved web pages as government sites make them."""

from __future__ import annotations

from html import escape

_HEAD = """<ul class="nav"><li><a href="/">首页</a></li><li><a href="/xw">要闻动态</a></li><li><a href="/gk">信息公开</a></li></ul>
<div class="crumb">当前位置:<a href="/">首页</a> &gt; <a href="/gk">巡视整改</a></div>"""
_FOOT = """<div class="share">分享到:<a href="#">微信</a><a href="#">微博</a></div><div>【<a href="#">打印本页</a>】【<a href="#">关闭窗口</a>】</div>
<div>上一篇:<a href="/1">某镇召开会议,部署工作。</a></div><div>下一篇:<a href="/2">某局开展活动</a></div>
<div class="hot"><h3>相关阅读</h3><ul><li><a href="/3">一图读懂巡视整改</a></li></ul></div>
<div id="bottom"><p>版权所有:云岭县人民政府办公室。未经许可,不得转载。</p><p>地址:云岭县北大街1号 技术支持:云岭县大数据中心 ICP备00000000号</p></div>
<script>var a = "一、不应读出。";</script>"""


def html_of(
    text: str,
    *,
    frame: bool = True,
    title: str = "关于整改进展情况的通报",
    published: str = "2024-03-15",
    charset: str = "utf-8",
) -> bytes:
    """A page with one `p` per line; with `frame`, inside menus, share buttons and a footer."""
    article = "\n".join(f'<p style="text-indent:2em">{escape(line)}</p>' for line in text.split("\n"))
    inner = f'<div class="article">{article}</div>'
    if frame:
        dateline = f'<div class="info">发布时间:{published} 10:20 来源:云岭县委办 浏览次数:<span>128</span></div>'
        inner = f'{_HEAD}<div class="main"><h1>{escape(title)}</h1>{dateline}{inner}</div>{_FOOT}'
    page = f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{escape(title)}_云岭县人民政府</title></head><body>{inner}</body></html>'
    return page.encode(charset)
