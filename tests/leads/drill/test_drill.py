"""Lead drills: the way into a practice CRM, what stops one, and that nothing is left of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client

from leads.capture.drill import mark
from leads.crm.base import AuthFailed
from leads.crm.http.visiting import Visited, visit
from leads.crm.hubspot import HubSpot
from leads.crm.url import parse_destinations
from leads.delivery import registry
from leads.delivery.worker import drain
from leads.drill import way as ways
from leads.drill.walking import walk, walk_due
from leads.drill.way import Way
from leads.drill.willing import willing
from leads.models import Delivery, Drill, Enquiry, Person, QuizPage
from tests.factories import make_delivery, make_enquiry, make_person
from tests.fakes import FakeDestination
from tests.processes import crm_url
from tests.sandbox import Sandbox, start_sandbox
from tests.scripted import reply, serving

pytestmark = pytest.mark.django_db
STATIONS = ["form", "receipt", "stored", "outbox", "delivered", "found", "cleaned"]


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with start_sandbox(tmp_path_factory.mktemp("crm"), "--rate", "0") as running:
        yield running


def browse(url: str, fields: Any = None, headers: Any = None, **_: Any) -> Visited:
    """Visit this test's own site, in this process."""
    parts, client = urlsplit(url), Client(headers=headers or {})
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    answer = client.get(path) if fields is None else client.post(path, fields)
    text = answer.content.decode()
    return Visited(status=answer.status_code, text=text, location=answer.get("Location", ""))


def work(_: float) -> None:
    """What the worker does while the drill waits."""
    drain()


def hubspot(crm: Sandbox) -> HubSpot:
    [url] = parse_destinations(crm_url(crm))
    return HubSpot.from_url(url)


def passed(drill: Drill | None) -> dict[str, bool]:
    assert drill is not None
    return {each["name"]: each["ok"] for each in drill.stations}


def nothing_is_left() -> bool:
    return not (Enquiry.objects.exists() or Person.objects.exists() or Delivery.objects.exists())


def test_a_drill_passes_every_station_and_leaves_nothing_here_or_there(
    practice: Sandbox, quiz: QuizPage
) -> None:
    practice.reset()
    start = practice.ledger()["last"]
    crm, other = hubspot(practice), FakeDestination("other")
    with registry.using(crm, other):
        assert willing() is crm  # known as the practice CRM by asking it
        drill = walk(crm, Way(crm, browse, work))

    assert passed(drill) == dict.fromkeys(STATIONS, True)
    assert Drill.objects.get().failed == ""
    assert nothing_is_left()
    assert other.calls == []
    assert practice.counts()["by_email"] == {}
    written = [one["path"] for one in practice.requests(start)]
    assert "/crm/v3/objects/notes" in written


def test_what_stops_a_drill_is_said_by_its_station_and_the_rest_is_cleaned_up(
    quiz: QuizPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "PATIENCE", 1.0)
    main = FakeDestination(person=[AuthFailed("main: HTTP 401", http_status=401)] * 9)
    with registry.using(main):
        drill = walk(main, Way(main, browse, work))

    assert drill is not None
    assert drill.failed == "delivered"
    assert list(passed(drill))[-1] == "cleaned"
    told = next(each["words"] for each in drill.stations if not each["ok"])
    assert told.startswith("not delivered in time")
    assert "no worker has been heard of" in told
    assert "@" not in str(drill.stations)


def test_a_site_that_is_down_is_the_first_station(quiz: QuizPage) -> None:
    main = FakeDestination()
    with registry.using(main):
        down = walk(main, Way(main, lambda *_, **__: Visited(status=503), work))

    assert passed(down) == {"form": False, "cleaned": True}
    assert nothing_is_left()


def test_while_it_is_under_way_a_drill_is_in_no_list_and_a_second_one_does_not_begin(
    quiz: QuizPage,
) -> None:
    main, seen = FakeDestination(), []

    def look(_: float) -> None:
        seen.append((Enquiry.objects.count(), Enquiry.objects.real().count(), walk(main)))
        drain()

    with registry.using(main):
        drill = walk(main, Way(main, browse, look))

    assert drill is not None and drill.failed == ""
    assert seen[0] == (1, 0, None)


def test_a_mark_is_good_for_its_own_address_only(quiz: QuizPage) -> None:
    main = FakeDestination()

    class Liar(Way):
        def receipt(self) -> str:
            self.email = "ann@acme.example"
            return super().receipt()

    def forged(url: str, fields: Any = None, headers: Any = None) -> Visited:
        marked = {name: mark("main", "lead-drill-1@example.com") for name in headers or {}}
        return browse(url, fields, marked)

    with registry.using(main):
        drill = walk(main, Liar(main, forged, work))

    assert drill is not None
    assert drill.failed == "stored"
    assert drill.stations[2]["words"].startswith("it was stored as a real enquiry")


def test_what_a_drill_left_that_was_killed_goes_with_the_next_one(quiz: QuizPage) -> None:
    main = FakeDestination()
    person = make_person(email="lead-drill-0a@example.com")
    make_delivery(enquiry=make_enquiry(person=person, is_test=True), state="delivered")
    real = make_enquiry(person=make_person(email="lead-drill-real@example.com"))
    with registry.using(main):
        for _ in range(2):
            walk(main, Way(main, browse, work))

    assert list(Enquiry.objects.all()) == [real]
    assert len(main.erasures) == 3


def test_no_destination_that_is_for_real_is_given_a_drill() -> None:
    main = FakeDestination()
    with registry.using(main), pytest.raises(CommandError, match="drill=yes"):
        call_command("lead_drill", stdout=StringIO())
    with serving(reply(404)) as server:
        [url] = parse_destinations(f"hubspot+http://token@127.0.0.1:{server.port}")
        with registry.using(HubSpot.from_url(url)):
            assert willing() is None  # a real CRM may well be on this machine


@pytest.mark.parametrize(("said", "takes"), [("yes", True), ("no", False)])
def test_an_entry_of_crm_url_says_whether_it_takes_drills(said: str, takes: bool) -> None:
    with registry.using():
        registry.load({"CRM_URL": f"hubspot://token@api.hubapi.com?name=main&drill={said}"})
        assert (willing("main") is not None) is takes


def test_the_daily_drill_is_done_once_in_the_night_and_not_where_it_is_off(
    settings: Any, quiz: QuizPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = FakeDestination()
    monkeypatch.setattr("leads.drill.walking.willing", lambda _name: main)
    monkeypatch.setattr("leads.drill.walking.Way", lambda to: Way(to, browse, work))
    night, day = datetime(2026, 11, 27, 4, 10, tzinfo=UTC), datetime(2026, 11, 27, 9, tzinfo=UTC)
    with registry.using(main):
        for mode, at in (("off", night), ("daily", day), ("daily", night), ("daily", night)):
            settings.LEAD_DRILL = mode
            with time_machine.travel(at, tick=False):
                walk_due()

    assert Drill.objects.count() == 1


def member(*groups: str) -> Client:
    user = User.objects.create_user("-".join(groups))
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_operators_see_how_drills_went_and_ask_for_one_and_editors_do_not() -> None:
    address, operator = "/admin/reports/lead-drill/", member("Operators")
    with registry.using(FakeDestination()):
        assert "There has been no drill yet." in operator.get(address).content.decode()
        operator.post(address, {"destination": "main"})
        operator.post(address, {"destination": "elsewhere"})
        asked = list(Drill.objects.values_list("destination", "started_at"))
        assert asked == [("main", None)]

        assert walk_due() is None  # a destination in memory takes none
        assert "it takes no drill any more" in operator.get(address).content.decode()

    for group in ("Editors", "Sales"):
        answers = [member(group).get(address), Client().get(address)]
        assert {each.status_code for each in answers} <= {302, 403}


def test_a_visit_sends_what_it_is_given_and_follows_no_redirect() -> None:
    with serving(reply(303, {}, Location="/thanks/")) as server:
        answer = visit(f"http://127.0.0.1:{server.port}/form/?a=1", {"name": "Ann"}, {"X-A": "b"})

    assert (answer.status, answer.location) == (303, "/thanks/")
    assert server.received[0].body == b"name=Ann"
    assert server.received[0].headers["x-a"] == "b"
