"""JUnit XML, which most CI services show: a suite a document, a test case a shape.

There is no standard of it; this keeps to what the readers of Jenkins, GitLab and GitHub have in common
(https://llg.cubic.org/docs/junit/).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from lxml import etree

from ...printable import in_one_line, printable
from ..results import Checked
from .report import Group, Item, Report, about, grouped, short, where

READING = "can be read"
ELSEWHERE = "in no single document"
NOWHERE = "path that leads nowhere"


def as_junit(report: Report) -> str:
    """A failure where a result fails (see `Report.fails`), else the results as output of a test that passed."""
    root = etree.Element("testsuites", name="peelgraph validate")
    shapes = _shapes(report)
    by_report: defaultdict[str, list[Item]] = defaultdict(list)
    for item in (*report.items, *report.gone):
        by_report[item.result.report].append(item)
    for document in report.outcome.documents:
        found = by_report.pop(document.key, []) if document.key else []
        name = document.file or NOWHERE
        _suite(root, report, name, document.key or name, found, shapes, document)
    for name, found in sorted(by_report.items()):
        _suite(root, report, name or ELSEWHERE, name or ELSEWHERE, found, {}, None)
    _count(root, "testcase")
    etree.indent(root)
    written: str = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _shapes(report: Report) -> dict[str, str]:
    """Every shape that was tried, found something or not, and the name of its test case."""
    names = {shape: in_one_line(short(shape) or shape) for shape, _ in report.outcome.counts}
    return names | {item.result.shape: _name(item) for item in (*report.gone, *report.items)}


def _name(item: Item) -> str:
    shape = short(item.result.shape)
    return in_one_line(f"{item.result.cause} ({shape})" if shape else item.result.cause)


def _suite(
    root: etree._Element,
    report: Report,
    name: str,
    class_name: str,
    found: Iterable[Item],
    shapes: dict[str, str],
    document: Checked | None,
) -> None:
    suite = etree.SubElement(root, "testsuite", name=in_one_line(name))
    class_name = in_one_line(class_name)
    if document:
        case = etree.SubElement(suite, "testcase", classname=class_name, name=READING)
        if document.faults:
            error = etree.SubElement(case, "error", type="unreadable", message=in_one_line(document.faults[0]))
            error.text = "\n".join(map(printable, document.faults))
    if document is None or document.key:
        groups = grouped(found, {})
        silent = shapes.keys() - {group.shape for group in groups}
        cases: list[tuple[str, Group | None]] = [(_name(group.items[0]), group) for group in groups]
        cases += [(shapes[shape], None) for shape in silent]
        for label, group in sorted(cases, key=lambda entry: entry[0]):
            case = etree.SubElement(suite, "testcase", classname=class_name, name=label)
            if group:
                _outcome(case, report, group)
    _count(suite, "testcase")


def _outcome(case: etree._Element, report: Report, group: Group) -> None:
    failing = [item for item in group.items if report.fails(item)]
    others = [item for item in group.items if not report.fails(item)]
    if failing:
        failure = etree.SubElement(
            case, "failure", type=str(group.severity), message=in_one_line(failing[0].result.message)
        )
        failure.text = "\n".join(map(_told, failing))
    if others:
        etree.SubElement(case, "system-out").text = "\n".join(map(_told, others))


def _told(item: Item) -> str:
    result = item.result
    state = f"{item.state}: " if item.state else ""
    lines = [f"{state}{in_one_line(result.message)} [{result.severity}]"]
    lines += [f"  {in_one_line(where(place))}: “{in_one_line(place.quote)}”" for place in result.places]
    lines += [f"  {in_one_line(about(result))}"] if result.path or not result.places else []
    lines += [f"  To put it right: {in_one_line(result.remedy)}"] if result.remedy else []
    return "\n".join(lines)


def _count(element: etree._Element, unit: str) -> None:
    for attribute, path in (("tests", unit), ("failures", "failure"), ("errors", "error")):
        element.set(attribute, str(sum(1 for _ in element.iter(path))))
