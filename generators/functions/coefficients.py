#!/usr/bin/env python3
"""Prints the polynomials of the functions in this folder, rounded to the element type, and how far they are off. Each source
says behind //> which ones it needs, in Python, beside the numbers.

    python3 coefficients.py        needs mpmath from PyPI

Each minimises the largest weighted error over its interval (Remez' exchange on a grid); the weights make the error
relative to the function that is computed in the end. """
import pathlib
import struct

import mpmath as mp

mp.mp.dps = 60
ONE = mp.mpf(1)


def remez(f, w, grid, degree):
    """The coefficients, ascending, of the polynomial p with the least max |w (p - f)| over the grid."""
    values, weights = [f(x) for x in grid], [w(x) for x in grid]
    pick = [round(i * (len(grid) - 1) / (degree + 1)) for i in range(degree + 2)]
    best = None
    for _ in range(80):
        a, b = mp.matrix(degree + 2), mp.matrix(degree + 2, 1)
        for i, k in enumerate(pick):
            for j in range(degree + 1):
                a[i, j] = grid[k] ** j
            a[i, degree + 1] = (-1) ** i / weights[k]
            b[i] = values[k]
        solution = mp.lu_solve(a, b)
        p = [solution[j] for j in range(degree + 1)]
        error = [weights[i] * (mp.polyval(p[::-1], x) - values[i]) for i, x in enumerate(grid)]
        largest = max(map(abs, error))
        if best is None or largest < best[1]:
            best = p, largest
        if largest <= abs(solution[degree + 1]) * mp.mpf("1.002"):
            break
        peaks = []  # the largest of each run of one sign
        for i, e in enumerate(error):
            if peaks and (error[peaks[-1]] > 0) == (e > 0):
                if abs(e) > abs(error[peaks[-1]]):
                    peaks[-1] = i
            else:
                peaks.append(i)
        while len(peaks) > degree + 2:
            if len(peaks) == degree + 3:
                peaks.pop(0 if abs(error[peaks[0]]) < abs(error[peaks[-1]]) else -1)
                continue
            low = min(range(len(peaks)), key=lambda i: abs(error[peaks[i]]))
            if low in (0, len(peaks) - 1):
                peaks.pop(low)
            else:
                other = min(low - 1, low + 1, key=lambda i: abs(error[peaks[i]]))
                del peaks[min(low, other):max(low, other) + 1]
        if len(peaks) < degree + 2:
            break
        pick = peaks
    return best[0]


def rounded(x, bits):
    return struct.unpack("f", struct.pack("f", float(x)))[0] if bits == 32 else float(x)


def show(name, f, w, low, high, degrees, power=1, points=600):
    """One polynomial a type; the grid is denser near `low` for a power above 1."""
    for bits, degree in degrees.items():
        top = high[bits] if isinstance(high, dict) else high
        grid = [low + (top - low) * (mp.mpf(k) / (points - 1)) ** power for k in range(points)]
        p = [rounded(c, bits) for c in remez(f, w, grid, degree)]
        error = max(w(x) * abs(mp.polyval([mp.mpf(c) for c in p[::-1]], x) - f(x)) for x in grid)
        print(f"{name}, f{bits}: within 2^{float(mp.log(error, 2)):.1f}")
        print("    " + ", ".join(f"{c:.9g}" if bits == 32 else repr(c) for c in p))


def series(exact, near, radius):
    """exact(x), or near 0, where it cancels, near(x)."""
    return lambda x: near(x) if abs(x) < mp.mpf(radius) else exact(x)


def split(name, x, high_bits):
    """x as a number of few bits, so that its multiples are exact, and the rest."""
    high = mp.floor(x * mp.mpf(2) ** high_bits) / mp.mpf(2) ** high_bits
    print(f"{name}: {float(high)!r} + {float(x - high)!r}")


def work_out(folder):
    """What the comments of the sources want, those that begin with //>, in the order of the files' names: a file may use the
    names of the ones before it."""
    names = dict(globals())
    for source in sorted(folder.glob("*.cpp")):
        lines = source.read_text(encoding="utf-8").splitlines()
        wanted = [line[4:] if line.startswith("//>") else "" for line in lines]
        if any(wanted):
            print(f"== {source.name}")
            exec(compile("\n".join(wanted), str(source), "exec"), names)


work_out(pathlib.Path(__file__).resolve().parent)
