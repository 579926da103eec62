"""Ask a server to open its websocket, as a page of some origin would."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

STREAM = "/_stcore/stream"
OPENED, REFUSED = 101, 403


def knock(address: str, *, origin: str | None, host: str | None = None) -> int:
    """The status with which a server answers.

    Args:
        address: Of the server.
        origin: Of the page that asks; None for a program, which has none.
        host: The name under which the page knows the server; its own unless given.
    """
    parts = urlsplit(address)
    headers = {
        "Host": host or parts.netloc,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
    }
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request("GET", STREAM, headers=headers | ({"Origin": origin} if origin else {}))
        return connection.getresponse().status
    finally:
        connection.close()
