"""Reasoning without Java: the rules of OWL 2 RL, by the library owlrl.

The rules (https://www.w3.org/TR/owl2-profiles/#OWL_2_RL) follow statements forward. They find what HermiT
finds for classes defined by "and", "or" and "some", for inverses and chains; they do not see that a class
can have no members, do not count (beyond one), and can miss a contradiction.
"""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from collections.abc import Iterable
from importlib.metadata import version as _version
from multiprocessing.connection import Connection

import pyoxigraph as ox
import rdflib

from ..loaders.iris import OWL, RDF, RDFS
from .axioms import THING, closure
from .hermit import Conclusions, ReasonerError, timed_out

NAME = "OWL RL"
LIMITS = (
    "The rules of OWL RL were used: they can miss contradictions and conclusions that need counting, a choice between "
    "cases or links of a thing to itself (some of whom a force works with are missing), and do not find classes that "
    "nothing can be in."
)

_ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
_MESSAGE = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
_TYPE = rdflib.URIRef(f"{RDF}type")


def infer(triples: Iterable[ox.Triple], seconds: float | None) -> Conclusions:
    """Draw what follows by the rules of OWL 2 RL.

    Args:
        triples: of the ontology and the facts.
        seconds: after which the work, which has a process of its own, is killed; None: never.

    Raises:
        ReasonerTimeoutError: the time was up.
        ReasonerError: the process ended without a result.
    """
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    process = fork.Process(target=_send, args=(written, sender))
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise timed_out(seconds or 0)
        conclusions: Conclusions = receiver.recv()
    except EOFError:
        raise ReasonerError("The rules of OWL RL ended without a result, perhaps for want of memory.") from None
    finally:
        process.kill()
        process.join()
    return conclusions


def _send(written: bytes, sender: Connection) -> None:
    sender.send(_infer(written))


def _infer(written: bytes) -> Conclusions:
    import owlrl  # noqa: PLC0415  slow to import

    graph = rdflib.Graph()
    graph.parse(data=written, format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    above: defaultdict[str, set[str]] = defaultdict(set)
    for lower, _, higher in graph.triples((None, rdflib.URIRef(f"{RDFS}subClassOf"), None)):
        if isinstance(lower, rdflib.URIRef) and isinstance(higher, rdflib.URIRef):
            above[str(lower)].add(str(higher))
    objects = {str(p) for p in graph.subjects(_TYPE, rdflib.URIRef(f"{OWL}ObjectProperty"))}
    types, values = set(), set()
    for subject, predicate, value in graph:
        if not isinstance(subject, rdflib.URIRef) or not isinstance(value, rdflib.URIRef):
            continue
        if predicate == _TYPE and str(value) != THING:
            types.add((str(subject), str(value)))
        elif str(predicate) in objects:
            values.add((str(subject), str(predicate), str(value)))
    return Conclusions(
        types=frozenset(types),
        values=frozenset(values),
        superclasses=closure(above),
        messages=tuple(sorted(str(m) for e in graph.subjects(_TYPE, _ERROR) for m in graph.objects(e, _MESSAGE))),
    )


def version() -> str:
    """The library and its version."""
    return f"owlrl {_version('owlrl')}"
