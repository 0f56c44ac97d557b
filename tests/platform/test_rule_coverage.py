"""A rule that no longer tests anything stops a release."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.release.publication import publish
from pipelines.release.rule_coverage import LostRule, RulesLost, lost_rules, refuse_lost_rules
from pipelines.settings import Settings

TESTED = """
    ('k1', 'd1', 'sums', 'pass'), ('k2', 'd1', 'sums', 'fail'), ('k3', 'd2', 'sums', 'pass'),
    ('k4', 'd1', 'rates', 'pass'), ('k5', 'd2', 'rates', 'not_testable')
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two documents tested by two rules, published."""
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse", 1)
    settings.build_file.parent.mkdir(parents=True)
    build(settings, TESTED)
    publish(settings)
    return settings


def build(
    settings: Settings, tested: str, rules: str = "('sums'), ('rates')", documents: str = "d1,d2"
) -> None:
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(
            f"""
            create schema if not exists marts;
            create or replace table marts.dim_disclosures as
            select key as disclosure_key, key || '.pdf' as source_file
            from (select unnest(string_split('{documents}', ',')) as key);
            create or replace table marts.dim_reconciliation_rules as from (values {rules}) as t (rule_code);
            create or replace table marts.fct_reconciliations as
            from (values {tested}) as t (reconciliation_key, disclosure_key, rule_code, status);
            """
        )


def test_the_same_coverage_passes(settings: Settings) -> None:
    assert lost_rules(settings) == []


def test_a_rule_that_tests_nothing_any_more_is_refused(settings: Settings) -> None:
    build(settings, TESTED.replace("('k4', 'd1', 'rates', 'pass')", "('k4', 'd1', 'rates', 'not_testable')"))
    lost = lost_rules(settings)
    assert lost == [LostRule("rates", "d1.pdf", 1, True)]
    with pytest.raises(RulesLost, match=r"rates \(1 identities before\)"):
        refuse_lost_rules(lost)


def test_a_rule_lost_in_one_document_is_told_and_not_refused(settings: Settings) -> None:
    build(settings, TESTED.replace("('k3', 'd2', 'sums', 'pass'),", ""))
    lost = lost_rules(settings)
    assert lost == [LostRule("sums", "d2.pdf", 1, False)]
    refuse_lost_rules(lost)


def test_rules_and_documents_that_were_taken_out_are_no_loss(settings: Settings) -> None:
    build(settings, "('k3', 'd2', 'sums', 'pass')", rules="('sums')", documents="d2")
    assert lost_rules(settings) == []


def test_the_first_release_has_nothing_to_lose(tmp_path: Path) -> None:
    assert lost_rules(Settings(tmp_path / "raw", tmp_path / "warehouse", 1)) == []
