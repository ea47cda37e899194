"""What stands side by side in the samples and the published grades."""

from __future__ import annotations

from typing import Any

from notebooks.equal import equal

PICTURES = 3
SHOWN = (
    "Made up for peelgraph's samples: there is no such force and no such report.",
    "It rests on 2 reports: too few to show a pattern; read it as a list of what they say.",
)


def check(nb: Any) -> None:  # noqa: ANN401  variables of a notebook
    equal(list(nb.spread.columns), ["inadequate", "requires-improvement", "good", "outstanding"])
    equal(nb.spread.loc["2016"].tolist(), [1, 13, 26, 1])
    equal(len(nb.everyone.table), 43)
    equal(
        nb.worse.groupby("basis").size().to_dict(),
        {"published": 7, "stated": 4},
    )
    equal(
        nb.worse.loc[nb.worse["grade"] == "inadequate", "force_name"].tolist(),
        ["Bedfordshire Police", "Mummerset Police"],
    )
    equal(nb.history.table["2016"].tolist()[0], "Requires improvement")
    equal(
        nb.ranking[["rank", "of", "force", "value", "benchmark"]].to_numpy().tolist(),
        [[1, 2, "loamshire", 13.4, 12.6], [2, 2, "mummerset", 10.7, 12.6]],
    )
    equal(len(nb.outcomes.table), 20)
    equal(nb.left_out["effect"].value_counts().to_dict(), {"excluded": 6, "partial": 4})
    equal(len(nb.shared), 0)
    equal(nb.alike.table[["force", "other", "findings", "other_findings"]].to_numpy().tolist(),
          [["loamshire", "mummerset", 18, 17]])  # fmt: skip
