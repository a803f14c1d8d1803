#!/usr/bin/python3 -B
"""Plans and events against real calendar servers: Radicale and Xandikos, edited behind Blend's back as another program
would. BLEND_PROGRAMS is the folder of blend and blendd."""

import re

import house


def event(uid, *lines):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", "BEGIN:VEVENT", f"UID:{uid}",
                        "DTSTAMP:20261101T000000Z", *lines, "END:VEVENT", "END:VCALENDAR", ""])


class OneCalendar:
    """What holds for every server."""

    def setUp(self):
        super().setUp()
        self.server = self.make_server()
        self.calendar = self.server.make_calendar()
        self.blend = self.home()
        self.blend.say("add", "Amma", "--circle", "inner", "--tz", "Asia/Kolkata")
        self.blend.say("add", "Tom", "--circle", "inner")
        self.blend.add_calendars(self.server)

    def hrefs(self):
        status, _, text = self.server.ask("PROPFIND", self.calendar, None, {"Depth": "1"})
        self.assertEqual(status, 207)
        return sorted(set(re.findall(r">([^<]*\.ics)<", text)))

    def entry(self, which=0):
        return self.server.ask("GET", self.hrefs()[which])[2]

    def edit(self, change, which=0):
        """As another program does: fetch, change, put back."""
        href = self.hrefs()[which]
        _, headers, text = self.server.ask("GET", href)
        text = change(text.replace("\r\n ", "").replace("\r\n", "\n")).replace("\n", "\r\n")
        status, _, said = self.server.ask("PUT", href, text, {"If-Match": headers["ETag"], "Content-Type": "text/calendar"})
        self.assertIn(status, (200, 201, 204), said)

    def put(self, name, text):
        status, _, said = self.server.ask("PUT", self.calendar + name, text, {"Content-Type": "text/calendar"})
        self.assertIn(status, (200, 201, 204), said)

    def planned(self, *words):
        self.blend.say("plan", *(words or ("call", "Amma", "2026-11-29 10:30", "--for", "30m", "--place", "at home")))
        self.blend.sync()

    def say_offline(self, *words):
        """A change here that the server does not hear of before it was edited there."""
        self.server.end()
        self.blend.say(*words)
        self.blend.sync()
        self.assertIsNotNone(self.blend.source()["problem"])
        self.server.start()

    # ---- plans go there

    def test_a_plan_stands_in_the_calendar_once(self):
        self.planned()
        self.blend.sync()
        self.assertEqual(len(self.hrefs()), 1)
        text = self.entry()
        self.assertIn("SUMMARY:Call with Amma", text)
        self.assertRegex(text, r"DTSTART;TZID=Europe/Berlin:20261129T103000")
        self.assertIn("BEGIN:VTIMEZONE", text)
        self.assertIn("BEGIN:VALARM", text)
        self.assertNotIn("METHOD:", text)

    def test_a_plan_moved_here_is_moved_there_and_keeps_what_others_wrote(self):
        self.planned()
        self.edit(lambda text: text.replace("BEGIN:VALARM", "CATEGORIES:Family\nX-OWN:kept\nATTENDEE;CN=Ravi:mailto:ravi@example.org\nBEGIN:VALARM", 1))
        self.blend.sync()
        self.blend.say("move", "1", "2026-11-30 11:00")
        self.blend.sync()
        text = self.entry()
        self.assertIn("20261130T110000", text)
        for kept in ("CATEGORIES:Family", "X-OWN:kept", "ravi@example.org"):
            self.assertIn(kept, text)
        self.assertRegex(text, r"SEQUENCE:[1-9]")

    def test_a_plan_called_off_here_is_cancelled_there(self):
        self.planned()
        self.blend.say("cancel", "1")
        self.blend.sync()
        self.assertIn("STATUS:CANCELLED", self.entry())
        self.blend.say("undo")
        self.blend.sync()
        self.assertIn("STATUS:CONFIRMED", self.entry())

    def test_a_plan_that_is_undone_leaves_the_calendar(self):
        self.planned()
        self.blend.say("undo")
        self.blend.sync()
        self.assertEqual(self.hrefs(), [])

    def test_a_plan_that_happened_stays(self):
        self.planned()
        before = self.entry()
        self.blend.say("happened", "1")
        self.blend.sync()
        self.assertEqual(self.entry(), before)

    # ---- edits come back

    def test_an_entry_moved_there_moves_the_plan_and_can_be_undone(self):
        self.planned()
        self.edit(lambda text: text.replace("20261129T103000", "20261129T160000"))
        self.blend.sync()
        self.assertEqual(self.blend.plan()["local"], "2026-11-29T16:00:00")
        self.assertTrue(self.blend.history()[0].startswith("moved in your calendar: call with Amma"), self.blend.history()[0])
        self.blend.say("undo")
        self.blend.sync()
        self.assertEqual(self.blend.plan()["local"], "2026-11-29T10:30:00")
        self.assertIn("20261129T103000", self.entry())

    def test_length_place_and_note_come_back(self):
        self.planned()
        self.edit(lambda text: re.sub(r"DURATION:PT30M", "DURATION:PT1H15M", text)
                  .replace("LOCATION:at home", "LOCATION:Café\\, old town\nDESCRIPTION:bring photos"))
        self.blend.sync()
        plan = self.blend.plan()
        self.assertEqual((plan["minutes"], plan["place"], plan["note"]), (75, "Café, old town", "bring photos"))

    def test_an_entry_cancelled_or_deleted_there_calls_the_plan_off(self):
        self.planned()
        self.planned("call", "Tom", "2026-11-30 09:00")
        self.edit(lambda text: text.replace("STATUS:CONFIRMED", "STATUS:CANCELLED"), 0)
        self.assertIn(self.server.ask("DELETE", self.hrefs()[1])[0], (200, 204))
        self.blend.sync()
        self.assertEqual([plan["state"] for plan in self.blend.plans(["--all"])], ["cancelled", "cancelled"])
        self.assertEqual(sum(what.startswith("cancelled in your calendar: ") for what in self.blend.history()), 2)

    def test_one_time_of_a_series_moved_and_another_cancelled(self):
        self.planned("call", "Tom", "2026-11-30 18:00", "--every", "1w")
        def change(text):
            master = text[text.index("BEGIN:VEVENT"):text.index("END:VEVENT") + len("END:VEVENT\n")]
            moved = re.sub(r"RRULE:.*\n", "", master)
            moved = re.sub(r"DTSTART(.*):20261130T180000", r"RECURRENCE-ID\1:20261207T180000\nDTSTART\1:20261208T190000", moved)
            master = re.sub(r"DTSTART(.*):20261130T180000", r"DTSTART\1:20261130T180000\nEXDATE\1:20261214T180000", master)
            return text[:text.index("BEGIN:VEVENT")] + master + moved + text[text.index("END:VEVENT") + len("END:VEVENT\n"):]
        self.edit(change)
        self.blend.sync()
        ics = self.blend.say("export", "ics").replace("\r\n ", "").replace("\r\n", "\n")
        self.assertRegex(ics, r"EXDATE;TZID=Europe/Berlin:20261214T180000")
        self.assertRegex(ics, r"RECURRENCE-ID;TZID=Europe/Berlin:20261207T180000")
        self.assertIn("20261208T190000", ics)

    def test_a_rule_changed_there_comes_back(self):
        self.planned("call", "Tom", "2026-11-30 18:00", "--every", "1w")
        self.edit(lambda text: re.sub(r"RRULE:.*", "RRULE:FREQ=WEEKLY;INTERVAL=2", text))
        self.blend.sync()
        self.assertEqual(self.blend.plan()["rule"], "FREQ=WEEKLY;INTERVAL=2")

    # ---- both at once

    def test_different_fields_changed_on_both_sides_are_both_kept(self):
        self.planned()
        self.say_offline("move", "1", "2026-11-30 11:00")
        self.edit(lambda text: text.replace("LOCATION:at home", "LOCATION:in the park"))
        self.blend.sync()
        self.assertEqual((self.blend.plan()["local"], self.blend.plan()["place"]), ("2026-11-30T11:00:00", "in the park"))
        text = self.entry()
        self.assertIn("20261130T110000", text)
        self.assertIn("LOCATION:in the park", text)

    def test_of_one_field_changed_on_both_sides_the_newer_holds_and_the_other_is_named(self):
        self.planned()
        self.say_offline("move", "1", "2026-11-30 11:00")
        self.edit(lambda text: re.sub(r"LAST-MODIFIED:.*", "LAST-MODIFIED:20261101T000000Z", text).replace("20261129T103000", "20261129T160000"))
        self.blend.sync()
        self.assertEqual(self.blend.plan()["local"], "2026-11-30T11:00:00")
        self.assertIn("your calendar said Sun 29 Nov 16:00", self.blend.history()[0])
        self.assertIn("20261130T110000", self.entry())

        self.say_offline("move", "1", "2026-12-01 08:00")
        self.edit(lambda text: re.sub(r"LAST-MODIFIED:.*", "LAST-MODIFIED:20300101T000000Z", text).replace("20261130T110000", "20261202T090000"))
        self.blend.sync()
        self.assertEqual(self.blend.plan()["local"], "2026-12-02T09:00:00")
        self.assertIn("here it said Tue 1 Dec 08:00", self.blend.history()[0])

    # ---- events

    def test_events_of_the_calendar_keep_the_owner_busy(self):
        suggested = self.blend.read("plan", "call", "Tom")["slots"]
        first = suggested[0]["local"]
        day, hour = first[:10].replace("-", ""), first[11:16].replace(":", "") + "00"
        self.put("dentist.ics", event("dentist", f"DTSTART;TZID=Europe/Berlin:{day}T{hour}", "DURATION:PT1H", "SUMMARY:Secret word"))
        self.blend.sync()
        self.assertNotIn(first, [slot["local"] for slot in self.blend.read("plan", "call", "Tom")["slots"]])

    def test_past_meetings_that_the_owner_accepted_become_interactions_and_a_file_adds_nothing(self):
        self.blend.say("edit", "Tom", "--email", "tom@example.org")
        self.blend.say("me", "add", "anna@example.org")
        text = event("meeting", "DTSTART:20261110T090000Z", "DTEND:20261110T100000Z", "SUMMARY:Secret word",
                     "ORGANIZER:mailto:tom@example.org", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@example.org",
                     "ATTENDEE;PARTSTAT=ACCEPTED:mailto:tom@example.org")
        self.put("meeting.ics", text)
        self.blend.sync()
        self.assertEqual(self.count("Tom"), 1)
        (self.blend.folder / "calendar.ics").write_text(text)
        self.blend.say("import", "calendar.ics")
        self.blend.sync()
        self.assertEqual(self.count("Tom"), 1)
        for file in (self.blend.folder / "home").rglob("*"):
            if file.is_file():
                self.assertNotIn(b"Secret word", file.read_bytes(), file)

    def count(self, name):
        return self.blend.read("explain", name)["rows"].__len__()


class WithRadicale(OneCalendar, house.Story):
    def make_server(self):
        return self.radicale()


class WithXandikos(OneCalendar, house.Story):
    def make_server(self):
        return self.xandikos()


if __name__ == "__main__":
    house.main()
