"""Facts as Python objects, as docs/reasoning.md shows them."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from peelgraph.build import build
from peelgraph.errors import UnknownThingError
from peelgraph.loaders import Register
from peelgraph.reasoning import Conclusion, Engine, Reasoned, drop_kept, keep_in, open_world, vocabulary
from peelgraph.store import open_for_writing, open_store

ROOT = Path(__file__).parents[2]
PEEL = "https://w3id.org/peelgraph/ontology#"
ID = "https://w3id.org/peelgraph/id/"


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of the two made-up reports."""
    folder = str(tmp_path_factory.mktemp("objects") / "store")
    with open_for_writing(folder) as store:
        build([str(ROOT / "data" / "sample")], store, Register.packaged())
    return folder


def test_the_example_of_the_page_holds(location: str) -> None:
    page = (ROOT / "docs" / "reasoning.md").read_text("utf-8")
    example = page.partition("```python\n")[2].partition("```")[0]
    test = doctest.DocTestParser().get_doctest(example, {"location": location}, "reasoning.md", "reasoning.md", 0)
    said: list[str] = []
    runner = doctest.DocTestRunner()
    runner.run(test, out=said.append)
    assert runner.summarize(verbose=False).attempted >= 9
    assert said == []


def test_worlds_have_nothing_in_common(location: str) -> None:
    with open_store(location) as store:
        one, other = open_world(store, forces=["loamshire"]), open_world(store, forces=["mummerset"])
    assert {j.force.first().name for j in vocabulary(one).Judgment.instances()} == {"loamshire"}
    assert {j.force.first().name for j in vocabulary(other).Judgment.instances()} == {"mummerset"}


def test_the_rest_of_the_world_is_not_asked(location: str, capfd: pytest.CaptureFixture[str]) -> None:
    with open_store(location) as store:
        open_world(store, reports=["loamshire-effectiveness-2016"])
    assert capfd.readouterr() == ("", ""), "owlready2 prints what it does not understand"


def test_a_report_that_is_not_there_is_refused(location: str) -> None:
    with (
        open_store(location) as store,
        pytest.raises(UnknownThingError, match=r"no report of a force lomshire .* loamshire"),
    ):
        open_world(store, forces=["lomshire"])


def test_kept_conclusions_are_classes_of_the_objects(location: str) -> None:
    thing = f"{ID}judgment/mummerset/2016/effectiveness/3"
    found = Conclusion(f"{PEEL}InadequateJudgment", "inadequate judgment", thing, "", "it is graded so")
    with open_for_writing(location) as store:
        keep_in(store, Reasoned(Engine.OWLRL, "made up", (found,)))
        world = open_world(store)
        drop_kept(store)
    assert vocabulary(world).InadequateJudgment in world[thing].is_a
