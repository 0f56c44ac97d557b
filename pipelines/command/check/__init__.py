"""What does not add up, how much is proved, and what could not be checked: for people.

``reports`` asks the published warehouse; ``terminal``, ``markdown`` and ``spreadsheet`` show what it found.
``shares`` prints how much is proved, by statement.
"""

from pipelines.command.check.reports import DisclosureReport, find_disclosures, make_reports

__all__ = ["DisclosureReport", "find_disclosures", "make_reports"]
