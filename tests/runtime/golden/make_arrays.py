"""Writes the arrays that the tests of the readers read: numpy's own files, and IDX files as MNIST's page describes them.

    python make_arrays.py        (PyPI: numpy; nothing at test time)

Unless its name says otherwise, an array is [3, 2, 2] and its k-th value in row-major order is 1.5 * k - 4, made a whole
number by rounding down where the type wants one; unsigned types hold k.
"""
import gzip
import io
import pathlib
import struct
import zipfile

import numpy as np

folder = pathlib.Path(__file__).parent
count = np.arange(12, dtype="f8").reshape(3, 2, 2)
signed = 1.5 * count - 4
labels = np.array([2, 0, 1])


def npy(name, array, version=None):
    with open(folder / f"{name}.npy", "wb") as file:
        np.lib.format.write_array(file, array, version=version, allow_pickle=True)


def values(kind):
    whole = np.floor(signed) if kind[-2] == "i" else count
    return (signed if kind[-2] == "f" else whole).astype(kind)


for kind in ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"):
    npy(f"little_{kind}", values("<" + kind))
    if kind[1] != "1":
        npy(f"big_{kind}", values(">" + kind))
npy("booleans", count % 2 == 1)
npy("version_2", values("<f4"), (2, 0))
npy("version_3", values("<f4"), (3, 0))
npy("column_major", np.asfortranarray(values("<f4")))
npy("column_major_big", np.asfortranarray(values(">f8")))
npy("labels", labels)  # i8, [3]
npy("objects", np.array([1, "a", None], dtype=object))
npy("records", np.zeros(3, dtype=[("x", "<f4"), ("y", "<i4")]))
npy("complex", np.zeros(3, dtype="<c8"))
npy("texts", np.array(["a", "bc"]))
npy("dates", np.array(["2020-01-01"], dtype="M8[D]"))
npy("scalar", np.array(1.0))
npy("empty", np.zeros((0, 4), dtype="<f4"))
npy("strided", values("<f4")[:, ::-1])  # numpy writes it in order

both = {"x": values("<f4"), "y": labels}
np.savez(folder / "stored.npz", **both)
np.savez_compressed(folder / "deflated.npz", **both)


class Unseekable(io.RawIOBase):
    """As a pipe: sizes follow the content, and the directory alone has them."""

    def __init__(self, to):
        self.to = to

    def writable(self):
        return True

    def write(self, data):
        return self.to.write(data)


with open(folder / "streamed.npz", "wb") as raw, zipfile.ZipFile(Unseekable(raw), "w", zipfile.ZIP_DEFLATED) as archive:
    for name, array in both.items():
        content = io.BytesIO()
        np.save(content, array)
        archive.writestr(zipfile.ZipInfo(f"{name}.npy"), content.getvalue(), zipfile.ZIP_DEFLATED)
with zipfile.ZipFile(folder / "bzip2.npz", "w", zipfile.ZIP_BZIP2) as archive:
    archive.writestr(zipfile.ZipInfo("y.npy"), (folder / "labels.npy").read_bytes(), zipfile.ZIP_BZIP2)
# What torch.save writes, without its tensors.
with zipfile.ZipFile(folder / "checkpoint.pt", "w", zipfile.ZIP_STORED) as archive:
    for name, content in [("data.pkl", b"\x80\x02}q\x00."), ("version", b"3\n")]:
        archive.writestr(zipfile.ZipInfo(f"checkpoint/{name}", (1980, 1, 1, 0, 0, 0)), content)


def idx(array):
    codes = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}
    header = bytes([0, 0, codes[array.dtype.str[1:]], array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


for kind in ("u1", "i1", "i2", "i4", "f4", "f8"):
    (folder / f"{kind}.idx").write_bytes(idx(values("<" + kind)))
(folder / "labels.idx").write_bytes(idx(labels.astype("u1")))
(folder / "u1.idx.gz").write_bytes(gzip.compress(idx(values("<u1")), mtime=0))
whole = idx(values("<u1"))
(folder / "two_members.idx.gz").write_bytes(gzip.compress(whole[:20], mtime=0) + gzip.compress(whole[20:], mtime=0))
