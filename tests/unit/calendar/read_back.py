"""Reads FOLDER/plans.ics with icalendar, dateutil and khal and compares it with FOLDER/expected.txt.

Each line of expected.txt is "UID start-in-UTC minutes-of-the-alarm", one for each occurrence in two years.
"""

import pathlib
import shutil
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta, timezone

import icalendar
from dateutil.rrule import rrulestr

FROM = datetime(2026, 11, 1, tzinfo=timezone.utc)
TO = datetime(2028, 11, 1, tzinfo=timezone.utc)


def occurrences(event):
    start = event["DTSTART"].dt
    zone = start.tzinfo
    local = start.replace(tzinfo=None)
    if "RRULE" in event:
        rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=local)
        locals_ = rule.between(local, TO.replace(tzinfo=None) + timedelta(days=1), inc=True)
    else:
        locals_ = [local]
    for each in locals_:
        # pytz zones must be asked; they do not follow a replaced date by themselves.
        aware = zone.localize(each) if hasattr(zone, "localize") else each.replace(tzinfo=zone)
        utc = aware.astimezone(timezone.utc)
        if FROM <= utc < TO:
            yield utc


def alarm_minutes(event):
    alarms = [part for part in event.walk("VALARM")]
    assert len(alarms) == 1, f"{event['UID']}: {len(alarms)} alarms"
    return int(-alarms[0]["TRIGGER"].dt.total_seconds() // 60)


def khal_counts(folder):
    """Starts that khal lists, in UTC, by day and hour."""
    collection = folder / "khal" / "plans"
    collection.mkdir(parents=True)
    config = folder / "khal.conf"
    config.write_text(
        f"[calendars]\n[[plans]]\npath = {collection}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {folder / 'khal.db'}\n"
    )
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    khal = ["/usr/bin/khal", "-c", str(config)]
    subprocess.run(khal + ["import", "--batch", "-a", "plans", str(folder / "plans.ics")],
                   check=True, env=environment, capture_output=True)
    listed = subprocess.run(khal + ["list", "--day-format", "", "--format", "{start-long}", "2026-11-01", "730d"],
                            check=True, env=environment, capture_output=True, text=True)
    return Counter(line.strip() for line in listed.stdout.splitlines() if line.strip())


def main():
    folder = pathlib.Path(sys.argv[1])
    expected = [line.split() for line in (folder / "expected.txt").read_text().splitlines()]
    wanted = Counter((uid, start, int(minutes)) for uid, start, minutes in expected)
    calendar = icalendar.Calendar.from_ical((folder / "plans.ics").read_bytes())
    found = Counter()
    for event in calendar.walk("VEVENT"):
        for start in occurrences(event):
            found[(str(event["UID"]), start.strftime("%Y-%m-%dT%H:%M:%SZ"), alarm_minutes(event))] += 1
    difference = (wanted - found, found - wanted)
    assert not any(difference), f"icalendar differs: missing {difference[0]}, more {difference[1]}"

    if shutil.which("khal", path="/usr/bin"):
        end = FROM + timedelta(days=730)
        shown = Counter(start[:16].replace("T", " ") for _, start, _ in expected
                        if datetime.fromisoformat(start.replace("Z", "+00:00")) < end)
        listed = khal_counts(folder)
        assert listed == shown, f"khal differs: missing {shown - listed}, more {listed - shown}"
    else:
        print("SKIPPED: no khal", file=sys.stderr)


main()
