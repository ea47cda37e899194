"""The graph as networks: who works with whom, on what, and what that can show.

::

    from peelgraph import Graph, networks

    kg = Graph.open()
    both = networks.forces_agencies(kg, cycle=2016)
    networks.bridges(both).table
    networks.write(networks.projected(both, "forces"), Path("forces.graphml"))

Networks are `networkx` graphs. Their nodes are things (forces, agencies, initiatives, themes, findings, reports), named
as in the graph: ``force/hampshire`` stands for ``https://w3id.org/peelgraph/id/force/hampshire``. Everything else is an
attribute. Two things have one edge between them, however much evidence there is; its ``weight`` counts the evidence and
its ``facts`` name it, so that `peelgraph.Graph.explain` shows the words. docs/networks.md says what each can show.
"""

from __future__ import annotations

from .builders import citations, forces_agencies, initiatives, similar_findings
from .building import FEW, Choice, Network, caution
from .export import SUFFIXES, flat, write
from .grades import agencies_with_good_grades
from .measures import Measured, bridges
from .projection import PROJECTIONS, projected
from .resemblance import resembling_forces
from .ties import DEFAULT_TIES, TIES, alliances

__all__ = [
    "DEFAULT_TIES",
    "FEW",
    "PROJECTIONS",
    "SUFFIXES",
    "TIES",
    "Choice",
    "Measured",
    "Network",
    "agencies_with_good_grades",
    "alliances",
    "bridges",
    "caution",
    "citations",
    "flat",
    "forces_agencies",
    "initiatives",
    "projected",
    "resembling_forces",
    "similar_findings",
    "write",
]
