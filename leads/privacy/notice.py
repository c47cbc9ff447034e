"""The parts of a privacy notice that depend on the settings: who receives it, how long it is kept.

They are written here, and not by hand, so that the notice says what the software does.
"""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Page

from leads.delivery import registry

# What the firm calls the service, by the class that speaks to it. A webhook may lead anywhere.
_SERVICES = {
    "BottleCrm": "BottleCRM",
    "EspoCrm": "EspoCRM",
    "HubSpot": "HubSpot",
    "Odoo": "Odoo",
}
_WEBHOOK = "a service that passes it on to our other systems"


def receivers() -> str:
    """Return who receives an enquiry, as a paragraph."""
    names = [*dict.fromkeys(_service(each) for each in registry.crms().values())]
    run = f"run for us by {_list(names)}" if names else "on this website alone"
    stored = f"It is stored in our customer records, {run}, and it passes"
    if not names:
        stored = f"It is stored {run}, and it passes"
    return (
        f"The people here who deal with your enquiry see it. {stored} through the companies that "
        "host this website and deliver our email. They work on our instructions and may not use "
        "it for purposes of their own. If one of them keeps information outside the UK, we rely "
        "on the safeguards that UK law provides for such transfers. We do not sell information "
        "about you."
    )


def periods() -> str:
    """Return how long things are kept, as a paragraph."""
    months = settings.KEEP_ENQUIRIES_MONTHS
    kept = "until you ask us to erase it"
    if months:
        kept = f"for {_count(months, 'month')} after we were last in touch"
    return (
        f"On this website we keep an enquiry {kept}, unless you become a client, in which case we "
        "will tell you what applies then. Quiz answers that were never sent to us with contact "
        "details are deleted 30 days after the last of them. A message that looked like spam and "
        f"that nobody took up is deleted after {_count(settings.KEEP_SPAM_DAYS, 'day')}. Backup "
        f"copies are overwritten after {_count(settings.BACKUP_KEEP_DAYS, 'day')}, and one that is "
        "ever used is made to forget first whom we have erased. If you ask us not to contact you, "
        "we keep just enough to make sure that we don’t."
    )


def missing_from(page: Page) -> list[str]:
    """Return what a page should say by the settings as they are and does not, in few words."""
    text = str(getattr(page.specific, "body", ""))
    names = {_service(each) for each in registry.crms().values()} - {_WEBHOOK}
    wanted = [*sorted(names)]
    if settings.KEEP_ENQUIRIES_MONTHS:
        wanted.append(_count(settings.KEEP_ENQUIRIES_MONTHS, "month"))
    wanted.append(_count(settings.BACKUP_KEEP_DAYS, "day"))
    return [each for each in wanted if each not in text]


def _service(destination: object) -> str:
    return _SERVICES.get(type(destination).__name__, _WEBHOOK)


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _count(number: int, what: str) -> str:
    return f"{number} {what if number == 1 else what + 's'}"
