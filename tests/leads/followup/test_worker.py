"""The worker as it runs: an alert leaves within a minute, or as soon as the mail server is back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from leads.delivery import registry
from leads.followup.mail import Mail
from leads.models import Delivery, Errand, State
from tests.leads.followup.test_alert import alerts, enquire
from tests.processes import eventually, start_worker
from tests.smtp import serving_mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
PROMISED = 60.0  # seconds


def test_an_alert_leaves_in_time_and_after_an_outage(tmp_path: Path) -> None:
    User.objects.create_superuser("root", "root@firm.example", "pw")  # who is told without sales
    with serving_mail() as gone:
        port = gone.port
    environ = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "EMAIL_FROM": "leads@firm.example"}
    with registry.using(Mail()), start_worker(tmp_path, **environ) as worker:
        first = enquire()
        eventually(lambda: Delivery.objects.filter(kind=Errand.ALERT, state=State.RETRY).exists())
        with serving_mail(port) as server:
            eventually(lambda: alerts(server), PROMISED)
            second = enquire()
            eventually(lambda: len(alerts(server)) == 2, PROMISED)

    told = [each["Subject"] for each in alerts(server)]
    assert [each.reference in line for each, line in zip((first, second), told, strict=True)]
    assert "@" not in worker.said()
