"""The wheel, installed into an environment of its own and used in a folder that is not the repository."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from browsers import browsing
from serving import serving

from lfr_eval.core.home import Home

ROOT = Path(__file__).parents[2]
BUILT_FROM = ("lfr_eval", "docs", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")


def run(*words: object, cwd: Path, **more: str) -> str:
    """What a process says on stdout; the code of this checkout is not on its path."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "LFR_EVAL_HOME")} | more
    said = subprocess.run([str(word) for word in words], cwd=cwd, env=env, capture_output=True, text=True)
    assert said.returncode == 0, said
    return said.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by way of the source distribution, as `uv build` and an upload do."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in BUILT_FROM:
        whole = (ROOT / name).is_dir()
        (shutil.copytree if whole else shutil.copyfile)(ROOT / name, source / name)
    run(sys.executable, "-c", "import setuptools.build_meta as b; b.build_sdist('.')", cwd=source)
    run(*PIP, "wheel", "--no-deps", "--no-build-isolation", "-w", built, next(source.glob("*.tar.gz")), cwd=built)
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`lfr-eval` of the wheel; its dependencies are those of the environment that runs this test."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    python = folder / "bin" / "python"
    run(*PIP, "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    libraries = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    (Path(site) / "dependencies.pth").write_text("\n".join(libraries) + "\n")
    return folder / "bin" / "lfr-eval"


def test_whatever_the_package_reads_is_in_the_wheel(wheel: Path):
    found = set(ZipFile(wheel).namelist())
    shown = {f"lfr_eval/ui/documents/{name}.md" for name in ("glossary", "methodology")}
    sources = (path for path in (ROOT / "lfr_eval").rglob("*") if path.is_file() and path.suffix != ".pyc")
    assert {path.relative_to(ROOT).as_posix() for path in sources} | shown <= found
    assert [name for name in found if not name.startswith(("lfr_eval/", "lfr_eval-"))] == []


def test_the_wheel_states_its_licence(wheel: Path):
    with ZipFile(wheel) as files:
        inside = {name.partition("/")[2]: name for name in files.namelist() if ".dist-info/" in name}
        stated = files.read(inside["METADATA"]).decode()
        assert files.read(inside["licenses/LICENSE"]) == (ROOT / "LICENSE").read_bytes()
    assert "License-Expression: Apache-2.0\n" in stated
    assert "Author: lfr-eval contributors\n" in stated


def test_doctor_demo_and_pages_run_from_the_wheel(command: Path, tmp_path: Path, chromium: Path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.chdir(tmp_path)
    where = run(command.with_name("python"), "-c", "import lfr_eval; print(lfr_eval.__file__)", cwd=tmp_path)
    assert Path(where).is_relative_to(command.parents[1])
    assert json.loads(run(command, "doctor", "--json", cwd=tmp_path))["missing"] == []
    assert json.loads(run(command, "demo", "--json", cwd=tmp_path))["score"]["tpir"]["value"] == 1
    with serving(Home(tmp_path), [str(command)]) as server, browsing(chromium) as browser:
        page = browser.new_page()
        page.goto(f"{server.address}/method")
        for title in ("What is measured", "Glossary"):
            page.get_by_role("heading", name=title).wait_for()


def test_the_package_is_a_command_too(command: Path, tmp_path: Path):
    helps = [
        run(*words, "--help", cwd=tmp_path) for words in ([command], [command.with_name("python"), "-m", "lfr_eval"])
    ]
    assert helps[0] == helps[1]
    assert "lfr-eval demo" in helps[0]


def test_the_checkout_holds_no_links_which_other_systems_turn_into_texts():
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    kept = run("git", "ls-files", "--stage", cwd=ROOT)
    assert [line for line in kept.splitlines() if line.startswith("120000")] == []


def test_the_pages_start_alike_from_the_checkout():
    assert (ROOT / ".streamlit/config.toml").read_bytes() == (ROOT / "lfr_eval/ui/streamlit.toml").read_bytes()
