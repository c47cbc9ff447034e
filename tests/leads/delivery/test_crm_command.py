"""`manage.py crm`, which an operator types before the first enquiry."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from leads.crm.base import AuthFailed, Problem
from leads.delivery import registry
from tests.fakes import FakeDestination


class Bare(FakeDestination):
    """A CRM that lacks a field until it is set up."""

    sets_up = True
    lacking = ("score",)

    def check(self) -> list[Problem]:
        return [
            Problem(what=f"{self.name}: lacks {each}", remedy="Type: crm setup")
            for each in self.lacking
        ]

    def setup(self) -> list[str]:
        made, self.lacking = self.lacking, ()
        return [f"field {each}" for each in made]


class Locked(Bare):
    def setup(self) -> list[str]:
        raise AuthFailed(f"{self.name}: POST /fields: HTTP 403")


@pytest.fixture
def destinations() -> Iterator[None]:
    with registry.using(FakeDestination("main"), Bare("bare"), Locked("locked")):
        yield


def crm(*arguments: str) -> str:
    out = StringIO()
    call_command("crm", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("destinations")
def test_a_crm_that_is_ready_is_said_to_be() -> None:
    assert crm("check", "main") == "main: ready\n"


@pytest.mark.usefixtures("destinations")
def test_what_is_missing_is_named_with_its_remedy_and_fails() -> None:
    out = StringIO()

    with pytest.raises(CommandError, match="Not ready"):
        call_command("crm", "check", stdout=out)

    assert "main: ready" in out.getvalue()
    assert "bare: lacks score\n    Type: crm setup" in out.getvalue()


@pytest.mark.usefixtures("destinations")
def test_set_up_makes_what_is_missing_once() -> None:
    assert crm("setup", "bare") == "bare: made field score\n"
    assert crm("setup", "bare") == "bare: complete\n"
    assert crm("check", "bare") == "bare: ready\n"


@pytest.mark.usefixtures("destinations")
def test_a_crm_that_needs_nothing_is_left_alone() -> None:
    assert "nothing that could be made" in crm("setup", "main")


@pytest.mark.usefixtures("destinations")
def test_a_set_up_that_is_refused_fails_and_says_why() -> None:
    with pytest.raises(CommandError, match="Not ready"):
        crm("setup", "locked")


@pytest.mark.usefixtures("destinations")
def test_a_name_that_nobody_has_is_told_with_those_there_are() -> None:
    with pytest.raises(CommandError, match=r"'mian'\. There are: main, bare, locked"):
        crm("check", "mian")


def test_without_any_crm_that_is_what_is_said() -> None:
    with registry.using(), pytest.raises(CommandError, match="names no CRM"):
        crm("check")
