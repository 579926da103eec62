"""The package as others install it: a wheel, in an environment and a folder outside of the repository."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from browsers import browsing, watch_requests
from playwright.sync_api import expect

REPOSITORY = Path(__file__).parents[2]
PATIENCE_MS = 60_000


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    """What a command says; it must succeed."""
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(command, cwd=cwd, env=clean | env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with the wheel; what it depends on is that of these tests."""
    folder = tmp_path_factory.mktemp("outside")
    source = folder / "source"
    tracked = run("git", "ls-files", "-z", cwd=REPOSITORY).split("\0")
    for name in filter(None, tracked):
        if (REPOSITORY / name).is_file() and not name.startswith("tests/"):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((REPOSITORY / name).read_bytes())
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, source, cwd=folder)
    (wheel,) = folder.glob("lfr_eval-*.whl")
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", *options[:1], *options[2:], wheel, cwd=folder)
    packages = sysconfig.get_path("purelib", vars={"base": str(folder / "venv")})
    Path(packages, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "venv" / "bin"


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path):
    place = run(installed / "python", "-c", "import lfr_eval; print(lfr_eval.__file__)", cwd=tmp_path)
    assert Path(place.strip()).is_relative_to(installed.parent)


def test_the_wheel_says_whose_it_is_and_under_which_licence(installed: Path, tmp_path: Path):
    said = run(
        installed / "python",
        "-c",
        "from importlib.metadata import metadata as m; d = m('lfr-eval'); "
        "print(d['License-Expression'], d['License-File'], d['Author'], d.get_all('Project-URL'), sep='; ')",
        cwd=tmp_path,
    )
    assert said == "Apache-2.0; LICENSE; lfr-eval contributors; None\n"


def test_demo_and_doctor_run_in_any_folder(installed: Path, tmp_path: Path):
    assert "none of the others (15) raised an alert" in run(installed / "lfr-eval", "demo", cwd=tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["datasets", "reports", "watchlists"]
    assert "missing    nothing" in run(installed / "lfr-eval", "doctor", cwd=tmp_path)
    assert "Usage: python -m lfr_eval" not in run(installed / "python", "-m", "lfr_eval", "--help", cwd=tmp_path)


def test_the_app_opens_with_its_documents(installed: Path, tmp_path: Path, chromium: Path):
    errors: list[str] = []
    port = "18533"
    command = [installed / "lfr-eval", "app", "--no-open", "--port", port]
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    server = subprocess.Popen(command, cwd=tmp_path, env=clean, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert server.stdout is not None
        server.stdout.readline()
        with browsing(chromium) as browser:
            page = browser.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            address = f"http://127.0.0.1:{port}"
            watch_requests(page, address, errors)
            page.goto(f"{address}/method")
            expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE_MS)
            expect(page.get_by_text("recognition opportunity").first).to_be_visible(timeout=PATIENCE_MS)
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()
    assert errors == []
