"""Who includes whom: the arrows of docs/architecture.md, held against every #include of the tree.

usage: includes.py ROOT        0: all hold; 1: those that do not are told, a line each
"""
import os
import re
import sys

# What may be included, by the first row whose folder or file fits: of Sylvite, then of others ("std" is left out, for all
# may include the standard library and the system). A folder includes itself.
FILES = ["runtime/io/atomic_file.hpp", "runtime/io/output_stream.hpp", "runtime/io/output_target.hpp",
         "runtime/io/file_operations.hpp"]
BASE = ["runtime/error.hpp", "runtime/standard_library.hpp", "runtime/temporary.hpp"]
RANDOM = ["dsl/philox.hpp", "dsl/random_streams.hpp", "dsl/step_values.hpp"]
# The rows of spec/family.hpp.
with open(os.path.join(sys.argv[1], "generators/spec/family.hpp"), encoding="utf-8") as rows:
    FAMILIES = [f"generators/{name}" for name in re.findall(r" row\((\w+)\)", rows.read())]
# Of a family, what sylvite_specs has: no Halide.
SPECS = [f"{family}/{file}" for family in FAMILIES
         for file in ("family.hpp", "heuristic.cpp", "space.cpp", "storage.hpp", "storage.cpp")] + [
    "generators/contraction/choices"] + [
    f"generators/{name}.{ending}" for name in ("contraction/roles", "convolution/roles",
                                               "convolution/tile_choice", "row_wise/rows") for ending in ("hpp", "cpp")]
RULES = [
    # of dsl/, from the bottom
    (["dsl/dtype.hpp", "dsl/shape.hpp", "dsl/initialiser.hpp", *RANDOM], ["dsl/dtype.hpp", *RANDOM], []),
    (["dsl/graph"], ["dsl/dtype.hpp", "dsl/shape.hpp", "dsl/initialiser.hpp"], []),
    (["dsl"], ["dsl"], ["boost"]),
    # specs and families without Halide, then with it
    (["generators/spec"], ["dsl/graph", "dsl/dtype.hpp", "dsl/shape.hpp"], []),
    (SPECS, ["generators/spec", *SPECS], []),
    (["generators/families.hpp", "generators/families.cpp"], ["generators/families.hpp", "generators/spec", *SPECS], []),
    (["generators/bench"], ["generators", "bench"], ["Halide.h", "HalideRuntime.h"]),
    (["generators"], ["generators", "dsl/graph", "dsl/dtype.hpp", *RANDOM, *FILES], ["Halide.h", "HalideRuntime.h"]),
    # code generation
    (["codegen/plan"], ["dsl/graph", "generators/spec", "generators/families.hpp"], []),
    (["codegen/tuning/timer.cpp"],
     ["codegen/tuning", "generators/spec", "dsl/graph", *RANDOM, "runtime/core", "runtime/parallel"], ["HalideRuntime.h"]),
    (["codegen"], ["codegen", "dsl", "generators/spec", "generators/families.hpp", "runtime/core",
                  "runtime/error.hpp", "runtime/io/json_text.hpp", *FILES],
     ["fmt", "nlohmann"]),
    # the runtime, from the bottom
    (["runtime/core"], ["dsl/dtype.hpp", "dsl/initialiser.hpp", "dsl/philox.hpp", "dsl/step_values.hpp"], ["HalideRuntime.h"]),
    (BASE, BASE, []),
    (["runtime/embedded"], ["runtime/core", "runtime/handles.hpp", "runtime/temporary.hpp"], ["HalideRuntime.h"]),
    (FILES, [*FILES, *BASE], []),
    (["runtime/io"], [*BASE, "dsl/dtype.hpp"], ["fmt", "nlohmann", "zlib.h"]),
    (["runtime/reference"], ["dsl/reference", "runtime/core"], ["HalideRuntime.h"]),
    (["runtime/parallel"], ["runtime/core", *BASE], []),
    (["runtime/data"], ["runtime/io", "runtime/core", *BASE, "runtime/handles.hpp", "runtime/instance.hpp",
                        "runtime/instance_state.hpp", "runtime/visit.hpp"], ["fmt", "zlib.h"]),
    (["runtime/weights"], ["runtime", "dsl/dtype.hpp"], ["fmt", "nlohmann"]),
    (["runtime"], ["runtime", "dsl/dtype.hpp"], ["fmt"]),
    (["tools"], ["tools", "runtime", "dsl/dtype.hpp"], ["fmt"]),
]
OTHERS = ("Halide.h", "HalideRuntime.h", "boost", "fmt", "nlohmann", "zlib.h")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def is_within(path, place):
    return path == place or path.startswith(place + "/")


def rule_of(path):
    for places, *allowed in RULES:
        for place in places:
            if is_within(path, place):
                return place, *allowed
    return None


def faults_of(path, text):
    rule = rule_of(path)
    if rule is None:
        yield f"{path}: no row of tests/structure/includes.py says what it may include"
        return
    place, ours, others = rule
    for match in INCLUDE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        name = match.group(2)
        if name.startswith("sylvite/"):
            target = name[len("sylvite/"):]
            allowed = is_within(target, place) or any(is_within(target, o) for o in ours)
        else:
            allowed = name.split("/")[0] not in OTHERS or name.split("/")[0] in others
        if not allowed:
            yield f"{path}:{line}: {place} may not include {name}; it may include {', '.join([place, *ours, *others])}"


def main(root):
    faults, count = [], 0
    for top in ("dsl", "generators", "codegen", "runtime", "tools"):
        for folder, _, files in os.walk(os.path.join(root, top)):
            for name in sorted(files):
                if name.endswith((".hpp", ".cpp")):
                    full = os.path.join(folder, name)
                    with open(full, encoding="utf-8") as source:
                        faults += faults_of(os.path.relpath(full, root), source.read())
                    count += 1
    for fault in faults:
        print(fault)
    print(f"{count} files, {len(faults)} includes that are not allowed")
    return 1 if faults or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
