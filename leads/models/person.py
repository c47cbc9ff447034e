"""The people who enquire: one row an e-mail address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import idna
from django.db import models
from django.db.models import F

from leads.models.inserting import insert
from leads.models.prepared import Prepared

if TYPE_CHECKING:
    from leads.models.enquiry import Enquiry


class PersonQuerySet(models.QuerySet["Person"]):
    def meet(self, *, email: str, name: str, company: str, phone: str) -> tuple[Person, int]:
        """Return the person with this address, made if new, and the number of this enquiry.

        What is known of a person is never overwritten; what is still empty is filled. Call it in
        the transaction that stores the enquiry: its lock on the row keeps the numbers in the order
        in which enquiries become visible. Raises IntegrityError when somebody new comes twice at
        once: begin the transaction anew.
        """
        key = normalised(email)
        told = {"name": name, "company": company, "phone": phone}
        person = _named.first(key)
        if person is None:
            person = Person(email=key, enquiry_count=1, **told)
            insert(person)
            return person, 1
        news = {field: told[field] for field in told if told[field] and not getattr(person, field)}
        self.filter(pk=person.pk).update(enquiry_count=F("enquiry_count") + 1, **news)
        for field, value in {**news, "enquiry_count": person.enquiry_count + 1}.items():
            setattr(person, field, value)
        return person, person.enquiry_count

    def count_one_more(self, person: Person) -> Person:
        """Return the person, locked, with the next number of what is sent about them."""
        self.filter(pk=person.pk).update(enquiry_count=F("enquiry_count") + 1)
        return self.select_for_update().get(pk=person.pk)

    def rectify(self, correction: Enquiry) -> None:
        """Know a person from now on as they say they are (UK GDPR Art. 16): the one who overwrites.

        `correction` is their own correction. What it leaves blank stays as it was known.
        """
        told = {field: getattr(correction, field) for field in ("name", "company", "phone")}
        self.filter(pk=correction.person_id).update(**{k: v for k, v in told.items() if v})


class Person(models.Model):
    """Somebody who enquired. A later enquiry under another name does not rename them.

    Here, and wherever a row is about a person, `wiped` is what an erasure leaves in its fields.
    """

    email = models.CharField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=120)
    company = models.CharField(max_length=120, blank=True)
    phone = models.CharField("telephone", max_length=30, blank=True, help_text="E.164")
    enquiry_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonQuerySet.as_manager()
    wiped: ClassVar[dict[str, Any]] = {"name": "", "company": "", "phone": ""}

    class Meta:
        verbose_name_plural = "people"
        permissions = [("answer_person", "Can hand out and erase what is held of a person")]

    def __str__(self) -> str:
        return f"Person {self.pk}"  # logs print it: no name, no address


# By the address, for whoever is about to change it.
_named = Prepared(Person, lambda key: Person.objects.select_for_update().filter(email=key))


def normalised(email: str) -> str:
    """Return the form of an address under which its owner is known.

    Only the letters' case is levelled, and a domain in another script is written the way mail
    servers and CRMs know it (IDNA, RFC 5891). Dots and plus signs are left: whether they matter is
    the provider's business, and two people must never become one.
    """
    mailbox, at, domain = email.strip().rpartition("@")
    return f"{mailbox.lower()}{at}{_ascii(domain)}"


def _ascii(domain: str) -> str:
    if domain.isascii():
        return domain.lower()
    try:
        return idna.encode(domain, uts46=True).decode("ascii")  # as browsers do
    except idna.IDNAError:
        return domain.lower()
