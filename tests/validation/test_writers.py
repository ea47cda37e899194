"""Each format says what was found, whatever is in the words: text, JSON, HTML, SARIF, JUnit XML, SHACL's report."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from html_page import Page, contrast
from hypothesis import given, settings
from lxml import etree
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH

from peelgraph import __version__
from peelgraph.explain import LICENCE
from peelgraph.loaders.iris import ID, PEEL, SHAPES
from peelgraph.printable import in_one_line, printable
from peelgraph.validation.baseline import Baseline, compare, fingerprint
from peelgraph.validation.results import Checked, Outcome, Result, Severity
from peelgraph.validation.writers import (
    Form,
    Report,
    as_html,
    as_json,
    as_junit,
    as_sarif,
    as_turtle,
    write,
    write_text,
)

from .outcomes import CAVEAT, CLEAN, FILE, GRADES, HOSTILE, NOTES, OUTCOME, REPORT, TEXT, outcomes, result

EARLIER = Baseline((CAVEAT, result(message="It was so.", value='"old"')), frozenset({REPORT}), frozenset())
COMPARED = Report(OUTCOME, comparison=compare(OUTCOME, EARLIER))
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\uffff]")
"""What no output may have in it."""


def text(report: Report, width: int = 100, *, everything: bool = False) -> str:
    out = io.StringIO()
    write_text(report, out, width=width, everything=everything)
    return out.getvalue()


# ── What follows from the results ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("found", "fail_on", "code"),
    [
        ((), Severity.NOTE, 0),
        ((GRADES,), Severity.BLOCKS, 1),
        ((GRADES,), None, 0),
        ((CAVEAT,), Severity.BLOCKS, 0),
        ((CAVEAT,), Severity.CAVEAT, 1),
        ((NOTES[0],), Severity.CAVEAT, 0),
        ((NOTES[0],), Severity.NOTE, 1),
    ],
)
def test_the_exit_code_is_by_severity(found: tuple[Result, ...], fail_on: Severity | None, code: int) -> None:
    assert Report(replace(CLEAN, results=found), fail_on).exit_code == code


def test_only_new_results_fail_against_an_earlier_validation() -> None:
    outcome = replace(CLEAN, results=(GRADES,))
    known = Baseline((GRADES,), frozenset({REPORT}), frozenset())
    assert Report(outcome, comparison=compare(outcome, known)).exit_code == 0
    assert Report(outcome, comparison=compare(outcome, replace(known, results=()))).exit_code == 1


def test_documents_that_cannot_be_read_are_never_passed_over() -> None:
    broken = Checked("broken.ttl", faults=("broken.ttl is not valid Turtle.",))
    assert Report(replace(CLEAN, documents=(*CLEAN.documents, broken)), None).exit_code == 1
    assert Report(replace(CLEAN, documents=(broken,)), None).exit_code == 2
    assert Report(replace(CLEAN, documents=()), None).exit_code == 2
    assert Report(replace(CLEAN, documents=(broken,))).summary() == "Nothing could be read."


def test_the_summary_is_a_line() -> None:
    assert Report(CLEAN).summary() == "Nothing blocks publication."
    assert Report(OUTCOME).summary() == (
        "1 result blocks publication, 1 calls for a caveat, 2,000 are worth knowing. "
        "1 document could not be read, or not in whole."
    )
    assert "Since the earlier validation: 6 new, 1 gone, 1 unchanged." in COMPARED.summary()


# ── Text ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_text_is_a_report_to_read() -> None:
    assert (
        text(replace(COMPARED, licence=LICENCE))
        == """\
Read: 2 documents
  reports/loamshire-effectiveness-2016.txt: 7 results
    loamshire-effectiveness-2016.txt was read as Windows-1252.
  broken.ttl: not read
    broken.ttl is not valid Turtle: line 3.
  1 document without a result

Blocks publication: 1 result
To be put right before the report is published or its data are used.

  Question graded twice: 1  (Judgment-grade)
  To put it right: Leave the grade that the report prints.
  - NEW  Question 2 has two grades, good and inadequate.
    loamshire-effectiveness-2016.txt, page 1, under “Summary of findings”
      “Good”
    loamshire-effectiveness-2016.txt, page 2
      “The force is inadequate – at this.”
    loamshire-effectiveness-2016: judgment/loamshire/2016/effectiveness/2, grade: grade/good

To be shown with a caveat: 1 result
The data can be published if this is shown with them.

  Parts do not add up: 1  (Figure-sum)
  To put it right: Check the table.
  - The parts add up to 99.
    loamshire-effectiveness-2016: observation/x

Worth knowing: 2,000 results
For information: the data can be published as they are.

  Expected and not found: 2,000  (Missing)
  - NEW  Figure 1 was not found.
    loamshire-effectiveness-2016
  - NEW  Figure 2 was not found.
    loamshire-effectiveness-2016
  - NEW  Figure 3 was not found.
    loamshire-effectiveness-2016
  … and 1,997 more (--all)

Gone since the earlier validation: 1 result

  Question graded twice: 1  (Judgment-grade)
  To put it right: Leave the grade that the report prints.
  - It was so.
    loamshire-effectiveness-2016: judgment/loamshire/2016/effectiveness/2, grade: old

Note: The constraint Slow was stopped after 10 seconds.
Note: Of “Expected and not found”, the first 5 of 2,000 results are listed.
Note: Not all results were kept of these, so some may be called new or gone that are not: Expected
and not found.
Crown copyright. Contains public sector information licensed under the Open Government Licence v3.0:
https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
1 result blocks publication, 1 calls for a caveat, 2,000 are worth knowing. Since the earlier
validation: 6 new, 1 gone, 1 unchanged. 1 document could not be read, or not in whole.
"""
    )


def test_text_of_a_clean_report_is_short() -> None:
    assert text(Report(CLEAN)) == f"Read: 1 document\n  {FILE}: 0 results\n\nNothing blocks publication.\n"


def test_all_results_on_demand() -> None:
    shown = text(Report(OUTCOME), everything=True)
    assert [f"Figure {number} was not found." in shown for number in range(1, 7)] == [True] * 5 + [False]
    assert "… and 1,995 more, which are not listed" in shown


def test_remedies_that_differ_stand_with_their_results() -> None:
    other = replace(GRADES, remedy="Take the other.")
    shown = text(Report(replace(CLEAN, results=(GRADES, other))))
    assert shown.count("To put it right: Leave the grade that the report prints.") == 1
    assert shown.index("“Good”") < shown.index("Leave the grade") < shown.index("Take the other.")


def test_text_is_coloured_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = Terminal()
    write_text(Report(OUTCOME), out, width=100)
    assert "\x1b[1;31mBlocks publication: 1 result\x1b[0m" in out.getvalue()
    plain = re.sub("\x1b\\[[0-9;]*m", "", out.getvalue())
    assert "\x1b" not in text(Report(OUTCOME))
    assert plain.split() == text(Report(OUTCOME)).split()


def test_long_words_are_cut() -> None:
    words = "word " * 2_000
    long = replace(GRADES, message=words, places=(replace(GRADES.places[0], quote=words),))
    shown = text(Report(replace(CLEAN, results=(long,))))
    assert len(shown) < 2_000
    assert shown.count("word …") == 2


@settings(deadline=None)
@given(outcomes())
def test_text_steers_no_terminal(found: Outcome) -> None:
    shown = text(Report(found), everything=True)
    assert not STEERING.search(shown)
    assert all(line == line.rstrip(" ") for line in shown.split("\n"))


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_json_has_the_documented_structure() -> None:
    content = json.loads(as_json(replace(COMPARED, licence=LICENCE)))
    first, gone = content["results"][0], content["gone"][0]
    assert first == {
        "fingerprint": fingerprint(GRADES),
        "state": "new",
        "shape": f"{SHAPES}Judgment-grade",
        "cause": "Question graded twice",
        "severity": "blocks",
        "component": "http://www.w3.org/ns/shacl#MaxCountConstraintComponent",
        "focus": f"{ID}judgment/loamshire/2016/effectiveness/2",
        "path": f"{PEEL}grade",
        "value": f"<{ID}grade/good>",
        "message": "Question 2 has two grades, good and inadequate.",
        "remedy": "Leave the grade that the report prints.",
        "report": REPORT,
        "places": [
            {"document": f"{REPORT}.txt", "quote": "Good", "start": 45, "end": 49,
             "page": 1, "section": "Summary of findings"},
            {"document": f"{REPORT}.txt", "quote": "The force is inadequate – at this.", "start": 51, "end": 85,
             "page": 2, "section": ""},
        ],
    }  # fmt: skip
    assert (gone["state"], gone["message"]) == ("gone", "It was so.")
    assert [each["state"] for each in content["results"][1:]] == ["unchanged"] + ["new"] * 5
    rest = {name: value for name, value in content.items() if name not in {"results", "gone"}}
    assert rest == {
        "format": "peelgraph-validation",
        "version": 1,
        "peelgraph": __version__,
        "summary": {
            "text": COMPARED.summary(),
            "counts": {"blocks": 1, "caveat": 1, "note": 2000},
            "baseline": {"new": 6, "unchanged": 1, "gone": 1},
            "fail_on": "blocks",
            "exit_code": 1,
        },
        "documents": [
            {"file": FILE, "name": REPORT, "faults": [], "warnings": [f"{REPORT}.txt was read as Windows-1252."]},
            {"file": "grades.csv", "name": "grades", "faults": [], "warnings": []},
            {"file": "broken.ttl", "name": "", "faults": ["broken.ttl is not valid Turtle: line 3."], "warnings": []},
        ],
        "shapes": [
            {"shape": f"{SHAPES}Figure-sum", "count": 1, "listed": 1},
            {"shape": f"{SHAPES}Judgment-grade", "count": 1, "listed": 1},
            {"shape": f"{SHAPES}Missing", "count": 2000, "listed": 5},
            {"shape": f"{SHAPES}Report-isbn", "count": 0, "listed": 0},
        ],
        "notes": list(COMPARED.notes),
        "licence": LICENCE,
    }


def test_json_without_an_earlier_validation_says_so() -> None:
    content = json.loads(as_json(Report(CLEAN, None)))
    assert (content["summary"]["baseline"], content["summary"]["fail_on"]) == (None, "never")


@settings(deadline=None)
@given(outcomes())
def test_json_alters_nothing_and_steers_no_terminal(found: Outcome) -> None:
    written = as_json(Report(found))
    assert not STEERING.search(written)
    assert [each["message"] for each in json.loads(written)["results"]] == [each.message for each in found.results]


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_all_results_by_severity_and_cause() -> None:
    shown = Page(as_html(replace(COMPARED, licence=LICENCE)))
    assert [words for _, words in shown.all("h1")] == ["Validation of 3 documents"]
    assert [words for _, words in shown.all("h2")] == [
        "Documents",
        "Blocks publication: 1 result",
        "To be shown with a caveat: 1 result",
        "Worth knowing: 2,000 results",
        "Gone since the earlier validation: 1 result",
        "Notes",
    ]
    assert [words for _, words in shown.all("h3")] == [
        "Question graded twice: 1",
        "Parts do not add up: 1",
        "Expected and not found: 2,000",
        "Question graded twice: 1",
    ]
    folded = [words.split(":")[0].strip() for had, words in shown.all("details") if "open" not in had]
    assert folded == ["Expected and not found"], "only notes are folded"
    items = [(had["class"], words) for had, words in shown.all("li") if "class" in had]
    assert [classes for classes, _ in items] == [
        "item d0 new",
        "item d0 unchanged",
        *["item d0 new"] * 5,
        "item d0 gone",
    ]
    for part in (GRADES.message, "page 1, under “Summary of findings”", "The force is inadequate – at this."):
        assert part in items[0][1]
    assert "… and 1,995 more, which are not listed." in "".join(words for _, words in shown.all("p"))
    [(_, footer)] = shown.all("footer")
    assert "Open Government Licence v3.0" in footer


def test_results_of_a_document_or_new_ones_can_be_chosen_without_a_script() -> None:
    other = replace(GRADES, report="grades")
    outcome = replace(OUTCOME, results=(GRADES, other))
    shown = Page(as_html(Report(outcome, comparison=compare(outcome, EARLIER))))
    choices = {had["id"]: had["name"] for had, _ in shown.all("input", type="radio")}
    assert choices == {
        "only-d-all": "document",
        "only-d0": "document",
        "only-d1": "document",
        "only-s-all": "state",
        "only-new": "state",
    }
    [(_, style)] = shown.all("style")
    hides = dict(re.findall(r"body:has\(#(only-\w+):checked\) :is\(\.item, \.cause\):not\(\.(\w+)\) ", style))
    assert hides == {"only-d0": "d0", "only-d1": "d1", "only-new": "new"}
    [cause] = [had["class"] for had, _ in shown.all("details")][:1]
    assert cause == "cause d0 d1 new"
    assert Page(as_html(Report(CLEAN))).all("input") == []


def test_the_page_asks_nothing_of_another_place_and_runs_nothing() -> None:
    content = as_html(COMPARED)
    shown = Page(content)
    for tag, had, _ in shown.elements:
        assert tag not in {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
        assert not {"src", "srcset", "action", "style", "data"} & had.keys()
        assert not [name for name in had if name.startswith("on")]
        assert had.get("href", "#").startswith("#")
    [(policy, _)] = shown.all("meta", **{"http-equiv": "Content-Security-Policy"})
    [(_, style)] = shown.all("style")
    checksum = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy["content"] == (
        f"default-src 'none'; style-src 'sha256-{checksum}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style
    assert "@import" not in style
    assert content.index("Content-Security-Policy") < content.index("<style>")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrasts_of_the_page_are_those_of_wcag_aa(scheme: str) -> None:
    [(_, style)] = Page(as_html(Report(CLEAN))).all("style")
    light, dark = re.findall(r":root \{[^}]*\}", style)
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", light if scheme == "light" else dark))
    assert colours.keys() == {"ink", "paper", "quiet", "line", "focus", "blocks", "caveat", "note"}
    for name in ("ink", "quiet", "blocks", "caveat", "note"):
        assert contrast(colours[name], colours["paper"]) >= 4.5
    for name in ("line", "focus"):
        assert contrast(colours[name], colours["paper"]) >= 3


@settings(deadline=None)
@given(outcomes())
def test_in_the_page_hostile_words_stay_words(found: Outcome) -> None:
    content = as_html(Report(found))
    shown = Page(content)
    content.encode()
    assert not STEERING.search(content)
    assert not shown.all("script")
    assert not shown.all("img")
    items = [words for had, words in shown.all("li") if had.get("class", "").startswith("item")]
    for each in found.results:
        assert any(in_one_line(each.message) in words for words in items)


# ── SARIF ────────────────────────────────────────────────────────────────────────────────────────────────────────

# Properties of SARIF 2.1.0's objects that are used here: a star marks those that the standard requires.
OBJECTS = {
    "sarifLog": "version* $schema runs*",
    "run": "tool* invocations columnKind artifacts results properties",
    "toolComponent": "name* semanticVersion rules",
    "reportingDescriptor": "id* shortDescription help helpUri defaultConfiguration",
    "invocation": "executionSuccessful* exitCode toolExecutionNotifications",
    "notification": "level message* locations",
    "result": "ruleId ruleIndex level message* locations relatedLocations partialFingerprints baselineState properties",
    "location": "physicalLocation message",
    "physicalLocation": "artifactLocation region",
    "artifactLocation": "uri",
    "region": "startLine startColumn endLine endColumn charOffset charLength snippet",
    "artifactContent": "text",
    "message": "text*",
}
URI = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")


def fits(kind: str, had: Mapping[str, Any]) -> Mapping[str, Any]:
    """That an object has what the standard requires of its kind, and nothing else than is used here."""
    names = OBJECTS[kind].split()
    assert {name[:-1] for name in names if name.endswith("*")} <= had.keys() <= {name.rstrip("*") for name in names}
    if kind == "message":
        # Sections 3.11.5 and 3.11.6: braces are doubled where they are no placeholders; no link is meant.
        assert had["text"]
        assert not re.search(r"[{}]", had["text"].replace("{{", "").replace("}}", ""))
        assert "](" not in had["text"]
    return had


def sarif(report: Report) -> Mapping[str, Any]:
    """The run of a SARIF log that was held against the standard."""
    log = fits("sarifLog", json.loads(as_sarif(report)))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    fits("run", run)
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    rules = fits("toolComponent", run["tool"]["driver"])["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        fits("reportingDescriptor", rule)
        fits("message", rule["shortDescription"])
        assert URI.fullmatch(rule.get("helpUri", ""))
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    for artifact in run["artifacts"]:
        assert URI.fullmatch(artifact["location"]["uri"])
    [invocation] = run["invocations"]
    for notification in fits("invocation", invocation)["toolExecutionNotifications"]:
        fits("message", fits("notification", notification)["message"])
    for each in run["results"]:
        fits("message", fits("result", each)["message"])
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]
        assert each["level"] in {"error", "warning", "note"}
        assert each.get("baselineState", "new") in {"new", "unchanged", "updated", "absent"}
        assert all(re.fullmatch(r"[0-9a-f]{32}", mark) for mark in each["partialFingerprints"].values())
        for location in [*each["locations"], *each.get("relatedLocations", [])]:
            physical = fits("physicalLocation", fits("location", location)["physicalLocation"])
            assert URI.fullmatch(fits("artifactLocation", physical["artifactLocation"])["uri"])
            fits("region", physical.get("region", {}))
            if "message" in location:
                fits("message", location["message"])
    assert isinstance(run, dict)
    return run


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with the made-up report in it."""
    monkeypatch.chdir(tmp_path)
    Path("reports").mkdir()
    Path(FILE).write_bytes(TEXT.encode())
    return tmp_path


def test_sarif_places_results_in_the_file(reports: Path) -> None:  # noqa: ARG001  the file must be there
    run = sarif(COMPARED)
    first = run["results"][0]
    assert {name: first[name] for name in ("ruleId", "level", "baselineState", "partialFingerprints")} == {
        "ruleId": "Judgment-grade",
        "level": "error",
        "baselineState": "new",
        "partialFingerprints": {"peelgraphResult/v1": fingerprint(GRADES)},
    }
    [location], [related] = first["locations"], first["relatedLocations"]
    assert location == {
        "physicalLocation": {
            "artifactLocation": {"uri": FILE},
            "region": {
                "startLine": 5,
                "startColumn": 1,
                "endLine": 5,
                "endColumn": 5,
                "charOffset": 45,
                "charLength": 4,
                "snippet": {"text": "Good"},
            },
        },
        "message": {"text": "Page 1. Under “Summary of findings”."},
    }
    region = related["physicalLocation"]["region"]
    assert TEXT[region["charOffset"] :][: region["charLength"]] == region["snippet"]["text"]
    assert [each["level"] for each in run["results"]] == ["error", "warning", *["note"] * 5, "error"]
    assert [each["baselineState"] for each in run["results"][1:]] == ["unchanged", *["new"] * 5, "absent"]
    assert run["results"][1]["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": FILE}}}]
    assert run["tool"]["driver"]["rules"][0] == {
        "id": "Judgment-grade",
        "shortDescription": {"text": "Question graded twice"},
        "defaultConfiguration": {"level": "error"},
        "help": {"text": "To put it right: Leave the grade that the report prints."},
        "helpUri": f"{SHAPES}Judgment-grade",
    }
    [invocation] = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 1)
    assert [note["level"] for note in invocation["toolExecutionNotifications"]] == ["note", "error", *["warning"] * 3]


def test_sarif_has_no_region_where_the_file_has_other_words_at_that_place(reports: Path) -> None:
    """As in PDFs, whose text is not what the file holds, and of results that are gone."""
    (reports / FILE).write_bytes(b"%PDF-1.7 \x00\x01\x02" + TEXT.encode())
    [location] = sarif(Report(OUTCOME))["results"][0]["locations"]
    assert location == {
        "physicalLocation": {"artifactLocation": {"uri": FILE}},
        "message": {"text": "Page 1. Under “Summary of findings”. “Good”"},
    }


def test_sarif_names_files_as_uris(tmp_path: Path) -> None:
    path = tmp_path / "a report – 50%.txt"
    documents = (Checked(str(path), "a"), Checked("b c/d#e.txt", "b"), Checked("bad\udce9.txt", "c"))
    run = sarif(Report(replace(CLEAN, documents=documents)))
    assert [artifact["location"]["uri"] for artifact in run["artifacts"]] == [
        f"file://{tmp_path}/a%20report%20%E2%80%93%2050%25.txt",
        "b%20c/d%23e.txt",
        "bad%E9.txt",
    ]


def test_sarif_rules_of_one_short_name_are_told_apart() -> None:
    found = (result("http://a.example/x#grade"), result("http://b.example/x#grade"))
    run = sarif(Report(replace(CLEAN, results=found)))
    assert [each["ruleId"] for each in run["results"]] == ["grade", "http://b.example/x#grade"]


@settings(deadline=None)
@given(outcomes())
def test_sarif_keeps_to_the_standard_whatever_the_words(found: Outcome) -> None:
    written = as_sarif(Report(found))
    assert not STEERING.search(written)
    assert len(sarif(Report(found))["results"]) == len(found.results)


# ── JUnit XML ────────────────────────────────────────────────────────────────────────────────────────────────────


def parsed(written: str) -> etree._Element:
    return etree.fromstring(written.encode())


def cases(root: etree._Element, suite: str) -> dict[str | None, list[str]]:
    [found] = [each for each in root.iter("testsuite") if each.get("name") == suite]
    return {case.get("name"): [str(child.tag) for child in case] for case in found.iter("testcase")}


def test_junit_has_a_suite_a_document_and_a_case_a_shape() -> None:
    root = parsed(as_junit(Report(OUTCOME)))
    assert [each.get("name") for each in root] == [FILE, "grades.csv", "broken.ttl"]
    silent: dict[str | None, list[str]] = {
        "can be read": [],
        "Expected and not found (Missing)": [],
        "Parts do not add up (Figure-sum)": [],
        "Question graded twice (Judgment-grade)": [],
        "Report-isbn": [],
    }
    assert cases(root, "grades.csv") == silent
    assert cases(root, "broken.ttl") == {"can be read": ["error"]}
    assert cases(root, FILE) == silent | {
        "Expected and not found (Missing)": ["system-out"],
        "Parts do not add up (Figure-sum)": ["system-out"],
        "Question graded twice (Judgment-grade)": ["failure"],
    }
    assert {name: root.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "11",
        "failures": "1",
        "errors": "1",
    }
    [failure] = root.iter("failure")
    assert (failure.get("type"), failure.get("message")) == ("blocks", GRADES.message)
    assert failure.text == (
        "Question 2 has two grades, good and inadequate. [blocks]\n"
        "  loamshire-effectiveness-2016.txt, page 1, under “Summary of findings”: “Good”\n"
        "  loamshire-effectiveness-2016.txt, page 2: “The force is inadequate – at this.”\n"
        "  loamshire-effectiveness-2016: judgment/loamshire/2016/effectiveness/2, grade: grade/good\n"
        "  To put it right: Leave the grade that the report prints."
    )


def test_junit_fails_by_severity_and_by_what_is_new() -> None:
    assert len(parsed(as_junit(Report(OUTCOME, None))).findall(".//failure")) == 0
    assert len(parsed(as_junit(Report(OUTCOME, Severity.NOTE))).findall(".//failure")) == 3
    root = parsed(as_junit(replace(COMPARED, fail_on=Severity.CAVEAT)))
    assert cases(root, FILE)["Parts do not add up (Figure-sum)"] == ["system-out"]
    assert cases(root, FILE)["Question graded twice (Judgment-grade)"] == ["failure", "system-out"]
    assert [out.text for out in root.iter("system-out")][-1] == (
        "gone: It was so. [blocks]\n"
        "  loamshire-effectiveness-2016: judgment/loamshire/2016/effectiveness/2, grade: old\n"
        "  To put it right: Leave the grade that the report prints."
    )


def test_junit_has_results_of_no_document_in_suites_of_their_own() -> None:
    found = (result(report=""), result(report="mummerset-effectiveness-2016"))
    root = parsed(as_junit(Report(replace(CLEAN, results=found))))
    assert cases(root, "in no single document") == {"Question graded twice (Judgment-grade)": ["failure"]}
    assert cases(root, "mummerset-effectiveness-2016") == {"Question graded twice (Judgment-grade)": ["failure"]}


@settings(deadline=None)
@given(outcomes())
def test_junit_is_well_formed_whatever_the_words(found: Outcome) -> None:
    written = as_junit(Report(found, Severity.NOTE))
    assert not STEERING.search(written)
    told = "\n".join(parsed(written).itertext())
    assert all(in_one_line(each.message) in told for each in found.results)


# ── The validation report of SHACL ───────────────────────────────────────────────────────────────────────────────


def graph(written: str) -> Graph:
    return Graph().parse(data=written, format="turtle")


def test_turtle_is_the_report_of_shacl() -> None:
    written = graph(as_turtle(Report(OUTCOME)))
    [report] = written.subjects(RDF.type, SH.ValidationReport)
    assert list(written.objects(report, SH.conforms)) == [Literal(False)]
    assert len(list(written.objects(report, SH.result))) == len(OUTCOME.results)
    [node] = written.subjects(SH.sourceShape, URIRef(f"{SHAPES}Judgment-grade"))
    assert set(written.predicate_objects(node)) == {
        (RDF.type, SH.ValidationResult),
        (SH.focusNode, URIRef(GRADES.focus)),
        (SH.resultPath, URIRef(GRADES.path)),
        (SH.value, URIRef(f"{ID}grade/good")),
        (SH.sourceShape, URIRef(GRADES.shape)),
        (SH.sourceConstraintComponent, URIRef(GRADES.component)),
        (SH.resultSeverity, SH.Violation),
        (SH.resultMessage, Literal(GRADES.message)),
    }
    severities = [str(severity).rpartition("#")[2] for severity in written.objects(None, SH.resultSeverity)]
    assert sorted(severities) == ["Info"] * 5 + ["Violation", "Warning"]
    [clean] = graph(as_turtle(Report(CLEAN))).objects(None, SH.conforms)
    assert clean == Literal(True)


def test_turtle_is_the_same_each_time_and_keeps_results_that_are_alike_apart() -> None:
    twice = Report(replace(CLEAN, results=(GRADES, GRADES)))
    assert as_turtle(twice) == as_turtle(twice)
    assert len(set(graph(as_turtle(twice)).subjects(RDF.type, SH.ValidationResult))) == 2


def test_turtle_has_paths_as_shacl_writes_them() -> None:
    a, b, c = (URIRef(f"{PEEL}{name}") for name in "abc")
    path = f"^<{a}>/(<{b}>|<{c}>)*"
    written = graph(as_turtle(Report(replace(CLEAN, results=(replace(GRADES, path=path),)))))
    [head] = written.objects(None, SH.resultPath)
    inverse, repeated = Collection(written, head)
    assert list(written.predicate_objects(inverse)) == [(SH.inversePath, a)]
    [alternatives] = written.objects(written.value(repeated, SH.zeroOrMorePath), SH.alternativePath)
    assert list(Collection(written, alternatives)) == [b, c]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ('"5"^^<http://www.w3.org/2001/XMLSchema#integer>', Literal(5)),
        ('"good"@en', Literal("good", lang="en")),
        (f"<{ID}grade/good>", URIRef(f"{ID}grade/good")),
        ("not N-Triples", Literal("not N-Triples")),
    ],
)
def test_turtle_has_values_as_they_are(value: str, read: URIRef | Literal) -> None:
    written = graph(as_turtle(Report(replace(CLEAN, results=(replace(GRADES, value=value),)))))
    assert list(written.objects(None, SH.value)) == [read]


@settings(deadline=None)
@given(outcomes())
def test_turtle_can_be_read_whatever_the_words(found: Outcome) -> None:
    turtle = as_turtle(Report(found))
    assert not STEERING.search(turtle)
    messages = {str(message) for message in graph(turtle).objects(None, SH.resultMessage)}
    assert messages == {printable(each.message) for each in found.results}


# ── All of them ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", Form)
def test_every_format_is_the_same_each_time(form: Form) -> None:
    first, second = io.StringIO(), io.StringIO()
    write(COMPARED, form, first, width=100)
    write(COMPARED, form, second, width=100)
    assert first.getvalue() == second.getvalue()
    assert first.getvalue().endswith("\n")


def test_the_hostile_words_are_hostile() -> None:
    assert STEERING.search(HOSTILE)
    assert not STEERING.search(printable(HOSTILE).replace("\r", ""))
