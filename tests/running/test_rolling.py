"""Five rolling restarts under load, the last of them to a version with another database.

What `make prove` starts anew each time, for seconds, is forked here (tests/rolling/stem.py).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rolling.front import start_front
from tests.rolling.load import under_load
from tests.rolling.next_version import write_next_version
from tests.rolling.proof import require_that_nobody_noticed, roll
from tests.rolling.site import start_rolling, variables_of
from tests.rolling.stem import start_stem
from tests.sandbox import start_sandbox

pytestmark = pytest.mark.e2e


def test_restarts_and_a_migration_while_old_code_runs_fail_nobody_and_lose_nothing(
    var_dir: Path, tmp_path: Path
) -> None:
    with start_sandbox(tmp_path, "--rate", "0") as crm:
        variables = variables_of(var_dir, crm, "https://localhost")
        later = write_next_version(tmp_path / "later", variables)
        with (
            start_stem(variables, tmp_path / "this.log") as this_version,
            start_stem(later, tmp_path / "next.log") as next_version,
            start_rolling(tmp_path, this_version) as site,
            start_front(site.ports) as front,
            under_load(front.url, clients=3, pause=0.1) as load,
        ):
            roll(site, load, this_version, next_version, times=5)
            require_that_nobody_noticed(site, load, tmp_path, var_dir)

        assert len(site.worker_stops) == 5
        assert len(load.told) >= 3 * 5  # each client at each restart, or nearly
        assert front.left_unanswered <= 1  # what was in a queue: docs/decisions/0025
