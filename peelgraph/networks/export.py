r"""Networks as files for other programs: GraphML, GEXF and CSV.

The same network gives the same bytes. Lists become one text, parted by `SEPARATOR`; characters that XML cannot hold
are written as an escape, such as ``\u000b``. Files that hold words of reports say under which licence.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from ..errors import UsageError
from ..export import whole_file

SUFFIXES = (".graphml", ".gexf", ".csv")
SEPARATOR = " | "
_ABOUT = ("title", "shows", "reports", "dataset_version", "licence")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of XML 1.0 (section 2.2)."""


def write(graph: nx.Graph[str], path: str | Path) -> list[Path]:
    """Write a network; the ending of the file's name says how.

    Args:
        graph: from this package.
        path: ``NAME.graphml``, ``NAME.gexf``, or ``NAME.csv`` for a list of nodes and one of edges, ``NAME-nodes.csv``
            and ``NAME-edges.csv``.

    Returns:
        The files that were written.

    Raises:
        UsageError: the ending is another.
        PeelgraphError: a file cannot be written.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"A network is not written as {suffix or path.name}: take {', '.join(SUFFIXES)}.")
    if suffix == ".csv":
        nodes, edges = (path.with_name(f"{path.stem}-{part}{path.suffix}") for part in ("nodes", "edges"))
        files = {nodes: nodes_csv(graph), edges: edges_csv(graph)}
    else:
        files = {path: graphml(graph) if suffix == ".graphml" else gexf(graph)}
    for file, content in files.items():
        with whole_file(file) as out:
            out.write(content)
    return list(files)


def graphml(graph: nx.Graph[str]) -> bytes:
    """A network in GraphML (http://graphml.graphdrawing.org/specification.html)."""
    writer = GraphMLWriter(prettyprint=True)
    writer.add_graph_element(_flattened(graph))
    with io.BytesIO() as out:
        writer.dump(out)
        return out.getvalue()


def gexf(graph: nx.Graph[str]) -> bytes:
    """A network in GEXF 1.2 (https://gexf.net), which Gephi reads; the title, sources and licence are its metadata."""
    whole = _flattened(graph)
    for _, attributes in whole.nodes(data=True):
        # Gephi shows the element's own label; an attribute of that name would be a second one.
        attributes["name"] = attributes["label"]
    writer = GEXFWriter(prettyprint=True, version="1.2draft")
    writer.add_graph(whole)
    (meta,) = writer.xml.iter("meta")
    # The day of writing would make two files of one network differ.
    meta.attrib.pop("lastmodifieddate", None)
    for child in meta:
        child.text = "peelgraph" if child.tag == "creator" else child.text
    described = meta.makeelement("description", {})
    described.text = "\n".join(f"{name}: {whole.graph[name]}" for name in _ABOUT if whole.graph.get(name))
    meta.append(described)
    with io.BytesIO() as out:
        writer.write(out)
        return out.getvalue()


def nodes_csv(graph: nx.Graph[str]) -> bytes:
    """Nodes as CSV (RFC 4180), with the columns id, label, kind and then the other attributes by name."""
    whole = _flattened(graph)
    rows = [{"id": node, **attributes} for node, attributes in whole.nodes(data=True)]
    return _csv(rows, ["id", "label", "kind"])


def edges_csv(graph: nx.Graph[str]) -> bytes:
    """Edges as CSV, with the columns source, target, weight and then the other attributes by name.

    Where there are quotes, the last column says under which licence.
    """
    whole = _flattened(graph)
    rows = [{"source": one, "target": other, **attributes} for one, other, attributes in whole.edges(data=True)]
    for row in rows:
        if row.get("quotes"):
            row["licence"] = whole.graph["licence"]
    return _csv(rows, ["source", "target", "weight"])


def _csv(rows: list[dict[str, Any]], first: list[str]) -> bytes:
    more = sorted({name for row in rows for name in row} - {*first, "licence"})
    last = ["licence"] if any("licence" in row for row in rows) else []
    with io.StringIO(newline="") as out:
        writer = csv.DictWriter(out, [*first, *more, *last], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue().encode()


def _flattened(graph: nx.Graph[str]) -> nx.Graph[str]:
    """The network with attributes that every format can hold."""
    whole: nx.Graph[str] = nx.Graph()
    whole.graph |= {name: flat(graph.graph[name]) for name in _ABOUT if name in graph.graph}
    whole.add_nodes_from((_text(node), _flats(attributes)) for node, attributes in graph.nodes(data=True))
    whole.add_edges_from((_text(a), _text(b), _flats(attributes)) for a, b, attributes in graph.edges(data=True))
    return whole


def _flats(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: plain for name, value in attributes.items() if (plain := flat(value)) != ""}


def _text(value: str) -> str:
    return _ILLEGAL.sub(lambda found: f"\\u{ord(found[0]):04x}", value)


def flat(value: object) -> str | int | float | bool:
    r"""A value as one that every format can hold: a text, a number or a truth value.

    >>> flat(("a", "b|c")), flat("x\x0by"), flat(2)
    ('a | b||c', 'x\\u000by', 2)
    """
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, tuple | list):
        return SEPARATOR.join(_text(str(item)).replace("|", "||") for item in value)
    return _text(str(value))
