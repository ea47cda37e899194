"""The three slips are found, and what they would have done."""

from __future__ import annotations

from typing import Any

from notebooks.equal import equal

PICTURES = 0
SHOWN = ("596 characters are missing.", "4 results are gone, 0 are new, 5 are left.")


def check(nb: Any) -> None:  # noqa: ANN401  variables of a notebook
    equal(
        nb.alone.groupby(["severity", "cause"], observed=True).size().to_dict(),
        {
            ("blocks", "A report that tells a grade two ways"): 1,
            ("blocks", "A whole table of figures is missing"): 1,
            ("caveat", "A report contradicts itself or another"): 4,
            ("caveat", "Force in numbers and a table disagree"): 1,
            ("caveat", "Parts of a table that do not sum to their total"): 1,
            ("note", "A figure that was not supplied"): 1,
        },
    )
    told_two_ways, lost_table = nb.blocking["message"]
    equal(
        told_two_ways,
        "loamshire-effectiveness-2016: Question 3 is graded 'requires improvement' in the table of judgments and "
        "'good' in a sentence of the summary.",
    )
    equal(lost_table, "loamshire-effectiveness-2016: Figure 8 is missing; none of its 6 measures has a figure.")
    assert any("sum to 105.9, and 87.9 is printed" in message for message in nb.caveats["message"])
    equal(len(nb.added), 0)
    equal(nb.after[nb.after["severity"] == "blocks"]["message"].tolist(), [lost_table])
    equal(
        nb.changes.groupby("change")["kind"].apply(sorted).to_dict(),
        {
            "gained": ["evidence", "figure", "figure", "judgment"],
            "lost": ["contradiction", "contradiction", "evidence", "figure", "figure", "judgment"],
        },
    )
    equal(nb.missing["source"].tolist(), ["figure-8"] * 6)
