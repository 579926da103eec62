"""Where the pages may be listened for: beyond this machine only where somebody says that they know."""

import socket
from ipaddress import ip_address

import pytest
from command import refusal

from lfr_eval.ui import server


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that the command went on to serve."""
    addresses: list[str] = []
    monkeypatch.setattr(server, "serve", lambda port, *, address, open_browser: addresses.append(str(address)))
    return addresses


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "::ffff:192.0.2.7", "169.254.0.1"])
def test_beyond_this_machine_is_refused_until_somebody_knows(call, tmp_path, served, host):
    assert "--i-know-there-is-no-sign-in" in refusal(call(tmp_path, "app", "--host", host))
    assert served == []
    assert call(tmp_path, "app", "--host", host, "--i-know-there-is-no-sign-in").code == 0
    assert [*map(ip_address, served)] == [ip_address(host)]


@pytest.mark.parametrize("host", [None, "127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_this_machine_needs_no_knowledge(call, tmp_path, served, host):
    assert call(tmp_path, "app", *(["--host", host] if host else [])).code == 0
    assert served == ["127.0.0.1" if host in (None, "localhost") else host]


@pytest.mark.parametrize("host", ["", "*", "*.example", "gate.example", "unix:///tmp/socket", "127.1"])
def test_what_is_no_address_is_refused_whoever_knows(call, tmp_path, served, host):
    assert "--host" in refusal(call(tmp_path, "app", "--host", host, "--i-know-there-is-no-sign-in"))
    assert served == []


def test_what_killed_processes_left_is_swept_before_pages_are_served(call, tmp_path, served):
    (left := tmp_path / "watchlists" / "gate.partial-0123456789abcdef").mkdir(parents=True)
    assert call(tmp_path, "app").code == 0
    assert served == ["127.0.0.1"]
    assert not left.exists()


@pytest.mark.parametrize("host", ["192.0.2.7", "::1%none"])
def test_where_nobody_can_listen_is_one_line(call, tmp_path, host):
    said = refusal(call(tmp_path, "app", "--no-open", "--host", host, "--i-know-there-is-no-sign-in"))
    assert said.startswith(f"--host {host}: expected an address of this machine with port 8501 free, found: ")


def test_a_port_that_is_taken_is_one_line(call, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refusal(call(tmp_path, "app", "--no-open", "--port", port))
    assert (
        said
        == f"--host 127.0.0.1: expected an address of this machine with port {port} free, found: address already in use"
    )
