# ruff: noqa: PLC0415  commands import what they need when they run
"""`peelgraph serve`: the graph on a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .shared import StoreOption


def serve(
    *,
    store: StoreOption = None,
    host: Annotated[
        str | None, typer.Option("--host", metavar="ADDRESS", help="Listen here; 127.0.0.1 if not given.")
    ] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="7878 if not given.")] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Queries that run at once; one a core if not given.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Settings in TOML; options come first.")
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help="Who sends what it holds may write; nobody without it."),
    ] = None,
    validate_writes: Annotated[
        bool | None, typer.Option("--validate-writes", help="Refuse new data with violations of the shapes.")
    ] = None,
    base_path: Annotated[
        str | None, typer.Option("--base-path", metavar="PATH", help="Path under which a proxy serves this.")
    ] = None,
    public_url: Annotated[
        str | None, typer.Option("--public-url", metavar="URL", help="Address under which the public knows this.")
    ] = None,
    trust_proxy: Annotated[
        bool | None, typer.Option("--trust-proxy", help="Believe X-Forwarded-For, -Proto and -Host.")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option("--seconds", min=0, help="A query may take so long; 30 if not given.")
    ] = None,
    query_memory: Annotated[
        float | None, typer.Option("--query-memory", metavar="GIB", min=0, help="A query may take so much; 1.")
    ] = None,
    store_memory: Annotated[
        float | None,
        typer.Option("--store-memory", metavar="GIB", min=0, help="Data up to this are held in memory; 0: none are."),
    ] = None,
    rows: Annotated[
        int | None, typer.Option("--rows", min=1, help="Rows of an answer, beyond which it is cut and says so; 100000.")
    ] = None,
    default_graph: Annotated[
        str | None, typer.Option("--default-graph", metavar="union|own", help="What queries see that name no graph.")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", metavar="HOST[:PORT]", help="SERVICE and LOAD may call it.")
    ] = None,
    write_without_token: Annotated[
        bool | None, typer.Option("--write-without-token", help="For tests, on this computer only.")
    ] = None,
    log_queries: Annotated[
        bool | None, typer.Option("--log-queries", help="Put the text of queries into the access log.")
    ] = None,
) -> None:
    """Serve the store over HTTP: SPARQL, the questions as an API, and pages.

    Anyone who reaches the port can read. Writing is off without --token-file. With the address of a SPARQL
    endpoint for a store, this is a gateway to it, for reading only. All settings are in docs/serving.md; SIGTERM
    and Ctrl+C end the server when the answers that it is giving are given.

    Examples:
      peelgraph serve
      peelgraph serve --host 0.0.0.0 --port 80 --token-file /etc/peelgraph/token
      peelgraph serve --config /etc/peelgraph/serve.toml
      peelgraph serve --store https://example.org/sparql
    """
    from ..errors import UsageError

    try:
        from ..server.running import run
    except ModuleNotFoundError as error:
        raise UsageError(
            f"Serving needs {error.name}, which is not installed: pip install 'peelgraph[serve]'."
        ) from error
    from ..server.settings import read_settings
    from ..store import default_location

    options = {
        "host": host, "port": port, "workers": workers, "validate_writes": validate_writes, "base_path": base_path,
        "public_url": public_url, "trust_proxy": trust_proxy, "seconds": seconds, "query_memory": query_memory,
        "store_memory": store_memory, "rows": rows, "default_graph": default_graph,
        "allow_hosts": tuple(allow_host) if allow_host else None, "write_without_token": write_without_token,
        "log_queries": log_queries, "store": store,
    }  # fmt: skip
    run(read_settings(config, token_file, fallback_store=default_location(), **options))
