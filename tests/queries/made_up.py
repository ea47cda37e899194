"""Two query files for tests: one with all that a header can have, and one that gives back what it is given."""

from __future__ import annotations

from peelgraph.catalogue import Query
from peelgraph.catalogue_header import parse

GOOD = """\
#+ summary: Grades
#+ question: Which grades are there?
#+ description: |-
#+   All of them,
#+   in two lines.
#+ tags: [grades, across forces]
#+ params:
#+   force: {type: force, example: hampshire, description: Only this force}
#+   grade: {type: grade, required: true, example: good, choices: [good, inadequate], description: The grade}
#+   least: {type: number, default: 0.5, example: 1, description: At least this}
#+   limit: {type: limit, default: 10, example: 5, description: At most so many}
#+ returns: [force, grade]
PREFIX peel: <https://w3id.org/peelgraph/ontology#>

SELECT ?force ?grade WHERE {
  VALUES (?force ?grade) { (UNDEF UNDEF) }
  {
    VALUES (?least ?force) { (UNDEF UNDEF) }
    ?j peel:force ?force ; peel:grade ?grade ; peel:rank ?rank . # UNDEF in a comment, and "UNDEF" in a string
    FILTER (?rank >= ?least && ?grade != "UNDEF")
  }
}
ORDER BY ?force
LIMIT 10
"""

# One variable, so that what is bound can be read back.
ECHO = """\
#+ summary: Echo
#+ question: What was given?
#+ description: What was given comes back.
#+ tags: [test]
#+ params: {word: {type: text, example: a, description: Any words}, n: {type: number, example: 1, description: Any}}
#+ returns: [word, n]
SELECT ?word ?n WHERE {
  VALUES (?word ?n) { (UNDEF UNDEF) }
}
"""


def good(text: str = GOOD) -> Query:
    return parse(text, name="grades", area="judgments")


def echo() -> Query:
    return parse(ECHO, name="echo", area="judgments")
