"""A home of its own with the real daemon in it, for tests that play the product with its real programs."""

import contextlib
import json
import pathlib
import signal
import sqlite3
import subprocess
import sys
import time

NOW = "2026-11-23T09:30:00Z"
START_LIMIT, STOP_LIMIT = 20, 5  # seconds; a loaded machine is slow, a hanging one is not waited for
SKIPPED = 77
DERIVED = {"standing", "daily", "contact_source"}
HISTORY = {"batch", "import", "import_order", "import_owner"}  # what was tried, also in vain


class House:
    """A home of its own, and the daemon in it."""

    def __init__(self, programs: str, here: pathlib.Path):
        self.programs, self.here, self.home, self.daemon = pathlib.Path(programs), here, here / "home", None
        (here / "runtime").mkdir(mode=0o700)
        self.environment = {
            "PATH": f"{programs}:/usr/bin:/bin", "HOME": str(here), "BLEND_HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(here / "runtime"), "TZ": "Europe/Prague", "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
            "BLEND_NO_START": "1",
        }

    def start(self, *options: str, **how) -> float:
        """Seconds until it answered."""
        began = time.monotonic()
        log = open(self.here / "daemon.log", "ab")
        self.daemon = subprocess.Popen([self.programs / "blendd", "--port", "0", "--now", NOW, *options],
                                       env=self.environment, stdout=log, stderr=log, **how)
        while self.blend("contacts").returncode != 0:
            if self.daemon.poll() is not None or time.monotonic() > began + START_LIMIT:
                self.stop(signal.SIGKILL)
                fail("blendd did not start:\n" + (self.here / "daemon.log").read_text())
            time.sleep(0.02)
        return time.monotonic() - began

    def stop(self, how: int = signal.SIGTERM) -> float:
        began = time.monotonic()
        if self.daemon and self.daemon.poll() is None:
            self.daemon.send_signal(how)
            self.daemon.wait(START_LIMIT)
        return time.monotonic() - began

    def refused_start(self, *options: str) -> subprocess.CompletedProcess:
        return subprocess.run([self.programs / "blendd", "--now", NOW, *options], env=self.environment,
                              capture_output=True, text=True, timeout=START_LIMIT)

    def command(self, *words: str) -> list:
        return [self.programs / "blend", *words]

    def blend(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(self.command(*words), env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120)

    def must(self, *words: str) -> str:
        done = self.blend(*words)
        check(done.returncode == 0, f"blend {' '.join(words)}: {done.returncode} {done.stderr}")
        return done.stdout

    def database(self) -> pathlib.Path:
        return next(self.here.glob("home/**/blend.db"))

    def rows(self, sql: str) -> list:
        with contextlib.closing(sqlite3.connect(f"file:{self.database()}?mode=ro", uri=True)) as database:
            return database.execute(sql).fetchall()

    def count(self) -> int:
        return self.rows("SELECT count(*) FROM interaction")[0][0]

    def dump(self) -> dict:
        tables = [name for (name,) in self.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {table: sorted(map(repr, self.rows(f"SELECT * FROM {table}"))) for table in tables
                if table not in DERIVED | HISTORY | {"sqlite_sequence", "source", "access_key"}}

    def check_whole(self) -> None:
        report = json.loads(self.must("rebuild", "--check", "--json"))
        check(report["different"] == 0, f"standings differ from a rebuild: {report}")
        check(self.rows("PRAGMA integrity_check") == [("ok",)], "the file is not sound")


def fail(words: str) -> None:
    print(words, file=sys.stderr)
    sys.exit(1)


def check(holds: bool, words: str) -> None:
    if not holds:
        fail(words)


def check_refused(done: subprocess.CompletedProcess, status: int, *words: str) -> None:
    """One line that says what is wrong, one that says what to do, and the exit status of its kind."""
    lines = [line for line in done.stderr.splitlines() if line]
    lines = [line for line in lines if " records, " not in line and "━" not in line]  # progress is no refusal
    check(done.returncode == status, f"exit {done.returncode} instead of {status}: {done.stderr}")
    check(1 <= len(lines) <= 2, f"not one line and a hint: {lines}")
    check(all(word in done.stderr for word in words), f"{words} not in: {done.stderr}")


def until(holds, what: str) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        check(time.monotonic() < deadline, f"waited in vain: {what}")
        time.sleep(0.05)
