"""Secrets come from the environment or from files, and are never quoted."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.given import secret

SECRET = "s3cret-t0ken"


def test_a_secret_is_the_variable_or_what_the_file_holds(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")

    assert secret({"SECRET_KEY": SECRET}, "SECRET_KEY") == SECRET
    assert secret({"SECRET_KEY_FILE": str(file)}, "SECRET_KEY") == SECRET
    assert secret({"SECRET_KEY": "", "SECRET_KEY_FILE": ""}, "SECRET_KEY") == ""


def test_one_that_cannot_be_read_is_named_and_not_quoted(tmp_path: Path) -> None:
    empty, binary = tmp_path / "empty", tmp_path / "binary"
    empty.touch()
    binary.write_bytes(SECRET.encode() + b"\xff")
    given = {
        "cannot be read: No such file": {"REDIS_URL_FILE": str(tmp_path / "missing")},
        "the file is empty": {"REDIS_URL_FILE": str(empty)},
        "cannot be read: UnicodeDecodeError": {"REDIS_URL_FILE": str(binary)},
        "are both set": {"REDIS_URL_FILE": str(empty), "REDIS_URL": SECRET},
    }

    for said, environ in given.items():
        with pytest.raises(ImproperlyConfigured, match=said) as caught:
            secret(environ, "REDIS_URL")
        assert "REDIS_URL_FILE" in str(caught.value)
        assert SECRET not in str(caught.value)
