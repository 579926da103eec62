"""The documentation says what the software does: links resolve, examples run, and tables name every column."""

import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest
from command import Said, spawn

from lfr_eval.core.settings import SystemSettings
from lfr_eval.record.tables import SCHEMAS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GENERATED = DOCS / "commands.md"
EXAMPLES = (ROOT / "README.md", DOCS / "quickstart.md")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
BUILD = runpy.run_path(str(DOCS / "build_commands.py"))
PYTHON = runpy.run_path(str(DOCS / "build_python_api.py"))
FORMATS = runpy.run_path(str(DOCS / "build_formats.py"))

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
PYTHON_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
ABSOLUTE = re.compile(r"(?<![\w.~/:])/(?:work|tmp|home|root|Users|mnt|opt|usr|var)/")
FORBIDDEN = re.compile("bias-" + "free|unbiased|100 % accurate", re.IGNORECASE)


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings have where it is rendered."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_page_of_commands_is_what_the_command_line_says():
    assert GENERATED.read_text(encoding="utf-8") == BUILD["render"](), "run: python docs/build_commands.py"


def test_the_tables_of_keys_are_what_the_types_say():
    page = (DOCS / "data-formats.md").read_text(encoding="utf-8")
    assert page == FORMATS["render"](page), "run: python docs/build_formats.py"
    assert [name for name in FORMATS["OUTPUTS"] if f"<!-- keys of {name}: " not in page] == []


def test_the_page_of_python_is_what_the_docstrings_say():
    assert (DOCS / "python-api.md").read_text(encoding="utf-8") == PYTHON["render"](), (
        "run: python docs/build_python_api.py"
    )


@pytest.mark.parametrize("command", [full for full, _ in BUILD["commands"]()])
def test_every_command_is_described_by_hand(command: str):
    pages = (page for page in PAGES if page != GENERATED)
    words = r"\s+".join(command.split()[1:])
    named = re.compile(rf"(lfr-eval\s+|`){words}\b")
    assert any(named.search(page.read_text(encoding="utf-8")) for page in pages), "only commands.md names it"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_resolve(page: Path):
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        place, _, anchor = link.partition("#")
        if place.startswith(("https:", "http:", "mailto:")):
            continue
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), f"{link}: no such file"
        assert target.is_relative_to(ROOT), f"{link}: leaves the repository"
        if anchor:
            assert anchor in anchors(target), f"{link}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_forbidden_words_and_no_path_of_one_machine(page: Path):
    text = page.read_text(encoding="utf-8")
    assert FORBIDDEN.findall(text) == []
    assert ABSOLUTE.findall(text) == []


def test_the_software_does_not_call_a_system_free_of_bias():
    sources = [path for path in (ROOT / "lfr_eval").rglob("*.py") if re.search("bias.?free", path.read_text(), re.I)]
    assert sources == []


def test_every_setting_is_listed_with_its_default():
    text = (DOCS / "data-formats.md").read_text(encoding="utf-8")
    for section, settings in SystemSettings().model_dump().items():
        for key, value in settings.items():
            default = f"`{value}`" if value != "" else "empty"
            assert f"| `{section}.{key}` | {default} |" in text


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_column_is_listed(table: str):
    text = (DOCS / "data-formats.md").read_text(encoding="utf-8")
    part = text.partition(f"**`{table}`**")[2].partition("\n**`")[0]
    assert [column for column in SCHEMAS[table].names if f"`{column}`" not in part] == []


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("0*.md")), ids=name)
def test_every_decision_has_its_parts_and_is_in_the_index(page: Path):
    text = page.read_text(encoding="utf-8")
    assert re.match(rf"# {page.name[:4]} – ", text)
    for part in ("**Problem.**", "**Choice.**", "**What would change our mind.**"):
        assert part in text
    assert f"({page.name})" in (page.parent / "README.md").read_text(encoding="utf-8")


def example_lines() -> list[str]:
    """Every `lfr-eval` line of the examples, in order, each once."""
    text = "\n".join(block for page in EXAMPLES for block in BLOCK.findall(page.read_text(encoding="utf-8")))
    lines = [line.strip() for line in text.replace("\\\n", " ").splitlines()]
    return list(dict.fromkeys(line for line in lines if line.startswith("lfr-eval ")))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("quickstart")


@pytest.fixture(scope="module")
def said(home: Path, monkeypatch_module: pytest.MonkeyPatch) -> dict[str, Said]:
    """What each line of the examples said, one after the other in one empty folder."""
    monkeypatch_module.chdir(home)
    return {line: spawn(home, *shlex.split(line, comments=True)[1:]) for line in example_lines()}


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def test_the_examples_run(said: dict[str, Said]):
    assert said
    assert {line: one for line, one in said.items() if one.code != 0} == {}


def test_the_example_in_python_runs_after_the_demo(said: dict[str, Said], home: Path, monkeypatch: pytest.MonkeyPatch):
    assert any(line.startswith("lfr-eval demo") for line in said)
    monkeypatch.setenv("LFR_EVAL_HOME", str(home))
    (example,) = PYTHON_BLOCK.findall((DOCS / "python-api.md").read_text(encoding="utf-8"))
    made: dict[str, Any] = {}
    exec(example, made)
    assert [alert.person for alert in made["run"].alerts] == ["yao-ming"]
    assert made["run"].score.tpir.k == 1
