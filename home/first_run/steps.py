"""The first-run checklist: what a new site still needs, each found out and not ticked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Site

from blog.models import ArticlePage
from core.backup import keeping
from core.models import SiteSettings
from home.first_run import mail
from leads.delivery import registry
from leads.models import CheckRun, Delivery, Drill, State
from leads.privacy import notice

UNNAMED = SiteSettings._meta.get_field("firm_name").default


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do: whether it is done, why it matters or what was seen, and where to do it."""

    name: str
    is_done: bool
    says: str
    url: str = ""
    button: str = ""  # the address that a press of its button posts to


def steps() -> list[Step]:
    """Return every step, in the order in which they are best done."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return []
    firm = SiteSettings.for_site(site)
    return [_firm(firm), _hours(firm), *_crm(), _mail(), *_notice(), _post(), _backup()]


def _firm(firm: SiteSettings) -> Step:
    done = firm.firm_name != UNNAMED
    return Step(
        name="Name the firm",
        is_done=done,
        says=firm.firm_name if done else "Every page says “Your IT firm”.",
        url=_settings_url(firm),
    )


def _hours(firm: SiteSettings) -> Step:
    edits = ModelLogEntry.objects.filter(action="wagtail.edit", user__isnull=False)
    kind = ContentType.objects.get_for_model(SiteSettings)
    done = edits.filter(content_type=kind).exists()
    return Step(
        name="Look through telephone number and opening hours",
        is_done=done,
        says=f"{firm.phone}; {firm.opening.words}" if done else "Nobody has saved them yet.",
        url=_settings_url(firm),
    )


def _crm() -> Iterator[Step]:
    names = list(registry.crms())
    if not names:
        yield Step(
            name="Connect a CRM",
            is_done=False,
            says="CRM_URL on the server names none: enquiries stay here. docs/crm/ says how.",
        )
    for name in names:
        yield _one_crm(name)


def _one_crm(name: str) -> Step:
    arrived = Delivery.objects.filter(destination=name, state=State.DELIVERED).exists()
    drilled = Drill.objects.finished().filter(destination=name, failed="").exists()
    check = CheckRun.objects.last(name)
    found = check.problems if check is not None and check.finished_at else None
    says = "Nothing has been delivered to it yet, and nobody has had it checked."
    if found:
        says = f"{found[0]['what']}. {found[0]['remedy']}"
    elif arrived or drilled:
        says = "An enquiry has arrived there."
    elif found is not None:
        says = "It was checked, and is ready."
    done = not found and (arrived or drilled or found is not None)
    return Step(name=f"Connect the CRM “{name}”", is_done=done, says=says, url=_crm_url())


def _mail() -> Step:
    done = mail.arrived()
    says = mail.obstacle()
    if done:
        says = "One was sent from here and read."
    elif not says and mail.was_sent():
        says = "One was sent to the operator: open the link in it. It can be sent again hourly."
    elif not says:
        says = "Nobody has tried it yet."
    button = "" if done or mail.obstacle() else reverse("first_run_mail")
    return Step(name="Send yourself a mail and read it", is_done=done, says=says, button=button)


def _notice() -> Iterator[Step]:
    page = Page.objects.live().filter(slug="privacy").first()
    if page is None:
        yield Step(
            name="Publish a privacy notice",
            is_done=False,
            says="There is no page with the address /privacy/. `manage.py privacy_notice` "
            "prints what it has to say.",
            url=reverse("wagtailadmin_explore_root"),
        )
        return
    missing = notice.missing_from(page)
    read = _published_by_somebody().filter(page_id=page.pk).exists()
    says = "Read, published, and it says what the software does."
    if missing:
        says = f"By the settings it should name: {', '.join(missing)}. Reports ▸ Retention has it."
    elif not read:
        says = "It is the starter text. Read it, put it right and publish it: it is a promise."
    yield Step(
        name="Review the privacy notice",
        is_done=read and not missing,
        says=says,
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
    )


def _post() -> Step:
    mine = _published_by_somebody().values("page_id")
    article = ArticlePage.objects.live().filter(pk__in=mine).first()
    return Step(
        name="Publish a first article",
        is_done=article is not None,
        says=f"“{article.title}”" if article else "Those that are there came with the software.",
        url=reverse("wagtailadmin_home"),
    )


def _backup() -> Step:
    told = keeping.last()
    found = keeping.backup()
    good = told.get("good_at")
    says = "None was made yet. `manage.py backup` makes one, and its timer one a day."
    if good:
        when = timezone.localtime(datetime.fromisoformat(good))
        says = f"The last good one is of {when.day} {when:%B %Y at %H:%M}."
    return Step(
        name="See a backup",
        is_done=bool(good) and found.ok,
        says=says if found.ok else f"{says} {found.says}",
    )


def _published_by_somebody() -> PageLogEntry:
    return PageLogEntry.objects.filter(action="wagtail.publish", user__isnull=False)


def _settings_url(firm: SiteSettings) -> str:
    return reverse("wagtailsettings:edit", args=["core", "sitesettings", firm.site_id])


def _crm_url() -> str:
    return reverse("outgoing:index")
