"""The configuration of nginx that the site makes of its settings. A real nginx: tests/live."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from core.proxy import Proxy, nginx_conf


def test_it_names_what_the_settings_name(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["www.acme.example", ".acme.example"]
    settings.SESSION_COOKIE_NAME = "__Host-session"
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    out = StringIO()

    call_command(
        *("nginx_conf", "--certificate", "/c.pem", "--certificate-key", "/k.pem"),
        *("--upstream", "127.0.0.1:8001", "--upstream", "127.0.0.1:8002"),
        stdout=out,
    )

    text = out.getvalue()
    assert text.count("server_name www.acme.example .acme.example;") == 2
    assert "__Host-session=" in text
    assert re.findall(r"server (127\S+)", text) == ["127.0.0.1:8001", "127.0.0.1:8002"]
    assert text.count('Strict-Transport-Security "max-age=60; includeSubDomains"') == 2
    assert "client_max_body_size 12m;" in text  # the largest picture is of 10 MB


def test_without_a_certificate_it_speaks_plain_http() -> None:
    text = nginx_conf(Proxy(port=8080))

    assert "listen 8080;" in text
    assert "ssl" not in text


def test_files_on_another_host_are_not_for_this_nginx(settings: Any) -> None:
    settings.MEDIA_URL = "https://files.example/"

    with pytest.raises(ImproperlyConfigured, match="MEDIA_URL"):
        nginx_conf(Proxy())
