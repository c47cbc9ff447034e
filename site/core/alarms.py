"""What an operator must hear of, by its cause: said in the log, and by whatever the settings name.

`settings.ALARM` is the dotted path of a function that takes cause, subject and text, such as one
that sends a mail once an hour a cause; empty: the log alone.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger("leadline.alarm")


def alarm(cause: str, subject: str, text: str) -> None:
    """Tell of something that a person must see to. Never raises.

    `cause` is a short name such as "backup"; `subject` and `text` say in plain English what is
    wrong, what comes of it and what to do, and nothing personal. Blank lines part paragraphs.
    """
    log.error("%s: %s", cause, subject)
    if not settings.ALARM:
        return
    try:
        import_string(settings.ALARM)(cause, subject, text)
    except Exception as error:  # noqa: BLE001 - who tells of a failure must not add one
        log.error("the alarm itself failed: %s", type(error).__name__)
