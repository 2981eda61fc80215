"""Whether what the generator of a network includes stays cheap to compile: none of the standard library's large headers.

usage: light_headers.py COMPILER INCLUDE-FOLDER        0: none is read; 1: those that are are told
"""
import os
import re
import subprocess
import sys

READ = "#include <sylvite/dsl/sylvite.hpp>\n#include <sylvite/codegen/driver.hpp>\n"
# What they cost GCC 12 behind the headers that are read: <string> 14 MB and 80 ms, <memory> twice that, and <span> 7 MB and
# what dsl/graph/array_view.hpp tells; all of dsl takes 30 MB and 180 ms.
LARGE = {"algorithm", "chrono", "functional", "iostream", "map", "memory", "memory_resource", "optional", "ostream", "ranges",
         "span", "sstream", "stdexcept", "string", "unordered_map", "variant", "vector"}


def headers_of(compiler, include):
    command = [compiler, "-std=c++20", f"-I{include}", "-M", "-x", "c++", "-"]
    rule = subprocess.run(command, input=READ, capture_output=True, text=True, check=True).stdout
    return re.findall(r"[^\s\\]+", rule)[1:]


def main(compiler, include):
    headers = headers_of(compiler, include)
    ours = sum("/sylvite/" in header for header in headers)
    large = sorted(header for header in headers if "/c++/" in header and os.path.basename(header) in LARGE
                   and os.path.basename(os.path.dirname(header)) != "bits")
    for header in large:
        print(f"a network's generator reads {header}: move what needs it into a .cpp file, as dsl/graph/fault.cpp does")
    print(f"{len(headers)} headers, {ours} of them of Sylvite, {len(large)} that are too large")
    return 1 if large or ours == 0 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
