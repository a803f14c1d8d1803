#!/usr/bin/python3 -B
"""Cards of real address book servers become contacts, and what changes there is followed."""

import house


def card(uid, name, *lines):
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", f"UID:{uid}", f"FN:{name}", f"N:{name};;;;", *lines, "END:VCARD", ""])


class OneAddressBook:
    def setUp(self):
        super().setUp()
        self.server = self.make_server()
        self.book = self.server.make_address_book()
        self.blend = self.home()
        self.put("amma", card("u-amma", "Amma Rao", "EMAIL:amma@example.org", "TEL:+4917112345", "BDAY:1956-02-29"))
        self.put("tom", card("u-tom", "Tom Berg", "EMAIL:tom@example.org"))
        words = ["source", "add", "carddav", self.server.address]
        if self.server.user:
            words += ["--user", self.server.user, "--secret", f"command: echo '{self.server.password}'"]
        self.blend.say(*words)

    def put(self, name, text):
        status, _, said = self.server.ask("PUT", f"{self.book}{name}.vcf", text, {"Content-Type": "text/vcard"})
        self.assertIn(status, (200, 201, 204), said)

    def names(self):
        return sorted(each["contact"]["name"] for each in self.blend.read("contacts")["contacts"])

    def contact(self, name):
        return self.blend.read("show", name)["contact"]

    def test_cards_become_contacts_once_also_with_a_file_of_the_same_cards(self):
        self.assertEqual(self.names(), ["Amma Rao", "Tom Berg"])
        self.assertEqual(self.contact("Amma")["birthday"], "1956-02-29")
        self.blend.sync()
        (self.blend.folder / "cards.vcf").write_text(card("u-amma", "Amma Rao", "EMAIL:amma@example.org"))
        self.blend.say("import", "cards.vcf")
        self.assertEqual(self.names(), ["Amma Rao", "Tom Berg"])

    def test_a_new_name_address_and_birthday_are_followed(self):
        self.put("tom", card("u-tom", "Thomas Berg", "EMAIL:tom@example.org", "EMAIL:thomas@example.net", "BDAY:1980-05-17"))
        self.blend.sync()
        self.assertEqual(self.names(), ["Amma Rao", "Thomas Berg"])
        tom = self.contact("Thomas")
        self.assertEqual(tom["birthday"], "1980-05-17")
        self.assertIn("thomas@example.net", [handle["value"] for handle in tom["handles"]])
        self.put("tom", card("u-tom", "Thomas Berg", "EMAIL:tom@example.org", "BDAY:1980-05-18"))
        self.blend.sync()
        self.assertEqual(self.contact("Thomas")["birthday"], "1980-05-18")

    def test_what_the_owner_said_otherwise_stays(self):
        self.blend.say("edit", "Tom", "--name", "Tommy")
        self.put("tom", card("u-tom", "Thomas Berg", "EMAIL:tom@example.org"))
        self.blend.sync()
        self.assertEqual(self.names(), ["Amma Rao", "Tommy"])

    def test_a_card_that_is_removed_removes_nobody(self):
        self.assertIn(self.server.ask("DELETE", f"{self.book}tom.vcf")[0], (200, 204))
        self.blend.sync()
        self.assertEqual(self.names(), ["Amma Rao", "Tom Berg"])

    def test_who_is_forgotten_stays_forgotten(self):
        self.blend.run("forget", "Tom", "--yes")
        self.blend.sync()
        self.assertEqual(self.names(), ["Amma Rao"])
        for file in (self.blend.folder / "home").rglob("*.db*"):
            self.assertNotIn(b"tom@example.org", file.read_bytes(), file)


class WithRadicale(OneAddressBook, house.Story):
    def make_server(self):
        return self.radicale()


class WithXandikos(OneAddressBook, house.Story):
    def make_server(self):
        return self.xandikos()


if __name__ == "__main__":
    house.main()
