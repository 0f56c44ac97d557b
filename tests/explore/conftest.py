"""One application over the five disclosures for all tests that only look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from exploring import client_of
from running import BuiltWarehouse
from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def explorer(warehouse: BuiltWarehouse) -> Iterator[TestClient]:
    with client_of(warehouse.settings) as client:
        yield client
