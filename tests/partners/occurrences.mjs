// Prints "UID start-in-UTC" for every occurrence in a calendar file between two moments, as ical.js sees it; days as
// "UID 2028-02-29". usage: node occurrences.mjs ICAL_JS FILE FROM TO
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [library, file, from, to] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(library).href);

const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));

const parts = calendar.getAllSubcomponents("vevent");
const masters = parts.filter((part) => !part.hasProperty("recurrence-id")).map((part) => new ICAL.Event(part));
for (const part of parts.filter((each) => each.hasProperty("recurrence-id"))) {
  const master = masters.find((each) => each.uid === part.getFirstPropertyValue("uid"));
  master.relateException(new ICAL.Event(part));
}
for (const event of masters) {
  if (event.component.getFirstPropertyValue("status") === "CANCELLED") continue;
  const print = (start) => {
    const text = start.isDate ? start.toString() : start.toJSDate().toISOString().slice(0, 19) + "Z";
    if (text >= (start.isDate ? from.slice(0, 10) : from) && text < (start.isDate ? to.slice(0, 10) : to)) console.log(event.uid, text);
  };
  if (!event.isRecurring()) {
    print(event.startDate);
    continue;
  }
  const each = event.iterator();
  for (let next = each.next(), count = 0; next && count < 3000; next = each.next(), ++count) {
    print(event.getOccurrenceDetails(next).startDate);
    if (next.toJSDate() > new Date(to)) break;
  }
}
