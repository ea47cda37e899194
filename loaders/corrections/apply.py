"""Corrections meet the facts of a report: plain values in, plain values out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar, cast

from ..facts import (
    AgencyMention,
    AgencyRole,
    Caveat,
    Citation,
    Contradiction,
    Effect,
    Evidence,
    Figure,
    Finding,
    FindingKind,
    Grade,
    Initiative,
    InitiativeType,
    Judgment,
    LookBack,
    Polarity,
    Quantity,
    RankClaim,
    Rejected,
    ReportFacts,
    Reviewed,
    Term,
    Trend,
)
from ..iris import slug
from ..register import Register
from ..text import fold
from .file import Action, Correction
from .kinds import KINDS, Fact, Kind, name_of, of_kind

_F = TypeVar("_F", bound=Fact)

_LEAST_WITHIN = 20
"""Characters below which words that stand within others tell nothing."""


def apply(
    facts: ReportFacts, corrections: Sequence[Correction], register: Register, questions: Collection[str]
) -> tuple[ReportFacts, tuple[str, ...]]:
    """Correct what was read of a report.

    Every correction is held to the facts as they were read, so that none depends on another having been
    applied before it; where two contradict each other, the later one holds, and a rejection always does.

    Args:
        facts: as read.
        corrections: of this report.
        register: what the ontology knows, for the agencies that a name can be merged into.
        questions: notations of the questions of this inspection.

    Returns:
        The corrected facts, and a sentence for each correction that could not be applied.
    """
    if not corrections:
        return facts, ()
    desk = _Desk(facts, register, questions)
    for correction in corrections:
        desk.correct(correction)
    return desk.result(), tuple(desk.warnings)


class Index:
    """The facts of a report, to be found by their words."""

    def __init__(self, facts: ReportFacts) -> None:
        self.facts = {kind: of_kind(facts, kind) for kind in KINDS}
        self._folded: dict[str, list[tuple[str, str]]] = {}

    def named(self, kind: str, name: str) -> list[int]:
        """Numbers of the facts of a kind that have a name."""
        wanted = fold(name)
        return [number for number, (called, _) in enumerate(self._keys(kind)) if called == wanted]

    def chosen(self, correction: Correction) -> list[int]:
        """Numbers of the facts of its kind that a correction means; none where it fits none, or several that differ.

        The words must be those of the fact, whatever their spacing, case and quote marks. Where no fact has
        them, the one fact is meant that rests on more words or on fewer in the same place, so that rules may
        come to quote a whole sentence instead of a clause. A sentence that a report prints twice is meant twice.
        """
        quote = fold(correction.quote)
        keys = self._keys(correction.kind)
        numbers = self.named(correction.kind, correction.name) if correction.name else list(range(len(keys)))
        if not quote or correction.action in {Action.MERGE, Action.ALIAS}:
            return numbers
        found = [number for number in numbers if keys[number][1] == quote]
        if not found:
            near = [n for n in numbers if _within(quote, keys[n][1]) or _within(keys[n][1], quote)]
            closest = min((abs(len(keys[n][1]) - len(quote)) for n in near), default=0)
            found = [n for n in near if abs(len(keys[n][1]) - len(quote)) == closest]
        return found if len({keys[number] for number in found}) == 1 else []

    def _keys(self, kind: str) -> list[tuple[str, str]]:
        if kind not in self._folded:
            self._folded[kind] = [(fold(name_of(f)), fold(f.stated_by.quote)) for f in self.facts[kind]]
        return self._folded[kind]


def _within(part: str, whole: str) -> bool:
    return len(part) >= _LEAST_WITHIN and re.search(rf"(?<!\w){re.escape(part)}(?!\w)", whole) is not None


class _Desk:
    """The facts of one report while they are being corrected."""

    def __init__(self, facts: ReportFacts, register: Register, questions: Collection[str]) -> None:
        self._facts = facts
        self._register = register
        self._questions = questions
        self._index = Index(facts)
        self._now: dict[str, list[Fact | None]] = {kind: list(read) for kind, read in self._index.facts.items()}
        self._rejected: dict[tuple[str, int], Rejected] = {}
        self.warnings: list[str] = []

    def correct(self, correction: Correction) -> None:
        """Apply one correction, or say why it cannot be."""
        numbers = self._index.chosen(correction)
        if not numbers:
            self._refuse(correction, "it fits no fact, or several that differ: choose its words anew, or take it out")
            return
        kind = correction.kind
        match correction.action:
            case Action.ACCEPT:
                for number in numbers:
                    if (fact := self._now[kind][number]) and fact.reviewed is None:
                        self._now[kind][number] = replace(fact, reviewed=Reviewed.ACCEPTED)
            case Action.REJECT:
                for number in numbers:
                    self._reject(correction, number)
            case Action.RETYPE:
                self._retype(correction, numbers)
            case Action.MERGE if kind == "agency":
                self._rename(correction, numbers, correction.to)
            case Action.MERGE:
                self._merge_initiatives(numbers, correction.to)
            case Action.ALIAS:
                target = self._index.facts[kind][numbers[0]]
                self._change(kind, numbers, lambda m: _labelled(cast("AgencyMention", m), [correction.to]))
                if same := self._index.named(kind, correction.to):
                    self._rename(correction, same, cast("AgencyMention", target).agency or name_of(target))

    def _refuse(self, correction: Correction, why: str) -> None:
        self.warnings.append(f"{correction.report}: the correction to {correction} was not applied, because {why}.")

    def _reject(self, correction: Correction, number: int) -> None:
        read = self._index.facts[correction.kind][number]
        self._now[correction.kind][number] = None
        self._rejected[correction.kind, number] = Rejected(
            correction.kind, name_of(read), read.stated_by, read.rule, correction.note or None
        )

    def _change(self, kind: Kind, numbers: Iterable[int], change: Callable[[Fact], Fact]) -> None:
        for number in numbers:
            if fact := self._now[kind][number]:
                self._now[kind][number] = replace(change(fact), reviewed=Reviewed.CORRECTED)

    def _retype(self, correction: Correction, numbers: list[int]) -> None:
        field, to = correction.field, correction.to
        if field == "question" and to not in self._questions:
            self._refuse(correction, f"this inspection has no question {to}")
            return
        if (correction.kind, field) == ("agency", "type"):
            known = self._register.vocabulary("AgencyType")
            mention = cast("AgencyMention", self._index.facts["agency"][numbers[0]])
            if to not in known:
                self._refuse(correction, f"there is no type {to}: use one of {', '.join(sorted(known))}")
                return
            if mention.agency:
                self._refuse(correction, f"{mention.agency} has its type from the register: correct it there")
                return
            # What an agency is holds wherever it is named.
            numbers = self._index.named("agency", mention.name)
        self._change(correction.kind, numbers, lambda fact: _retyped(correction.kind, fact, field, to))

    def _rename(self, correction: Correction, numbers: list[int], to: str) -> None:
        """Make mentions those of another agency: one of the register, one of this report, or one of a new name."""
        if not (target := self._agency(to)):
            self._refuse(correction, f"the register has no {to}")
            return
        name, agency, kind = target

        def renamed(fact: Fact) -> Fact:
            mention = cast("AgencyMention", fact)
            labels = tuple(label for label in dict.fromkeys([*mention.labels, mention.name]) if label != name)
            return replace(mention, name=name, agency=agency, type=kind or mention.type, labels=labels)

        self._change("agency", numbers, renamed)

    def _agency(self, to: str) -> tuple[str, str | None, str] | None:
        """Name, notation and type of the agency that people mean; the type is empty where nothing tells it."""
        organisations, (place, _, rest) = self._register.organisations, to.partition("/")
        force = self._register.forces.get(rest) if place == "force" else self._register.force(to)
        if known := organisations.get(to) or next(
            (o for o in organisations.values() if fold(to) in map(fold, o.names)), None
        ):
            return known.name, known.notation, known.type
        if force:
            return force.name, f"force/{force.notation}", "police-force"
        if place in {"agency", "force", "collaboration"} and rest:
            return None
        if here := self._index.named("agency", to):
            mention = cast("AgencyMention", self._index.facts["agency"][here[0]])
            return mention.name, mention.agency, mention.type
        return to, None, ""

    def _merge_initiatives(self, numbers: list[int], to: str) -> None:
        others = [number for number in self._index.named("initiative", to) if number not in numbers]
        self._change("initiative", numbers, lambda fact: replace(cast("Initiative", fact), name=to))
        if others:
            # Those that now share a name become one in `result`; the one that had the name keeps its spelling.
            name = name_of(self._index.facts["initiative"][others[0]])
            self._change("initiative", numbers, lambda fact: replace(cast("Initiative", fact), name=name))
            self._change("initiative", others, lambda fact: fact)

    def _left(self, kind: Kind, of: type[_F]) -> tuple[_F, ...]:
        return tuple(fact for fact in self._now[kind] if isinstance(fact, of))

    def result(self) -> ReportFacts:
        """The facts as corrected, in their order."""
        findings = _renumbered(self._left("finding", Finding), {finding.notation for finding in self._facts.findings})
        order = sorted(self._rejected, key=lambda key: (list(KINDS).index(key[0]), key[1]))
        return replace(
            self._facts,
            judgments=self._left("judgment", Judgment),
            findings=findings,
            figures=self._left("figure", Figure),
            prose=replace(
                self._facts.prose,
                quantities=self._left("prose-figure", Quantity),
                rank_claims=self._left("rank-claim", RankClaim),
                mentions=_once(self._left("agency", AgencyMention)),
                initiatives=_joined(self._left("initiative", Initiative)),
                evidence=self._left("evidence", Evidence),
                caveats=self._left("caveat", Caveat),
                terms=self._left("term", Term),
                citations=self._left("citation", Citation),
                look_backs=self._left("look-back", LookBack),
            ),
            contradictions=self._left("contradiction", Contradiction),
            rejected=tuple(self._rejected[key] for key in order),
        )


_VALUES: Mapping[tuple[str, str], type[StrEnum]] = {
    ("judgment", "grade"): Grade,
    ("finding", "kind"): FindingKind,
    ("agency", "role"): AgencyRole,
    ("initiative", "type"): InitiativeType,
    ("evidence", "polarity"): Polarity,
    ("caveat", "effect"): Effect,
}
"""What a retyped field holds, where it is no plain string."""


def _retyped(kind: str, fact: Fact, field: str, to: str) -> Fact:
    if isinstance(fact, Initiative) and field == "question":
        return replace(fact, questions=(to, *(q for q in fact.questions if q != to)))
    value = _VALUES[kind, field](to) if (kind, field) in _VALUES else to
    # mypy cannot know which field; `KINDS` names those that a fact of the kind has, and a test tries them all.
    changed: Fact = replace(fact, **{field: value})  # type: ignore[arg-type]
    if isinstance(changed, Judgment) and changed.trend_basis == "computed" and changed.previous_grade:
        return replace(changed, trend=Trend.between(changed.previous_grade, changed.grade))
    return changed


def _labelled(mention: AgencyMention, more: Iterable[str]) -> AgencyMention:
    labels = dict.fromkeys([*mention.labels, *(label for label in more if label != mention.name)])
    return replace(mention, labels=tuple(labels))


def _once(mentions: Iterable[AgencyMention]) -> tuple[AgencyMention, ...]:
    """Mentions with one for each agency and place: the partner, where a name was merged with one beside it."""
    found: dict[tuple[str, int], AgencyMention] = {}
    for mention in mentions:
        key = (mention.agency or slug(mention.name), mention.stated_by.start)
        if key not in found:
            found[key] = mention
            continue
        best, other = found[key], mention
        if best.role is not AgencyRole.PARTNER and other.role is AgencyRole.PARTNER:
            best, other = other, best
        reviewed = Reviewed.CORRECTED if Reviewed.CORRECTED in {best.reviewed, other.reviewed} else best.reviewed
        found[key] = replace(_labelled(best, other.labels), reviewed=reviewed)
    return tuple(found.values())


def _joined(initiatives: Iterable[Initiative]) -> tuple[Initiative, ...]:
    """Initiatives with those of one name made one; the one that was not renamed comes first in the report or not."""
    found: dict[str, Initiative] = {}
    for initiative in initiatives:
        first = found.get(slug(initiative.name))
        if first is None:
            found[slug(initiative.name)] = initiative
            continue
        also = dict.fromkeys([*first.also_stated_by, initiative.stated_by, *initiative.also_stated_by])
        found[slug(initiative.name)] = replace(
            first,
            named=first.named or initiative.named,
            questions=tuple(dict.fromkeys([*first.questions, *initiative.questions])),
            themes=tuple(dict.fromkeys([*first.themes, *initiative.themes])),
            partners=tuple(dict.fromkeys([*first.partners, *initiative.partners])),
            lead_force=first.lead_force or initiative.lead_force,
            also_stated_by=tuple(span for span in also if span != first.stated_by),
        )
    return tuple(found.values())


def _renumbered(findings: Iterable[Finding], taken: Collection[str]) -> tuple[Finding, ...]:
    """Findings whose notations tell their kind, and no item of a list that is no more."""
    findings, used, changed = list(findings), set(taken), dict[str, tuple[str, FindingKind]]()
    for finding in findings:
        if finding.part_of is None and f"-{finding.kind.abbreviation}-" not in finding.notation:
            stem = f"{finding.question}-{finding.kind.abbreviation}-"
            number = next(n for n in range(1, len(used) + 2) if f"{stem}{n}" not in used)
            changed[finding.notation] = f"{stem}{number}", finding.kind
            used.add(f"{stem}{number}")
    left = {finding.notation for finding in findings}
    result = []
    for finding in findings:
        above = finding.part_of or finding.notation
        if finding.part_of and finding.part_of not in left:
            result.append(replace(finding, part_of=None))
        elif above in changed:
            notation, kind = changed[above]
            own = notation + finding.notation.removeprefix(above)
            result.append(replace(finding, notation=own, kind=kind, part_of=notation if finding.part_of else None))
        else:
            result.append(finding)
    return tuple(result)
