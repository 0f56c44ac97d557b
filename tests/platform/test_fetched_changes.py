"""What the ledger of requests changes in the raw tables, and that nothing else is built again for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from publishing_host import Host, Reply, publishing_host
from small_disclosures import Extract, disclosure, rows

from pipelines.arrivals.fetch import fetch_sources
from pipelines.raw_folder.fingerprints import disclosure_key
from pipelines.raw_store import RawStore
from pipelines.raw_store.plan import make_plan
from pipelines.settings import FetchLimits, Settings


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setenv("NO_PROXY", "*")
    with publishing_host() as running:
        yield running


@pytest.fixture
def pending(raw_dir: Path, build_file: Path, extract: Extract) -> Callable[[], set[str]]:
    """Fetch and read; the keys of what is to be built then, which counts as built afterwards."""

    def run() -> set[str]:
        fetch_sources(raw_dir, FetchLimits(delay_seconds=0.0))
        extract()
        with RawStore.open(build_file) as store:
            keys = {key for (key,) in store.rows("select disclosure_key from raw.pending_documents")}
            store.connection.execute("delete from raw.pending_documents")
        plan = make_plan(Settings(raw_dir, build_file.parents[1], 1))
        assert not plan.documents_changed, "what was read is known"
        return keys

    return run


def test_only_what_addresses_show_anew_is_built_again(
    host: Host, raw_dir: Path, build_file: Path, pending: Callable[[], set[str]]
) -> None:
    first, second = disclosure("丙局").encode(), disclosure("丙局", "99.00").encode()
    key = {content: disclosure_key(sha256(content).hexdigest()) for content in (first, second)}
    sources = f"address,organization_name\n{host.put('/again.txt', first)},"
    (raw_dir / "sources.csv").write_text(sources)
    assert pending() >= {key[first]}
    assert pending() == set(), "the address shows the same"
    host.put("/again.txt", second)
    assert key[second] in pending()
    host.put("/again.txt", first)
    assert key[first] in pending(), "the first file is the newest again"
    host.put("/again.txt", Reply(status=404))
    assert key[first] in pending()
    (raw_dir / "sources.csv").write_text(sources + "丙委员会")
    assert pending() >= set(key.values()), "they have another name now"
    host.put("/again.txt", Reply(status=403))
    assert pending() == {"fetches"}, "no document has changed, but the table of fetches has"
    shown = rows(build_file, "select outcome, noted_at from raw.fetches order by fetched_at")
    assert [outcome for outcome, _ in shown] == ["fetched"] * 3 + ["gone", "failed"]
    assert len({noted_at for _, noted_at in shown}) == 5
