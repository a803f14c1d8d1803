#!/usr/bin/python3 -B
"""What other programs read in what Blend wrote: khal, ical.js and vdirsyncer see every occurrence where Blend means it,
through both clock changes, and Blend's own feed brings nothing back to it."""

import datetime
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest
import zoneinfo

import house

HERE = pathlib.Path(__file__).resolve().parent
ICAL_JS = pathlib.Path(os.environ.get("ICAL_JS", HERE.parents[1] / "web/node_modules/ical.js/dist/ical.js"))
FROM, TO = "2026-11-23T00:00:00Z", "2028-11-23T00:00:00Z"


def in_zone(zone, year, month, day, hour, minute=0):
    local = datetime.datetime(year, month, day, hour, minute, tzinfo=zoneinfo.ZoneInfo(zone))
    return local.astimezone(datetime.timezone.utc)


def text_of(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def weekly(zone, year, month, day, hour, step=7):
    date = datetime.date(year, month, day)
    while True:
        moment = in_zone(zone, date.year, date.month, date.day, hour)
        if text_of(moment) >= TO:
            return
        yield text_of(moment)
        date += datetime.timedelta(days=step)


class Interoperability(house.Story):
    def setUp(self):
        super().setUp()
        self.server = self.radicale()
        self.calendar = self.server.make_calendar()
        self.blend = self.home()
        # New York changes its clocks on other days than Berlin; Kolkata never does.
        self.blend.say("add", "Amma", "--circle", "inner", "--tz", "Asia/Kolkata", "--birthday", "02-29")
        self.blend.say("add", "Joe", "--circle", "inner", "--tz", "America/New_York", "--birthday", "1980-05-17")
        self.blend.say("plan", "call", "Amma", "2026-11-25 18:00", "--every", "1w")
        self.blend.say("plan", "call", "Joe", "2026-11-26 18:00", "--every", "1w", "--tz", "America/New_York")
        self.blend.say("plan", "meet", "Joe", "2027-03-28 15:00")
        self.blend.add_calendars(self.server)
        self.wanted = sorted([*weekly("Europe/Berlin", 2026, 11, 25, 18), *weekly("America/New_York", 2026, 11, 26, 18),
                              text_of(in_zone("Europe/Berlin", 2027, 3, 28, 15))])

    def feed(self, *more):
        address = self.blend.say("feed", *more).split()[0]
        self.assertRegex(address, r"^http://127\.0\.0\.1:\d+/feed/[0-9a-f]{64}\.ics$")
        status, headers, text = house.ask(self.blend.port(), "GET", address.split(str(self.blend.port()))[1])
        self.assertEqual(status, 200)
        file = self.folder / "feed.ics"
        file.write_text(text, newline="")
        return address, headers, file

    def khal(self, folder):
        config = self.folder / "khal.conf"
        config.write_text(f"[calendars]\n[[plans]]\npath = {folder}\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
                          "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
                          f"longdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = {self.folder / (folder.name + '.db')}\n")
        listed = subprocess.run(["/usr/bin/khal", "-c", config, "list", "--day-format", "", "--format", "{start-long}",
                                 FROM[:10], "731d"], check=True, capture_output=True, text=True,
                                env={"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"})
        return sorted(line.strip() for line in listed.stdout.splitlines() if line.strip())

    def vdirsyncer(self, remote):
        folder = self.folder / "vdir"
        folder.mkdir()
        config = self.folder / "vdirsyncer.conf"
        config.write_text(f'[general]\nstatus_path = "{self.folder / "status"}"\n[pair plans]\na = "here"\nb = "there"\n'
                          f'collections = null\n[storage here]\ntype = "filesystem"\npath = "{folder}"\nfileext = ".ics"\n'
                          f"[storage there]\n{remote}\n")
        for words in (["discover"], ["sync"]):
            subprocess.run(["/usr/bin/vdirsyncer", "-c", config, *words], check=True, capture_output=True, input=b"y\ny\n",
                           env={"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
        return folder

    def in_khal(self):
        return sorted(each[:16].replace("T", " ") for each in self.wanted)

    def test_vdirsyncer_and_khal_agree_on_the_calendar(self):
        folder = self.vdirsyncer(f'type = "caldav"\nurl = "{self.server.address}{self.calendar}"\n'
                                 f'username = "{self.server.user}"\npassword = "{self.server.password}"')
        self.assertEqual(self.khal(folder), self.in_khal())

    def test_vdirsyncer_and_khal_agree_on_the_feed(self):
        folder = self.vdirsyncer(f'type = "http"\nurl = "{self.feed()[0]}"')
        self.assertEqual(self.khal(folder), self.in_khal())

    def ical_js(self, file):
        if not ICAL_JS.exists():
            self.skipTest(f"no ical.js at {ICAL_JS}")
        shown = subprocess.run(["node", HERE / "occurrences.mjs", ICAL_JS, file, FROM, TO], check=True, capture_output=True, text=True)
        return [line.split() for line in shown.stdout.splitlines()]

    def test_ical_js_agrees_on_the_feed(self):
        self.assertEqual(sorted(start for _, start in self.ical_js(self.feed()[2])), self.wanted)

    def test_ical_js_agrees_on_birthdays_of_29_february(self):
        starts = self.ical_js(self.feed("--birthdays")[2])
        self.assertEqual(sorted(start for _, start in starts), ["2027-02-28", "2027-05-17", "2028-02-29", "2028-05-17"])

    def test_blend_agrees_with_itself(self):
        # The same events under other names, with guests, read by another Blend when all of it is past.
        file = self.feed()[2]
        text = re.sub(r"@blend", "@elsewhere", file.read_bytes().decode())
        text = text.replace("END:VEVENT", "ORGANIZER:mailto:anna@example.org\r\nATTENDEE:mailto:guest@example.org\r\nEND:VEVENT")
        later = self.home("later", TO)
        later.say("me", "add", "anna@example.org")
        (later.folder / "plans.ics").write_text(text, newline="")
        later.say("import", "plans.ics")
        starts = []
        for line in later.say("export", "csv").splitlines()[1:]:
            moment = datetime.datetime.fromisoformat(line.split(",")[0].strip('"'))
            starts.append(text_of(moment.astimezone(datetime.timezone.utc)))
        self.assertEqual(sorted(starts), self.wanted)

    def test_importing_its_own_feed_adds_nothing(self):
        before = self.blend.read("today")["interactions"]
        shutil.copy(self.feed()[2], self.blend.folder / "own.ics")
        report = self.blend.read("import", "own.ics")
        self.assertEqual(report["files"][0]["stored"], 0)
        self.assertEqual(self.blend.read("today")["interactions"], before)

    def test_a_feed_is_known_again_and_can_be_made_void(self):
        address, headers, _ = self.feed()
        path, port = address.split(str(self.blend.port()))[1], self.blend.port()
        self.assertEqual(house.ask(port, "GET", path, None, {"If-None-Match": headers["ETag"]})[0], 304)
        self.assertEqual(house.ask(port, "GET", path, None, {"If-Modified-Since": headers["Last-Modified"]})[0], 304)
        self.blend.say("move", "3", "2027-03-29 15:00")
        self.assertEqual(house.ask(port, "GET", path, None, {"If-None-Match": headers["ETag"]})[0], 200)
        self.assertEqual(house.ask(port, "GET", path, None, {"Host": "evil.example"})[0], 421)
        self.assertEqual(house.ask(port, "GET", "/feed/.ics")[0], 404)
        self.blend.say("feed", "--rotate")
        self.assertEqual(house.ask(port, "GET", path)[0], 404)
        self.blend.say("feed", "--off")
        self.assertEqual(self.blend.read("feed")["name"], "plans")

    def test_an_invitation_is_answered(self):
        self.blend.say("edit", "Joe", "--email", "joe@example.org")
        self.blend.say("me", "add", "anna@example.org")
        self.blend.say("invite", "3", "--out", "invite.ics")
        text = (self.blend.folder / "invite.ics").read_bytes().decode().replace("\r\n ", "")
        self.assertIn("METHOD:REQUEST", text)
        self.assertIn("mailto:joe@example.org", text)
        reply = text.replace("METHOD:REQUEST", "METHOD:REPLY").replace("PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED")
        (self.blend.folder / "reply.ics").write_text(reply, newline="")
        self.assertEqual(self.blend.read("import", "reply.ics")["files"][0]["stored"], 1)
        self.assertEqual(self.blend.plan(3)["answers"], [{"contact": "Joe", "answer": "accepted"}])
        self.assertEqual(self.blend.read("import", "reply.ics")["files"][0]["stored"], 0)
        self.blend.say("cancel", "3")
        self.assertIn("METHOD:CANCEL", self.blend.say("invite", "3"))


if __name__ == "__main__":
    house.main()
