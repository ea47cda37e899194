"""What stands behind the lowest grade in the samples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from notebooks.equal import equal

PICTURES = 2
SHOWN = (
    "Made up for peelgraph's samples: there is no such force and no such report.",
    "<mark>The way in which Mummerset Police protects vulnerable people is inadequate.</mark>",
    "peelgraph explain evidence/mummerset/2016/effectiveness/19737",
)


def check(nb: Any) -> None:  # noqa: ANN401  variables of a notebook
    equal(nb.lowest["fact"], "judgment/mummerset/2016/effectiveness/3")
    equal((nb.lowest["grade"], nb.lowest["previous_grade"]), ("inadequate", "requires-improvement"))
    equal(nb.behind["polarity"].value_counts().to_dict(), {"weakness": 17, "neutral": 15, "strength": 3})
    equal(nb.earlier["text"].tolist(), ["Last year we judged that it required improvement; this is a deterioration."])
    equal(len(nb.against), 16)
    equal(
        nb.in_favour["text"].tolist(),
        [
            "Its domestic abuse profile is sound.",
            "Once they arrive, officers do well.",
            "The force's officers look after victims well when they get to them.",
        ],
    )
    equal(nb.about["theme"].value_counts()["children-and-young-people"], 3)
    row = nb.balance.table.iloc[3]
    equal((row["strengths"], row["weaknesses"]), (3, 16))
    equal(nb.told["kind"].tolist(), ["cause-of-concern", *["recommendation"] * 4, *["area-for-improvement"] * 3])
    equal(nb.history.table["2016"].tolist()[3:5], ["Inadequate", "Not found"])
    equal(nb.contradictions["kind"].tolist(), ["number"])
    equal(nb.caveats["effect"].value_counts()["excluded"], 6)
    quotations = nb.pd.read_csv(Path("quotations.csv"))
    equal(quotations["polarity"].value_counts().to_dict(), {"weakness": 16, "strength": 3})
    equal(quotations["document"].unique().tolist(), ["mummerset-effectiveness-2016.txt"])
