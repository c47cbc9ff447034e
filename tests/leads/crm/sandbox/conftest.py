from collections.abc import Iterator

import pytest

from tests.sandbox import Sandbox, start_sandbox


@pytest.fixture(scope="package")
def shared_crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    path = tmp_path_factory.mktemp("sandbox")
    with start_sandbox(path, "--rate", "0", "--search-lag", "0.3") as sandbox:
        yield sandbox


@pytest.fixture
def crm(shared_crm: Sandbox) -> Iterator[Sandbox]:
    """An empty practice CRM without faults; its ledger holds earlier tests' entries too."""
    shared_crm.clear_faults()
    shared_crm.reset()
    yield shared_crm
    shared_crm.clear_faults()
