"""Commands whose every connection, look-up and file is written down, in a network that ends at this machine."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from pathlib import Path

PATIENCE_S = 240
OWN_NETWORK = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
NETWORK = [*OWN_NETWORK, sys.executable, str(Path(__file__).with_name("alone.py"))]
CALLS = "connect,sendto,sendmsg,sendmmsg,open,openat,openat2,creat,mkdir,mkdirat"
STRACE = ["strace", "-ff", "--seccomp-bpf", "-y", "-qq", "-s", "0", "-e", f"trace={CALLS}"]
KEPT = ("PATH", "PYTHONPATH", "LANG")
"""What a traced command finds of our environment; in particular not CI, where some libraries hold their tongue."""

SENT = re.compile(r"(connect|sendto|sendmsg|sendmmsg)\(")
ADDRESS = re.compile(r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"')
RESOLVER = re.compile(r'sun_path="([^"]*(?:nscd|resolve)[^"]*)"')
RESOLVER_PORTS = {53, 137, 853, 5353, 5355}
WRITTEN = re.compile(r"(?:open(?:at2?)?\(.*\bO_(?:WRONLY|RDWR|CREAT)\b|creat\().* = \d+<(/[^>]+)>")
MADE = re.compile(r'mkdir(?:at)?\((?:AT_FDCWD<([^>]*)>, )?"([^"]+)", .* = 0$')
NO_FILES = ("/dev/", "/proc/")
BYTECODE = "__pycache__"


@dataclass(frozen=True)
class Trace:
    """What a command said, and what it did beyond its home and its temporary folder."""

    code: int
    out: str
    err: str
    beyond: set[tuple[str, int]]
    """Addresses and ports that are not of this machine, to which it would have connected or sent."""
    lookups: set[str]
    """Resolvers that it asked, wherever they are."""
    outside: set[str]
    """Files and folders that it wrote elsewhere."""
    left: set[str]
    """What it left in the temporary folder."""


def cannot_trace() -> str | None:
    """Why nothing can be traced here; None if it can."""
    for command in ([*NETWORK, "true"], ["strace", "-qq", "--seccomp-bpf", "-f", "-o", os.devnull, "true"]):
        try:
            done = subprocess.run(command, capture_output=True, text=True)
        except OSError as error:
            return f"{command[0]}: {error.strerror}; apt install strace util-linux"
        if done.returncode:
            return f"{command[0]}: {done.stderr.strip()}"
    return None


def trace(words: list[object], home: Path, folder: Path, **more: str) -> Trace:
    """Run a command to its end, as a user whose own folder is empty.

    Args:
        words: Program and arguments.
        home: Its LFR_EVAL_HOME.
        folder: Empty, and short of name; takes the user's folder, the temporary one and the trace.
        more: Further environment variables.
    """
    user, temporary, calls = (folder / name for name in ("user", "tmp", "calls"))
    for made in (user, temporary, calls):
        made.mkdir()
    env = {name: os.environ[name] for name in KEPT if name in os.environ}
    env |= {"HOME": str(user), "TMPDIR": str(temporary), "LFR_EVAL_HOME": str(home)} | more
    command = [*NETWORK, *STRACE, "-o", calls / "of", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(list(map(str, command)), env=env, cwd=user, start_new_session=True, **pipes) as process:
        try:
            out, err = process.communicate(timeout=PATIENCE_S)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # what is traced would outlive its tracer
    beyond, lookups, written = _told(calls, user)
    outside = {path for path in written if not Path(path).is_relative_to(home) and not path.startswith(str(temporary))}
    outside |= {str(path) for path in user.rglob("*")}
    return Trace(process.returncode, out, err, beyond, lookups, outside, {path.name for path in temporary.iterdir()})


def _told(calls: Path, cwd: Path) -> tuple[set[tuple[str, int]], set[str], set[str]]:
    """Foreign addresses, resolvers and paths in the traces of a command and of all that it started."""
    beyond, lookups, written = set[tuple[str, int]](), set[str](), set[str]()
    for line in _lines(calls):
        if SENT.match(line):
            lookups.update(RESOLVER.findall(line))
            for port, address in ADDRESS.findall(line):
                if int(port) in RESOLVER_PORTS:
                    lookups.add(address)
                if not _here(address):
                    beyond.add((address, int(port)))
        elif found := WRITTEN.match(line):
            written.add(found[1])
        elif found := MADE.match(line):
            written.add(str(Path(found[1] or cwd, found[2])))
    return beyond, lookups, {path for path in written if not path.startswith(NO_FILES) and BYTECODE not in path}


def _lines(calls: Path) -> Iterator[str]:
    for file in calls.iterdir():
        with file.open(errors="replace") as lines:
            yield from lines


def _here(address: str) -> bool:
    found = ip_address(address)
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found.is_loopback
