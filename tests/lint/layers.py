#!/usr/bin/python3
"""Refuses includes that point the wrong way. usage: layers.py ROOT"""

import fnmatch
import pathlib
import re
import sys

import tree

# Room -> rooms it may include. Core knows nobody; the command line knows only the shapes of the API.
ROOMS = {
    "daemon/core": "",
    "daemon/zone": "core",
    "daemon/wire": "core",
    "daemon/store": "core zone",
    "daemon/outside": "core",
    "daemon/calendar": "core zone store outside",
    "daemon/intake": "core zone store outside calendar",
    "daemon/reach": "core zone store outside",
    "daemon/agenda": "core zone store outside calendar intake reach wire",
    "daemon/http": "core zone store outside calendar intake reach agenda wire",
    "daemon": "core zone store outside calendar intake reach agenda wire http",
    "cli": "core wire",
    "packaging/demo": "core",
}

# A header that is an inner matter -> the only files that may include it.
PRIVATE = {
    "daemon/outside/curl.hpp": ["daemon/outside/*.cpp"],
    "daemon/store/sqlite.hpp": ["daemon/store/*", "daemon/intake/calls/*", "tests/unit/store/*", "tests/unit/intake/*", "tests/fault/*"],
}

# A library's headers -> the only files that may name them. Tests may hold a library against us as an oracle.
LIBRARIES = {
    r"sqlite3\.h": ["daemon/store/*.cpp", "tests/*"],
    r"httplib\.h": ["daemon/http/server.cpp", "daemon/http/answer.cpp", "tests/*"],
    r"libical/.*": ["daemon/calendar/*", "tests/*"],
    r"gmime/.*": ["daemon/intake/mail/message.cpp", "daemon/intake/mail/mail.cpp", "daemon/intake/mail/mbox.cpp", "daemon/reach/written_mail.cpp", "tests/bench/floor/gmime.cpp"],
    r"zip\.h": ["daemon/intake/files/zip.cpp", "tests/*"],
    r"expat\.h": ["daemon/outside/xml.cpp"],
    r"libxml/.*": ["daemon/intake/files/html.cpp"],
    r"csv\.h": ["daemon/intake/files/csv.cpp"],
    r"ext/stdio_filebuf\.h": ["daemon/intake/files/input.cpp"],
    r"phonenumbers/.*": ["daemon/intake/normalise.cpp"],
    r"unicode/.*|date/.*": ["daemon/zone/*.cpp"],
    r"sys/inotify\.h": ["daemon/agenda/notices.cpp"],
    r"curl/.*": ["daemon/outside/*"],
    r"libetpan/.*": ["daemon/intake/mail/imap.cpp"],
    r"libsecret/.*": ["daemon/outside/secret.cpp"],
    r"sdbus-c\+\+/.*": ["daemon/reach/desktop.cpp", "tests/*"],
    r"openssl/.*": ["daemon/http/access.cpp", "daemon/reach/signature.cpp"],
    r"nlohmann/json_fwd\.hpp": ["daemon/*", "cli/*", "tests/*"],
    r"nlohmann/json\.hpp": ["daemon/wire/*", "daemon/http/*", "daemon/store/*.cpp", "daemon/intake/*.cpp", "daemon/reach/*.cpp", "cli/*", "tests/*"],
    r"CLI/.*": ["cli/*.cpp", "daemon/main.cpp", "packaging/demo/main.cpp"],
    r"toml\+\+/.*": ["daemon/main.cpp"],
    r"systemd/.*": ["daemon/main.cpp", "daemon/process.cpp", "daemon/http/doors.cpp"],
    r"spdlog/.*": ["daemon/*.cpp"],
    r"fmt/.*": ["daemon/*.cpp", "cli/*", "tests/*", "packaging/demo/*"],
    r"catch2/.*": ["tests/*"],
}
SYSTEM = r"[a-z0-9_]+|sys/[a-z]+\.h|netinet/[a-z]+\.h|arpa/[a-z]+\.h|[a-z]+\.h"

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.MULTILINE)


def room_of(path: str) -> str | None:
    """The most particular room a file lies in; None for tests, which may include everything."""
    homes = [room for room in ROOMS if path.startswith(room + "/")]
    return max(homes, key=len, default=None)


def may(path: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatch(path, pattern) for pattern in patterns)


def own_include(root: pathlib.Path, path: str, header: str) -> str | None:
    if header.startswith(".") or not (root / header).is_file():
        return "an include is a path from the root of the repository"
    if header in PRIVATE and not may(path, PRIVATE[header]):
        return "is a private header"
    here, there = room_of(path), room_of(header)
    if here is None or here == there or there is None:
        return None
    if there.removeprefix("daemon/") not in ROOMS[here].split():
        return f"{here} may not know {there}"
    return None


def library_include(path: str, header: str) -> str | None:
    for pattern, places in LIBRARIES.items():
        if re.fullmatch(pattern, header):
            return None if may(path, places) else "a library's header belongs to " + ", ".join(places)
    return None if re.fullmatch(SYSTEM, header) else "is in no table of this lint: say which files may name it"


def faults(root: pathlib.Path):
    for path in tree.files(root, ".hpp", ".cpp"):
        for mark, header in INCLUDE.findall(tree.text(root, path)):
            name = path.as_posix()
            fault = own_include(root, name, header) if mark == '"' else library_include(name, header)
            if fault:
                yield f"{name}: {header}: {fault}"


if __name__ == "__main__":
    found = list(faults(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "every include points the right way")
    sys.exit(bool(found))
