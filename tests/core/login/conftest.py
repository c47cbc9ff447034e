"""Somebody with an account."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from tests.core.login.people import PASSWORD


@pytest.fixture
def ann(db: None) -> User:
    user = User.objects.create_user("ann", "ann@firm.example", PASSWORD)
    user.groups.set(Group.objects.filter(name="Editors"))
    return user
