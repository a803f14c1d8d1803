#!/usr/bin/python3 -B
"""Refuses documentation that names what is not there. usage: docs.py BLEND

Held to the tree and the program: links between pages, files named in backticks, the commands and options of `blend` in
code blocks, and the names of presets.
"""

import pathlib
import re
import shlex
import subprocess
import sys

import tree

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
NAMED_FILE = re.compile(r"`((?:daemon|cli|web|schema|tests|packaging|docs)/[A-Za-z0-9_./-]+)`")
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(blend [a-z][^`]*)`")
PRESET = re.compile(r"--preset ([a-z]+)")


def help_of(blend: str, command: str) -> str | None:
    done = subprocess.run([blend, "help", command], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None


def commands(text: str):
    """Every `blend …` that a reader might type; two may stand in one line, apart by blanks."""
    for block in BLOCK.findall(text):
        for line in block.splitlines():
            yield from (part for part in re.split(r"\s{3,}", line.split("#")[0]) if part.startswith("blend ") or part == "blend")
    yield from INLINE.findall(text)


def command_fault(blend: str, line: str) -> str | None:
    words = shlex.split(line)
    if len(words) < 2 or words[1].startswith("-"):
        return None
    manual = help_of(blend, words[1])
    if manual is None:
        return f"there is no command '{words[1]}'"
    unknown = [word for word in words[2:] if word.startswith("--") and word not in manual and word != "--json"]
    return f"'{words[1]}' has no option {unknown[0]}" if unknown else None


def faults(blend: str):
    presets = (ROOT / "CMakePresets.json").read_text()
    for path in tree.files(ROOT, ".md"):
        text = tree.text(ROOT, path)
        for link in LINK.findall(text):
            if not (ROOT / path).parent.joinpath(link).exists():
                yield f"{path}: links to {link}, which is not there"
        for name in NAMED_FILE.findall(text):
            if not re.search("NAME|NNNN", name) and not (ROOT / name).exists():
                yield f"{path}: names {name}, which is not there"
        for preset in PRESET.findall(text):
            if f'"name": "{preset}"' not in presets:
                yield f"{path}: there is no preset {preset}"
        for line in commands(text):
            if fault := command_fault(blend, line):
                yield f"{path}: {line}: {fault}"


if __name__ == "__main__":
    found = list(faults(sys.argv[1]))
    print("\n".join(found) or "the documentation names nothing that is not there")
    sys.exit(bool(found))
