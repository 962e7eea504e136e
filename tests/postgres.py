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

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        return None

    def url(self, name: str) -> str:
        parts = urlsplit(self.admin_url)
        return f"postgresql+psycopg://{parts.netloc}/{name}"

    def _run(self, query: sql.Composed) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as link:
            link.execute(query)

    def create(self, purpose: str, template: str = "template0") -> str:
        name = f"planner_{purpose}_{secrets.token_hex(6)}"
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
        self._run(made.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def remember(self, name: str) -> None:
        """Keep what the migrations have put into the tables, for `clean` to put back."""
        with psycopg.connect(self._plain(name), autocommit=True) as link:
            link.execute("CREATE SCHEMA kept")
            for table in _tables(link, "public"):
                kept = sql.Identifier(table)
                link.execute(sql.SQL("CREATE TABLE kept.{0} AS TABLE public.{0}").format(kept))
                if link.execute(sql.SQL("SELECT count(*) FROM kept.{}").format(kept)).fetchone() == (0,):
                    link.execute(sql.SQL("DROP TABLE kept.{}").format(kept))

    def clean(self, name: str) -> None:
        """Make the database as its migrations left it: some ten times faster than a new clone of it."""
        with psycopg.connect(self._plain(name), autocommit=True) as link:
            link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                         " WHERE datname = current_database() AND pid <> pg_backend_pid()")
            filled = _tables(link, "kept")
            emptied = [sql.Identifier("public", table) for table in _tables(link, "public") if table not in filled]
            steps = [sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(", ").join(emptied))]
            for table in map(sql.Identifier, filled):
                steps.append(sql.SQL("DELETE FROM public.{0}; INSERT INTO public.{0} TABLE kept.{0}").format(table))
            for table in _numbered(link, filled):  # emptied by a cascade, they would number from 1 again
                go_on = sql.SQL("SELECT setval(pg_get_serial_sequence({1}, 'id'), max(id)) FROM public.{0}")
                steps.append(go_on.format(sql.Identifier(table), sql.Literal(table)))
            link.execute(sql.SQL("; ").join(steps))

    def _plain(self, name: str) -> str:
        return self.url(name).replace("+psycopg", "")

    def drop(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _tables(link: psycopg.Connection[tuple[str]], schema: str) -> list[str]:
    found = link.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename", [schema])
    return [name for (name,) in found]


def _numbered(link: psycopg.Connection[tuple[str]], tables: list[str]) -> list[str]:
    """Those of `tables` whose ids come from a sequence."""
    found = link.execute("SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
                         " AND column_name = 'id' AND column_default LIKE 'nextval%'")
    numbered = {name for (name,) in found}
    return [table for table in tables if table in numbered]


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
        log = f"{self.folder}/log"
        self._as_owner(str(self.binaries / "pg_ctl"), "-D", data, "-w", "-l", log, "-o", options, "start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        self._as_owner(str(self.binaries / "pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def find_cluster() -> Cluster | None:
    """Return a server to test on, not yet entered, or None when this machine has none."""
    if given := os.environ.get("PLANNER_TEST_PG_URL"):
        return Cluster(given)
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    return OwnCluster(found[-1].parent) if found else None
