"""Fixtures that proofs share with the tests."""

from tests.running.conftest import lasting, site, var_dir

__all__ = ["lasting", "site", "var_dir"]
