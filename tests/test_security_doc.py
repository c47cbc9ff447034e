"""docs/security.md: a row for each threat, and no name in it that is nowhere."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
THREATS = [f"T{number}" for number in range(1, 55)]
PROVEN = {"T1", "T2", "T3", "T4", "T5", "T6", "T10", "T11", "T12", "T15", "T17", "T19"}
PROVEN |= {"T22", "T23", "T34"}


def rows() -> dict[str, list[str]]:
    """Each threat with its control and its tests."""
    lines = (ROOT / "docs" / "security.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {cell[0].strip(): cell[1:] for cell in cells if re.fullmatch(r"T\d+", cell[0].strip())}


@cache
def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_threat_has_one_row() -> None:
    assert list(rows()) == THREATS


@pytest.mark.parametrize("threat", THREATS)
def test_every_place_and_every_test_that_a_row_names_is_there(threat: str) -> None:
    _, control, tests = rows()[threat]

    assert control
    for place in re.findall(r"`([a-z]+/[\w/.]+)`", control):
        assert (ROOT / place).exists(), place
    named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", tests)
    for file, name in named:
        assert name in names_in(file), f"{file}::{name}"
    assert len(named) == tests.count("`") // 2
    assert named or threat not in PROVEN
