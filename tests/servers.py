"""Servers of other programs on loopback, for as long as a test needs them; skips where they are missing."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

POSTGRES_USER = "yusuan"


@contextmanager
def postgres_server(database: str) -> Generator[Path]:
    """Postgres with an empty database, reached over a socket in the folder that is given."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    user = "postgres" if os.getuid() == 0 else ""
    if not installed or (user and not shutil.which("runuser")):
        pytest.skip("Postgres is not installed here")
    # Postgres runs for nobody else, and the path of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="yusuan-postgres-"))
    as_user = ["runuser", "-u", user, "--"] if user else []
    if user:
        shutil.chown(folder, user)

    def call(*command: str | Path) -> None:
        subprocess.run([*as_user, *command], check=True, capture_output=True, timeout=120, cwd=folder)

    programs, data = installed[-1].parent, folder / "data"
    call(programs / "initdb", "--pgdata", data, "--auth", "trust", "--username", POSTGRES_USER, "--no-sync")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    call(programs / "pg_ctl", "start", "--wait", "--pgdata", data, "--log", folder / "log", "-o", options)
    try:
        call(programs / "createdb", "--host", folder, "--username", POSTGRES_USER, database)
        yield folder
    finally:
        call(programs / "pg_ctl", "stop", "--mode", "immediate", "--pgdata", data)
        shutil.rmtree(folder)


@contextmanager
def object_store(bucket: str) -> Generator[str]:
    """The address of a server that speaks S3, with an empty bucket."""
    if not find_spec("moto") or not find_spec("flask"):
        pytest.skip("moto[server] is not installed here")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = "import sys; from moto.server import main; main(['-H', '127.0.0.1', '-p', sys.argv[1]])"
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(address, server)
            httpx.put(f"{address}/{bucket}", timeout=30).raise_for_status()
            yield address
        finally:
            server.kill()


def _wait_for(address: str, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"No server answers at {address}.")
