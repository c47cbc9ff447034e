"""Enquiries in the words of the port, for tests of adapters: `make_enquiry(**overrides)`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from leads.crm.base import Answer, Consent, Enquiry

SUBMISSION = "0193d1a2-7c44-7d10-9b1e-3f6f2c9a1b55"
OTHER_SUBMISSION = "0193d1a2-0000-7d10-9b1e-3f6f2c9a1b55"
EMAIL = "ann@acme.example"


def make_enquiry(**overrides: Any) -> Enquiry:
    """One with everything known."""
    values = {
        "submission_id": SUBMISSION,
        "reference": "L-7QK4",
        "email": EMAIL,
        "name": "Ann van Lee",
        "company": "Acme Ltd",
        "phone": "+442079460000",
        "message": "We outgrew our server.\nCan you help?",
        "callback": "Tomorrow morning",
        "quiz": "Is your IT ready?",
        "answers": (
            Answer(question="How many staff?", answer="20 to 50"),
            Answer(question="Backups?", answer=""),
        ),
        "score": 7,
        "max_score": 10,
        "result": "Nearly ready",
        "article": "Five signs",
        "article_url": "https://firm.example/blog/five-signs/",
        "consents": (
            Consent(
                purpose="Marketing",
                channel="e-mail",
                given=False,
                wording="Send me tips",
                at=datetime(2026, 11, 23, 16, 0, tzinfo=UTC),
            ),
        ),
        "admin_url": "https://firm.example/admin/enquiries/9/",
        "submitted_at": datetime(2026, 11, 23, 16, 0, tzinfo=UTC),
        "callback_due": datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=1))),
    }
    return Enquiry(**values | overrides)
