"""Is an SVG file well-formed, and is each PNG picture in it? With --counts N: do the numbers in its cells sum to N?"""
import base64
import re
import struct
import sys
import xml.dom.minidom
import zlib


def check_png(png):
    assert png[:8] == b"\x89PNG\r\n\x1a\n", "not the signature of PNG"
    position, chunks = 8, {}
    while position < len(png):
        length, = struct.unpack(">I", png[position:position + 4])
        kind, content = png[position + 4:position + 8], png[position + 8:position + 8 + length]
        crc, = struct.unpack(">I", png[position + 8 + length:position + 12 + length])
        assert crc == zlib.crc32(kind + content), f"wrong checksum of {kind}"
        chunks[kind] = content
        position += 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    assert width == height > 1, f"a picture of {width} x {height}"
    lines = zlib.decompress(chunks[b"IDAT"])
    assert len(lines) == height * (1 + 3 * width), f"{len(lines)} bytes of pixels"
    assert len(set(lines)) > 2, "a picture of one colour"
    assert list(chunks)[-1] == b"IEND", "no end"


*options, path = sys.argv[1:]
document = xml.dom.minidom.parse(path)
for image in document.getElementsByTagName("image"):
    check_png(base64.b64decode(image.getAttribute("href").removeprefix("data:image/png;base64,"), validate=True))
if options:
    texts = [t.firstChild.data for t in document.getElementsByTagName("text")]
    found = sum(int(t) for t in texts if re.fullmatch("[0-9]+", t))
    assert found == int(options[1]), f"the cells sum to {found}, not to {options[1]}"
elif "confusion" not in path:
    assert document.getElementsByTagName("image"), "no picture"
