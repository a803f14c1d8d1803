"""The files of the project, for the lints: everything that people wrote, nothing that was built or fetched."""

import os
import pathlib

LEFT_OUT = {".git", "build", "node_modules", "dist", ".cache", "__pycache__"}


def files(root: pathlib.Path, *suffixes: str):
    """Paths relative to `root`, sorted; all files when no suffix is named. Sample files of tests are no source."""
    for folder, folders, names in os.walk(root):
        here = pathlib.Path(folder).relative_to(root)
        folders[:] = sorted(
            name for name in folders if name not in LEFT_OUT and (here / name).as_posix() != "tests/data"
        )
        for name in sorted(names):
            path = here / name
            if name in LEFT_OUT:  # in a linked work tree .git is a file
                continue
            if not suffixes or path.suffix in suffixes:
                yield path


def text(root: pathlib.Path, path: pathlib.Path) -> str:
    return (root / path).read_text(encoding="utf-8", errors="replace")
