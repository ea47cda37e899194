"""Where a server takes queries, updates and whole graphs, told from the one address that a user gives."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..errors import StoreError


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of one store on a server."""

    query: str
    update: str | None
    """None if it is not known, so that nothing can be written."""
    graphs: str | None
    """Where whole graphs go one by one (SPARQL 1.1 Graph Store HTTP Protocol); None if all goes in one update."""

    @property
    def all(self) -> tuple[str, ...]:
        """Those that are known."""
        return tuple(address for address in (self.query, self.update, self.graphs) if address)


def is_web_address(location: str) -> bool:
    """Whether a store's location is an address, and not a folder."""
    return re.match(r"[a-z][a-z0-9+.-]*://", location, re.IGNORECASE) is not None


def addresses_of(location: str) -> Addresses:
    """Addresses of a store, by the customs of servers.

    ``http://host/`` and every other that ends with a slash are of Oxigraph, of ``peelgraph serve`` and of Fuseki's
    data sets: ``query`` and ``update`` stand below; ``…/query`` is taken for the same. ``…/sparql`` is of Virtuoso,
    whose update and graph store are beside it, under other names for those who have a password. Of any other
    only the queries are known. ``PEELGRAPH_UPDATE`` and ``PEELGRAPH_GRAPHS`` say what custom does not.

    Raises:
        StoreError: an address is none of the web, or has a password or a query in it.
    """
    address = _checked(location, "The store's address")
    base, slash, last = address.rpartition("/")
    query, update, graphs = address, None, None
    if not last or not urlsplit(address).path:
        base = address.rstrip("/")
        query, update = f"{base}/query", f"{base}/update"
    elif last == "query":
        update = f"{base}{slash}update"
    elif last == "sparql":
        secret = "-auth" if os.environ.get("PEELGRAPH_STORE_USER") else ""
        update, graphs = f"{address}{secret}", f"{base}/sparql-graph-crud{secret}"
    if given := os.environ.get("PEELGRAPH_UPDATE"):
        update, graphs = _checked(given, "PEELGRAPH_UPDATE"), None
    if given := os.environ.get("PEELGRAPH_GRAPHS"):
        graphs = _checked(given, "PEELGRAPH_GRAPHS")
    return Addresses(query, update, graphs)


def _checked(address: str, what: str) -> str:
    """An address as it is; a refused one is not repeated, because there may be a password in it.

    Raises:
        StoreError: it cannot be used.
    """
    try:
        parts = urlsplit(address)
        usable = parts.scheme.lower() in {"http", "https"} and parts.hostname and (parts.port or True)
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]", address) or not address.isascii():
        raise StoreError(f"{what} is not one of the web: give it as in https://example.org/query.")
    if "@" in parts.netloc:
        raise StoreError(
            f"{what} has a user's name in it: give name and password by PEELGRAPH_STORE_USER and "
            "PEELGRAPH_STORE_PASSWORD."
        )
    if parts.query or parts.fragment or address[-1] in "?#":
        raise StoreError(f"{what} has a ? or # in it: give it without these and what follows.")
    return address
