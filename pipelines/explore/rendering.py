"""Pages as HTML. Every value is escaped: labels come from other people's files."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.explore import wording
from pipelines.explore.visit import Page, Visit


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["ten_thousand"] = wording.ten_thousand
    environment.filters["exact"] = wording.exact
    environment.filters["percent"] = wording.percent
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "default": _as_number}
    return environment


def render(visit: Visit, page: Page, frame: Mapping[str, Any], *, part: bool = False) -> str:
    """The page, or its changing part alone. ``frame`` has the addresses: here, csv, and of both languages."""
    template = _environment().get_template(page.part if part else page.template)
    return template.render(
        {**_common(visit), **page.values, **frame, "title": page.title, "citation": page.citation}
    )


def render_error(visit: Visit, what: str) -> str:
    """A page that says what is the matter."""
    speech = visit.speech
    return (
        _environment()
        .get_template("error.html")
        .render(
            {
                **_common(visit),
                "title": speech.say(what),
                "what": what,
                "here": "",
                "csv": "",
                "languages": {"zh": "", "en": ""},
                "citation": "",
            }
        )
    )


def _common(visit: Visit) -> dict[str, Any]:
    speech = visit.speech
    return {
        "language": speech.language,
        "say": speech.say,
        "markup": speech.markup,
        "label": speech.label,
        "name": speech.name,
        "in_part": speech.part,
        "links": visit.links,
        "stamp": visit.release.stamp,
        "short": partial(_short, language=speech.language),
        "sentence": partial(wording.finding_sentence, speech),
    }


def _short(yuan: Decimal | None, language: str) -> str:
    return wording.short(yuan, language)


def _as_number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)
