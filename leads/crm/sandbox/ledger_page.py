"""The ledger as a web page."""

from __future__ import annotations

from html import escape
from typing import Any

from leads.crm.sandbox import layout
from leads.crm.sandbox.faults import FaultSet
from leads.crm.sandbox.store import Store

REQUESTS_SHOWN = 100
BODY_SHOWN = 2000  # characters of a request body


def content(store: Store, faults: FaultSet) -> str:
    """Return the page's content: the faults in force, then the last requests."""
    described = faults.described()
    named = "".join(f"<li><code>{escape(line)}</code></li>" for line in described)
    force = (
        f"<div class='notice warn'><strong>Faults in force</strong><ul>{named}</ul></div>"
        if described
        else "<p class=lead>No faults in force.</p>"
    )
    requests = store.latest(REQUESTS_SHOWN)
    if not requests:
        return f"<h1>Ledger</h1>{force}<p>No request has arrived yet.</p>"
    head = layout.heads("Time", "Request", "Answer", "Effects", "Took")
    listed = "".join(_request_row(request) for request in requests)
    return (
        f"<h1>Ledger</h1>{force}<p class=lead>The last requests, newest first. "
        f"Entries are only ever added.</p><table>{head}<tbody>{listed}</tbody></table>"
    )


def _request_row(request: dict[str, Any]) -> str:
    effects = "<br>".join(
        escape(f"{effect['what']} {effect.get('record', '')}") for effect in request["effects"]
    )
    return layout.row(
        Time=layout.moment(request["at"]),
        Request=f"<code>{escape(request['method'])} {escape(request['path'])}</code>"
        + _body(request),
        Answer=_answer(request),
        Effects=effects or "none",
        Took="" if request["seconds"] is None else f"{request['seconds'] * 1000:.0f} ms",
    )


def _body(request: dict[str, Any]) -> str:
    if not request["size"]:
        return ""
    text = request["body"]
    cut = "…" if len(text) > BODY_SHOWN else ""
    return (
        f"<details><summary>{request['size']} bytes sent</summary>"
        f"<pre>{escape(text[:BODY_SHOWN])}{cut}</pre></details>"
    )


def _answer(request: dict[str, Any]) -> str:
    status, ending = request["status"], request["ending"]
    if ending is None:
        return "<span class=pill>under way</span>"
    tone = "good" if status and status < 400 and ending == "answered" else "bad"
    words = str(status) if ending == "answered" else f"{status or ''} {ending}".strip()
    fault = f"<br><small>fault {escape(request['fault'])}</small>" if request["fault"] else ""
    return f"<span class='pill {tone}'>{escape(words)}</span>{fault}"
