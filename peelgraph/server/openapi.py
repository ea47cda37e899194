"""The API in the terms of OpenAPI 3.1, made of the headers of the queries and of the values that the data know.

Source: OpenAPI Specification 3.1.1, OpenAPI Initiative 2024.
"""

from __future__ import annotations

from typing import Any

from .. import __version__
from ..catalogue import TYPES, Param, Query, queries
from ..description import LICENCE
from .known import Known

_HEADERS = {
    "Peelgraph-Dataset-Version": "Version of the data.",
    "Peelgraph-Coverage": "Forces, cycles, reports and grades that the data hold (a dictionary of RFC 9651).",
    "Peelgraph-Truncated": "There if there is more than was sent.",
    "Link": "The licence (rel=license), the data set (rel=describedby), and the next page (rel=next).",
    "Last-Modified": "When the data were built.",
    "ETag": "Of this answer.",
}
_PROBLEMS = {
    "400": "A parameter is unknown, missing or not legal; the detail says what would be.",
    "404": "There is no such query.",
    "406": "The answer has none of the forms that are accepted.",
    "413": "The answer needs more memory than it may have.",
    "429": "Too many requests of one client at once.",
    "503": "The server is busy; Retry-After says when to ask again.",
    "504": "The query was stopped at the limit of time.",
}
_ROW_TYPES = ("text/csv", "text/tab-separated-values")
_GRAPH_FORMS = ("turtle", "jsonld", "ntriples", "rdfxml")
_GRAPH_TYPES = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")


def _shared(name: str, words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


SHARED_PARAMETERS = (
    _shared("columns", "Only these columns, in this order; by commas.", {"type": "string"}),
    _shared(
        "evidence",
        "Whether the words of the reports and the names of the facts are wanted as well.",
        {"type": "string", "enum": ["yes", "no"], "default": "no"},
    ),
    _shared("limit", "Rows of a page.", {"type": "integer", "minimum": 1}),
    _shared("offset", "Rows before the page.", {"type": "integer", "minimum": 0, "default": 0}),
)
"""What all questions with rows take; one that has its own limit keeps it."""


def described(query: Query) -> dict[str, Any]:
    """A query for the list of all, as its header has it."""
    return {
        "name": query.name,
        "area": query.area,
        "summary": query.summary,
        "question": query.question,
        "description": query.description,
        "tags": list(query.tags),
        "parameters": [
            {
                "name": param.name,
                "type": param.type,
                "required": param.required,
                "default": param.default,
                "example": param.example,
                "choices": list(param.choices),
                "description": param.description,
            }
            for param in query.params
        ],
        "returns": query.returns if query.returns == "graph" else list(query.returns),
    }


def document(known: Known, base: str) -> dict[str, Any]:
    """The description of the API.

    Args:
        known: names and values of the data.
        base: address of this server, without a slash at its end.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "peelgraph: what inspectors of the police found",
            "summary": "Prepared questions to a graph of inspections of police forces in England and Wales.",
            "description": (
                "Each question is an address. Its parameters take names or notations, and several values if they are "
                "repeated: any of these may match. Answers say of which data they are, and under which licence."
            ),
            "version": __version__,
            "license": {"name": "Open Government Licence v3.0 (the data)", "url": LICENCE},
        },
        "servers": [{"url": base}],
        "tags": [{"name": area} for area in sorted({query.area for query in queries().values()})],
        "paths": {
            "/api/queries": {"get": _listing()},
            **{f"/api/queries/{query.name}": {"get": _operation(query, known)} for query in queries().values()},
        },
        "components": _components(),
    }


def _listing() -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": "queries",
        "summary": "All questions, with their parameters",
        "responses": {"200": {"description": "The list.", "headers": _header_references(), "content": content}},
    }


def _operation(query: Query, known: Known) -> dict[str, Any]:
    parameters = [_parameter(param, known) for param in query.params]
    if query.returns != "graph":
        names = [parameter["name"] for parameter in SHARED_PARAMETERS]
        parameters += [_reference("parameters", name) for name in names if query.param(name) is None]
    formats = "graph-format" if query.returns == "graph" else "fact-format" if "fact" in query.returns else "row-format"
    return {
        "operationId": query.name,
        "summary": query.question,
        "description": query.description,
        "tags": [query.area],
        "parameters": [*parameters, _reference("parameters", formats)],
        "responses": {
            "200": {"description": query.summary, "headers": _header_references(), "content": _content(query)},
            "303": {"description": "The page for people, for those who ask for HTML."},
            **{status: _reference("responses", f"problem-{status}") for status in _PROBLEMS},
        },
    }


def _parameter(param: Param, known: Known) -> dict[str, Any]:
    described = {"name": param.name, "in": "query", "required": param.required}
    words = f"{param.description}: {TYPES[param.type]}."
    if param.type == "limit":
        schema: dict[str, Any] = {"type": "integer", "minimum": 1, "default": param.default}
        return {**described, "description": words, "schema": schema, "example": param.example}
    item: dict[str, Any] = {"type": "number" if param.type == "number" else "string"}
    if param.choices:
        item["enum"] = list(param.choices)
    elif values := sorted(known.vocabulary.values.get(param.type, ())):
        # Other names are taken as well, so these are no enumeration.
        item["examples"] = values
    schema = {"type": "array", "items": item}
    if param.required:
        schema["minItems"] = 1
    if param.default is not None:
        schema["default"] = [param.default]
    return {**described, "description": words, "schema": schema, "explode": True, "example": [param.example]}


def _content(query: Query) -> dict[str, Any]:
    if query.returns == "graph":
        return {media_type: {"schema": {"type": "string"}} for media_type in _GRAPH_TYPES}
    value = {"type": ["string", "number", "boolean", "null"]}
    rows = {
        "type": "array",
        "items": {"type": "object", "properties": dict.fromkeys(query.returns, value), "additionalProperties": False},
    }
    schema = {"allOf": [_reference("schemas", "Answer"), {"type": "object", "properties": {"rows": rows}}]}
    return {
        "application/json": {"schema": schema},
        **{
            media_type: {"schema": {"type": "string"}}
            for media_type in (*_ROW_TYPES, *(_GRAPH_TYPES if "fact" in query.returns else ()))
        },
    }


def _reference(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _header_references() -> dict[str, Any]:
    return {name: _reference("headers", name) for name in _HEADERS}


def _components() -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string"}
    number = {"type": "integer"}
    answer = {
        "query": text,
        "question": text,
        "parameters": {"type": "object", "additionalProperties": {"type": "array", "items": text}},
        "columns": {"type": "array", "items": text},
        "offset": number,
        "count": {**number, "description": "Rows of this page."},
        "truncated": {"type": "boolean", "description": "Whether there are more rows."},
        "next": {"type": ["string", "null"], "format": "uri", "description": "Address of the next page."},
        "dataset": _reference("schemas", "Dataset"),
        "rows": {"type": "array", "items": {"type": "object"}},
    }
    grades = {"type": "object", "properties": {"expected": number, "found": number}}
    coverage = {
        "type": "object",
        "properties": {
            "forces": number,
            "cycles": {"type": "array", "items": text},
            "reports": number,
            "grades": grades,
        },
    }
    dataset = {
        "version": text,
        "built": {"type": ["string", "null"], "format": "date-time"},
        "licence": {"type": "string", "format": "uri"},
        "rights": text,
        "coverage": coverage,
    }
    problem = {"type": text, "title": text, "status": number, "detail": text}
    return {
        "schemas": {
            "Answer": {"type": "object", "properties": answer, "required": list(answer)},
            "Dataset": {"type": "object", "properties": dataset, "required": list(dataset)},
            "Problem": {"type": "object", "properties": problem, "required": list(problem)},
        },
        "parameters": {
            **{parameter["name"]: parameter for parameter in SHARED_PARAMETERS},
            "row-format": _shared("format", "Instead of Accept.", {**text, "enum": ["json", "csv", "tsv", "html"]}),
            "fact-format": _shared(
                "format",
                "Instead of Accept. Of a graph: the facts that the rows are about, with their passages.",
                {**text, "enum": ["json", "csv", "tsv", "html", *_GRAPH_FORMS]},
            ),
            "graph-format": _shared("format", "Instead of Accept.", {**text, "enum": [*_GRAPH_FORMS, "html"]}),
        },
        "headers": {name: {"description": words, "schema": text} for name, words in _HEADERS.items()},
        "responses": {
            f"problem-{status}": {
                "description": words,
                "content": {"application/problem+json": {"schema": _reference("schemas", "Problem")}},
            }
            for status, words in _PROBLEMS.items()
        },
    }
