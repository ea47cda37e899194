"""Pictures that are read, not admired.

Each has its data as a table, words that say what is to be seen, its sources, and says what it cannot show::

    from peelgraph import Graph, pictures

    picture = pictures.grade_matrix(Graph.open(), cycle=2016)
    picture.save("grades.svg")
    picture.table
"""

from __future__ import annotations

from ..errors import UsageError

try:
    from .against import against_england_and_wales
    from .balance import evidence_balance
    from .history import grade_history
    from .interactive import Interactive, interactive
    from .matrix import grade_matrix
    from .network import network, partner_network
    from .outcomes import outcomes_compared
    from .picture import Picture
except ModuleNotFoundError as error:
    missing = str(error.name).partition(".")[0]
    raise UsageError(f"Pictures need {missing}, which is not installed: pip install 'peelgraph[explore]'.") from error

__all__ = [
    "Interactive",
    "Picture",
    "against_england_and_wales",
    "evidence_balance",
    "grade_history",
    "grade_matrix",
    "interactive",
    "network",
    "outcomes_compared",
    "partner_network",
]
