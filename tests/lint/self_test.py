#!/usr/bin/python3
"""Every lint must be able to fail: plants one violation at a time in a copy of the tree. usage: self_test.py ROOT"""

import pathlib
import shutil
import sys
import tempfile

import layers
import shapes
import tree
import words

PLANTED = [
    ("core knows the store", layers, "daemon/core/time.cpp", '#include "daemon/store/store.hpp"\n'),
    ("the command line knows the store", layers, "cli/planted.cpp", '#include "daemon/store/store.hpp"\n'),
    ("zone knows wire", layers, "daemon/zone/zone.cpp", '#include "daemon/wire/shapes.hpp"\n'),
    ("http opens a private header", layers, "daemon/http/planted.cpp", '#include "daemon/store/sqlite.hpp"\n'),
    ("a path that climbs", layers, "daemon/core/time.cpp", '#include "../core/words.hpp"\n'),
    ("a path that starts in the middle", layers, "daemon/core/time.cpp", '#include "words.hpp"\n'),
    ("sqlite outside its room", layers, "daemon/intake/planted.cpp", "#include <sqlite3.h>\n"),
    ("json in core", layers, "daemon/core/time.cpp", "#include <nlohmann/json.hpp>\n"),
    ("a library nobody allowed", layers, "cli/planted.cpp", "#include <boost/asio.hpp>\n"),
    ("a promise for later", words, "daemon/core/time.cpp", "// " + "TO" + "DO: leap seconds\n"),
    ("a folder of one machine", words, "cli/planted.cpp", 'auto log = "/tm' + 'p/blend.log";\n'),
    ("a test that sleeps", words, "tests/unit/planted.cpp", "std::this_thread::sleep_for(50ms);\n"),
    ("a bool parameter", words, "daemon/core/time.cpp", "void show(int day, bool colour);\n"),
    ("a manager", words, "daemon/core/planted.hpp", "class ContactManager {};\n"),
    ("a field that api.json lacks", shapes, "daemon/wire/shapes.hpp", "struct Merge {\n    std::string sneaked;\n};\n"),
]


def copy_of(root: pathlib.Path, where: pathlib.Path) -> None:
    for path in tree.files(root):
        target = where / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / path, target)


def planted(root: pathlib.Path, path: str, line: str) -> bytes | None:
    file = root / path
    before = file.read_bytes() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes((before or b"") + line.encode())
    return before


def main(root: pathlib.Path) -> int:
    blind = []
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        copy_of(root, copy)
        for what, lint, path, line in PLANTED:
            clean = set(lint.faults(copy))
            before = planted(copy, path, line)
            if not set(lint.faults(copy)) - clean:
                blind.append(f"{lint.__name__} does not see: {what}")
            if before is None:
                (copy / path).unlink()
            else:
                (copy / path).write_bytes(before)
    print("\n".join(blind) or f"{len(PLANTED)} planted violations, all seen")
    return len(blind)


if __name__ == "__main__":
    sys.exit(bool(main(pathlib.Path(sys.argv[1]))))
