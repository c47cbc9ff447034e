"""What a try needs of the database, read so that one row that cannot be read stops no other."""

from __future__ import annotations

from django.db import Error as DatabaseError

from leads.crm import base
from leads.crm.base import Ref
from leads.delivery import payload
from leads.delivery.candidates import current_mapping
from leads.delivery.claims import LeaseLost
from leads.delivery.verdict import Unreadable
from leads.models import ConsentEvent, Delivery, Errand
from leads.models.prepared import Prepared

# Of a delivery, by its key.
_deliveries = Prepared(
    Delivery, lambda key: Delivery.objects.select_related("enquiry", "person").filter(pk=key)
)
_consents = Prepared(
    ConsentEvent, lambda key: ConsentEvent.objects.filter(enquiry__deliveries=key), most=None
)


def load(delivery_id: int) -> tuple[base.Enquiry, dict[str, Ref]]:
    """Return the enquiry in the words of the port, and the records that its steps have made.

    Raises Unreadable for a row that is damaged, LeaseLost for one that is gone, and DatabaseError
    when the database itself does not answer.
    """
    try:
        return _load(delivery_id)
    except Delivery.DoesNotExist:
        raise LeaseLost from None
    except DatabaseError as error:  # SQLite says so of a text that is not UTF-8, too
        if Delivery.objects.filter(pk=delivery_id).exists():
            raise Unreadable(error) from None
        raise
    except ValueError as error:  # its text may quote what it read
        raise Unreadable(error) from None


def load_erasure(delivery: Delivery) -> tuple[str, list[dict[str, Ref]]]:
    """Return the person's address, and the records that each of their deliveries has made."""
    others = Delivery.objects.filter(person=delivery.person_id, destination=delivery.destination)
    made = [_refs(each) for each in others.exclude(kind=Errand.ERASE).order_by("sequence")]
    return delivery.whom.email, [each for each in made if each]


def _load(delivery_id: int) -> tuple[base.Enquiry, dict[str, Ref]]:
    delivery = _deliveries.first(delivery_id)
    if delivery is None:
        raise Delivery.DoesNotExist
    enquiry = delivery.enquiry
    # Django hands on JSON that cannot be parsed as the text it is.
    if not isinstance(delivery.refs, dict) or enquiry is None:
        raise ValueError
    if not isinstance(enquiry.answers, list):
        raise ValueError
    _choose_mapping(delivery)
    return payload.build(delivery, _consents.rows(delivery_id)), _refs(delivery)


def _choose_mapping(delivery: Delivery) -> None:
    """Have the delivery go by the current mapping, and say so in its row.

    One that has made a record stays with what that was made by. One that is sent without anything
    but name and address goes by none.
    """
    if delivery.refs:
        return
    current = current_mapping(delivery.destination)
    before = delivery.mapping_id
    delivery.mapping = None if delivery.minimal else current
    if delivery.mapping_id != before:
        Delivery.objects.filter(pk=delivery.pk).update(mapping=delivery.mapping)


def _refs(delivery: Delivery) -> dict[str, Ref]:
    return {step: Ref(**ref) for step, ref in delivery.refs.items()}
