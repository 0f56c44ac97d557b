"""Numbers and sentences as people read them."""

from __future__ import annotations

from decimal import Decimal

from pipelines.command.check.wording import as_text
from pipelines.explore.language import Speech
from pipelines.explore.release import Record

_LARGE = {"zh": ((10**8, "亿元"), (10**4, "万元")), "en": ((10**9, "bn yuan"), (10**6, "m yuan"))}


def ten_thousand(yuan: Decimal | None) -> str:
    """Yuan in 万元 with two decimals."""
    return "" if yuan is None else f"{yuan / 10_000:,.2f}"


def exact(value: Decimal | None) -> str:
    """A number with thousands separators and as many decimals as it has."""
    return as_text(value)


def short(yuan: Decimal | None, language: str) -> str:
    """Yuan as a headline says it: 3.12 亿元, 312.40 m yuan."""
    if yuan is None:
        return "—"
    for size, name in _LARGE[language]:
        if abs(yuan) >= size:
            return f"{yuan / size:,.2f} {name}"
    return f"{yuan:,.2f} " + ("元" if language == "zh" else "yuan")


def percent(share: float | Decimal | None, digits: int = 1) -> str:
    """A share between 0 and 1 as a percentage; never 100 % of what is not all."""
    if share is None:
        return ""
    shown = f"{share * 100:.{digits}f}"
    if share < 1 and float(shown) >= 100:
        shown = f"{100 - 10**-digits:.{digits}f}"
    return f"{shown}%"


def finding_sentence(speech: Speech, finding: Record) -> str:
    """What is the matter, in a sentence: both figures and their difference, or the words of the check."""
    if finding["kind"] == "identity" and finding["expected_value"] is not None:
        return speech.say(
            "finding_identity",
            published=exact(finding["published_value"]),
            expected=exact(finding["expected_value"]),
            difference=exact(abs(finding["difference"])),
            unit=finding["unit"] or "",
        )
    return speech.part(finding["explanation"])


def citation(
    speech: Speech, disclosure: Record | None, stamp: str, *, page_no: int | None = None, what: str = ""
) -> str:
    """How to cite a view: publisher, title, file with its hash, page, and the release that says so."""
    if disclosure is None:
        return speech.say("cite_release", what=what, stamp=stamp)
    text = speech.say(
        "cite_disclosure",
        organization=disclosure.get("organization_name") or "?",
        title=disclosure.get("title") or disclosure["source_file"],
        file=disclosure["source_file"],
        hash=disclosure["content_sha256"],
        stamp=stamp,
        place=(speech.say("cite_what", what=what) if what else "")
        + (speech.say("cite_page", page=page_no) if page_no else ""),
    )
    return " ".join(text.split())
