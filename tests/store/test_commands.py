"""Commands that are given the address of a server have the same answer as with a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sparql_servers

from peelgraph.cli import main
from peelgraph.loaders.iris import ID

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
REPORT = str(SAMPLE / "mummerset-effectiveness-2016.txt")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A report in a folder, and on a server."""
    folder = tmp_path_factory.mktemp("commands")
    with pytest.MonkeyPatch.context() as patch, sparql_servers.oxigraph() as address:
        patch.setenv("no_proxy", "*")
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        for place in (str(folder / "store"), address):
            assert main(["build", REPORT, "--store", place]) == 0
        yield str(folder / "store"), address


@pytest.mark.parametrize(
    "command",
    [
        ["ask", "judgments", "--force", "mummerset", "--format", "csv"],
        ["ask", "findings", "--force", "Mummerset Police", "--cycle", "2016", "--format", "json"],
        ["ask", "force-facts", "--force", "mummerset", "--format", "ntriples"],
        ["validate", REPORT],
        ["explain", f"{ID}judgment/mummerset/2016/effectiveness/overall"],
        ["coverage", "--format", "csv"],
        ["search", "domestic abuse", "--format", "csv"],
        ["describe"],
        ["export", "--format", "nquads"],
    ],
    ids=lambda command: " ".join(command[:2])[:30],
)
def test_the_answer_is_the_same(
    places: tuple[str, str], capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    capsys.readouterr()
    printed = []
    for place in places:
        code = main([*command, "--store", place])
        out, said = capsys.readouterr()
        # Stores name blank nodes as they like, and serve statements in any order.
        lines = sorted(line for line in out.splitlines() if "_:" not in line)
        printed.append((code, lines, said))
    assert printed[0] == printed[1]
    assert printed[0][0] in {0, 1}
    assert printed[0][1]


def test_the_two_do_not_differ(places: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["diff", *places]) == 0
    assert capsys.readouterr() == ("", "The two have the same facts.\n")
