"""Addresses: which may be asked for at all, and whose they are."""

from __future__ import annotations

from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}
_LONGEST = 4000
# Left as they are: what an address is made of, and what is quoted already.
_KEPT = "/?#[]@!$&'()*+,;=:%~"


def what_is_wrong(address: str) -> str | None:
    """Why an address cannot be fetched, in words; None where it can."""
    if len(address) > _LONGEST:
        return f"the address is longer than {_LONGEST:,} characters"
    if any(character.isspace() or not character.isprintable() for character in address):
        return f"the address {address!r} has spaces or characters that cannot be seen in it"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        return f"the address '{address}' is not valid ({error})"
    if parts.scheme not in _PORTS:
        return f"the address '{address}' does not begin with http:// or https://"
    if not parts.hostname or port == 0:
        return f"the address '{address}' names no host"
    return None


def host_of(address: str) -> str:
    """The host of an address, with its port where that is not the usual one of the scheme."""
    parts = urlsplit(address)
    usual = parts.port in (None, _PORTS.get(parts.scheme))
    return (parts.hostname or "") + ("" if usual else f":{parts.port}")


def joined(base: str, link: str, encoding: str = "utf-8") -> str | None:
    """The address that a link on a page leads to, without its fragment; None where it is not an address.

    As browsers do, what is not ASCII is quoted in UTF-8 in the path, in the encoding of the page in the
    query.
    """
    try:
        parts = urlsplit(urldefrag(urljoin(base, link.strip())).url)
        query = quote(parts.query, safe=_KEPT, encoding=encoding, errors="replace")
        return urlunsplit((parts.scheme, parts.netloc, quote(parts.path, safe=_KEPT), query, ""))
    except ValueError:
        return None
