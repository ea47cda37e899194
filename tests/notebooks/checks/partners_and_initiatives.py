"""Who works with whom in the samples."""

from __future__ import annotations

import csv
from typing import Any

from notebooks.equal import equal

PICTURES = 1
SHOWN = (
    "Made up for peelgraph's samples: there is no such force and no such report.",
    "Loamshire County Council and Loamshire Constabulary in 5 sentences",
    "It rests on 2 reports: too few to show a pattern; read it as a list of what they say.",
)


def check(nb: Any) -> None:  # noqa: ANN401  variables of a notebook
    equal(nb.partners["agency"].iloc[0], "Mummerset Police")
    equal((nb.network.number_of_nodes(), nb.network.number_of_edges()), (18, 18))
    tie = nb.network.edges["force/loamshire", "agency/found/loamshire-county-council"]
    equal((tie["weight"], len(tie["facts"])), (5, 1))
    shared = nb.shared.loc[nb.shared["type"] == "national-agency", "agency"]
    equal(shared.tolist(), ["ACRO Criminal Records Office", "Environment Agency"])
    equal([tie["weight"] for _, _, tie in nb.forces.edges(data=True)], [2])
    equal(nb.bridges.reports, 2)
    equal(len(nb.bridges.table), 0)
    equal(nb.around["force"].tolist(), ["Mummerset Police"])
    equal(nb.themes["organised crime"], 3)
    page = nb.saved[0].read_text(encoding="utf-8")
    assert "Loamshire County Council" in page
    assert "https://" not in page.replace("https://www.nationalarchives.gov.uk/", "").replace("https://w3id.org/", "")
    with nb.saved[-1].open(encoding="utf-8") as edges:
        equal(len(list(csv.DictReader(edges))), 18)
