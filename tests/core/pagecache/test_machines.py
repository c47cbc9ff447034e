"""A change is seen by every process of a machine at once, and by other machines within a second."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache.backends.locmem import LocMemCache

from core.pagecache import machines
from core.pagecache.machines import Follower, tell_others
from core.pagecache.mark import Mark


class Away:
    """A shared cache that nobody reaches."""

    def get(self, *_: object) -> str:
        raise ConnectionError

    def set(self, *_: object, **__: object) -> None:
        raise ConnectionError


@pytest.fixture
def shared() -> LocMemCache:
    found = LocMemCache("machines", {})
    found.clear()
    return found


def test_another_process_of_the_machine_sees_a_change_at_once(tmp_path: Path) -> None:
    path = tmp_path / "made" / "mark"
    mark = Mark(path)
    before = mark.read()
    script = (
        "import sys, pathlib; from core.pagecache.mark import Mark;"
        "Mark(pathlib.Path(sys.argv[1])).change()"
    )

    subprocess.run([sys.executable, "-c", script, str(path)], check=True, cwd=Path("site"))

    assert mark.read() != before
    assert mark.read() == Mark(path).read()


def test_a_change_on_another_machine_gives_this_one_another_mark(
    tmp_path: Path, shared: LocMemCache
) -> None:
    mark = Mark(tmp_path / "mark")
    here = Follower(mark, shared)
    here.look()
    before = here.read()
    here.look()
    assert here.read() == before

    tell_others(shared)
    here.look()

    assert here.read() != before


def test_both_processes_of_a_machine_find_the_same_mark(
    tmp_path: Path, shared: LocMemCache
) -> None:
    mark = Mark(tmp_path / "mark")
    followers = [Follower(mark, shared), Follower(mark, shared)]
    tell_others(shared)
    followers[0].look()
    first = mark.read()
    followers[1].look()

    assert mark.read() == first


def test_a_change_here_is_not_taken_for_the_one_of_another_machine(
    tmp_path: Path, shared: LocMemCache
) -> None:
    mark = Mark(tmp_path / "mark")
    here = Follower(mark, shared)
    here.look()
    tell_others(shared)  # another machine's, and then our own over it
    mark.change()
    tell_others(shared)
    before = mark.read()

    here.look()

    assert mark.read() != before


def test_nothing_is_kept_for_longer_than_a_second_while_others_cannot_be_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Follower(Mark(tmp_path / "mark"), Away())
    here.look()
    tell_others(Away())
    seen = []
    for moment in (100.0, 100.9, 101.0, 102.0):
        monkeypatch.setattr(machines.time, "monotonic", lambda moment=moment: moment)
        seen.append(here.read())

    assert seen[0] == seen[1]
    assert len({*seen}) == 3
