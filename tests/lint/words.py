#!/usr/bin/python3
"""Refuses words that do not belong in the product, and reports files and functions that grew long.

usage: words.py ROOT
Length is an alarm for a reviewer, not a rule: it is printed and fails nothing.
"""

import pathlib
import re
import sys

import tree

# A switch in disguise. A bool that is the thing itself (`bind(int index, bool value)`) is none.
BOOL_PARAMETER = r"\w\((?:[^()]*, *)?bool (?!value\b)[a-z_]+ *[,)]"
# In a test it is only an example.
MACHINE_FOLDER = r"/tmp/"
UNWANTED = {
    r"\b(TODO|FIXME|XXX|HACK)\b": "do it, or say in GOALS.md why not",
    r"(?<!\w)/work/": "names a folder of one machine",
    MACHINE_FOLDER: "names a folder of one machine",
    r"\b(sleep_for|usleep|sleep_until)\b": "wait for a state, not for a duration",
    r"\bget_[a-z_]+\(\) const\b": "a getter is a bare noun",
    r"\bclass \w*(Manager|Helper|Util|Utils|Impl)\b": "name what it is",
    BOOL_PARAMETER: "no bool parameters: an enum, or two functions",
}
WRITTEN = (".hpp", ".cpp", ".py", ".sh", ".txt", ".cmake", ".sql", ".ts", ".svelte", ".md", ".json", "")
CODE_ONLY = {BOOL_PARAMETER, r"\bget_[a-z_]+\(\) const\b"}
# The lints name what they refuse.
EXEMPT = {"tests/lint/words.py", "tests/lint/self_test.py", "web/package-lock.json"}
LONG_FILE, LONG_FUNCTION = 500, 60


def faults(root: pathlib.Path):
    for path in tree.files(root, *WRITTEN):
        if path.as_posix() in EXEMPT:
            continue
        for number, line in enumerate(tree.text(root, path).splitlines(), 1):
            for pattern, reason in UNWANTED.items():
                if pattern in CODE_ONLY and path.suffix not in (".hpp", ".cpp"):
                    continue
                if pattern == MACHINE_FOLDER and path.parts[0] == "tests":
                    continue
                if re.search(pattern, line):
                    yield f"{path.as_posix()}:{number}: {line.strip()[:80]}  ({reason})"


def lengths(root: pathlib.Path):
    """Functions are found by the house style: a brace alone in the first column opens one, the next closes it."""
    for path in tree.files(root, ".cpp", ".hpp", ".ts", ".svelte"):
        lines = tree.text(root, path).splitlines()
        if len(lines) > LONG_FILE and not path.name.endswith(".gen.ts"):
            yield f"{path.as_posix()}: {len(lines)} lines"
        start = None
        for number, line in enumerate(lines, 1):
            if line == "{":
                start = number
            elif line == "}" and start is not None:
                if number - start > LONG_FUNCTION and not lines[start - 2].startswith("TEST_CASE"):
                    yield f"{path.as_posix()}:{start}: {number - start} lines: {lines[start - 2].strip()[:70]}"
                start = None


if __name__ == "__main__":
    top = pathlib.Path(sys.argv[1])
    for alarm in lengths(top):
        print("long:", alarm)
    found = list(faults(top))
    print("\n".join(found) or "no word is out of place")
    sys.exit(bool(found))
