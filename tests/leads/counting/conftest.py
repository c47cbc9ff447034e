"""Counts that begin at nothing, and what was written down of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from leads.models.tally import What

Total = Callable[..., int]


@pytest.fixture
def total(db: None) -> Total:
    """`total(What.READ, page=3)`: how many were counted so far, written down first."""
    from django.db.models import Sum

    from leads.counting import buffer
    from leads.models import Tally

    def counted(what: What, **of: object) -> int:
        assert buffer.flush()
        found = Tally.objects.filter(what=what, **of).aggregate(total=Sum("n"))["total"]
        return int(found or 0)

    buffer.flush()  # what earlier tests have left
    Tally.objects.all().delete()
    return counted
