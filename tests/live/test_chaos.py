"""A minute and a half of `make chaos`: the same, with fewer visitors."""

from pathlib import Path

import pytest

from tests.chaos.faults import SHARE, mixture
from tests.chaos.plan import Figures, Plan
from tests.chaos.run import run

pytestmark = pytest.mark.e2e


def test_no_kill_and_no_fault_loses_doubles_or_disorders_what_a_visitor_was_told(
    tmp_path: Path,
) -> None:
    plan = Plan(seed=1, seconds=35, clients=6, tree_every=20, patience=60)

    figures = run(plan, tmp_path, tmp_path / "var")

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
