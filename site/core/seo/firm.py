"""The firm in the words of schema.org."""

from __future__ import annotations

from core.hours import DAYS
from core.models import SiteSettings
from core.phone import to_e164
from core.seo.addresses import absolute
from core.seo.blocks import Node, known

LANGUAGE = "en-GB"


def firm_id() -> str:
    """Return what the firm is called in every graph."""
    return absolute("/#firm")


def firm_node(firm: SiteSettings) -> Node:
    """Return the firm as a place of business if its address is known, else as an organisation."""
    opening = _opening(firm)
    contact = {
        "@type": "ContactPoint",
        "contactType": "sales",
        "telephone": to_e164(firm.phone),
        "email": firm.email,
        "availableLanguage": LANGUAGE,
        "hoursAvailable": opening,
    }
    place = {"address": " ".join(firm.address.split()), "openingHoursSpecification": opening}
    return known(
        {
            "@type": "ProfessionalService" if firm.address else "Organization",
            "@id": firm_id(),
            "name": firm.firm_name,
            "url": absolute("/"),
            "telephone": to_e164(firm.phone),
            "email": firm.email,
            "logo": _logo(firm),
            "contactPoint": known(contact),
            **(place if firm.address else {}),
        }
    )


def _opening(firm: SiteSettings) -> list[Node]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"https://schema.org/{DAYS[day]}" for day in sorted(period.days)],
            "opens": f"{period.opens:%H:%M}",
            "closes": f"{period.closes:%H:%M}",
        }
        for period in firm.opening_hours.periods
        if period.days
    ]


def _logo(firm: SiteSettings) -> str:
    if firm.logo is None:
        return ""
    try:
        return absolute(firm.logo.get_rendition("max-600x600").url)
    except OSError:  # the file is lost, which is no reason to show no page
        return ""
