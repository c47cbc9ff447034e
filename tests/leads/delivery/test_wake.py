import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from leads.delivery.wake import Bell, wake

FOR_EVER = 60.0


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.VAR_DIR = tmp_path  # type: ignore[attr-defined]
    yield tmp_path / "wake"


def rung(bell: Bell) -> bool:
    """Whether a wait ends because of a ring; a wait for none would end after a moment too."""
    ended = threading.Event()
    threading.Thread(target=lambda: (bell.wait(FOR_EVER), ended.set()), daemon=True).start()
    return ended.wait(5)


def test_a_waiting_worker_is_woken(folder: Path) -> None:
    with closing(Bell()) as bell:
        wake()
        assert rung(bell)


def test_a_bell_rings_for_its_own_process_too(folder: Path) -> None:
    with closing(Bell()) as bell:
        bell.ring()
        assert rung(bell)


def test_many_rings_end_one_wait(folder: Path) -> None:
    with closing(Bell()) as bell:
        for _ in range(100):
            wake()
        assert rung(bell)
        began = time.monotonic()
        bell.wait(0.05)
        assert time.monotonic() - began >= 0.04


def test_without_any_worker_waking_does_nothing(folder: Path) -> None:
    wake()

    assert not folder.exists()


def test_waking_survives_whatever_lies_in_the_folder(folder: Path) -> None:
    folder.mkdir()
    for name, text in {"1": "", "2": "x", "3": "99999", "4": "-1", "note": "9", "6": "0"}.items():
        (folder / name).write_text(text)
    (folder / "7").mkdir()
    (folder / "8").write_bytes(b"\xff")
    with closing(Bell()) as bell:
        wake()
        assert rung(bell)


def test_a_worker_that_starts_removes_what_dead_ones_left_and_at_its_end_its_own(
    folder: Path,
) -> None:
    folder.mkdir()
    process = subprocess.Popen(["true"])
    process.wait()
    dead = process.pid
    (folder / str(dead)).write_text("1")
    (folder / str(os.getppid())).write_text("1")

    bell = Bell()
    assert {each.name for each in folder.iterdir()} == {str(os.getpid()), str(os.getppid())}
    bell.close()
    assert {each.name for each in folder.iterdir()} == {str(os.getppid())}


def test_a_worker_that_cannot_leave_its_number_still_works(folder: Path) -> None:
    folder.write_text("a file where the folder should be")

    with closing(Bell()) as bell:
        wake()
        bell.ring()
        assert rung(bell)
