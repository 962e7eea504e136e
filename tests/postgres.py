"""A PostgreSQL server for tests: given by address, or started from Debian's binaries in a folder of its own."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A running server; makes and drops databases in it."""

    def __init__(self, admin_url: str) -> None:
        self.admin_url = admin_url

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        return None

    def url(self, name: str) -> str:
        parts = urlsplit(self.admin_url)
        return f"postgresql+psycopg://{parts.netloc}/{name}"

    def _run(self, query: sql.Composed) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as link:
            link.execute(query)

    def create(self, purpose: str, template: str = "template0") -> str:
        name = f"planner_{purpose}_{secrets.token_hex(6)}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


class OwnCluster(Cluster):
    """Debian's binaries, started for this test run alone; as root through the system's postgres account."""

    def __init__(self, binaries: Path) -> None:
        self.binaries = binaries
        self.port = _free_port()
        super().__init__(f"postgresql://postgres@127.0.0.1:{self.port}/postgres")

    def _as_owner(self, *command: str) -> None:
        prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*prefix, *command], check=True, capture_output=True, cwd="/")

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="planner-pg-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        data = str(self.folder / "data")
        self._as_owner(str(self.binaries / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                       "--locale=C.UTF-8", "--no-sync")
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
        self._as_owner(str(self.binaries / "pg_ctl"), "-D", data, "-w", "-l", f"{self.folder}/log", "-o", options, "start")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._as_owner(str(self.binaries / "pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def find_cluster() -> Cluster | None:
    """Return a server to test on, not yet entered, or None when this machine has none."""
    if given := os.environ.get("PLANNER_TEST_PG_URL"):
        return Cluster(given)
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    return OwnCluster(found[-1].parent) if found else None
