"""What a salesperson reads before calling, as HTML: the note and the task that adapters write.

Everything that a visitor typed is escaped. Lengths are counted as JavaScript and Java count them
(UTF-16 units), which is how the limits of CRMs are meant.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from dataclasses import replace
from datetime import datetime
from typing import Any

from leads.crm.base import Answer, Consent, Enquiry

SHORTENED = "… [shortened here; the whole text is in Leadline]"
MOST_ANSWERS, MOST_CONSENTS = 80, 10  # more are counted, not shown
_FORGED_MARKER = re.compile(r"ref:(?=\s*[0-9a-f]{8})", re.IGNORECASE)


def marker(submission_id: str) -> str:
    """Return the text by which a record made for this submission is found again."""
    return f"ref:{submission_id}"


def note_html(enquiry: Enquiry, limit: int) -> str:
    """Return the whole enquiry as HTML of at most `limit` UTF-16 units, its marker last.

    Where it would be longer, the longest texts are cut to one common length and say so; the marker
    never is. A `limit` of 65,536 always holds what is then left, each character escaped.
    """
    text = _note(enquiry)
    if _size(text) <= limit:
        return text
    too_high = bisect_left(
        range(limit), True, key=lambda most: _size(_note(_shortened(enquiry, most))) > limit
    )
    return _note(_shortened(enquiry, max(too_high - 1, 0)))


def task_html(enquiry: Enquiry) -> str:
    """Return what to do, for whom and when, with the same marker as the note."""
    lines = [
        _line("Phone", _phone(enquiry) or ("none given" if enquiry.wants_call else "")),
        _line("Call-back wish", enquiry.callback),
        _line("E-mail", enquiry.email),
        _line("Company", enquiry.company),
        _line("Reference", enquiry.reference),
        _link("Enquiry in Leadline", enquiry.admin_url, enquiry.admin_url),
        _marker_line(enquiry),
    ]
    return "".join(lines)


def task_subject(enquiry: Enquiry) -> str:
    """Return the task's title in plain text, such as "Call back Ann Lee (Acme Ltd)"."""
    who = _one_line(enquiry.name) or f"enquiry {enquiry.reference}"
    if enquiry.about:
        return f"{enquiry.about}: {who}"
    if not enquiry.wants_call:
        return f"Reply by e-mail to {who}"
    company = _one_line(enquiry.company)
    return f"Call back {who} ({company})" if company else f"Call back {who}"


def _note(enquiry: Enquiry) -> str:
    return "".join(
        [
            f"<h3>Website enquiry {_safe(enquiry.reference)}</h3>",
            _line("About", enquiry.about),
            _line("Received", _moment(enquiry.submitted_at)),
            _line("Call-back wish", _callback(enquiry)),
            _line("Phone", _phone(enquiry)),
            _conflict("Name in this enquiry", enquiry.name_as_given, enquiry.name),
            _conflict("Company in this enquiry", enquiry.company_as_given, enquiry.company),
            _line("Message", enquiry.message),
            _line("Result", enquiry.result),
            _line("Score", _score(enquiry)),
            _line("Quiz", enquiry.quiz),
            _link("Article", enquiry.article_url, enquiry.article or enquiry.article_url),
            _answers(enquiry.answers),
            _consents(enquiry.consents),
            _link("Enquiry in Leadline", enquiry.admin_url, enquiry.admin_url),
            _marker_line(enquiry),
        ]
    )


def _callback(enquiry: Enquiry) -> str:
    if not enquiry.wants_call:
        return "No call, please reply by e-mail"
    return enquiry.callback


def _phone(enquiry: Enquiry) -> str:
    """The number to ring about this enquiry first: the one that was given with it."""
    given, known = enquiry.phone_as_given, enquiry.phone
    if not given or given == known:
        return known
    return f"{given} (another number is known: {known})" if known else given


def _conflict(label: str, given: str, known: str) -> str:
    if not given or given == known:
        return ""
    return _line(label, f"{given} (known as {known})" if known else given)


def _score(enquiry: Enquiry) -> str:
    if enquiry.score is None:
        return ""
    return str(enquiry.score) + (f" of {enquiry.max_score}" if enquiry.max_score else "")


def _answers(answers: tuple[Answer, ...]) -> str:
    if not answers:
        return ""
    items = "".join(
        f"<li><strong>{_safe(each.question)}</strong><br>{_safe(each.answer) or '—'}</li>"
        for each in answers[:MOST_ANSWERS]
    )
    unseen = len(answers) - MOST_ANSWERS
    more = f"<p>{unseen} further answers are in Leadline.</p>" if unseen > 0 else ""
    return f"<p><strong>Answers</strong></p><ol>{items}</ol>{more}"


def _consents(consents: tuple[Consent, ...]) -> str:
    if not consents:
        return ""
    items = "".join(
        f"<li>{_safe(each.purpose)} by {_safe(each.channel)}: "
        f"<strong>{'yes' if each.given else 'no'}</strong>, {_moment(each.at)}"
        f"{f' (“{_safe(each.wording)}”)' if each.wording else ''}</li>"
        for each in consents[:MOST_CONSENTS]
    )
    unseen = len(consents) - MOST_CONSENTS
    more = f"<p>{unseen} further consents are in Leadline.</p>" if unseen > 0 else ""
    return f"<p><strong>Consents</strong></p><ul>{items}</ul>{more}"


def _line(label: str, text: str) -> str:
    return f"<p><strong>{label}:</strong> {_safe(text)}</p>" if text else ""


def _link(label: str, url: str, text: str) -> str:
    if not url.startswith(("https://", "http://")):
        return _line(label, text or url)
    href = html.escape(url)
    shown = f'<a href="{href}">{_safe(text)}</a>'
    address = f" ({_safe(url)})" if text != url else ""
    return f"<p><strong>{label}:</strong> {shown}{address}</p>"


def _marker_line(enquiry: Enquiry) -> str:
    return f"<p>{html.escape(marker(enquiry.submission_id))}</p>"


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M %Z}".strip()


def _safe(text: str) -> str:
    """Escape what a visitor typed, line breaks kept, a marker in it made harmless.

    Without the last, a message that quotes another submission's marker would be taken for its note.
    """
    lines = _FORGED_MARKER.sub("ref: #", text).splitlines()
    return "<br>".join(map(html.escape, lines))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _size(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


_TEXT_FIELDS = (
    "message", "result", "quiz", "article", "article_url", "name", "name_as_given", "company",
    "company_as_given", "phone", "phone_as_given", "callback",
)  # fmt: skip


def _shortened(enquiry: Enquiry, most: int) -> Enquiry:
    """Return the enquiry with no text longer than `most` characters and the word that says so."""

    def fit(text: str) -> str:
        return text if len(text) <= most + len(SHORTENED) else text[:most] + SHORTENED

    texts: dict[str, Any] = {name: fit(getattr(enquiry, name)) for name in _TEXT_FIELDS}
    return replace(
        enquiry,
        **texts,
        answers=tuple(
            Answer(question=fit(each.question), answer=fit(each.answer)) for each in enquiry.answers
        ),
        consents=tuple(
            replace(each, purpose=fit(each.purpose), wording=fit(each.wording))
            for each in enquiry.consents
        ),
    )
