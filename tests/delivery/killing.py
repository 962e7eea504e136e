"""Runs `flask work` as a process of its own, against a mail server that kills it at an exact phase.

The processes are forked from one that has imported the application already: starting Python anew each time would
take most of a kill test's time, and prove nothing more.
"""

import multiprocessing
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from planner.config import Settings
from tests.delivery import standin
from tests.delivery.smtp_server import PostOffice

LONGEST_S = 120
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.delivery.standin"])


@dataclass(frozen=True)
class Bench:
    """One installation, one mail server, and how to start a worker between them."""

    settings: Settings
    server: PostOffice
    hold_s: int = 0
    lines: int = 4
    is_marked: bool = True

    def start(self) -> ForkServerProcess:
        """A worker on its way; it works until idle."""
        environment = {
            "DATABASE_URL": self.settings.database_url,
            "PLANNER_INSTANCE": str(self.settings.instance),
            "SECRET_KEY": self.settings.secret_key,
            "MAIL_URL": f"{self.server.url}?connections={self.lines}",
            "PLANNER_HOLD_SECONDS": str(self.hold_s),
            "PLANNER_LEASE_SECONDS": "1",
        }
        process = _processes.Process(
            target=standin.work,
            args=(environment, ["--until-idle"], self._errors),
            kwargs={"is_marked": self.is_marked},
        )
        self.server.seen.clear()
        process.start()
        self.server.victim = process.pid
        return process

    @property
    def _errors(self) -> str:
        return str(self.settings.instance / "errors.txt")

    def ended(self, process: ForkServerProcess) -> int:
        """Wait for a worker and return its exit code; -9 when it was killed. It must have said nothing."""
        process.join(LONGEST_S)
        code = process.exitcode
        process.close()
        self.server.victim = None
        assert Path(self._errors).read_text(encoding="utf-8") == ""
        assert code is not None
        return code

    def killed_at(self, phase: str, nth: int = 1) -> bool:
        """Run a worker until the server kills it at `phase`; False if it came to its end instead."""
        self.server.kill_at, self.server.kill_nth = phase, nth
        code = self.ended(self.start())
        self.server.kill_at = ""
        return code == -9

    def finished(self) -> bool:
        """Run a worker to its end."""
        return self.ended(self.start()) == 0
