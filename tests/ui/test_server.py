"""The server obeys nobody's settings but its own, and opens its websocket to its own pages only."""

import json
import os
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path

import pytest
from knocking import OPENED, REFUSED, knock
from serving import serving

from lfr_eval.core.home import Home
from lfr_eval.ui.server import SETTINGS

HOSTILE = """
[server]
address = "0.0.0.0"
allowedHosts = ["*"]
baseUrlPath = "elsewhere"
cookieSecret = "known"
corsAllowedOrigins = ["http://elsewhere.example"]
enableAgentApi = true
enableCORS = false
enableStaticServing = true
enableXsrfProtection = false
[browser]
gatherUsageStats = true
serverAddress = "elsewhere.example"
[global]
developmentMode = true
[theme]
base = "http://elsewhere.example/theme.toml"
font = "http://elsewhere.example/font.css"
"""
SECRETS = 'LFR_EVAL_HOME = "/elsewhere"\n[auth]\ncookie_secret = "known"\n'
ALL_SETTINGS = """
import json, os, sys
from ipaddress import ip_address
from streamlit import config, secrets
from streamlit.web import bootstrap
bootstrap.run = lambda *arguments: None
from lfr_eval.ui import server
server._why_not = lambda address, port: None  # nobody listens
server.serve(8501, address=ip_address(sys.argv[1]), open_browser=False)
found = {name: repr(option.value) for name, option in config.get_config_options().items()}
print(json.dumps(found | {"secret": secrets.load_if_toml_exists(), "home": os.environ.get("LFR_EVAL_HOME")}))
"""
ORIGINS = {
    "its own page": ("http://127.0.0.1:{port}", None, OPENED),
    "its own page by name": ("http://localhost:{port}", "localhost:{port}", OPENED),
    "a program": (None, None, OPENED),
    "a foreign page": ("http://elsewhere.example", None, REFUSED),
    "a foreign page whose name points here": ("http://elsewhere.example", "elsewhere.example", REFUSED),
    "a page of another server here": ("http://localhost:1", None, REFUSED),
    "a page that hides its origin": ("null", None, REFUSED),
}


def hostile(folder: Path) -> Path:
    """A folder whose settings would open the server to everybody."""
    settings = folder / ".streamlit"
    settings.mkdir(parents=True)
    (settings / "config.toml").write_text(HOSTILE)
    (settings / "secrets.toml").write_text(SECRETS)
    return folder


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A server that was started in a hostile folder, by a user with another one."""
    folder = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(hostile(folder / "here"))
        patched.setenv("HOME", str(hostile(folder / "user")))
        with serving(Home(folder / "home")) as server:
            yield server.address


@pytest.mark.parametrize(("origin", "host", "status"), ORIGINS.values(), ids=ORIGINS)
def test_who_may_open_the_websocket(address, origin, host, status):
    port = address.rsplit(":", 1)[1]
    named = [name and name.format(port=port) for name in (origin, host)]
    assert knock(address, origin=named[0], host=named[1]) == status


def test_every_answer_forbids_the_outside(address):
    for path in ("", "_stcore/health", "run"):
        with urllib.request.urlopen(f"{address}/{path}") as answer:
            policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'self'"
        sources = {source for part in policy.values() for source in part.split()}
        allowed = {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "'wasm-unsafe-eval'", "data:", "blob:"}
        assert sources <= allowed
        assert "'unsafe-inline'" not in policy["script-src"]


def settings_in(folder: Path, user: Path, address: str = "127.0.0.1") -> dict[str, object]:
    """Every setting of a server that a user starts in a folder, and what secrets did there."""
    env = {name: value for name, value in os.environ.items() if name != "LFR_EVAL_HOME"} | {"HOME": str(user)}
    command = [sys.executable, "-c", ALL_SETTINGS, address]
    said = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True)
    return json.loads(said.stdout)


def test_settings_and_secrets_of_the_folder_and_of_the_user_change_nothing(tmp_path):
    found = settings_in(hostile(tmp_path / "here"), hostile(tmp_path / "user"))
    (tmp_path / "empty").mkdir()
    clean = settings_in(tmp_path / "empty", tmp_path / "empty")
    assert found.pop("server.cookieSecret") not in ("'known'", clean["server.cookieSecret"])  # made anew by each server
    assert {name: (value, clean[name]) for name, value in found.items() if value != clean[name]} == {}
    assert (found["secret"], found["home"]) == (False, None)
    ours = tomllib.loads(SETTINGS.read_text())
    for section in ("browser", "server"):
        for name, value in ours[section].items():
            assert found[f"{section}.{name}"] == repr(value)


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("0.0.0.0", ["127.0.0.1", "localhost"]),  # in a container, seen by its published port
        ("192.0.2.7", ["127.0.0.1", "localhost", "192.0.2.7"]),
        ("::1", ["127.0.0.1", "localhost", "::1"]),
    ],
)
def test_who_may_be_asked_for(tmp_path, address, hosts):
    found = settings_in(tmp_path, tmp_path, address)
    assert (found["server.address"], found["server.allowedHosts"]) == (repr(address), repr(hosts))
