"""The practice CRMs, one process a dialect for all tests of a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.leads.crm.crms import CRMS, TOKEN
from tests.sandbox import Sandbox, start_sandbox


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Sandbox]]:
    """Return an empty practice CRM without faults, by the name of the CRM that it plays."""
    running: dict[str, Sandbox] = {}
    with ExitStack() as stack:

        def ready(name: str) -> Sandbox:
            if name not in running:
                folder = tmp_path_factory.mktemp(name)
                options = ("--rate", "0", "--dialect", CRMS[name].dialect)
                running[name] = stack.enter_context(start_sandbox(folder, *options, token=TOKEN))
            running[name].clear_faults()
            running[name].reset()
            return running[name]

        yield ready
