"""Half a minute of `make chaos`: the same, with fewer visitors."""

import shutil
from pathlib import Path

import pytest

from tests.chaos.faults import SHARE, mixture
from tests.chaos.plan import Figures, Plan
from tests.chaos.run import run

pytestmark = pytest.mark.e2e


def test_no_kill_and_no_fault_loses_doubles_or_disorders_what_a_visitor_was_told(
    first_start: tuple[Path, str], tmp_path: Path
) -> None:
    var_dir = Path(shutil.copytree(first_start[0], tmp_path / "var"))
    plan = Plan(seed=1, seconds=20, clients=4, tree_every=8, patience=60)

    figures = run(plan, tmp_path, var_dir)

    print(figures)
    assert figures.faultless(), figures
    assert figures.told > 0
    assert figures.kills > 0
    assert figures.faults > 0


def test_the_practice_crm_is_told_to_fail_in_thirty_calls_of_a_hundred() -> None:
    works = 1.0
    for fault in mixture():
        works *= 1 - fault["share"]

    assert works == pytest.approx(1 - SHARE)


@pytest.mark.parametrize(
    "name", ["lost", "dup_contact", "dup_activity", "inversions", "early_retry", "errors_5xx"]
)
def test_each_of_the_six_figures_alone_makes_a_run_fail(name: str) -> None:
    assert Figures(posts=1000, kept_503=5).faultless()
    assert not Figures(posts=1000, kept_503=6).faultless()
    assert not Figures(posts=1000, **{name: 1}).faultless()
