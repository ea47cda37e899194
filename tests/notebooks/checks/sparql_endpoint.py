"""What an endpoint answers about the samples; it must have ended."""

from __future__ import annotations

from typing import Any

from notebooks.equal import equal

PICTURES = 0
SHOWN = (
    "line 2, column 1: ",
    "is not understood.",
    "The same answer: True",
    "Ended with code 0",
)


def check(nb: Any) -> None:  # noqa: ANN401  variables of a notebook
    equal(nb.server.poll(), 0)
    equal(
        nb.grades.to_numpy().tolist()[-5:],
        [
            ["Mummerset Police", "1", "Requires improvement"],
            ["Mummerset Police", "2", "Good"],
            ["Mummerset Police", "3", "Inadequate"],
            ["Mummerset Police", "5", "Ungraded"],
            ["Mummerset Police", "overall", "Requires improvement"],
        ],
    )
    equal(len(nb.words), 9)
    equal(nb.words["words"][6], "The way in which Mummerset Police protects vulnerable people is inadequate.")
    equal(nb.balance["sentences"].astype(int).tolist(), [74, 49, 26, 3, 77, 41, 15, 2])
    equal((len(nb.told), nb.told["deadline"].dropna().tolist()), (9, ["2017-12"]))
    equal(nb.shared["agency"].tolist()[:2], ["fire and rescue services", "health services"])
    equal(len(nb.piece), 43)
    equal(len(nb.rows), 10_000)
    equal(nb.headers.get("peelgraph-truncated"), "there are more rows or statements than are sent")
    assert nb.same
    equal(nb.by_type.dtypes.astype(str).to_dict(), {"type": "string", "agencies": "Int64"})
    equal(nb.by_type["agencies"].tolist()[:2], [11, 6])
    equal(nb.counts[nb.counts["question"] == "3"]["grade"].tolist(), ["requires-improvement", "inadequate"])
