"""The web pages: what a salesperson would see in the CRM."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape
from html.parser import HTMLParser
from typing import Any

from leads.crm.sandbox import layout, ledger_page
from leads.crm.sandbox.faults import FaultSet
from leads.crm.sandbox.session import Record
from leads.crm.sandbox.store import Store
from leads.crm.sandbox.wire import HTML, Call, Reply

CONTACTS_SHOWN = 200
OWNED = re.compile(r"/(ledger|favicon\.ico|contacts/[^/]*)?")
BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "tr", "dt", "dd"})


def owns(call: Call) -> bool:
    """Whether this request is for a page."""
    return call.method in {"GET", "HEAD"} and OWNED.fullmatch(call.path) is not None


def page(call: Call, store: Store, faults: FaultSet) -> Reply:
    """Return the page that this request is for."""
    match call.parts:
        case ():
            return _html(200, "Contacts", _contacts(store))
        case ("ledger",):
            return _html(200, "Ledger", ledger_page.content(store, faults))
        case ("contacts", number) if (found := _contact(number, store)) is not None:
            return _html(200, "Contact", found)
    return _html(404, "Not here", "<h1>Not here</h1><p>There is no such page or contact.</p>")


def _html(status: int, title: str, content: str) -> Reply:
    body = layout.document(title, content).encode()
    return Reply(status=status, body=body, content_type=HTML, headers=layout.HEADERS)


def _contacts(store: Store) -> str:
    rows = store.overview("contacts", CONTACTS_SHOWN)
    if not rows:
        return layout.EMPTY
    total = store.totals().get("contacts", 0)
    more = f" The newest {len(rows)} are shown." if total > len(rows) else ""
    listed = "".join(_contact_row(record, tied) for record, tied in rows)
    head = layout.heads("Name", "E-mail", "Company", "Notes", "Tasks", "Arrived")
    return (
        f"<h1>Contacts</h1><p class=lead>{_count(total, 'contact')}, newest first.{more}</p>"
        f"<table>{head}<tbody>{listed}</tbody></table>"
    )


def _contact_row(record: Record, tied: dict[str, int]) -> str:
    held = record.properties
    return layout.row(
        Name=f'<a href="/contacts/{record.id}">{escape(_name(record))}</a>',
        **{"E-mail": escape(held.get("email", ""))},
        Company=escape(held.get("company", "")),
        Notes=str(tied.get("notes", 0)),
        Tasks=str(tied.get("tasks", 0)),
        Arrived=layout.moment(record.created),
    )


def _contact(number: str, store: Store) -> str | None:
    with store.reading() as session:
        record = session.get("contacts", number)
        if record is None:
            return None
        notes = session.linked(record, "notes")[::-1]
        tasks = session.linked(record, "tasks")[::-1]
    held = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in sorted(record.properties.items())
        if value
    )
    return (
        f'<p class=back><a href="/">All contacts</a></p><h1>{escape(_name(record))}</h1>'
        f"<p class=lead>Contact {record.id}, arrived {layout.moment(record.created)}, "
        f"last changed {layout.moment(record.updated)}.</p>"
        f"<h2>Properties</h2><dl>{held}</dl>"
        f"<h2>{_count(len(tasks), 'task')}</h2>{_cards(tasks, _task)}"
        f"<h2>{_count(len(notes), 'note')}</h2>{_cards(notes, _note)}"
    )


def _cards(records: list[Record], draw: Any) -> str:
    return "".join(draw(record) for record in records) or "<p class=lead>None yet.</p>"


def _note(record: Record) -> str:
    return (
        f"<article><p class=meta>Note {record.id} · {_moment(record, 'hs_timestamp')}</p>"
        f"<p class=text>{escape(as_text(record.properties.get('hs_note_body', '')))}</p></article>"
    )


def _task(record: Record) -> str:
    held = record.properties
    pills = "".join(
        f"<span class=pill>{escape(held[name].replace('_', ' ').lower())}</span>"
        for name in ("hs_task_type", "hs_task_status", "hs_task_priority")
        if held.get(name)
    )
    return (
        f"<article><h3>{escape(held.get('hs_task_subject') or '(no title)')}</h3>"
        f"<p class=meta>Task {record.id} · due {_moment(record, 'hs_timestamp')} {pills}</p>"
        f"<p class=text>{escape(as_text(held.get('hs_task_body', '')))}</p></article>"
    )


def _name(record: Record) -> str:
    held = record.properties
    name = f"{held.get('firstname', '')} {held.get('lastname', '')}".strip()
    return name or held.get("email") or f"Contact {record.id}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _moment(record: Record, name: str) -> str:
    try:
        return layout.moment(datetime.fromisoformat(record.properties[name]).timestamp())
    except (KeyError, ValueError):
        return "without a date"


class _Text(HTMLParser):
    """Keeps what a reader would see, and a line break where the markup makes one."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def as_text(markup: str) -> str:
    """Return the text of a note's HTML with its line breaks. The result still wants escaping."""
    parser = _Text()
    parser.feed(markup)
    parser.close()
    lines = [line.strip() for line in "".join(parser.pieces).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
