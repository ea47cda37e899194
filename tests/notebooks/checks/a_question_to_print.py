"""The chart that is printed, of the samples."""

from __future__ import annotations

from typing import Any

from notebooks.equal import equal

PICTURES = 2
SHOWN = (
    "Made up for peelgraph's samples: there is no such force and no such report.",
    "0 reports have no such figure: none",
)


def check(nb: Any) -> None:  # noqa: ANN401  variables of a notebook
    equal(
        nb.chart[["force_name", "value", "benchmark", "grade", "marked"]].to_numpy().tolist(),
        [
            ["Mummerset Police", 10.7, 12.6, "good", True],
            ["Loamshire Constabulary", 13.4, 12.6, "requires-improvement", True],
        ],
    )
    equal(nb.remarks["effect"].tolist(), ["partial", "excluded", "excluded"])
    equal(nb.doubted, {"Loamshire Constabulary", "Mummerset Police"})
    equal(
        nb.picture.alt,
        "Bar chart: Loamshire Constabulary 13.4 percent; Mummerset Police 10.7 percent; "
        "England and Wales 12.6 percent.",
    )
    equal(nb.notes[0], "Share of recorded crimes with the outcome 'charged or summonsed', 1 July 2015 to 30 June 2016.")
    equal([path.name for path in nb.saved], ["charged.svg", "charged.png", "charged.html"])
    equal(nb.pd.read_csv("charged.csv")["value"].tolist(), [13.4, 10.7])
    assert "there is no such force" in nb.saved[2].read_text(encoding="utf-8")
