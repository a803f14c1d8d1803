"""Mailboxes on a real server, Dovecot, read by the real daemon."""

import contextlib
import json
import signal
import socket
import subprocess
import threading
import time

from dovecot import PASSWORD, Dovecot, Line, free_port
from house import STOP_LIMIT, House, check, check_refused, until

def secret(house: House) -> str:
    """Where the daemon finds the password."""
    word = house.here / "word"
    word.write_text(PASSWORD + "\n")
    return f"command: cat {word}"


def mail(number: int, sender: str, recipient: str, **more: str) -> bytes:
    at = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(1_600_000_000 + number * 420))
    headers = {"From": sender, "To": recipient, "Date": at, "Message-ID": f"<{number}@example.org>",
               "Subject": f"Quixotic {number}"} | more
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode() + b"\r\nXylophonist says hello.\r\n"


def exchange(count: int, first: int = 0) -> tuple[list, list]:
    """What ten friends wrote, and the answers."""
    received = [mail(number, f"Friend {number % 10} <friend{number % 10}@example.org>", "ana@example.org")
                for number in range(first, first + count, 2)]
    sent = [mail(number, "ana@example.org", f"friend{number % 10}@example.org")
            for number in range(first + 1, first + count, 2)]
    return received, sent


def add(house: House, url: str, *options: str) -> dict:
    return json.loads(house.must("source", "add", "imap", url, "--user", "ana", "--secret", secret(house), "--me",
                                 "ana@example.org", *options, "--json"))


def sync(house: House) -> dict:
    return json.loads(house.must("source", "sync", "1", "--json"))


def line_of(house: House) -> str:
    """How the account stands, as `source list` says it."""
    return json.loads(house.must("source", "list", "--json"))["sources"][0]["sentence"]


def directions(house: House) -> dict:
    return dict(house.rows("SELECT direction, count(*) FROM interaction GROUP BY direction"))


def what_counts(house: House) -> list:
    return sorted(house.rows("SELECT handle.value, started_at, key, direction FROM interaction "
                             "JOIN handle ON handle.id = handle_id"))


def sent_and_received(house: House) -> None:
    """Mails of all folders that matter go in once; what was moved, deleted or is in a file besides changes nothing."""
    with Dovecot(house.here) as server:
        received, sent = exchange(100)
        server.put("ana", "INBOX", received)
        server.put("ana", "Gesendet", sent)
        server.put("ana", "Archiv.B&APw-cher", exchange(20, first=1000)[0])
        for unwanted in ("Junk", "Papierkorb", "Drafts"):
            server.put("ana", unwanted, [mail(5000, "somebody@example.net", "ana@example.org")])
        house.start()
        report = add(house, server.url())
        check(report["stored"] == 110 and report["read"] == 110, f"not all went in: {report}")
        check(directions(house) == {"in": 60, "out": 50}, f"wrong directions: {directions(house)}")
        names = [each["name"] for each in report["source"]["collections"]]
        check(sorted(names) == ["Archiv/Bücher", "Gesendet", "INBOX"], f"other folders: {names}")
        house.check_whole()

        given, bodies = server.given_out()
        check((given, bodies) == (110, 0), f"{given} headers and {bodies} bodies were asked for")
        check(sync(house)["read"] == 0, "something was read a second time")
        check(server.given_out() == (110, 0), "something was fetched a second time")

        other = server.session()
        other.select("INBOX")
        other.copy("1:10", '"Archiv/B&APw-cher"')
        other.store("1:20", "+FLAGS", "(\\Deleted)")
        other.expunge()
        other.append("INBOX", "", None, mail(7000, "friend1@example.org", "ana@example.org"))
        other.logout()
        before = what_counts(house)
        report = sync(house)
        check(report["stored"] == 1 and report["read"] == 11, f"more than the new mail: {report}")
        check(set(before) < set(what_counts(house)), "what was deleted on the server is gone here")
        # The same mails as files: the folder of the server's own.
        before = what_counts(house)
        house.must("import", "--me", "ana@example.org", str(server.maildir("ana", "INBOX")))
        more = {sender for sender, *_ in what_counts(house)} - {sender for sender, *_ in before}
        check(more == {"somebody@example.net"}, f"more than spam is in the files: {more}")
        check(house.count() == len(before) + 1, "a mail counts twice because it is in a file as well")
        house.check_whole()
        house.stop()
        for path in [house.here / "daemon.log", *house.home.rglob("*")]:
            if path.is_file():
                for word in ("Quixotic", "Xylophonist", PASSWORD):
                    check(word.encode() not in path.read_bytes(), f"{word} is in {path}")


def the_server_counts_anew(house: House) -> None:
    """A folder whose mails got new numbers is read again, and nothing counts twice."""
    with Dovecot(house.here) as server:
        received, sent = exchange(200)
        server.put("ana", "INBOX", received)
        server.put("ana", "Gesendet", sent)
        house.start()
        check(add(house, server.url())["stored"] == 200, "not all went in")
        before = what_counts(house)
        server.count_anew("ana")
        server.put("ana", "INBOX", [mail(9000, "friend3@example.org", "ana@example.org")])
        report = sync(house)
        check(report["read"] == 101 and report["stored"] == 1, f"not read again: {report}")
        check(set(before) < set(what_counts(house)) and house.count() == 201, "something counts twice")
        check(sync(house)["read"] == 0, "it is read again and again")


def twenty_thousand(house: House, server: Dovecot) -> None:
    received, sent = exchange(20_000)
    server.put("ana", "INBOX", received)
    server.put("ana", "Gesendet", sent)


def check_twenty_thousand(house: House) -> None:
    check(directions(house) == {"in": 10_000, "out": 10_000}, f"{directions(house)} of 20000")
    check(house.rows("SELECT 1 FROM batch WHERE state = 'running'") == [], "a batch is left open")
    house.check_whole()


def killed_in_the_middle(house: House) -> None:
    """kill -9 of the daemon in the middle of 20,000 mails: what was in the log is not asked for again."""
    with Dovecot(house.here) as server:
        twenty_thousand(house, server)
        house.start()
        line = Line(server.port)
        line.cut_after(3_000_000, house.daemon.kill)
        killed = house.blend("source", "add", "imap", line.url(), "--user", "ana", "--secret", secret(house), "--me",
                             "ana@example.org")
        check(killed.returncode != 0, "it was not killed in the middle")
        house.daemon.wait(STOP_LIMIT)
        house.start()
        check(house.count() >= 5_000, f"only {house.count()} of what was read before is there")
        house.check_whole()
        sync(house)
        check(sync(house)["read"] == 0, "it is read again and again")
        check_twenty_thousand(house)
        until(lambda: server.given_out()[0] >= 20_000, "the server to say what it gave out")
        check(server.given_out()[0] <= 25_200, f"{server.given_out()} headers were fetched for 20000 mails")


def server_killed_in_the_middle(house: House) -> None:
    """A server that dies while it answers costs nothing of what it said before, and one line; then all goes on."""
    with Dovecot(house.here) as server:
        twenty_thousand(house, server)
        house.start()
        line = Line(server.port)
        line.cut_after(3_000_000, lambda: server.stop(signal.SIGKILL))
        report = add(house, line.url())
        check("127.0.0.1" in (report["source"]["problem"] or ""), f"it does not say what happened: {report['source']}")
        check(report["stored"] >= 5_000, f"what came before is lost: {report}")
        there = house.count()
        house.check_whole()
        sync(house)
        check(house.count() == there, "something came from a dead server")
        check("127.0.0.1" in line_of(house), f"it does not say that the server is away: {line_of(house)}")
        server.start()
        report = sync(house)
        check(report["read"] <= 20_000 - 5_000, f"read again what was there: {report}")
        check_twenty_thousand(house)
        check(report["source"].get("problem") is None, f"still a problem: {report['source']}")


def wrong_password(house: House) -> None:
    """A password that is refused is one line: when the account is added, and when it stops being right."""
    with Dovecot(house.here) as server:
        server.put("ana", "INBOX", exchange(10)[0])
        house.start()
        wrong = house.blend("source", "add", "imap", server.url(), "--user", "ana", "--secret", "command: echo nonsense",
                            "--me", "ana@example.org")
        check_refused(wrong, 1, "did not let ana in")
        check(json.loads(house.must("source", "list", "--json"))["sources"] == [], "it was added all the same")
        none = house.blend("source", "add", "imap", server.url(), "--user", "ana", "--secret", "command: false", "--me",
                           "ana@example.org")
        check_refused(none, 1, "false")
        unknown = house.blend("source", "add", "imap", server.url(), "--user", "ana", "--secret", secret(house))
        check_refused(unknown, 2, "which mail address is yours")

        add(house, server.url())
        server.let_in(ana="another")
        server.stop()
        server.start()
        sync(house)
        check("did not let ana in" in line_of(house), f"not said: {line_of(house)}")
        server.let_in(ana=PASSWORD)
        server.stop()
        server.start()
        sync(house)
        check("did not let" not in line_of(house), f"not forgotten: {line_of(house)}")


@contextlib.contextmanager
def encrypted(house: House, server: Dovecot, name: str = "127.0.0.1"):
    """A port at which the server is reached with a certificate that nobody vouches for."""
    key, certificate, port = house.here / "key.pem", house.here / "certificate.pem", free_port()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", key, "-out", certificate, "-days", "3650", "-subj", f"/CN={name}",
                    "-addext", f"subjectAltName=DNS:{name}" if name[0].isalpha() else f"subjectAltName=IP:{name}"],
                   check=True, capture_output=True)
    front = subprocess.Popen(["socat", f"OPENSSL-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork,cert={certificate},"
                              f"key={key},verify=0", f"TCP:127.0.0.1:{server.port}"], stderr=subprocess.DEVNULL)

    def reached() -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5):
            return True
        return False
    try:
        until(reached, "the encrypted port")
        yield port
    finally:
        front.kill()
        front.wait()


def certificates(house: House) -> None:
    """A certificate that nobody vouches for ends it before a password is said; one that is trusted lets it in."""
    with Dovecot(house.here) as server, encrypted(house, server, "localhost") as port:
        server.put("ana", "INBOX", exchange(10)[0])
        house.start()
        options = ("--user", "ana", "--secret", secret(house), "--me", "ana@example.org")
        refused = house.blend("source", "add", "imap", f"imaps://localhost:{port}", *options)
        check_refused(refused, 1, "certificate", "localhost")
        check("Login" not in server.log(), "the password was said to a stranger")
        check(house.rows("SELECT count(*) FROM watched") == [(0,)], "the account was added")
        house.stop()

        house.environment["SSL_CERT_FILE"] = str(house.here / "certificate.pem")
        house.start()
        wrong_name = house.blend("source", "add", "imap", f"imaps://127.0.0.1:{port}", *options)
        check_refused(wrong_name, 1, "certificate", "127.0.0.1")
        check("Login" not in server.log(), "the password was said to a server of another name")
        report = json.loads(house.must("source", "add", "imap", f"imaps://localhost:{port}", *options, "--json"))
        check(report["stored"] == 5, f"not read: {report}")


def hostile_mails(house: House) -> None:
    """Whatever stands in a header: one mail costs no other, and the sums add up."""
    crowd = ", ".join(f"person{number}@example.net" for number in range(20_000))
    hostile = {
        "long": b"From: " + b"x" * 20_000_000 + b"@example.net\r\nTo: ana@example.org\r\n\r\n",
        "crowd": mail(1, "friend1@example.org", crowd),
        "nothing": b"\r\n",
        "no end": b"From: friend2@example.org",
        "bytes": b"From: \xff\xfe\x00 <fr\x00iend3@example.org>\r\nTo: ana@example.org\r\nDate: \xe9\r\nMessage-ID: <\x00>\r\n\r\n",
        "injected": mail(2, "=?utf-8?q?Eve=0D=0ABcc:_x=40example.net?= <friend4@example.org>", "ana@example.org"),
        "escapes": mail(3, "\x1b[31mEve\x07 \u202e <friend5@example.org>", "ana@example.org"),
        "literal": mail(4, "friend6@example.org", "ana@example.org", Subject="{4294967295}\r\n )\r\n* BYE"),
        "no date": b"From: friend7@example.org\r\nTo: ana@example.org\r\nMessage-ID: <7@x>\r\n"
                   b"Received: from a by b; Mon, 16 Nov 2026 10:00:00 +0000\r\n\r\nhi\r\n",
        "wrong date": b"From: friend8@example.org\r\nTo: ana@example.org\r\nDate: 32 Foo 99999\r\n\r\nhi\r\n",
        "folds": b"From: friend9@example.org\r\nTo: ana@example.org\r\n" + b"Cc:\r\n " * 5_000 + b"\r\n\r\n",
        "colons": b":\r\n::\r\n: x\r\nFrom friend@example.org\r\n>From : y\r\n\r\n",
    }
    with Dovecot(house.here) as server:
        server.put("ana", "INBOX", [*hostile.values(), *exchange(20)[0]])
        house.start()
        report = add(house, server.url())
        check(report["read"] == len(hostile) + 10, f"not each was read once: {report}")
        friends = {value for (value,) in house.rows("SELECT value FROM handle JOIN interaction ON handle_id = handle.id")}
        for number in (0, 2, 4, 6, 7, 8):
            check(f"friend{number}@example.org" in friends, f"friend{number} is missing among {friends}")
        received = house.rows("SELECT started_at FROM interaction JOIN handle ON handle.id = handle_id "
                              "WHERE value = 'friend7@example.org'")
        check(received == [(1_794_823_200,)], f"not when it was received: {received}")
        check(house.daemon.poll() is None, "the daemon went down")
        check("\x1b" not in house.must("unmatched"), "an escape reached the terminal")
        check(sync(house)["read"] == 0, "something is read again and again")
        house.check_whole()


def many_folders(house: House) -> None:
    """A thousand folders of any name, some of which come and go."""
    with Dovecot(house.here) as server:
        server.make("ana", *(f"Regal {number // 50}.Fach %*\\ {number} &- &APw-" for number in range(1_000)))
        server.put("ana", "INBOX", exchange(10)[0])
        other = server.session()
        other.append('"Regal 3/Fach %*\\\\ 150 &- &APw-"', "", None, mail(500, "friend2@example.org", "ana@example.org"))
        house.start()
        report = add(house, server.url())
        check(report["stored"] == 6, f"not all went in: {report}")
        check(house.rows("SELECT count(*) FROM collection")[0][0] > 1_000, "folders are missing")
        other.delete('"Regal 3/Fach %*\\\\ 150 &- &APw-"')
        server.put("ana", "Umzug", [mail(501, "friend3@example.org", "ana@example.org")])
        check(sync(house)["stored"] == 1, "a folder that moved is not read")
        check(house.count() == 7, "a folder that went took its mails along")


def another_address(house: House) -> None:
    """An address of one's own that is told later: what was taken for somebody else's mail is read again, and is one's own."""
    with Dovecot(house.here) as server:
        server.put("ana", "INBOX", [mail(number, "ana.old@example.org", f"friend{number}@example.org") for number in range(5)])
        house.start()
        add(house, server.url())
        check(directions(house) == {"in": 5}, f"understood otherwise: {directions(house)}")
        told = house.must("me", "add", "ana.old@example.org")
        check("again" not in told, f"it asks for files that there are not: {told}")
        sync(house)
        friends = house.rows("SELECT count(*) FROM interaction JOIN handle ON handle.id = handle_id "
                             "WHERE direction = 'out' AND value LIKE 'friend%'")
        check(friends == [(5,)], f"not understood anew: {friends} {directions(house)}")
        house.check_whole()


def stopped_while_waiting(house: House) -> None:
    """A server that says nothing more keeps the daemon neither from answering nor from stopping."""
    with Dovecot(house.here) as server:
        server.put("ana", "INBOX", exchange(1_000)[0])
        house.start()
        line, cut, silent = Line(server.port), threading.Event(), threading.Event()

        def fall_silent():
            cut.set()
            silent.wait(120)
        line.cut_after(20_000, fall_silent)
        asking = subprocess.Popen(house.command("source", "add", "imap", line.url(), "--user", "ana", "--secret", secret(house),
                                                "--me", "ana@example.org"), env=house.environment,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        check(cut.wait(60), "the server was not asked")
        house.must("log", "call", "Amma", "10m") if house.must("add", "Amma") else None
        seconds = house.stop()
        silent.set()
        asking.wait(60)
        check(seconds < STOP_LIMIT, f"it took {seconds:.1f} s to stop")


CASES = {case.__name__: case for case in (
    sent_and_received, the_server_counts_anew, killed_in_the_middle,
    server_killed_in_the_middle, wrong_password, certificates, hostile_mails, many_folders, another_address, stopped_while_waiting)}
