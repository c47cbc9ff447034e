"""The look of the web page: one frame, one stylesheet, no script."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from html import escape

CSS = """
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1b2430;--soft:#51606f;--line:#d9dfe6;
--link:#0b5cad;--band:#20344a;--on-band:#fff;--warn:#fff3d6;--warn-ink:#5c4000;--good:#dcf3e3;
--good-ink:#14532d;--bad:#fde2e0;--bad-ink:#7f1d1d;--pill:#e6ebf1}
@media(prefers-color-scheme:dark){:root{--bg:#10161d;--card:#18212b;--ink:#e7edf3;--soft:#a9b7c5;
--line:#2d3a48;--link:#8cc4ff;--band:#0a0f15;--on-band:#f2f6fa;--warn:#3a2e0f;--warn-ink:#ffe3a3;
--good:#12351f;--good-ink:#b5f0c8;--bad:#45191a;--bad-ink:#ffc9c6;--pill:#283543}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
header{background:var(--band);color:var(--on-band)}
header div,main,.practice p{max-width:68rem;margin:0 auto;padding:0 1rem}
header div{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:center;min-height:3.5rem}
header strong{font-size:1.1rem;margin-right:auto}
header a{color:inherit;padding:.6rem .2rem;text-underline-offset:.25em}
.practice{background:var(--warn);color:var(--warn-ink);font-size:.95rem}
.practice p{padding-block:.5rem}
main{padding-block:1.5rem 4rem}
h1{font-size:1.7rem;line-height:1.2;margin:.3rem 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:2rem 0 .6rem}
h3{font-size:1rem;margin:0;overflow-wrap:anywhere}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
header :focus-visible{outline-color:var(--on-band)}
.lead,.meta,small{color:var(--soft)}
.lead{margin:.2rem 0 1rem}.meta{margin:.2rem 0;font-size:.9rem}.back{margin:0}
table{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line);
border-radius:.5rem;font-size:.95rem}
th,td{text-align:left;vertical-align:top;padding:.6rem .75rem;border-bottom:1px solid var(--line);
overflow-wrap:anywhere}
th{color:var(--soft);font-weight:600;font-size:.85rem}th,td:last-child{white-space:nowrap}
tr:last-child td{border-bottom:0}
dl{background:var(--card);border:1px solid var(--line);border-radius:.5rem;margin:0;
padding:.25rem 1rem}
dl div{display:grid;grid-template-columns:11rem 1fr;gap:1rem;padding:.5rem 0;
border-bottom:1px solid var(--line)}
dl div:last-child{border:0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}
article,.notice{background:var(--card);border:1px solid var(--line);border-radius:.5rem;
padding:.9rem 1rem;margin:0 0 .75rem}
.notice.warn{background:var(--warn);color:var(--warn-ink)}
.notice ul{margin:.3rem 0 0;padding-left:1.2rem}
.text{white-space:pre-line;overflow-wrap:anywhere;margin:.4rem 0 0}
.pill{display:inline-block;background:var(--pill);border-radius:1rem;padding:.05rem .6rem;
font-size:.85rem;margin-right:.3rem}
.pill.good{background:var(--good);color:var(--good-ink)}
.pill.bad{background:var(--bad);color:var(--bad-ink)}
code,pre{font:.875rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;margin:.3rem 0 0}
summary{cursor:pointer;color:var(--soft);padding:.25rem 0}
.empty{text-align:center;padding:3rem 1rem}
@media(max-width:44rem){
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table,tbody,tr,td{display:block;width:100%}
tr{padding:.5rem 0;border-bottom:1px solid var(--line)}tr:last-child{border:0}
td{border:0;padding:.15rem .9rem}td:empty{display:none}
td::before{content:attr(data-label) ": ";color:var(--soft)}
dl div{grid-template-columns:1fr;gap:0}}
"""
# The page may load nothing at all, and style itself with this one sheet only.
_SHEET = base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_SHEET}'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
EMPTY = (
    "<h1>Contacts</h1><div class='notice empty'><h2>No contacts yet</h2>"
    "<p>Take the quiz on the site and the lead appears here.</p></div>"
)


def document(title: str, content: str) -> str:
    """Return a whole page; `content` is HTML, `title` is text."""
    return f"""<!doctype html>
<html lang=en-GB>
<head>
<meta charset=utf-8>
<meta name=viewport content="width=device-width,initial-scale=1">
<title>{escape(title)} – Practice CRM</title>
<link rel=icon href="data:,">
<style>{CSS}</style>
</head>
<body>
<header><div><strong>Practice CRM</strong>
<nav aria-label=Pages><a href="/">Contacts</a> <a href="/ledger">Ledger</a></nav></div></header>
<div class=practice role=note><p>This is a practice CRM, not a real service. Nothing leaves this
machine.</p></div>
<main>
{content}
</main>
</body>
</html>
"""


def heads(*names: str) -> str:
    """Return a table's head row."""
    return "<thead><tr>" + "".join(f"<th scope=col>{name}</th>" for name in names) + "</tr></thead>"


def row(**cells: str) -> str:
    """Return a table row; each cell is HTML and carries its column's name for narrow screens."""
    drawn = (f'<td data-label="{escape(name)}">{cell}</td>' for name, cell in cells.items())
    return f"<tr>{''.join(drawn)}</tr>"


def moment(seconds: float) -> str:
    """Return epoch seconds as a `time` element."""
    at = datetime.fromtimestamp(seconds, UTC)
    return f"<time datetime='{at:%Y-%m-%dT%H:%M:%SZ}'>{at:%-d %b %Y, %H:%M:%S} UTC</time>"
