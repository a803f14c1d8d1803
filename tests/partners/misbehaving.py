#!/usr/bin/python3 -B
"""Servers that misbehave: nothing is lost, nothing comes twice, the list of sources says clearly what is wrong, and
once the server behaves everything goes on by itself."""

import signal
import threading
import subprocess

import house
import proxy
from calendars import event


class Misbehaving(house.Story):
    def setUp(self):
        super().setUp()
        self.server = self.xandikos()
        self.calendar = self.server.make_calendar()
        self.front = self.started(proxy.Proxy(self.server.port))
        self.blend = self.home()
        self.blend.say("add", "Amma", "--circle", "inner")
        self.blend.say("add", "Tom", "--circle", "inner", "--email", "tom@example.org")
        self.blend.say("me", "add", "anna@example.org")

    def add(self, *more):
        self.blend.say("source", "add", "caldav", self.front.address, *more)

    def meetings(self, count, first=0):
        for number in range(first, first + count):
            text = event(f"meeting-{number}", f"DTSTART:202610{number % 28 + 1:02d}T{number // 28 % 24:02d}0000Z", "DURATION:PT30M",
                         "ORGANIZER:mailto:anna@example.org", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:tom@example.org")
            status, _, _ = self.server.ask("PUT", f"{self.calendar}m{number}.ics", text, {"Content-Type": "text/calendar"})
            self.assertIn(status, (201, 204))

    def interactions(self):
        return self.blend.read("today")["interactions"]

    def entries(self):
        return self.server.ask("PROPFIND", self.calendar, None, {"Depth": "1"})[2].count(".ics<")

    def stands(self):
        return self.blend.source()["sentence"]

    def goes_wrong_and_recovers(self, manner, says):
        self.meetings(3)
        self.blend.say("plan", "call", "Amma", "2026-11-29 10:30")
        self.add()
        self.assertEqual((self.interactions(), self.entries()), (3, 4))
        self.front.manner = manner
        self.meetings(2, 3)
        self.blend.say("move", "1", "2026-11-30 11:00")
        self.blend.sync()
        self.assertIn(says, self.stands())
        self.assertEqual(self.blend.plan()["state"], "planned")
        self.assertEqual(self.entries(), 6)
        self.front.manner = None
        self.blend.sync()
        self.assertNotIn(says, self.stands())
        self.assertEqual((self.interactions(), self.entries()), (5, 6))
        self.assertEqual(self.blend.plan()["local"], "2026-11-30T11:00:00")

    def test_a_server_that_answers_500(self):
        self.goes_wrong_and_recovers(proxy.fails, "broken")

    def test_a_server_that_hangs_up_half_way(self):
        self.goes_wrong_and_recovers(proxy.breaks_off, "broke")

    def test_a_server_that_sends_blend_to_another_host(self):
        self.goes_wrong_and_recovers(proxy.elsewhere, "another address")

    def test_a_server_that_drips_is_waited_for(self):
        self.meetings(30)
        self.front.manner = proxy.drips
        self.add()
        self.assertEqual(self.interactions(), 30)

    def test_versions_without_quotes_are_versions(self):
        self.front.manner = proxy.without_quotes
        self.blend.say("plan", "call", "Amma", "2026-11-29 10:30")
        self.add()
        self.blend.say("move", "1", "2026-11-30 11:00")
        self.blend.sync()
        self.assertEqual(self.entries(), 1)
        self.assertIn("read just now", self.stands())
        before = self.front.asked
        self.blend.sync()
        self.blend.sync()
        self.assertLess(self.front.asked - before, 16)

    def test_digest_is_answered_and_a_wrong_password_is_said(self):
        self.front.manner = proxy.needs_digest("anna", "open sesame")
        refused = self.blend.run("source", "add", "caldav", self.front.address, "--user", "anna", "--secret",
                                 "command: echo wrong", check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("does not take this user and password", refused.stderr)
        self.add("--user", "anna", "--secret", "command: echo 'open sesame'")
        self.assertIn("read just now", self.stands())

    def test_a_certificate_that_nobody_signed_is_refused(self):
        key, certificate = self.folder / "key.pem", self.folder / "cert.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-keyout", key, "-out", certificate], check=True, capture_output=True)
        port = house.free_port()
        self.started(house.Process(["socat", f"OPENSSL-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork,cert={certificate},key={key},verify=0",
                                    f"TCP:127.0.0.1:{self.server.port}"], self.folder / "socat.log"))
        house.until(lambda: house.listens(port), "socat")
        refused = self.blend.run("source", "add", "caldav", f"https://localhost:{port}", check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("certificate", refused.stderr)

    def test_a_server_that_is_down_and_comes_back(self):
        self.meetings(2)
        self.add()
        self.server.end()
        self.blend.say("plan", "call", "Amma", "2026-11-29 10:30")
        self.blend.sync()
        self.assertIsNotNone(self.blend.source()["problem"])
        self.server.start()
        self.blend.sync()
        self.assertIsNone(self.blend.source()["problem"])
        self.assertEqual((self.interactions(), self.entries()), (2, 3))

    def test_a_server_killed_in_the_midst_of_a_reading(self):
        self.meetings(250)
        seen = []

        def kills(handler, status, headers, text):
            if status is None and handler.command == "REPORT":
                seen.append(handler)
                if len(seen) == 3:  # the list, a batch, and now
                    self.server.end(signal.SIGKILL)
                    handler.connection.close()
                    return True
            return False

        self.front.manner = kills
        self.add()
        self.assertIsNotNone(self.blend.source()["problem"])
        self.front.manner = None
        self.server.start()
        self.blend.sync()
        self.assertIsNone(self.blend.source()["problem"])
        self.assertEqual(self.interactions(), 250)
        self.blend.sync()
        self.assertEqual(self.interactions(), 250)

    def test_the_daemon_killed_in_the_midst_of_a_reading(self):
        self.meetings(450)
        self.blend.say("plan", "call", "Amma", "2026-11-29 10:30")
        seen, reached = [], threading.Event()

        def waits(handler, status, headers, text):
            if status is None and handler.command == "REPORT":
                seen.append(handler)
                if len(seen) == 4:
                    reached.set()
                    threading.Event().wait(20)
            return False

        self.front.manner = waits
        adding = subprocess.Popen([house.PROGRAMS / "blend", "source", "add", "caldav", self.front.address],
                                  env=self.blend.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.assertTrue(reached.wait(house.LIMIT))
        self.blend.end(signal.SIGKILL)
        adding.wait()
        self.front.manner = None
        self.blend.start()
        self.blend.sync()
        self.assertEqual((self.interactions(), self.entries()), (450, 451))
        self.blend.sync()
        self.assertEqual((self.interactions(), self.entries()), (450, 451))

    def test_a_calendar_that_lost_everything_at_once_calls_nothing_off(self):
        for day in (26, 27, 28):
            self.blend.say("plan", "call", "Amma", f"2026-11-{day} 10:30")
        self.add()
        for href in set(house_hrefs(self)):
            self.server.ask("DELETE", href)
        self.blend.sync()
        self.assertEqual([plan["state"] for plan in self.blend.plans()], ["planned"] * 3)
        self.assertEqual(self.entries(), 3)


def house_hrefs(story):
    import re
    return re.findall(r">([^<]*\.ics)<", story.server.ask("PROPFIND", story.calendar, None, {"Depth": "1"})[2])


class ManyEvents(house.Story):
    """10,000 events: the first reading is bounded in memory, the second costs next to nothing."""

    def test_ten_thousand_events(self):
        store = self.folder / "radicale" / "store" / "collection-root" / "anna" / "home"
        server = self.radicale()
        server.make_calendar()
        server.end()
        for number in range(10_000):
            day, hour = number % 28 + 1, number // 28 % 24
            text = event(f"e{number}", f"DTSTART:20{10 + number % 16}{number % 9 + 1:02d}{day:02d}T{hour:02d}0000Z", "DURATION:PT30M",
                         "SUMMARY:" + "word " * 40, "DESCRIPTION:" + "more words " * 100,
                         "ORGANIZER:mailto:anna@example.org", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:guest{number % 50}@example.org")
            (store / f"e{number}.ics").write_text(text)
        server.start()
        # Radicale reads every file once, and is quick from then on.
        self.assertEqual(server.ask("PROPFIND", "/anna/home/", None, {"Depth": "1"})[0], 207)
        front = self.started(proxy.Proxy(server.port))
        blend = self.home()
        blend.say("me", "add", "anna@example.org")
        status = house.pathlib.Path(f"/proc/{blend.daemon.child.pid}/status")
        memory = lambda: int(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
        before = memory()
        blend.say("source", "add", "caldav", front.address, "--user", "anna", "--secret", "command: echo 'open sesame'")
        grown = memory() - before
        first = front.asked
        self.assertEqual(blend.read("today")["interactions"], 10_000)
        self.assertLess(grown, 150_000, "kB more than at the start")
        blend.sync()
        self.assertLess(front.asked - first, 30)
        self.assertEqual(blend.read("today")["interactions"], 10_000)
        print(f"10,000 events: {first} requests, {grown} kB more; second reading {front.asked - first} requests")


if __name__ == "__main__":
    house.main()
