"""Blend in a home of its own, and real servers beside it, for the tests of this folder.

Everything listens on a free port of this machine and is ended by its own process id when the test ends. Nothing here
waits for a time: only for a state, with a limit after which the test fails.
"""

import base64
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

NOW = "2026-11-23T12:00:00Z"
PROGRAMS = pathlib.Path(os.environ.get("BLEND_PROGRAMS", "build/dev/bin")).resolve()
LIMIT = 120  # seconds for one state


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def until(state, what: str):
    deadline = time.monotonic() + LIMIT
    while True:
        found = state()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"never came: {what}")
        time.sleep(0.02)


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


class Process:
    """A program that is ended with the test."""

    def __init__(self, words, log: pathlib.Path, environment=None):
        self.log = log
        with open(log, "ab") as out:
            self.child = subprocess.Popen([str(word) for word in words], stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                                          env=environment, start_new_session=True)

    def end(self, how=signal.SIGTERM):
        if self.child.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child.pid, how)
            try:
                self.child.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.child.pid, signal.SIGKILL)
                self.child.wait()


class Radicale:
    user, password = "anna", "open sesame"

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        folder.mkdir(parents=True)
        self.port = free_port()
        (folder / "users").write_text(f"{self.user}:{self.password}\n")
        (folder / "conf").write_text(
            f"[server]\nhosts = 127.0.0.1:{self.port}\nmax_connections = 50\n"
            f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\nhtpasswd_encryption = plain\ndelay = 0\n"
            f"[storage]\nfilesystem_folder = {folder / 'store'}\n[web]\ntype = none\n")
        self.start()

    def start(self):
        self.process = Process(["/usr/bin/radicale", "-C", self.folder / "conf"], self.folder / "log")
        until(lambda: listens(self.port), "radicale")

    def end(self, how=signal.SIGTERM):
        self.process.end(how)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def make_calendar(self, name="home"):
        path = f"/{self.user}/{name}/"
        status, _, _ = self.ask("MKCALENDAR", path, f'<?xml version="1.0"?><c:mkcalendar xmlns:d="DAV:" '
                                f'xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop><d:displayname>{name}'
                                "</d:displayname></d:prop></d:set></c:mkcalendar>")
        assert status == 201, status
        return path

    def make_address_book(self, name="people"):
        path = f"/{self.user}/{name}/"
        status, _, _ = self.ask("MKCOL", path, '<?xml version="1.0"?><d:mkcol xmlns:d="DAV:" '
                                'xmlns:a="urn:ietf:params:xml:ns:carddav"><d:set><d:prop><d:resourcetype><d:collection/>'
                                f"<a:addressbook/></d:resourcetype><d:displayname>{name}</d:displayname></d:prop></d:set></d:mkcol>")
        assert status == 201, status
        return path

    def ask(self, method, path, body=None, headers=None):
        return ask(self.port, method, path, body, {"Authorization": basic(self.user, self.password), **(headers or {})})


class Xandikos:
    user = password = None
    calendar = "/user/calendars/calendar/"
    address_book = "/user/contacts/addressbook/"

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        folder.mkdir(parents=True)
        self.port = free_port()
        self.start()

    def start(self):
        self.process = Process(["/usr/bin/xandikos", "--defaults", "-d", self.folder / "store", "-p", self.port, "-l",
                                "127.0.0.1"], self.folder / "log")
        until(lambda: listens(self.port), "xandikos")

    def end(self, how=signal.SIGTERM):
        self.process.end(how)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def make_calendar(self, name="home"):
        return self.calendar

    def make_address_book(self, name="people"):
        return self.address_book

    def ask(self, method, path, body=None, headers=None):
        return ask(self.port, method, path, body, headers or {})


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def ask(port, method, path, body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=900)
    try:
        connection.request(method, path, body.encode() if body else None, headers or {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


class Home:
    """The daemon with a ledger of its own, asked by the command line."""

    def __init__(self, folder: pathlib.Path, now=NOW):
        self.folder, self.now = folder, now
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "runtime").mkdir(mode=0o700, exist_ok=True)
        self.environment = {"PATH": f"{PROGRAMS}:/usr/bin:/bin", "HOME": str(folder), "BLEND_HOME": str(folder / "home"),
                            "XDG_RUNTIME_DIR": str(folder / "runtime"), "TZ": "Europe/Berlin", "BLEND_NO_START": "1",
                            "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
        self.start()

    def start(self):
        self.daemon = Process([PROGRAMS / "blendd", "--port", "0", "--now", self.now], self.folder / "daemon.log",
                              self.environment)
        until(lambda: self.run("config", check=False).returncode == 0, "blendd")

    def end(self, how=signal.SIGTERM):
        self.daemon.end(how)

    def run(self, *words, check=True, stdin=None):
        done = subprocess.run([PROGRAMS / "blend", *words], env=self.environment, cwd=self.folder, capture_output=True,
                              text=True, timeout=600, input=stdin, check=False)
        if check and done.returncode != 0:
            raise AssertionError(f"blend {' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def say(self, *words) -> str:
        return self.run(*words).stdout

    def read(self, *words):
        return json.loads(self.run(*words, "--json").stdout)

    def port(self) -> int:
        text = (self.folder / "daemon.log").read_text()
        return int(text.rsplit("http://127.0.0.1:", 1)[1].split()[0])

    def plans(self, which=()):
        return self.read("plans", *which)["plans"]

    def plan(self, number=1):
        return next(plan for plan in self.plans(["--all"]) if plan["id"] == number)

    def source(self, number=1):
        return next(source for source in self.read("source", "list")["sources"] if source["id"] == number)

    def history(self):
        return [change["what"] for change in self.read("history")["changes"]]

    def add_calendars(self, server, *more):
        words = ["source", "add", "caldav", server.address, *more]
        if server.user:
            words += ["--user", server.user, "--secret", f"command: echo '{server.password}'"]
        return self.say(*words)

    def sync(self, number=1) -> str:
        """Both ways until nothing is left to do."""
        return self.say("source", "sync", str(number))


class Story(unittest.TestCase):
    """A test with a folder; what it starts is ended with it, whether it passes or not."""

    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="blend-partners-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def started(self, thing):
        self.addCleanup(thing.end)
        return thing

    def home(self, name="anna", now=NOW):
        return self.started(Home(self.folder / name, now))

    def radicale(self):
        return self.started(Radicale(self.folder / "radicale"))

    def xandikos(self):
        return self.started(Xandikos(self.folder / "xandikos"))


def main():
    if not (PROGRAMS / "blendd").exists():
        sys.exit(f"there is no blendd in {PROGRAMS}: set BLEND_PROGRAMS")
    unittest.main(verbosity=2)
