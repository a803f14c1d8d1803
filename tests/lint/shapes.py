#!/usr/bin/python3
"""Refuses a field that is spelled differently in schema/api.json and in daemon/wire. usage: shapes.py ROOT

One word for one thing: the properties of a schema are the fields of the struct of that name, all of them.
"""

import json
import pathlib
import re
import sys

import tree

# Where a name is taken in core, the struct says that it is the shape of the thing.
STRUCT_OF = {"Handle": "HandleShape", "Plan": "PlanShape"}
HEADERS = ["daemon/wire/shapes.hpp", "daemon/wire/capture_shapes.hpp", "daemon/wire/loop_shapes.hpp", "daemon/wire/reach_shapes.hpp", "daemon/core/report.hpp", "daemon/core/said.hpp"]

STRUCT = re.compile(r"^struct (\w+) \{[^\n]*\n(.*?)^\};", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"^    [A-Za-z_][\w:<>, ]* (\w+)(?:\{[^}]*\})?;", re.MULTILINE)


def structs(root: pathlib.Path) -> dict[str, set[str]]:
    text = "\n".join(tree.text(root, pathlib.Path(header)) for header in HEADERS)
    return {name: set(FIELD.findall(body)) for name, body in STRUCT.findall(text)}


def faults(root: pathlib.Path):
    ours = structs(root)
    schemas = json.loads(tree.text(root, pathlib.Path("schema/api.json")))["components"]["schemas"]
    for name, schema in schemas.items():
        if "properties" not in schema:
            continue
        struct = STRUCT_OF.get(name, name)
        if struct not in ours:
            yield f"{name}: api.json has it, daemon/wire does not"
            continue
        for field in sorted(set(schema["properties"]) - ours[struct]):
            yield f"{name}.{field}: in api.json only"
        for field in sorted(ours[struct] - set(schema["properties"])):
            yield f"{name}.{field}: in daemon/wire only"


if __name__ == "__main__":
    found = list(faults(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "every field is spelled once")
    sys.exit(bool(found))
