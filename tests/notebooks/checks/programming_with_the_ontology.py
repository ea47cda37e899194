"""Objects, and what follows from the facts about Loamshire; either reasoner finds what is asserted."""

from __future__ import annotations

from typing import Any

from notebooks.equal import equal

PICTURES = 0
SHOWN = (
    "Made up for peelgraph's samples: there is no such force and no such report.",
    "Question 1, characters 14472 to 14579 of the document.",
    "By the reasoner: True - by hand: True",
)


def check(nb: Any) -> None:  # noqa: ANN401  variables of a notebook
    equal(nb.notation, "loamshire")
    equal(
        nb.passage.exact.first(),
        "Loamshire Constabulary is good at preventing crime, tackling anti-social behaviour and keeping people safe.",
    )
    equal(sorted(nb.contrary), [("1-afi-1", "AreaForImprovement"), ("1-afi-2", "AreaForImprovement")])
    equal(len(nb.meanings), 13)
    equal(nb.meanings["definition"].tolist()[5], "A police operation, usually with a code name.")
    equal(len(nb.initiatives), 22)
    equal(nb.reasoned.faults, ())
    equal(
        sorted(nb.of_force["conclusion"]),
        ["deteriorating force", "force of concern", "force requiring improvement", "force with a data caveat"],
    )
    reason = nb.of_force.set_index("conclusion")["because"]["force of concern"]
    assert reason.startswith("it is a police force; finding/loamshire/2016/effectiveness/3-coc-1"), reason
    counts = nb.classes["conclusion"].value_counts()
    equal((counts["good or outstanding judgment"], counts["deteriorated judgment"]), (2, 2))
    equal(nb.worse, ["2", "overall"])
    equal({str(name): found for name, found in nb.two_faces.items()},
          {"Loamshire Constabulary": True, "Mummerset Police": True})  # fmt: skip
