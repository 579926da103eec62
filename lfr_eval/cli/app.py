"""`lfr-eval app`: the front end in the browser."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated

import typer

LOOPBACK = "127.0.0.1"
NO_SIGN_IN = "--i-know-there-is-no-sign-in"


def app(
    port: Annotated[int, typer.Option(help="TCP port on this machine.", min=1024, max=65535)] = 8501,
    host: Annotated[
        str, typer.Option(help="Address to listen on. In a container 0.0.0.0, its port published to 127.0.0.1 only.")
    ] = LOOPBACK,
    no_sign_in: Annotated[
        bool, typer.Option(NO_SIGN_IN, help="Listen beyond this machine, although whoever gets there sees everything.")
    ] = False,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the first page in the browser.")] = True,
) -> None:
    """Start the pages for reviews, evidence and live trials, on this machine only. Ctrl-C ends them."""
    from lfr_eval.core.errors import InputError
    from lfr_eval.core.home import Home
    from lfr_eval.evaluate.leftovers import sweep
    from lfr_eval.ui.server import serve

    try:
        address = ip_address(LOOPBACK if host == "localhost" else host)
    except ValueError:
        raise InputError(f"--host: expected an address such as {LOOPBACK}, found {host!r}") from None
    if not (address.is_loopback or no_sign_in):
        raise InputError(
            f"--host {host}: expected an address of this machine only ({LOOPBACK}); there is no sign-in, so whoever "
            f"reaches the pages sees and changes everything; add {NO_SIGN_IN} where nobody else can reach them"
        )
    sweep(Home.here())
    serve(port, address=address, open_browser=open_browser)
