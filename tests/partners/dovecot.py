"""A real mail server: Dovecot on a free port of this machine, with the mailboxes of a test."""

import contextlib
import imaplib
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from house import SKIPPED, check, until  # noqa: E402

PASSWORD = "correct horse"

CONFIGURATION = """
base_dir = {here}/run
state_dir = {here}/state
log_path = {here}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
login_greeting = ready
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{here}/mail/%n
mail_max_userip_connections = 100
mailbox_list_index = yes
mail_fsync = never
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {here}/passwords
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={here}/mail/%n
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Gesendet {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
  mailbox Papierkorb {{
    auto = create
    special_use = \\Trash
  }}
  mailbox Drafts {{
    auto = create
    special_use = \\Drafts
  }}
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Dovecot:
    """It refuses to serve mail as root: there it runs as nobody."""

    def __init__(self, here: pathlib.Path, port: int | None = None):
        program = shutil.which("dovecot", path="/usr/sbin:/usr/bin")
        if program is None:
            print("SKIPPED: there is no Dovecot here", file=sys.stderr)
            sys.exit(SKIPPED)
        self.program, self.here, self.port, self.server = program, here / "dovecot", port or free_port(), None
        self.owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        for folder in ("run", "state", "mail"):
            (self.here / folder).mkdir(parents=True)
        self.let_in(ana=PASSWORD)
        import grp
        group = grp.getgrgid(self.owner.pw_gid).gr_name
        (self.here / "dovecot.conf").write_text(CONFIGURATION.format(
            here=self.here, port=self.port, user=self.owner.pw_name, group=group, uid=self.owner.pw_uid,
            gid=self.owner.pw_gid))
        self.own(self.here)

    def own(self, path: pathlib.Path) -> None:
        for each in (path, *path.rglob("*")):
            os.chown(each, self.owner.pw_uid, self.owner.pw_gid)

    def let_in(self, **users: str) -> None:
        (self.here / "passwords").write_text("".join(f"{name}:{{PLAIN}}{word}\n" for name, word in users.items()))

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGKILL)

    def start(self) -> None:
        as_owner = {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
        self.server = subprocess.Popen([self.program, "-F", "-c", str(self.here / "dovecot.conf")],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                                       cwd=self.here, **as_owner)
        until(self.answers, "the mail server to answer")

    def answers(self) -> bool:
        check(self.server.poll() is None, f"Dovecot did not start:\n{self.log()}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as line:
            line.settimeout(5)
            return line.recv(100).startswith(b"* OK")
        return False

    def stop(self, how: int = signal.SIGTERM) -> None:
        """With everything that it started: they are one process group."""
        if self.server and self.server.poll() is None:
            if how == signal.SIGKILL:
                os.killpg(self.server.pid, how)
            else:
                self.server.send_signal(how)
            self.server.wait(20)

    def log(self) -> str:
        file = self.here / "log"
        return file.read_text() if file.exists() else ""

    def url(self) -> str:
        return f"imap://127.0.0.1:{self.port}"

    def maildir(self, user: str, folder: str) -> pathlib.Path:
        root = self.here / "mail" / user
        return root if folder == "INBOX" else root / f".{folder}"

    def put(self, user: str, folder: str, mails) -> None:
        """As a delivery does, or another mail program: a file each."""
        self.make(user, folder)
        for number, mail in enumerate(mails):
            at = 1_500_000_000 + number
            name = f"{at}.M{time.monotonic_ns()}P{number}.host:2,S"
            (self.maildir(user, folder) / "cur" / name).write_bytes(mail)
        self.own(self.here / "mail")

    def make(self, user: str, *folders: str) -> None:
        for folder in folders:
            for part in ("cur", "new", "tmp"):
                (self.maildir(user, folder) / part).mkdir(parents=True, exist_ok=True)

    def count_anew(self, user: str) -> None:
        """As after a repair: the same mails under other numbers, which the server says."""
        self.stop()
        root = self.here / "mail" / user
        for index in root.glob("dovecot*index*"):
            index.unlink()
        numbers = root / "dovecot-uidlist"
        numbers.write_text(re.sub(r"\bV(\d+)", lambda found: f"V{int(found[1]) + 1}", numbers.read_text(), count=1))
        self.start()

    def session(self, user: str = "ana") -> imaplib.IMAP4:
        """Another mail program of the owner's."""
        session = imaplib.IMAP4("127.0.0.1", self.port, timeout=60)
        session.login(user, PASSWORD)
        return session

    def given_out(self) -> tuple[int, int]:
        """Of how many mails headers were given out to others than this test, and of how many bodies."""
        counts = re.findall(r"hdr_count=(\d+) hdr_bytes=\d+ body_count=(\d+)", self.log())
        return sum(int(header) for header, _ in counts), sum(int(body) for _, body in counts)


class Line:
    """A way to the server that can be cut after so many bytes of its answers."""

    def __init__(self, port: int):
        self.to, self.limit, self.when_cut, self.passed = port, None, lambda: None, 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def cut_after(self, count: int, when_cut) -> None:
        self.passed, self.limit, self.when_cut = 0, count, when_cut

    def whole(self) -> None:
        self.limit = None

    def url(self) -> str:
        return f"imap://127.0.0.1:{self.port}"

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listening.accept()
                threading.Thread(target=self.pass_on, args=(near,), daemon=True).start()

    def pass_on(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError), near, socket.create_connection(("127.0.0.1", self.to)) as far:
            def questions():
                with contextlib.suppress(OSError):
                    while said := near.recv(65536):
                        far.sendall(said)
                    far.shutdown(socket.SHUT_WR)
            threading.Thread(target=questions, daemon=True).start()
            while said := far.recv(65536):
                self.passed += len(said)
                if self.limit is not None and self.passed > self.limit:
                    self.limit = None
                    self.when_cut()
                    near.shutdown(socket.SHUT_RDWR)  # closing alone waits for the other thread
                    return
                near.sendall(said)
