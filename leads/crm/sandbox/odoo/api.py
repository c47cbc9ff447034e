"""Odoo's two ways in: JSON-RPC, which answers 200 to everything, and JSON-2."""

from __future__ import annotations

import re
from typing import Any

from leads.crm.sandbox.odoo import errors
from leads.crm.sandbox.odoo.loading import load, lost_race
from leads.crm.sandbox.odoo.reading import search_read
from leads.crm.sandbox.odoo.schema import ACTIVITY, BOT, LEAD, MESSAGE, MODELS, Model
from leads.crm.sandbox.session import Record, Session
from leads.crm.sandbox.text import as_text
from leads.crm.sandbox.wire import HTML, Activity, Call, Person, Reply, json_reply, patiently

PROXY = b"<html><head><title>Error</title></head><body><center>nginx</center></body></html>"
TRACE = "Traceback (most recent call last): ... the values of the call ..."


class Odoo:
    """What both have in common: the models, and what the web page shows of them."""

    name = "Odoo"

    def __init__(self, *, token: str) -> None:
        self._token = token

    def failure(self, status: int, retry_after: float | None = None) -> Reply:
        """An error of this status: 409 is a lost race, which is no error to HTTP."""
        match status:
            case 401:
                reply = self.refused(errors.denied())
            case 403:
                reply = self.refused(errors.no_right("create 'Lead' records"))
            case 404:
                reply = self.refused(errors.not_found())
            case 409:
                reply = self.answered(lost_race())
            case 400 | 422:
                reply = self.refused(errors.invalid())
            case _:
                reply = Reply(status=status, body=PROXY, content_type=HTML)
        return patiently(reply, retry_after)

    def answered(self, result: Any) -> Reply:
        raise NotImplementedError

    def refused(self, fault: errors.Fault) -> Reply:
        raise NotImplementedError

    def handle(self, call: Call, session: Session) -> Reply:
        """Answer one call. What links to a record lead to is no call of the API's."""
        if call.method == "GET" and call.path == "/mail/view":
            return _view(call, session)
        return self.answer(call, session)

    def answer(self, call: Call, session: Session) -> Reply:
        raise NotImplementedError

    def person(self, record: Record) -> Person:
        """A contact."""
        held = record.properties
        company = held.get("company_name", "")
        return Person(name=held["name"], email=held.get("email", ""), company=company, held=held)

    def activity(self, record: Record) -> Activity:
        """A lead, or an activity that is planned."""
        held = record.properties
        if record.kind == ACTIVITY.kind:
            title, text = held.get("summary", ""), as_text(held.get("note", ""))
            return Activity(title=title, text=text, due=held["date_deadline"])
        labels = (held["type"],)
        text = as_text(held.get("description", ""))
        return Activity(title=held["name"], text=text, labels=labels)

    def ask(self, model: str, method: str, ids: Any, named: dict[str, Any], s: Session) -> Any:
        """Call a method of a model. Raises `errors.Fault`."""
        known = MODELS.get(model)
        if known is None:
            raise errors.not_found()
        match method:
            case "search_read":
                return search_read(known, named, s)
            case "load":
                context = named.get("context") or {}
                return load(known, named["fields"], named["data"], context, s)
            case "unlink":
                return _unlink(known, ids, s)
            case "action_feedback" if known is ACTIVITY:
                return _finish(ids, s)
        raise errors.not_found()


class Odoo17(Odoo):
    """Odoo 17: POST /jsonrpc."""

    def answer(self, call: Call, session: Session) -> Reply:
        """Answer one call."""
        if call.method != "POST" or call.path != "/jsonrpc":
            return Reply(status=404, body=PROXY, content_type=HTML)
        try:
            params = call.json()["params"]
            return self.answered(self._served(params, session))
        except errors.Fault as fault:
            return self.refused(fault)
        except (ValueError, KeyError, TypeError):
            return self.refused(errors.Fault("builtins.TypeError", "bad call", 500))

    def answered(self, result: Any) -> Reply:
        """The envelope of a result."""
        return json_reply(200, {"jsonrpc": "2.0", "id": 1, "result": result})

    def refused(self, fault: errors.Fault) -> Reply:
        """The envelope of an exception. 200 all the same."""
        error = {"code": 200, "message": "Odoo Server Error", "data": _told(fault)}
        return json_reply(200, {"jsonrpc": "2.0", "id": 1, "error": error})

    def _served(self, params: dict[str, Any], session: Session) -> Any:
        match params["service"], params["method"], params["args"]:
            case "common", "version", []:
                return {"server_version": "17.0", "protocol_version": 1}
            case "common", "login", [_, login, key]:
                return BOT if login and key == self._token else False
            case "object", "execute_kw", [_, user, key, model, method, positional, named]:
                if user != BOT or key != self._token:
                    raise errors.denied()
                return self.ask(model, method, (positional or [[]])[0], named, session)
        raise errors.no_such("service or method")


class Odoo19(Odoo):
    """Odoo 19: POST /json/2/<model>/<method>, and JSON-RPC for the version alone."""

    def answer(self, call: Call, session: Session) -> Reply:
        """Answer one call."""
        if call.path == "/jsonrpc" and b'"version"' in call.body:
            told = {"server_version": "19.0", "protocol_version": 1}
            return json_reply(200, {"jsonrpc": "2.0", "id": 1, "result": told})
        match = re.fullmatch(r"/json/2/([a-z_.0-9]+)/([a-z_0-9]+)", call.path)
        if call.method != "POST" or match is None:
            return self.refused(errors.not_found())
        if not call.bears(self._token):
            return self.refused(errors.denied())
        try:
            named = call.json()
            ids = named.pop("ids", [])
            return self.answered(self.ask(match[1], match[2], ids, named, session))
        except errors.Fault as fault:
            return self.refused(fault)
        except (ValueError, KeyError, TypeError):
            return self.refused(errors.invalid("bad arguments"))

    def answered(self, result: Any) -> Reply:
        """The result as it is."""
        return json_reply(200, result)

    def refused(self, fault: errors.Fault) -> Reply:
        """The exception under a status of its own."""
        return json_reply(fault.status, _told(fault))


def _view(call: Call, s: Session) -> Reply:
    """GET /mail/view: to the web page of the contact that a record belongs to."""
    model = MODELS.get(call.first("model"))
    record = s.get(model.kind, call.first("res_id")) if model else None
    contacts = s.linked(record, "contacts") if record and model is LEAD else [record]
    if not contacts or contacts[0] is None:
        return Reply(status=404, body=PROXY, content_type=HTML)
    return Reply(status=302, headers={"Location": f"/contacts/{contacts[0].id}"})


def _told(fault: errors.Fault) -> dict[str, Any]:
    return {
        "name": fault.name,
        "message": fault.message,
        "arguments": [fault.message],
        "context": {},
        "debug": TRACE,
    }


def _unlink(model: Model, ids: list[int], s: Session) -> bool:
    records = [s.get(model.kind, number) for number in ids]
    if any(record is None for record in records):
        raise errors.missing()
    for record in filter(None, records):
        for activity in s.page(ACTIVITY.kind, after=0, limit=1_000_000):
            if model.name == "crm.lead" and activity.properties["res_id"] == str(record.id):
                s.delete(activity)
        s.delete(record)
    return True


def _finish(ids: list[int], s: Session) -> bool:
    """Mark activities as done: a message of the lead is what is left of them."""
    for number in ids:
        activity = s.get(ACTIVITY.kind, number)
        if activity is None:
            raise errors.missing()
        held = activity.properties
        body = f"<p>Call done</p>{held.get('note', '')}"
        told = {"model": "crm.lead", "res_id": held["res_id"], "body": body}
        s.create(MESSAGE.kind, told)
        s.delete(activity)
    return True
