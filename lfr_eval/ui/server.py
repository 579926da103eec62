"""Start the server of the front end."""

from __future__ import annotations

import os
import signal
import socket
import tomllib
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lfr_eval.core.errors import InputError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENTRY = Path(__file__).with_name("start") / "entry.py"
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "connect-src 'self' data: blob:",
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
"""Streamlit styles its elements in place, and its charts compile their expressions; neither reaches another server."""
SETTINGS = Path(__file__).with_name("streamlit.toml")


def serve(port: int, *, address: IPv4Address | IPv6Address, open_browser: bool) -> None:
    """Serve the pages until Ctrl-C; there is no sign-in.

    Args:
        port: TCP port.
        address: Where to listen. Browsers must ask for it, or for 127.0.0.1 or localhost (a published port).
        open_browser: Open the first page.

    Raises:
        InputError: Nobody can listen there.
    """
    if why := _why_not(address, port):
        raise InputError(f"--host {address}: expected an address of this machine with port {port} free, found: {why}")
    from streamlit import config
    from streamlit.web import bootstrap

    config.get_config_files = _none  # neither settings nor secrets of the working directory and of the user's home
    refuse_foreign_origins()
    forbid_the_outside()
    options = _flat(tomllib.loads(SETTINGS.read_text(encoding="utf-8")))
    options |= {"server_port": port, "server_headless": not open_browser, "server_address": str(address)}
    if not address.is_unspecified:
        options["browser_serverAddress"] = str(address)
        options["server_allowedHosts"] = list(dict.fromkeys([*options["server_allowedHosts"], str(address)]))
    bootstrap.load_config_options(options)
    import lfr_eval.ui.parts.scored_runs  # noqa: F401  (a second of imports, for which the first reader would wait)

    try:
        bootstrap.run(str(ENTRY), False, [], options)
    finally:
        _end_trials()


def _why_not(address: IPv4Address | IPv6Address, port: int) -> str | None:
    """Why nobody can listen there; None where one can."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family) as door:
            if os.name == "posix":  # as servers do there: a port that was let go of a moment ago is free
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind((str(address), port))
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return None


def _end_trials() -> None:
    """Write the records of trials that run, before the interpreter takes their threads away."""
    from lfr_eval.evaluate.live.running import end_all

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C would lose what the first one asks to be kept
    end_all()


def refuse_foreign_origins() -> None:
    """Let only the server's own pages open its websocket, and decide that without asking anybody.

    Streamlit would compare foreign origins with the addresses of this machine, and ask an outside host for one of them.
    """
    from streamlit.web.server.starlette import starlette_websocket

    starlette_websocket.is_url_from_allowed_origins = _refused  # type: ignore[attr-defined]


def forbid_the_outside() -> None:
    """Tell the browser, with every answer, that pages may load from, send to and be framed by this server alone."""
    from starlette.middleware import Middleware
    from streamlit.web.server.starlette import starlette_app

    usual = starlette_app.create_streamlit_middleware
    starlette_app.create_streamlit_middleware = lambda: [Middleware(_WithPolicy), *usual()]


class _WithPolicy:
    """Adds the policy to every answer (ASGI)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def stated(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = {b"content-security-policy": POLICY.encode(), b"referrer-policy": b"no-referrer"}
                message["headers"] = [*message.get("headers", ()), *headers.items()]
            await send(message)

        await self.app(scope, receive, stated)


def _none(file_name: str) -> list[str]:
    return []


def _refused(url: str) -> bool:
    return False


def _flat(section: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested settings under the names that Streamlit's flags have: `theme_dark_textColor`."""
    flat: dict[str, Any] = {}
    for key, value in section.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}_")
        else:
            flat[prefix + key] = value
    return flat
