"""The page: one file of HTML that asks nothing of any other place.

Whatever comes from a report is escaped; a policy (Content Security Policy Level 3) lets nothing run but
the script and the style sheet that are part of it, known by their checksums.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from html import escape
from importlib.resources import files

from .. import __version__
from ..explain import LICENCE, MADE_UP
from ..loaders.corrections import KINDS, Correction, Corrections
from ..loaders.register import Register
from ..loaders.reports import Reading
from ..printable import printable
from .items import Item, Piece, items_of, pieces_of


def page(reading: Reading, register: Register, corrections: Corrections | None = None) -> str:
    """The page of one report.

    Args:
        reading: the report as read, before corrections.
        register: what the ontology knows, for the agencies and questions to choose from.
        corrections: decisions made before; they stand on the page as if made on it.

    Returns:
        HTML, to be stored as UTF-8.
    """
    key, document = reading.keys.notation, reading.outline.document
    items, unfit = items_of(reading.facts, (corrections or Corrections()).for_report(key))
    by_number = {item.number: item for item in items}
    text = "".join(_marked(piece, by_number) for piece in pieces_of(document.text, items))
    style, script = (files(__package__).joinpath(name).read_text("utf-8") for name in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; script-src '{_checksum(script)}'; style-src '{_checksum(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    counts = Counter(item.kind for item in items)
    made_up = reading.keys.force.notation in register.vocabulary("FictionalForce")
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Review of {_shown(key)}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#facts">Skip to the facts</a>
<header>
<h1>Review of {_shown(key)}</h1>
<p>{_shown(reading.facts.report.title)} · {_shown(reading.keys.force.name)} · {_shown(document.name)} ·
{len(items):,} facts read by peelgraph {escape(__version__)}. Choose marked words to see what was read from them.</p>
{_unfit(unfit)}<fieldset id="filter">
<legend>Show</legend>
{"".join(_box(kind, counts[kind]) for kind in KINDS if counts[kind])}</fieldset>
</header>
<main id="text" tabindex="0" aria-label="Text of the report">{text}
</main>
<aside aria-label="Facts">
<h2 class="skip">Facts</h2>
<noscript><p>Without JavaScript the facts can be read here; deciding on them needs it.</p></noscript>
<div class="tools">
<details id="output" hidden>
<summary>Corrections: <span id="count">none</span></summary>
<p>Keep them as <code id="filename">{_shown(key)}.yaml</code> and give them to
<code>peelgraph build --corrections</code>.</p>
<p><button type="button" id="download">Download</button> <button type="button" id="copy">Copy</button></p>
<label for="yaml">The file</label>
<textarea id="yaml" rows="12" readonly></textarea>
</details>
<p id="status" role="status"></p>
</div>
<ol id="facts" data-report="{_shown(key)}">
{"".join(_entry(item) for item in items)}</ol>
</aside>
<footer><p>{escape(MADE_UP if made_up else f"Text of the report: {LICENCE}")}</p></footer>
<script type="application/json" id="choices">{_data(_choices(reading, register, items, unfit))}</script>
<script>{script}</script>
</body>
</html>
"""


def _checksum(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _shown(text: str) -> str:
    """Text as it can stand anywhere in HTML: nothing in it is markup, and nothing turns the writing round."""
    return escape(printable(text))


def _data(value: object) -> str:
    """A value as JSON that cannot end the element that it stands in."""
    return json.dumps(value, ensure_ascii=True).replace("<", "\\u003c").replace(">", "\\u003e")


def _choices(
    reading: Reading, register: Register, items: Sequence[Item], unfit: Sequence[Correction]
) -> Mapping[str, object]:
    """What can be chosen on the page, and what it carries through."""
    questions = register.questions.get((reading.keys.pillar, reading.keys.cycle), ())
    known = {
        ("agency", "type"): sorted(register.vocabulary("AgencyType")),
        ("evidence", "question"): [question.notation for question in questions],
        ("initiative", "question"): [question.notation for question in questions],
    }
    return {
        "fields": {
            kind: {field: list(values) or known[kind, field] for field, values in about.fields.items()}
            for kind, about in KINDS.items()
        },
        "agencies": sorted(
            {agency.name for agency in register.organisations.values()}
            | {force.name for force in register.forces.values()}
            | {item.name for item in items if item.kind == "agency"}
        ),
        "initiatives": sorted({item.name for item in items if item.kind == "initiative"}),
        "kept": [_plain(correction) for correction in unfit],
    }


def _plain(correction: Correction) -> dict[str, str]:
    return {key: value for key, value in asdict(correction).items() if value}


def _unfit(corrections: Sequence[Correction]) -> str:
    if not corrections:
        return ""
    said = "".join(f"<li>{_shown(str(correction))}</li>" for correction in corrections)
    why = "These corrections fit no fact any more; they are kept in the file:"
    return f'<div class="unfit"><p>{why}</p><ul>{said}</ul></div>\n'


def _box(kind: str, count: int) -> str:
    label = f'<span class="chip k-{kind}">{escape(KINDS[kind].label)}</span> {count:,}'
    return f'<label><input type="checkbox" name="{kind}" checked> {label}</label>\n'


def _marked(piece: Piece, items: Mapping[int, Item]) -> str:
    if not piece.items:
        return _shown(piece.text)
    first = items[piece.items[0]]
    several = " several" if len(piece.items) > 1 else ""
    numbers = " ".join(map(str, piece.items))
    title = "; ".join(f"{KINDS[items[n].kind].label}: {items[n].headline}" for n in piece.items)
    return (
        f'<a class="m k-{first.kind}{several}" href="#f{first.number}" data-f="{numbers}" '
        f'title="{_shown(title)}">{_shown(piece.text)}</a>'
    )


def _entry(item: Item) -> str:
    details = "".join(f"<dt>{escape(name)}</dt><dd>{_shown(value)}</dd>" for name, value in item.details)
    decided = f' data-decided="{_shown(json.dumps([_plain(c) for c in item.corrections]))}"' if item.corrections else ""
    quote = " ".join(item.spans[0].quote.split())
    return (
        f'<li id="f{item.number}" tabindex="-1" data-kind="{item.kind}" data-name="{_shown(item.name)}"{decided}>'
        f'<h3><span class="chip k-{item.kind}">{item.kind.replace("-", " ")}</span> {_shown(item.headline)}</h3>'
        f"<blockquote>{_shown(quote)}</blockquote>"
        f"<details><summary>What it says</summary><dl>{details}"
        f"<dt>rule</dt><dd><code>{_shown(item.rule)}</code></dd></dl></details></li>\n"
    )
