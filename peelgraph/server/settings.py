"""How a server is set up: options of the command line, over a configuration file, over what is usual.

The file is TOML; its keys are those of `Settings`, with hyphens or underscores, in tables of any name or in none.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_type_hints

from ..errors import UsageError
from ..store.addresses import is_web_address

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SHORTEST_TOKEN = 16

_GIB = 2**30


def _half_of_memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB / 2


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator can set."""

    store: str = ""
    """Folder of the store, or address of a SPARQL endpoint that is asked in its place."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 7878
    workers: int = field(default_factory=lambda: max(2, os.cpu_count() or 1))
    """Queries that run at once; longer ones make room, see `long_queries`."""
    base_path: str = ""
    """Path under which a proxy serves this server, such as ``/peelgraph``."""
    public_url: str = ""
    """Address under which the public knows this server, if a proxy does not say it by X-Forwarded-Proto and Host."""
    default_graph: Literal["union", "own"] = "union"
    """What queries see that name no graph: all graphs together, or the store's own default graph."""
    allow_hosts: tuple[str, ...] = ()
    """Hosts, or host:port, that SERVICE and LOAD may call."""
    cors: bool = True
    """Whether pages of other sites may read."""
    log_queries: bool = False
    """Whether the access log has the text of queries."""
    access_log: bool = True
    trust_proxy: bool = False
    """Whether X-Forwarded-For and its kin are believed."""
    query_page: bool = True
    """Whether there are pages for people besides the endpoint and the API."""

    seconds: float = 30
    """A query may take, by the clock."""
    query_memory: float = 1
    """GiB that a query may take."""
    total_memory: float = field(default_factory=_half_of_memory)
    """GiB that all running queries together may take."""
    store_memory: float = field(default_factory=_half_of_memory)
    """GiB that the data may take; larger data are asked on disk. 0: always on disk."""
    rows: int = 100_000
    """Rows or statements of an answer."""
    query_length: int = 65_536
    """Characters of a query."""
    body_size: float = 64
    """MiB of an update or of a document."""
    connections: int = 256
    per_client: int = 64
    """Requests of one client at once."""
    long_queries: int = 64
    """Queries at once that are known to take long, and run behind the others."""
    queue: int = 128
    """Queries that may wait for others to end."""
    wait: float = 10
    """Seconds that they may wait."""
    write_seconds: float = 120
    """An update may take."""
    remembered: float = 32
    """MiB of small answers that are kept to be given again as long as the data are the same. 0: none."""
    grace: float = 30
    """Seconds that running requests have to end when the server is stopped."""

    token: str = field(default="", repr=False)
    """Who sends it may write; writing is off if it is empty."""
    write_without_token: bool = False
    """Whether anyone may write who can reach the port; for tests, on loopback only."""
    validate_writes: bool = False
    """Whether new data with violations of the shapes are refused."""

    def __post_init__(self) -> None:
        if self.write_without_token and self.host not in LOOPBACK:
            raise UsageError(
                "Writing without a token is for tests on this computer: listen on 127.0.0.1, or set a token."
            )
        if self.is_gateway and (self.writable or self.validate_writes):
            raise UsageError(
                "Nothing is written through a gateway: leave out the token, and what else is about writing."
            )
        if self.is_gateway and (self.allow_hosts or self.default_graph == "own"):
            raise UsageError("A gateway asks one server about all its graphs: leave out allow-hosts and default-graph.")
        if self.token and len(self.token) < SHORTEST_TOKEN:
            raise UsageError(f"The token is too easy to guess: take one of {SHORTEST_TOKEN} characters or more.")
        if not (self.token.isascii() and self.token.isprintable() and " " not in self.token):
            raise UsageError("The token must be of printable ASCII characters without spaces, as HTTP headers are.")
        if self.base_path and not (self.base_path.startswith("/") and not self.base_path.endswith("/")):
            raise UsageError(f"The base path {self.base_path} must begin with a slash and not end with one.")
        for name in ("seconds", "query_memory", "total_memory", "rows", "query_length", "body_size", "workers",
                     "connections", "per_client", "queue", "write_seconds"):  # fmt: skip
            if getattr(self, name) <= 0:
                raise UsageError(f"{name.replace('_', '-')} must be more than 0.")

    @property
    def is_gateway(self) -> bool:
        """Whether the store is kept by another server."""
        return is_web_address(self.store)

    @property
    def writable(self) -> bool:
        """Whether anybody may write."""
        return bool(self.token) or self.write_without_token

    @property
    def closed_hours(self) -> float:
        """Seconds after which a request that is still running is beyond help."""
        return max(self.seconds, self.write_seconds) + self.wait


def read_settings(
    file: Path | None = None, token_file: Path | None = None, *, fallback_store: str = "", **options: object
) -> Settings:
    """Settings of a file and of options, which come first; options that are None do not count.

    Args:
        file: TOML.
        token_file: holds the token.
        fallback_store: the store, if neither names one.
        options: settings by name.

    Raises:
        UsageError: a file cannot be read, or a setting is unknown or not of its type.
    """
    given = dict(_read(file)) if file else {}
    named = given.pop("token_file", None)
    if named is not None and token_file is None:
        token_file = (file or Path()).parent / str(named)
    given.setdefault("store", fallback_store)
    given |= {name: value for name, value in options.items() if value is not None}
    types = get_type_hints(Settings)
    for name, value in given.items():
        if name not in types:
            raise UsageError(f"{name} is no setting: the settings are {', '.join(types)}.")
        given[name] = _typed(name, value, types[name])
    if token_file:
        given["token"] = _token(token_file)
    return Settings(**given)


def _read(file: Path) -> Mapping[str, Any]:
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"The configuration {file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The configuration {file} is not valid TOML: {error}.") from error
    flat: dict[str, Any] = {}
    for name, value in content.items():
        for key, each in value.items() if isinstance(value, dict) else [(name, value)]:
            flat[key.replace("-", "_")] = each
    if "token" in flat:
        raise UsageError(
            "A token does not belong into a configuration file: put it into a file of its own, token-file."
        )
    return flat


def _typed(name: str, value: object, wanted: object) -> object:
    if wanted == tuple[str, ...] and isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return tuple(value)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    choices = get_args(wanted)
    if (choices and value in choices) or (isinstance(wanted, type) and type(value) is wanted):
        return value
    kind = (
        " or ".join(map(str, choices)) if choices and NoneType not in choices else getattr(wanted, "__name__", wanted)
    )
    raise UsageError(f"{name.replace('_', '-')} is {value!r}, and must be {kind}.")


def _token(file: Path) -> str:
    try:
        token = file.read_text("utf-8").strip()
    except OSError as error:
        raise UsageError(f"The token file {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The token file {file} is not text in UTF-8.") from error
    if not token:
        raise UsageError(f"The token file {file} is empty.")
    return token


def as_json(settings: Settings) -> dict[str, Any]:
    """What processes behind the front are told; not the token."""
    return {**dataclasses.asdict(settings), "token": ""}
