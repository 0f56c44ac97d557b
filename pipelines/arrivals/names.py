"""What a fetched file is called: as its publisher calls it, as far as a folder may hold such a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from email.header import decode_header
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from pipelines.arrivals.addresses import host_of
from pipelines.settings import OWN_FILES

# A name may have 255 bytes; a hash may have to be in it as well.
_MOST_BYTES = 180
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")
DOCUMENT_SUFFIX = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|rtf|txt|csv|json|zip|rar|7z|tar|gz|tgz)\Z", re.IGNORECASE
)
_PAGE_SUFFIX = re.compile(r"\.s?html?\Z", re.IGNORECASE)
_UNSAFE = re.compile(r'[\\/:*?"<>|]')
_EXTENDED = re.compile(r"""filename\*\s*=\s*"?([\w-]*)'[^']*'([^;"\s]+)""", re.IGNORECASE)
_QUOTED = re.compile(r'filename\s*=\s*"((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_PLAIN = re.compile(r"filename\s*=\s*([^;]+)", re.IGNORECASE)
_NO_NAME = "document"


def file_name(disposition: bytes | None, address: str, suffix: str) -> str:
    """A safe name: that of the header Content-Disposition, else that in the address.

    ``suffix`` is the one by content; it is added where the name has none that a document has.
    """
    name = safe_name(_stated_name(disposition or b"") or _name_in_address(address))
    has_suffix = DOCUMENT_SUFFIX.search(name) or (suffix == ".html" and _PAGE_SUFFIX.search(name))
    return name if has_suffix else safe_name(name + suffix)


def host_folder(address: str) -> str:
    """The folder for the files of a host."""
    return _UNSAFE.sub("_", host_of(address)).strip(".") or "host"


def safe_name(name: str) -> str:
    """The name as an entry of a folder that is neither hidden nor leads elsewhere, nor is left out there."""
    name = unicodedata.normalize("NFC", name)
    shown = "".join(character for character in name if character.isprintable())
    shown = _UNSAFE.sub("_", shown).strip(" .") or _NO_NAME
    if shown.startswith("README") or shown in OWN_FILES:
        shown = f"{_NO_NAME}-{shown}"
    found = _SUFFIX.search(shown)
    suffix = found.group() if found and found.start() else ""
    stem = shown.removesuffix(suffix).encode()[: _MOST_BYTES - len(suffix)].decode(errors="ignore")
    return (stem.rstrip(" .") or _NO_NAME) + suffix


def with_hash(name: str, content_sha256: str, digits: int = 8) -> str:
    """The name with the beginning of the hash before its suffix."""
    path = PurePosixPath(name)
    return f"{path.stem}-{content_sha256[:digits]}{path.suffix}"


def _stated_name(disposition: bytes) -> str:
    """The name in Content-Disposition: in the form of RFC 5987, quoted, or bare, in whatever encoding."""
    header = disposition.decode("latin-1")
    extended = _EXTENDED.search(header)
    if extended:
        return _last_part(_decoded(unquote_to_bytes(extended.group(2)), extended.group(1)))
    stated = _QUOTED.search(header) or _PLAIN.search(header)
    if not stated:
        return ""
    value = stated.group(1).strip().replace('\\"', '"')
    if value.startswith("=?"):
        return _last_part(_decoded_words(value))
    return _last_part(_decoded(unquote_to_bytes(value.encode("latin-1"))))


def _name_in_address(address: str) -> str:
    """The last part of the path, or what the query names where only that is a document."""
    parts = urlsplit(address)
    names = [_last_part(_decoded(unquote_to_bytes(parts.path)))]
    pairs = parse_qsl(parts.query, encoding="latin-1")
    names += [_last_part(_decoded(value.encode("latin-1"))) for _, value in pairs]
    return next((name for name in names if DOCUMENT_SUFFIX.search(name)), names[0])


def _last_part(name: str) -> str:
    return re.split(r"[\\/]", name.rstrip("\\/"))[-1]


def _decoded(name: bytes, stated: str = "") -> str:
    for encoding in _encodings(stated):
        try:
            return name.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return name.decode("ascii", "replace")


def _encodings(stated: str) -> Iterable[str]:
    return dict.fromkeys(filter(None, ("utf-8", stated, "gb18030")))


def _decoded_words(value: str) -> str:
    """A name as mail writes it (RFC 2047)."""
    try:
        parts = decode_header(value)
    except ValueError:
        return ""
    return "".join(
        _decoded(part, charset or "") if isinstance(part, bytes) else part for part, charset in parts
    )
