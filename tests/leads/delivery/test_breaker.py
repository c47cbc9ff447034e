"""What all workers know of a destination: when it is left alone, probed, and called again."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
import time_machine
from django.utils import timezone

from leads.crm.base import (
    AuthFailed,
    DestinationError,
    Misconfigured,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    SwitchedOff,
    Transient,
)
from leads.delivery import breaker, registry
from leads.delivery.breaker import OPENS_AT, Admission, admission
from leads.delivery.claims import admitting, claim
from leads.delivery.worker import drain
from leads.models import Cause, Circuit, Delivery, State
from tests.factories import make_delivery
from tests.fakes import FakeDestination

pytestmark = pytest.mark.django_db

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DOWN = Transient("main: POST /x: HTTP 503", http_status=503)
Clock = time_machine.Traveller


class Crm(FakeDestination):
    """Ends every call in `down`, unless that is None."""

    down: Exception | None = None

    def _happen(self, step: str) -> None:
        if self.down is not None:
            raise self.down
        super()._happen(step)


@pytest.fixture
def crm() -> Iterator[Crm]:
    with registry.using(destination := Crm("main")):
        yield destination


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def open_it(crm: Crm, error: Exception = DOWN) -> list[Delivery]:
    """Let as many deliveries fail as the breaker needs."""
    deliveries = [make_delivery() for _ in range(OPENS_AT)]
    crm.down = error
    drain()
    return deliveries


def delivered() -> int:
    return Delivery.objects.filter(state=State.DELIVERED).count()


@pytest.mark.parametrize("error", [DOWN, OutcomeUnknown("main: sent, but no reply")])
def test_ten_deliveries_that_fail_open_it_and_then_nothing_is_sent(
    crm: Crm, clock: Clock, error: DestinationError
) -> None:
    open_it(crm, error)
    make_delivery()
    clock.shift(timedelta(milliseconds=700))

    assert drain() == 0

    circuit = Circuit.objects.get()
    assert (circuit.cause, circuit.since) == (Cause.OUTAGE, timezone.now() - 0.7 * SECOND)
    assert (circuit.error, circuit.detail) == (type(error).__name__, error.detail)


def test_while_it_is_open_one_delivery_at_a_time_probes_at_ever_longer_intervals(
    crm: Crm, clock: Clock
) -> None:
    open_it(crm)
    gaps = []
    for _ in range(9):
        circuit = Circuit.objects.get()
        assert circuit.until is not None
        gaps.append((circuit.until - timezone.now()).total_seconds())
        clock.move_to(circuit.until)
        assert drain() == 1

    for gap, longest in zip(gaps, [1, 2, 4, 8, 16, 32, 60, 60, 60], strict=True):
        assert 0.8 * longest <= gap <= longest


def test_a_destination_that_never_answers_sees_one_call_a_minute(crm: Crm, clock: Clock) -> None:
    open_it(crm, OutcomeUnknown("main: sent, but no reply"))
    clock.shift(timedelta(hours=1))  # all deliveries are due, and all intervals at their longest
    for _ in range(8):
        drain()
        clock.shift(MINUTE)
    calls = len(crm.calls)

    for _ in range(60):
        drain()
        clock.shift(SECOND)

    assert len(crm.calls) - calls <= 2


def test_the_first_success_closes_it_and_everything_that_waits_goes_at_once(
    crm: Crm, clock: Clock
) -> None:
    open_it(crm)
    clock.shift(timedelta(hours=1))
    drain()
    Delivery.objects.update(due_at=timezone.now() + timedelta(hours=6))
    crm.down = None
    clock.shift(MINUTE)

    drain()

    assert delivered() == OPENS_AT
    assert Circuit.objects.get().cause == Cause.NONE


def test_a_refusal_of_one_enquiry_is_an_answer_too(crm: Crm, clock: Clock) -> None:
    open_it(crm)
    crm.down = Rejected("main: POST /x: HTTP 400", http_status=400)
    clock.shift(MINUTE)

    drain()

    assert Circuit.objects.get().cause == Cause.NONE


def test_what_is_in_doubt_is_not_hurried(crm: Crm, clock: Clock) -> None:
    doubtful = make_delivery(state=State.RETRY)
    open_it(crm)
    in_ten = timezone.now() + timedelta(seconds=10)
    Delivery.objects.filter(pk=doubtful.pk).update(
        state=State.UNKNOWN, settles_at=in_ten, due_at=in_ten + MINUTE, tries=99
    )
    crm.down = None
    clock.shift(SECOND)

    drain()

    doubtful.refresh_from_db()
    assert (doubtful.state, doubtful.due_at) == (State.UNKNOWN, in_ten)


def test_the_least_tried_delivery_probes_so_that_a_sick_one_keeps_nobody_waiting(
    crm: Crm, clock: Clock
) -> None:
    open_it(crm)
    Delivery.objects.update(tries=3)
    fresh = make_delivery(due_at=timezone.now() + timedelta(hours=1))
    clock.shift(SECOND)

    drain()

    fresh.refresh_from_db()
    assert fresh.tries == 1


def test_one_delivery_that_fails_again_and_again_opens_nothing(crm: Crm, clock: Clock) -> None:
    make_delivery()
    crm.down = DOWN
    for _ in range(30):
        drain()
        clock.shift(MINUTE)

    assert Circuit.objects.get().cause == Cause.NONE
    assert admitting() == {"main": None}


def test_three_failures_in_ten_do_not_open_it(crm: Crm, clock: Clock) -> None:
    chance = Random(7)  # noqa: S311
    for number in range(300):
        now = timezone.now()
        if chance.random() < 0.3:
            breaker.failed("main", number, DOWN, now, probe=False)
        else:
            breaker.answered("main", now)

    assert Circuit.objects.get().cause == Cause.NONE


def test_nine_failures_in_ten_do(crm: Crm) -> None:
    for number in range(100):
        if number % 10:
            breaker.failed("main", number, DOWN, timezone.now(), probe=False)
        elif Circuit.objects.filter(cause=Cause.NONE).exists():
            breaker.answered("main", timezone.now())

    assert Circuit.objects.get().cause == Cause.OUTAGE


def test_only_one_of_two_workers_gets_the_probe(crm: Crm, clock: Clock) -> None:
    open_it(crm)
    clock.shift(MINUTE)
    first, second = admitting(), admitting()

    assert claim("main", probing=first["main"]) is not None
    assert claim("main", probing=second["main"]) is None
    assert admitting() == {}


def test_a_probe_whose_worker_was_killed_is_made_up_for_within_half_a_minute(
    crm: Crm, clock: Clock
) -> None:
    open_it(crm)
    clock.shift(MINUTE)
    assert claim("main", probing=admitting()["main"]) is not None

    clock.shift(29 * SECOND)
    assert admitting() == {}
    clock.shift(SECOND)
    assert admitting() != {}


@pytest.mark.parametrize("error", [AuthFailed, Misconfigured])
def test_what_a_person_must_put_right_is_probed_once_a_minute_until_it_works(
    crm: Crm, clock: Clock, error: type[DestinationError]
) -> None:
    deliveries = [make_delivery() for _ in range(3)]
    crm.down = error("main: GET /x: HTTP 401", http_status=401)
    began = timezone.now()
    for minute in range(1, 4):
        assert drain() == 1
        assert len(crm.calls) == minute
        circuit = Circuit.objects.get()
        assert (circuit.cause, circuit.since, circuit.probes) == (
            Cause.REFUSED,
            began,
            minute - 1,
        )
        assert (circuit.error, circuit.detail) == (error.__name__, "main: GET /x: HTTP 401")
        clock.shift(MINUTE)
    assert {(each.tries, each.strikes) for each in Delivery.objects.all()} == {(0, 0)}

    crm.down = None
    drain()

    assert delivered() == len(deliveries)
    assert Circuit.objects.get().cause == Cause.NONE


def test_a_restart_with_another_credential_tries_again_at_once_and_one_without_does_not(
    crm: Crm, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_delivery()
    crm.down = AuthFailed("main: HTTP 401")
    monkeypatch.setattr(registry, "_configurations", {"main": "old"})
    drain()

    assert breaker.reconsider(timezone.now()) == []
    assert admitting() == {}
    monkeypatch.setattr(registry, "_configurations", {"main": "new"})
    assert breaker.reconsider(timezone.now()) == ["main"]

    crm.down = None
    assert drain() == 1
    assert delivered() == 1


def test_the_digest_of_the_settings_changes_with_the_token_and_tells_nothing_of_it() -> None:
    digests = []
    for token in ("s3cret-one", "s3cret-two", "s3cret-one"):
        with registry.using():
            registry.load({"CRM_URL": f"hubspot://{token}@api.hubapi.com?name=main"})
            digests.append(registry.configuration("main"))

    assert digests[0] == digests[2] != digests[1]
    assert "s3cret" not in "".join(digests)


def test_a_destination_that_wants_no_more_deliveries_gets_none_until_a_person_says_so(
    crm: Crm, clock: Clock
) -> None:
    make_delivery()
    crm.down = SwitchedOff("main: POST /: HTTP 410", http_status=410)
    drain()
    crm.down = None

    clock.shift(timedelta(days=30))
    assert drain() == 0
    assert breaker.resume("main", timezone.now())
    drain()

    assert delivered() == 1


def test_what_a_person_pauses_stays_so_until_it_is_resumed(crm: Crm, clock: Clock) -> None:
    make_delivery()
    breaker.stop("main", timezone.now())
    clock.shift(timedelta(days=30))

    assert drain() == 0
    assert breaker.resume("main", timezone.now())
    assert not breaker.resume("main", timezone.now())
    drain()

    assert delivered() == 1


def test_resuming_by_hand_keeps_to_the_time_that_the_destination_asked_for(
    crm: Crm, clock: Clock
) -> None:
    make_delivery()
    crm.down = RateLimited("main: HTTP 429", retry_after=300)
    drain()
    crm.down = None
    breaker.stop("main", timezone.now())
    breaker.resume("main", timezone.now())

    clock.shift(timedelta(seconds=299))
    assert drain() == 0
    clock.shift(SECOND)
    assert drain() == 1


def test_a_destination_about_which_nothing_is_known_is_called() -> None:
    assert admission(None, timezone.now()) is Admission.ALL


def test_one_that_is_out_of_order_keeps_no_other_from_being_called(crm: Crm, clock: Clock) -> None:
    other = FakeDestination("other")
    with registry.using(crm, other):
        open_it(crm)
        make_delivery(destination="other")
        drain()

    assert delivered() == 1
