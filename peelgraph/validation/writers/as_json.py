"""JSON for other programs, and for a later ``--baseline``; docs/validation.md describes it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict

from ... import __version__
from ..baseline import FORMAT, VERSION, State, fingerprint
from .report import Item, Report

_AWKWARD = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def as_json(report: Report) -> str:
    """The whole outcome, nothing in it altered; the same outcome gives the same bytes."""
    outcome, comparison = report.outcome, report.comparison
    listed = Counter(result.shape for result in outcome.results)
    compared = None
    if comparison:
        states = Counter(comparison.states)
        compared = {
            "new": states[State.NEW],
            "unchanged": states[State.UNCHANGED],
            "gone": len(comparison.gone),
        }
    content = {
        "format": FORMAT,
        "version": VERSION,
        "peelgraph": __version__,
        "summary": {
            "text": report.summary(),
            "counts": report.counts(),
            "baseline": compared,
            "fail_on": report.fail_on or "never",
            "exit_code": report.exit_code,
        },
        "documents": [
            {
                "file": document.file,
                "name": document.key,
                "faults": document.faults,
                "warnings": document.warnings,
            }
            for document in outcome.documents
        ],
        "shapes": [
            {"shape": shape, "count": count, "listed": listed[shape]}
            for shape, count in sorted((dict(listed) | dict(outcome.counts)).items())
        ],
        "results": [_plain(item) for item in report.items],
        "gone": [_plain(item) for item in report.gone],
        "notes": report.notes,
        "licence": report.licence,
    }
    return f"{dumped(content)}\n"


def dumped(content: object) -> str:
    """JSON that is safe to look at: what would steer a terminal is escaped, other letters are not."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return _AWKWARD.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _plain(item: Item) -> dict[str, object]:
    return {"fingerprint": fingerprint(item.result), "state": item.state, **asdict(item.result)}
