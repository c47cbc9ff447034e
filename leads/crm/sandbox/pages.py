"""The web pages: what a salesperson would see in the CRM."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape

from leads.crm.sandbox import layout, ledger_page
from leads.crm.sandbox.faults import FaultSet
from leads.crm.sandbox.session import Record
from leads.crm.sandbox.store import Store
from leads.crm.sandbox.wire import HTML, Call, Dialect, Reply

CONTACTS_SHOWN = 200
OWNED = re.compile(r"/(ledger|favicon\.ico|contacts/[^/]*)?")


def owns(call: Call) -> bool:
    """Whether this request is for a page."""
    return call.method in {"GET", "HEAD"} and OWNED.fullmatch(call.path) is not None


def page(call: Call, store: Store, faults: FaultSet, dialect: Dialect) -> Reply:
    """Return the page that this request is for."""
    match call.parts:
        case ():
            return _html(200, "Contacts", _contacts(store, dialect))
        case ("ledger",):
            return _html(200, "Ledger", ledger_page.content(store, faults))
        case ("contacts", number) if (found := _contact(number, store, dialect)) is not None:
            return _html(200, "Contact", found)
    return _html(404, "Not here", "<h1>Not here</h1><p>There is no such page or contact.</p>")


def _html(status: int, title: str, content: str) -> Reply:
    body = layout.document(title, content).encode()
    return Reply(status=status, body=body, content_type=HTML, headers=layout.HEADERS)


def _contacts(store: Store, dialect: Dialect) -> str:
    rows = store.overview("contacts", CONTACTS_SHOWN)
    if not rows:
        return layout.EMPTY
    total = store.totals().get("contacts", 0)
    more = f" The newest {len(rows)} are shown." if total > len(rows) else ""
    listed = "".join(_contact_row(record, tied, dialect) for record, tied in rows)
    head = layout.heads("Name", "E-mail", "Company", "Notes", "Tasks", "Arrived")
    return (
        f"<h1>Contacts</h1><p class=lead>{_count(total, 'contact')}, newest first.{more}</p>"
        f"<table>{head}<tbody>{listed}</tbody></table>"
    )


def _contact_row(record: Record, tied: dict[str, int], dialect: Dialect) -> str:
    person = dialect.person(record)
    return layout.row(
        Name=f'<a href="/contacts/{record.id}">{escape(_name(record, dialect))}</a>',
        **{"E-mail": escape(person.email)},
        Company=escape(person.company),
        Notes=str(tied.get("notes", 0)),
        Tasks=str(tied.get("tasks", 0)),
        Arrived=layout.moment(record.created),
    )


def _contact(number: str, store: Store, dialect: Dialect) -> str | None:
    with store.reading() as session:
        record = session.get("contacts", number)
        if record is None:
            return None
        notes = session.linked(record, "notes")[::-1]
        tasks = session.linked(record, "tasks")[::-1]
    held = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in sorted(dialect.person(record).held.items())
        if value
    )
    return (
        f'<p class=back><a href="/">All contacts</a></p><h1>{escape(_name(record, dialect))}</h1>'
        f"<p class=lead>Contact {record.id}, arrived {layout.moment(record.created)}, "
        f"last changed {layout.moment(record.updated)}.</p>"
        f"<h2>Properties</h2><dl>{held}</dl>"
        f"<h2>{_count(len(tasks), 'task')}</h2>{_cards(tasks, 'Task', dialect)}"
        f"<h2>{_count(len(notes), 'note')}</h2>{_cards(notes, 'Note', dialect)}"
    )


def _cards(records: list[Record], noun: str, dialect: Dialect) -> str:
    cards = "".join(_card(record, noun, dialect) for record in records)
    return cards or "<p class=lead>None yet.</p>"


def _card(record: Record, noun: str, dialect: Dialect) -> str:
    shown = dialect.activity(record)
    title = shown.title or ("(no title)" if noun == "Task" else "")
    head = f"<h3>{escape(title)}</h3>" if title else ""
    pills = "".join(f"<span class=pill>{escape(label)}</span>" for label in shown.labels)
    at = _moment(shown.at) if shown.at else layout.moment(record.created)
    when = f"due {_moment(shown.due)}" if noun == "Task" else at
    return (
        f"<article>{head}<p class=meta>{noun} {record.id} · {when} {pills}</p>"
        f"<p class=text>{escape(shown.text)}</p></article>"
    )


def _name(record: Record, dialect: Dialect) -> str:
    person = dialect.person(record)
    return person.name or person.email or f"Contact {record.id}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _moment(text: str) -> str:
    try:
        return layout.moment(datetime.fromisoformat(text).timestamp())
    except ValueError:
        return "without a date"
