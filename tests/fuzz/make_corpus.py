"""Writes the seeds that no other test has: corpus/csv and corpus/safetensors.

    python make_corpus.py       (Python's own library)

Inputs of other names in these folders, and in corpus/idx, corpus/npy and corpus/npz, are ones that once failed.
"""
import json
import pathlib
import struct

folder = pathlib.Path(__file__).parent / "corpus"

# The first three bytes are the target's choice of options: see csv.cpp.
texts = {
    "plain": (0x00, 0, 0, "1,2,3\n4,5,6\n"),
    "header": (0x04, 0, 0, 'a,"b, c",y\n1.5,-2e3,0\n'),
    "named_label": (0x44, 0, 0, 'a,"y""z",c\n1,2,3\n'),
    "semicolons": (0x01, 0, 0x80, "1;2\r\n3;4\r\n"),
    "tabs": (0x0A, 0, 0, "1\t\t3\n"),
    "blanks": (0x03, 0, 0, "1 2 3\n"),
    "runs_of_blanks": (0x00, 0x03, 0x80, "# of blanks\n 1  2 \t 3 # 4\n\n5 6 7\n"),
    "booleans": (0x30, 0, 0, "true,FALSE,1\n0,1,0\n"),
    "classes": (0xA0, 0, 0, "1,2,9\n3,4,0.0\n"),
    "class_names": (0x20, 0x40, 0, "1,2,rose\n3,4,tulip\n5,6,rose\n"),
    "given_class_names": (0x00, 0, 0x40, "1,2,b\n3,4,a\n"),
    "quotes": (0x08, 0, 0, '"1","2""3",""\n"4,5\n'),
    "lines_in_quotes": (0x44, 0x04, 0, "a,'y\"z\n\r\n''b'\n1,2\n"),
    "byte_order_mark": (0x10, 0, 0, "\ufeff1,2\n\n3,4"),
    "decimal_comma": (0x01, 0x18, 0, "1,5;2.000\n-1.234,5;,5\n"),
    "missing": (0x00, 0xA0, 0, "1,2,3\n?,-9.0,3\nNA,none,\n"),
    "columns": (0x04, 0, 0x2A, "title\n\nu,v,w\n1,2,x\n"),
    "dropped": (0x00, 0, 0x14, "1,x,3\n4,y,6\n7,z,9\n"),
    "named_delimiter": (0x00, 0, 0x80, "sep=;\r\n1;2;3\r4;5;6"),
    "delimiter_at_end": (0x00, 0, 0x80, "1,2,3,\n4,5,6,\n"),
    "large_and_small": (0x10, 0, 0, "1e39,1e-50\n1e-400,1e400\n"),
}
(folder / "csv").mkdir(parents=True, exist_ok=True)
for name, (*choice, text) in texts.items():
    (folder / "csv" / name).write_bytes(bytes(choice) + text.encode())
(folder / "csv" / "utf16").write_bytes(bytes(3) + "\ufeff1,\U0001f600,3\n4,5,6\n".encode("utf-16-le"))


def weights(name, tensors, metadata=None):
    header, data = ({"__metadata__": metadata} if metadata else {}), b""
    for tensor, (kind, shape, values) in tensors.items():
        header[tensor] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header, separators=(",", ":")).encode()
    (folder / "safetensors" / name).write_bytes(struct.pack("<Q", len(text)) + text + data)


(folder / "safetensors").mkdir(parents=True, exist_ok=True)
line = {
    "line.weight": ("F32", [3], struct.pack("<3f", 1, 2, 3)),
    "line.bias": ("F64", [], struct.pack("<d", 4)),
    "mask": ("BOOL", [2, 2], bytes([0, 1, 1, 0])),
}
weights("whole", line, {"network": "line", "variables": "0000000000000000"})
weights("state", line | {"steps": ("I32", [], struct.pack("<i", 7)), "adam": ("F32", [1], bytes(4))}, {"network": "line"})
weights("halves", line | {"line.weight": ("F16", [3], struct.pack("<3e", 1, 2, 3)), "line.bias": ("BF16", [], b"\x80\x3f")})
weights("narrow", line | {"line.weight": ("F64", [3], struct.pack("<3d", 1, 1e300, 3))})
weights("others", {"a\n\"b": ("F4", [2, 3], bytes(3)), "sylvite.x": ("U8", [0], b""), "c": ("F8_E4M3", [1], b"a")})
weights("part", {"line.weight": ("F32", [5], bytes(20))})
