"""Made-up outcomes of validations, and a strategy that makes hostile ones."""

from __future__ import annotations

from hypothesis import strategies as st

from peelgraph.loaders.iris import ID, PEEL, SH, SHAPES
from peelgraph.validation.results import Checked, Outcome, Place, Result, Severity

REPORT = "loamshire-effectiveness-2016"
FILE = f"reports/{REPORT}.txt"
TEXT = "Loamshire Constabulary\n\nSummary of findings\n\nGood\n\nThe force is inadequate – at this.\r\nNext line.\n"
"""What the made-up report says."""

HOSTILE = (
    "\x1b[31mred\x1b[0m \x9b1m </li></section><script>alert(1)</script> <img src=x onerror='alert(2)'> &lt; &#x41; ]]> "
    '{0} [x](javascript:alert(3)) [bold]b[/bold] " \\ \u202e \u2028 \x00 \ud800 \uffff \r\n end'
)


def place(quote: str, page: int | None = None, section: str = "") -> Place:
    """Where words stand in the made-up report."""
    start = TEXT.index(quote)
    return Place(f"{REPORT}.txt", quote, start, start + len(quote), page, section)


def result(
    shape: str = "Judgment-grade",
    severity: Severity = Severity.BLOCKS,
    *,
    cause: str = "Question graded twice",
    message: str = "Question 2 has two grades, good and inadequate.",
    focus: str = f"{ID}judgment/loamshire/2016/effectiveness/2",
    path: str = f"{PEEL}grade",
    value: str = f"<{ID}grade/good>",
    remedy: str = "Leave the grade that the report prints.",
    report: str = REPORT,
    places: tuple[Place, ...] = (),
) -> Result:
    """A result about the made-up report."""
    iri = shape if ":" in shape else SHAPES + shape
    component = f"{SH}MaxCountConstraintComponent"
    return Result(iri, cause, severity, component, focus, path, value, message, remedy, report, places)


GRADES = result(places=(place("Good", 1, "Summary of findings"), place("The force is inadequate – at this.", 2)))
CAVEAT = result("Figure-sum", Severity.CAVEAT, cause="Parts do not add up", message="The parts add up to 99.",
                focus=f"{ID}observation/x", path="", value="", remedy="Check the table.")  # fmt: skip
NOTES = tuple(
    result("Missing", Severity.NOTE, cause="Expected and not found", message=f"Figure {number} was not found.",
           focus=f"{ID}missing/{number}", path="", value='"text"@en', remedy="")
    for number in range(1, 6)
)  # fmt: skip

OUTCOME = Outcome(
    documents=(
        Checked(FILE, REPORT, warnings=(f"{REPORT}.txt was read as Windows-1252.",)),
        Checked("grades.csv", "grades"),
        Checked("broken.ttl", faults=("broken.ttl is not valid Turtle: line 3.",)),
    ),
    results=(GRADES, CAVEAT, *NOTES),
    counts=(
        (f"{SHAPES}Figure-sum", 1),
        (f"{SHAPES}Judgment-grade", 1),
        (f"{SHAPES}Missing", 2_000),
        (f"{SHAPES}Report-isbn", 0),
    ),
    notes=("The constraint Slow was stopped after 10 seconds.",),
)
CLEAN = Outcome((Checked(FILE, REPORT),), (), ((f"{SHAPES}Judgment-grade", 0),))

_TEXT = st.text(st.characters(), max_size=30) | st.sampled_from([HOSTILE, "", "]]>", "</style>", "-->", "{", "_:b0"])
_IRI = st.sampled_from([f"{SHAPES}A", f"{SHAPES}B", f"{ID}x", "_:b0", "urn:x", "http://a.example/é#A"]) | _TEXT
_PLACE = st.builds(
    Place, _TEXT, _TEXT, st.integers(0, 9), st.integers(0, 9), st.none() | st.integers(1, 9), section=_TEXT
)
_RESULT = st.builds(
    Result,
    shape=_IRI,
    cause=_TEXT,
    severity=st.sampled_from(Severity),
    component=_IRI,
    focus=_IRI,
    path=_IRI | st.sampled_from([f"^<{PEEL}a>", f"(<{PEEL}a>|<{PEEL}b>)/<{PEEL}c>*", "(("]),
    value=_TEXT | st.sampled_from(['"5"^^<http://www.w3.org/2001/XMLSchema#integer>', f"<{ID}x>", "_:b1", '"é"@en']),
    message=_TEXT,
    remedy=_TEXT,
    report=_TEXT | st.just(REPORT),
    places=st.lists(_PLACE, max_size=2).map(tuple),
)
_FILE = st.sampled_from([FILE, HOSTILE.replace("\0", "").replace("\ud800", "\udce9"), "a b.ttl"])
"""Names that files can have."""
_CHECKED = st.builds(
    Checked, _FILE, _TEXT | st.just(REPORT), st.lists(_TEXT, max_size=2).map(tuple), st.just(()) | st.just((HOSTILE,))
)


def outcomes() -> st.SearchStrategy[Outcome]:
    """Any outcome, hostile ones not excepted."""
    return st.builds(
        Outcome,
        st.lists(_CHECKED, max_size=2).map(tuple),
        st.lists(_RESULT, max_size=4).map(tuple),
        st.lists(st.tuples(_IRI, st.integers(0, 5)), max_size=2, unique_by=lambda count: count[0]).map(tuple),
        st.lists(_TEXT, max_size=1).map(tuple),
    )
