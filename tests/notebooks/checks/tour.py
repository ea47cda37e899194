"""What the tour finds in the samples."""

from __future__ import annotations

from typing import Any

from notebooks.equal import equal

PICTURES = 1
SHOWN = (
    "Made up for peelgraph's samples: there is no such force and no such report.",
    '"Loamshi" is none; did you mean loamshire?',
    "<mark>Loamshire Constabulary requires improvement in its effectiveness at keeping people safe and reducing crime.",
)


def check(nb: Any) -> None:  # noqa: ANN401  variables of a notebook
    equal(list(nb.reports["force"]), ["loamshire", "mummerset"])
    equal(nb.force.notation, "loamshire")
    grades = nb.judgments.set_index("question")["grade"]
    assert grades.isna()["5"]
    equal(
        grades.dropna().to_dict(),
        {"overall": "requires-improvement", "1": "good", "2": "requires-improvement", "3": "requires-improvement",
         "4": "outstanding"},
    )  # fmt: skip
    equal(nb.judgments["graded"].tolist(), [True] * 5 + [False])
    equal(nb.worse["question"].tolist(), ["overall", "2", "3"])
    equal(nb.with_words["document"].unique().tolist(), ["loamshire-effectiveness-2016.txt"])
    equal(len(nb.explanation.passages), 3)
    equal(
        nb.findings.groupby("kind").size().to_dict(),
        {"area-for-improvement": 12, "cause-of-concern": 1, "recommendation": 5},
    )
    equal(
        nb.below[["metric", "value", "benchmark"]].to_numpy().tolist(),
        [
            ["change-in-anti-social-behaviour-1-year", -6.0, -8.0],
            ["evidential-difficulties-victim-does-not-support-suspect-not-identified", 3.2, 3.0],
        ],
    )
    equal(nb.picture.table.iloc[1].tolist()[-2:], ["Not found", "Not graded"])
    equal(nb.coverage["status"].value_counts().to_dict(), {"found": 136, "not-found": 3, "not-graded": 2})
    equal(len(nb.missing), 12)
    assert len(nb.ready) >= 37
    equal([path.suffix for path in nb.saved], [".svg", ".png", ".html"])
    assert nb.saved[0].read_text(encoding="utf-8").startswith("<?xml")
