"""Third stage: an outline becomes facts, one module a kind of fact.

Rules are values with examples (`loaders.rules.Rule`). Nothing here decides who or what a name refers
to: that is the next stage, `loaders.resolve`.
"""

from __future__ import annotations

from ..facts import Prose
from .agencies import agency_mentions
from .caveats import caveats
from .citations import citations
from .context import Context
from .contradictions import contradictions
from .evidence import evidence
from .initiatives import initiatives
from .look_backs import look_backs
from .quantities import quantities, rank_claims
from .terms import terms

__all__ = ["Context", "contradictions", "read_prose"]


def read_prose(context: Context) -> Prose:
    """Everything that the sentences of a report state."""
    mentions = agency_mentions(context)
    return Prose(
        tuple(quantities(context)),
        tuple(rank_claims(context)),
        tuple(mentions),
        tuple(initiatives(context, mentions)),
        tuple(evidence(context)),
        tuple(caveats(context)),
        tuple(terms(context)),
        tuple(citations(context)),
        tuple(look_backs(context)),
    )
