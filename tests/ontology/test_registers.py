"""The registers of forces and agencies: complete, unambiguous, and without loose ends.

Each check is a function that lists faults in a store, so that it can be shown to fire on a bad example as
well as to stay silent on the registers themselves.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = ROOT / "ontology"
GRADES = ROOT / "data" / "peel-grades.csv"
REGISTERS = ("forces.ttl", "agencies.ttl", "examples.ttl")

PEEL = "https://w3id.org/peelgraph/ontology#"
ID = "https://w3id.org/peelgraph/id/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

FORCES = ("TerritorialForce", "SpecialForce", "FictionalForce")
OTHERS = ("ForceCollaboration", "PartnerAgency", "GenericPartner")
# What a text may call an organisation by: one name must lead to one organisation.
NAMES = (
    *(f"{SKOS}{end}" for end in ("prefLabel", "altLabel", "hiddenLabel")),
    *(f"{PEEL}{end}" for end in ("shortName", "formerName", "abbreviation")),
)
# Links that must lead to something declared.
LINKS = (
    *(f"{PEEL}{end}" for end in ("agencyType", "hasMember", "region")),
    *(f"{SKOS}{end}" for end in ("inScheme", "hasTopConcept")),
    *(f"{DCTERMS}{end}" for end in ("isPartOf", "isReplacedBy")),
)
AREA_CODE = re.compile(r"E230000(?:0[1-9]|[12]\d|3\d)|W1500000[1-4]")

PREFIXES = f"@prefix peel: <{PEEL}> . @prefix skos: <{SKOS}> .\n" + "\n".join(
    f"@prefix {kind}: <{ID}{kind}/> ." for kind in ("agency", "agency-type", "collaboration", "force", "region")
)


def store_of(turtle: str) -> Store:
    """Parse a bad or good example."""
    store = Store()
    store.load(f"{PREFIXES}\n{turtle}", format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def registers() -> Store:
    """The three registers, and the closed lists that they point into."""
    store = Store()
    for name in (*REGISTERS, "schemes.ttl"):
        store.load(path=ONTOLOGY / name, format=RdfFormat.TURTLE)
    return store


def of_class(store: Store, *classes: str) -> list[NamedNode]:
    """The things of these classes of ours, sorted by IRI."""
    found = {
        quad.subject
        for name in classes
        for quad in store.quads_for_pattern(None, TYPE, NamedNode(PEEL + name))
        if isinstance(quad.subject, NamedNode)
    }
    return sorted(found, key=lambda node: node.value)


def values(store: Store, subject: NamedNode, predicate: str) -> list[str]:
    """The values of one property of one thing, as plain text."""
    return [
        quad.object.value
        for quad in store.quads_for_pattern(subject, NamedNode(predicate), None)
        if isinstance(quad.object, Literal | NamedNode)
    ]


def local(node: NamedNode) -> str:
    """The end of an IRI, such as ``force/kent``."""
    return node.value.removeprefix(ID)


def folded(name: str) -> str:
    """A name as it is compared: case, kind of apostrophe and amount of space do not matter."""
    return " ".join(unicodedata.normalize("NFC", name).replace("’", "'").casefold().split())


def name_index(store: Store, *classes: str) -> dict[str, set[str]]:
    """Each folded name, with the things of these classes that bear it."""
    index: dict[str, set[str]] = defaultdict(set)
    for thing in of_class(store, *classes):
        for predicate in NAMES:
            for name in values(store, thing, predicate):
                index[folded(name)].add(local(thing))
    return index


# ------------------------------------------------------------------ the checks


def ambiguous_names(store: Store) -> list[str]:
    """Names that lead to more than one organisation, or to more than one region."""
    faults = []
    for family in ((*FORCES, *OTHERS), ("Region",)):
        for name, owners in sorted(name_index(store, *family).items()):
            if len(owners) > 1:
                faults.append(f"{name}: {', '.join(sorted(owners))}")
    return faults


def bad_forces(store: Store) -> list[str]:
    """Forces without exactly one of each property they must have, or with one they must not have."""
    # How many of each: region, area code, identifier of data.police.uk, note that it is made up.
    counts = {"TerritorialForce": (1, 1, 1, 0), "SpecialForce": (0, 0, 1, 0), "FictionalForce": (0, 0, 0, 1)}
    faults = []
    for name, (region, code, data_id, made_up) in counts.items():
        for force in of_class(store, name):
            wanted = {f"{SKOS}prefLabel": 1, f"{SKOS}notation": 1, f"{PEEL}shortName": 1}
            wanted |= {f"{PEEL}region": region, f"{PEEL}areaCode": code, f"{PEEL}policeDataId": data_id}
            for predicate, count in wanted.items():
                found, end = len(values(store, force, predicate)), re.split("[#/]", predicate)[-1]
                if found != count:
                    faults.append(f"{local(force)} has {found} {end}, not {count}")
            for predicate in (f"{SKOS}notation", f"{PEEL}policeDataId"):
                faults += [
                    f"{local(force)}: {value} is not the end of its IRI"
                    for value in values(store, force, predicate)
                    if value != force.value.rsplit("/", 1)[-1]
                ]
            notes = [note for note in values(store, force, f"{SKOS}scopeNote") if note.startswith("Made up:")]
            if len(notes) != made_up:
                faults.append(f"{local(force)} has {len(notes)} notes of being made up, not {made_up}")
    return faults


def bad_area_codes(store: Store) -> list[str]:
    """Area codes that are not of the official form, are shared, or put a force in the wrong country."""
    faults = []
    owners: dict[str, list[str]] = defaultdict(list)
    for force in of_class(store, *FORCES):
        for code in values(store, force, f"{PEEL}areaCode"):
            owners[code].append(local(force))
            if not AREA_CODE.fullmatch(code):
                faults.append(f"{local(force)}: {code} is no area code")
            if code.startswith("W") != (values(store, force, f"{PEEL}region") == [f"{ID}region/wales"]):
                faults.append(f"{local(force)}: {code} and its region disagree")
    faults += [f"{code}: {', '.join(who)}" for code, who in sorted(owners.items()) if len(who) > 1]
    return faults


def dangling_links(store: Store) -> list[str]:
    """Links to things that no file declares."""
    return sorted(
        f"{quad.subject.value} -> {quad.object.value}"
        for predicate in LINKS
        for quad in store.quads_for_pattern(None, NamedNode(predicate), None)
        if isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
        and not any(store.quads_for_pattern(quad.object, TYPE, None))
    )


def bad_organisations(store: Store) -> list[str]:
    """Organisations without exactly one name and one type, and collaborations without a proper membership."""
    faults = []
    for thing in of_class(store, *FORCES, *OTHERS):
        for end, predicate in (("prefLabel", f"{SKOS}prefLabel"), ("agencyType", f"{PEEL}agencyType")):
            found = len(values(store, thing, predicate))
            if found != 1:
                faults.append(f"{local(thing)} has {found} {end}, not 1")
    known = {force.value for force in of_class(store, "TerritorialForce", "SpecialForce")}
    for thing in of_class(store, "ForceCollaboration"):
        members = values(store, thing, f"{PEEL}hasMember")
        if len(members) == 1:
            faults.append(f"{local(thing)} has a single member")
        faults += [f"{local(thing)}: member {member} is not a force" for member in set(members) - known]
        if not values(store, thing, f"{DCTERMS}description"):
            faults.append(f"{local(thing)} has no description")
    return faults


def unresolved(store: Store, names: set[str]) -> list[str]:
    """Names that do not lead to exactly one force."""
    index = name_index(store, *FORCES)
    return sorted(name for name in names if len(index.get(folded(name), ())) != 1)


def disorder(turtle: str) -> list[str]:
    """Pairs of neighbouring subjects of a section that are not in the order of their IRIs.

    A section starts at a comment line between blank lines, as the registers print them.
    """
    faults = []
    for section in re.split(r"\n\n#[^\n]*\n\n", turtle):
        subjects = re.findall(r"^([a-z-]+:[^\s;]+|<[^>]+>)$", section, re.MULTILINE)
        faults += [f"{a} before {b}" for a, b in pairwise(subjects) if a >= b]
    return faults


def crowded_lines(turtle: str) -> list[str]:
    """Lines that hold more than one property or more than one of its values."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', turtle)
    lines = (line for line in bare.splitlines() if not line.startswith(("#", "@prefix")))
    return [line for line in lines if re.search(r"[;,.] +\S", line)]


CHECKS = [ambiguous_names, bad_forces, bad_area_codes, dangling_links, bad_organisations]


# ------------------------------------------------------------------ the registers pass


@pytest.mark.parametrize("check", CHECKS)
def test_registers_have_no_faults(registers: Store, check: Callable[[Store], list[str]]) -> None:
    assert check(registers) == []


@pytest.mark.parametrize(
    ("name", "count"),
    [("TerritorialForce", 43), ("SpecialForce", 1), ("FictionalForce", 2), ("Region", 10)],
)
def test_closed_sets_are_complete(registers: Store, name: str, count: int) -> None:
    assert len(of_class(registers, name)) == count


@pytest.mark.parametrize(
    ("name", "least"), [("ForceCollaboration", 30), ("PartnerAgency", 120), ("GenericPartner", 50)]
)
def test_open_sets_are_not_empty(registers: Store, name: str, least: int) -> None:
    assert len(of_class(registers, name)) >= least


def test_every_region_has_a_force(registers: Store) -> None:
    forces = of_class(registers, *FORCES)
    used = {region for force in forces for region in values(registers, force, f"{PEEL}region")}
    assert used == {region.value for region in of_class(registers, "Region")}


def test_forces_of_published_grades_resolve(registers: Store) -> None:
    with GRADES.open(encoding="utf-8", newline="") as lines:
        names = {row["force"] for row in csv.DictReader(lines)}
    assert len(names) >= 43
    assert unresolved(registers, names | {name.upper() for name in names}) == []


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("Hampshire and Isle of Wight Constabulary", "force/hampshire"),
        ("MPS", "force/metropolitan"),
        ("Devon & Cornwall Police", "force/devon-and-cornwall"),
        ("Heddlu Gwent", "force/gwent"),
        ("thames valley", "force/thames-valley"),
        ("HMICFRS", "agency/hmic"),
        ("Independent Office for Police Conduct", "agency/ipcc"),
        ("Police and Crime Commissioner", "agency/police-and-crime-commissioners"),
        ("South Eastern Regional Organised Crime Unit", "collaboration/serocu"),
    ],
)
def test_other_names_resolve(registers: Store, name: str, thing: str) -> None:
    assert name_index(registers, *FORCES, *OTHERS)[folded(name)] == {thing}


@pytest.mark.parametrize("name", REGISTERS)
def test_header(name: str) -> None:
    header = NamedNode(f"https://w3id.org/peelgraph/ontology/{name.removesuffix('.ttl')}")
    store = Store()
    store.load(path=ONTOLOGY / name, format=RdfFormat.TURTLE)
    assert values(store, header, TYPE.value) == [f"{OWL}Ontology"]
    assert len(values(store, header, f"{DCTERMS}title")) == 1
    assert values(store, header, f"{DCTERMS}license") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert values(store, header, f"{DCTERMS}source")


@pytest.mark.parametrize("name", REGISTERS)
def test_layout(name: str) -> None:
    turtle = (ONTOLOGY / name).read_text(encoding="utf-8")
    assert turtle.startswith("@prefix ")
    assert disorder(turtle) == []
    assert crowded_lines(turtle) == []


# ------------------------------------------------------------------ each check fires

COMPLETE = """
force:kent a peel:TerritorialForce ;
    skos:notation "kent" ;
    skos:prefLabel "Kent Police"@en ;
    peel:shortName "Kent"@en ;
    peel:agencyType agency-type:police-force ;
    peel:region region:south-east ;
    peel:areaCode "E23000032" ;
    peel:policeDataId "kent" .
agency-type:police-force a peel:AgencyType .
region:south-east a peel:Region .
"""
ALLIANCE = COMPLETE + "collaboration:a a peel:ForceCollaboration ; peel:hasMember force:kent"


def called(subject: str, name: str) -> str:
    """A thing of the class that its prefix tells, with a name."""
    kinds = {"force": "TerritorialForce", "agency": "PartnerAgency", "region": "Region"}
    kind = kinds[subject.partition(":")[0]]
    return f'{subject} a peel:{kind} ; skos:altLabel "{name}"@en .\n'


@pytest.mark.parametrize("check", CHECKS)
def test_checks_are_silent_on_a_good_example(check: Callable[[Store], list[str]]) -> None:
    assert check(store_of(COMPLETE)) == []


@pytest.mark.parametrize(
    ("check", "bad", "told"),
    [
        (ambiguous_names, called("force:a", "A B") + called("agency:b", "a  b"), "a b: agency/b, force/a"),
        (ambiguous_names, called("agency:a", "A's") + called("agency:b", "a’s"), "a's: agency/a, agency/b"),
        (ambiguous_names, called("region:a", "X") + called("region:b", "x"), "x: region/a, region/b"),
        (bad_forces, COMPLETE.replace("peel:shortName", "peel:x"), "force/kent has 0 shortName, not 1"),
        (bad_forces, COMPLETE.replace("peel:region ", "peel:x "), "force/kent has 0 region, not 1"),
        (bad_forces, COMPLETE.replace("Territorial", "Special"), "force/kent has 1 areaCode, not 0"),
        (bad_forces, COMPLETE.replace("Territorial", "Fictional"), "force/kent has 1 policeDataId, not 0"),
        (
            bad_forces,
            COMPLETE.replace("Territorial", "Fictional"),
            "force/kent has 0 notes of being made up, not 1",
        ),
        (bad_forces, COMPLETE.replace('"kent"', '"essex"'), "force/kent: essex is not the end of its IRI"),
        (
            bad_area_codes,
            COMPLETE.replace("E23000032", "E23000040"),
            "force/kent: E23000040 is no area code",
        ),
        (
            bad_area_codes,
            COMPLETE.replace("E23000032", "W15000001"),
            "force/kent: W15000001 and its region disagree",
        ),
        (
            bad_area_codes,
            COMPLETE + 'force:essex a peel:TerritorialForce ; peel:areaCode "E23000032" .',
            "E23000032: force/essex, force/kent",
        ),
        (dangling_links, ALLIANCE + ", force:narnia .", f"{ID}collaboration/a -> {ID}force/narnia"),
        (
            dangling_links,
            "agency:a a peel:PartnerAgency ; peel:agencyType agency-type:guild .",
            f"{ID}agency/a -> {ID}agency-type/guild",
        ),
        (
            bad_organisations,
            'agency:a a peel:PartnerAgency ; skos:prefLabel "A"@en, "B"@en .',
            "agency/a has 2 prefLabel, not 1",
        ),
        (bad_organisations, "agency:a a peel:GenericPartner .", "agency/a has 0 agencyType, not 1"),
        (bad_organisations, ALLIANCE + " .", "collaboration/a has a single member"),
        (bad_organisations, ALLIANCE + " .", "collaboration/a has no description"),
        (
            bad_organisations,
            ALLIANCE + ", region:south-east .",
            f"collaboration/a: member {ID}region/south-east is not a force",
        ),
    ],
)
def test_checks_fire(check: Callable[[Store], list[str]], bad: str, told: str) -> None:
    assert told in check(store_of(bad))


def test_unresolved_fires() -> None:
    store = store_of(COMPLETE + 'force:essex a peel:TerritorialForce ; skos:altLabel "Kent"@en .')
    assert unresolved(store, {"KENT POLICE", "Kent", "Rutland"}) == ["Kent", "Rutland"]


def test_disorder_fires() -> None:
    assert disorder("\nforce:b\n    a x .\n\nforce:a\n    a x .\n") == ["force:b before force:a"]
    assert disorder("\nforce:b\n    a x .\n\n# Next\n\nforce:a\n    a x .\n") == []


def test_crowded_lines_fires() -> None:
    assert crowded_lines('force:a\n    a x ; skos:altLabel "b" .\n') == ['    a x ; skos:altLabel "" .']
    assert crowded_lines('force:a\n    skos:altLabel "a, b; c. d" ;\n    a x .\n') == []
