"""The cell magic ``%%sparql``: a query of its own in a notebook, answered as a table.

::

    %load_ext peelgraph

    %%sparql --out wide
    SELECT ?force ?name WHERE { ?force a peel:TerritorialForce ; skos:prefLabel ?name }

The prefixes of the vocabulary (`peelgraph.formats.PREFIXES`: peel, skos, rdfs, org, prov, oa, dcterms and so on)
need not be declared. A query that declares one of them itself is taken at its word.
"""

from __future__ import annotations

import keyword
import re
import shlex
from typing import TYPE_CHECKING

from IPython.core.error import UsageError as Refusal
from IPython.core.magic import Magics, cell_magic, magics_class
from IPython.core.magic_arguments import MagicArgumentParser

from .errors import PeelgraphError
from .formats import PREFIXES
from .graph import Graph

if TYPE_CHECKING:
    import pandas as pd
    import rdflib
    from IPython.core.interactiveshell import InteractiveShell

DECLARED = " ".join(f"PREFIX {prefix}: <{name}>" for prefix, name in PREFIXES.items())
"""The prefixes that every query has, on one line."""

_OPTIONS = MagicArgumentParser("%%sparql")  # type: ignore[no-untyped-call]
_OPTIONS.add_argument("--store")
_OPTIONS.add_argument("--out", metavar="NAME")


def load_ipython_extension(shell: InteractiveShell) -> None:
    """What ``%load_ext peelgraph`` does.

    Args:
        shell: of the notebook.
    """
    shell.register_magics(SparqlMagics)


@magics_class
class SparqlMagics(Magics):
    """The magic, as IPython has it."""

    @cell_magic
    def sparql(self, line: str, cell: str) -> pd.DataFrame | bool | rdflib.Graph | None:
        """Answer a SPARQL query over all that the graph holds; the prefixes of peelgraph need not be declared.

        A table for SELECT, a truth value for ASK, an rdflib graph otherwise. A faulty query is told in one sentence.

        Options:
            --store STORE  folder of a store, or address of an endpoint; without it, as Graph.open() finds it
            --out NAME     a variable for the answer, which is not shown then

        Raises:
            Refusal: the query or an option is faulty, or the store cannot be asked. IPython shows the sentence alone,
                and stops as at any error.
        """
        try:
            options = _OPTIONS.parse_args(shlex.split(line))
        except ValueError as error:
            raise Refusal(f"The options of %%sparql cannot be read ({error}).") from error
        if options.out and (not options.out.isidentifier() or keyword.iskeyword(options.out)):
            raise Refusal(f"--out {options.out}: that is no name of a variable.")
        try:
            with Graph.open(options.store) as graph:
                answer = graph.sparql(f"{DECLARED}\n{cell}")
        except PeelgraphError as error:
            raise Refusal(_of_the_cell(str(error))) from error
        if not options.out or self.shell is None:
            return answer
        self.shell.user_ns[options.out] = answer
        return None


def _of_the_cell(message: str) -> str:
    """A message about a query, its lines counted as the cell has them.

    >>> _of_the_cell("The query is not valid SPARQL: line 3, column 8: expected '{'.")
    "The query is not valid SPARQL: line 2, column 8: expected '{'."
    """
    return re.sub(r"\bline (\d+), column\b", lambda found: f"line {int(found[1]) - 1}, column", message)
