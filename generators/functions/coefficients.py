#!/usr/bin/env python3
"""Prints the polynomials of the functions in this folder, rounded to the element type, and how far they are off.

    python3 coefficients.py        needs mpmath from PyPI

Each minimises the largest weighted error over its interval (Remez' exchange on a grid); the weights make the error
relative to the function that is computed in the end. Then the digits of 2 / pi for the reduction of large angles.
"""
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


half_ln2 = mp.log(2) / 2 * mp.mpf("1.0005")
show("(expm1(r) - r) / r^2", series(lambda r: (mp.expm1(r) - r) / r**2, lambda r: ONE / 2 + r / 6 + r * r / 24, 1e-15),
     lambda r: abs(r) + mp.mpf(10) ** -9, -half_ln2, half_ln2, {32: 5, 64: 10})
for name, degree in (("pow of f32", 6), ("pow of f64", 12)):
    show(name + ": (2^r - 1) / r",
         series(lambda r: (mp.power(2, r) - 1) / r, lambda r: mp.log(2) + r * mp.log(2) ** 2 / 2, 1e-15),
         lambda r: abs(r) + mp.mpf(10) ** -6, -mp.mpf("0.5005"), mp.mpf("0.5005"), {64: degree})
largest_s = (mp.sqrt(2) - 1) / (mp.sqrt(2) + 1) * mp.mpf("1.0001")
log_tail = series(lambda z: (2 * mp.atanh(mp.sqrt(z)) - 2 * mp.sqrt(z)) / mp.sqrt(z) / z,
                  lambda z: 2 * ONE / 3 + 2 * z / 5 + 2 * z * z / 7, 1e-15)
show("log: (2 atanh(s) - 2 s) / s^3 in z = s^2", log_tail, lambda z: z / 2 + mp.mpf(10) ** -9, mp.mpf(0), largest_s**2,
     {32: 2, 64: 6})
show("pow of f32: log as above", log_tail, lambda z: z / 2 + mp.mpf(10) ** -9, mp.mpf(0), largest_s**2, {64: 4})
show("pow of f64: ((2 atanh(s) - 2 s) / s^3 - 2/3) / z",
     series(lambda z: (log_tail(z) - 2 * ONE / 3) / z, lambda z: 2 * ONE / 5 + 2 * z / 7 + 2 * z * z / 9, 1e-12),
     lambda z: z * z / 2 + mp.mpf(10) ** -12, mp.mpf(0), largest_s**2, {64: 6})
quarter_pi_squared = (mp.pi / 4 * mp.mpf("1.0002")) ** 2
show("(sin(r) - r) / r^3 in z = r^2",
     series(lambda z: (mp.sin(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3, lambda z: -ONE / 6 + z / 120, 1e-12),
     lambda z: z + mp.mpf(10) ** -9, mp.mpf(0), quarter_pi_squared, {32: 2, 64: 5})
show("(cos(r) - 1 + z / 2) / z^2 in z = r^2",
     series(lambda z: (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2, lambda z: ONE / 24 - z / 720, 1e-10),
     lambda z: z * z * mp.sqrt(2) + mp.mpf(10) ** -12, mp.mpf(0), quarter_pi_squared, {32: 2, 64: 5})
show("(asin(x) - x) / x^3 in z = x^2",
     series(lambda z: (mp.asin(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3, lambda z: ONE / 6 + 3 * z / 40, 1e-12),
     lambda z: z + mp.mpf(10) ** -9, mp.mpf(0), ONE / 4, {32: 4, 64: 11})
show("(sinh(x) - x) / x^3 in z = x^2",
     series(lambda z: (mp.sinh(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3, lambda z: ONE / 6 + z / 120, 1e-12),
     lambda z: z + mp.mpf(10) ** -9, mp.mpf(0), ONE, {32: 3, 64: 6})
show("(atan(x) - x) / x^3 in z = x^2",
     series(lambda z: (mp.atan(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3, lambda z: -ONE / 3 + z / 5, 1e-12),
     lambda z: z * mp.sqrt(z + mp.mpf(10) ** -20) / mp.atan(mp.sqrt(z + mp.mpf(10) ** -20)) + mp.mpf(10) ** -9,
     mp.mpf(0), ONE, {32: 8, 64: 19})
show("(tanh(x) - x) / x^3 in z = x^2",
     series(lambda z: (mp.tanh(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3, lambda z: -ONE / 3 + 2 * z / 15, 1e-12),
     lambda z: z + mp.mpf(10) ** -9, mp.mpf(0), mp.mpf("0.6251") ** 2, {32: 4, 64: 10})
show("erf(x) / x - 1 in z = x^2",
     series(lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z) - 1, lambda z: 2 / mp.sqrt(mp.pi) * (1 - z / 3) - 1, 1e-20),
     lambda z: mp.sqrt(z + mp.mpf(10) ** -20) / mp.erf(mp.sqrt(z + mp.mpf(10) ** -20)), mp.mpf(0), mp.mpf("1.0001"),
     {32: 6, 64: 12})
show("log(erfc(1 + u))", lambda u: mp.log(mp.erfc(1 + u)), lambda u: mp.erfc(1 + u) / mp.erf(1 + u), mp.mpf(0),
     {32: mp.mpf("2.95"), 64: mp.mpf("4.95")}, {32: 6, 64: 18}, power=2, points=1000)


def normal(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


show("(ndtr(x) - 1/2) / x in z = x^2",
     series(lambda z: (normal(mp.sqrt(z)) - ONE / 2) / mp.sqrt(z), lambda z: (1 - z / 6) / mp.sqrt(2 * mp.pi), 1e-20),
     lambda z: mp.sqrt(z + mp.mpf(10) ** -20) / normal(-mp.sqrt(z)), mp.mpf(0), mp.mpf("0.7501") ** 2, {32: 4, 64: 9})
tail_at = lambda t: 8 / (1 - t) - 4  # t = 1 - 8 / (x + 4)
show("ndtr(-x) exp(x^2 / 2) (x + 4) in t = (x - 4) / (x + 4)",
     lambda t: mp.exp(tail_at(t) ** 2 / 2) * normal(-tail_at(t)) * (tail_at(t) + 4),
     lambda t: 1 / (mp.exp(tail_at(t) ** 2 / 2) * normal(-tail_at(t)) * (tail_at(t) + 4)),
     1 - 8 / mp.mpf("4.7499"), {32: 1 - 8 / mp.mpf("18.5"), 64: 1 - 8 / mp.mpf("43")}, {32: 8, 64: 20})


def split(name, x, high_bits):
    """x as a number of few bits, so that its multiples are exact, and the rest."""
    high = mp.floor(x * mp.mpf(2) ** high_bits) / mp.mpf(2) ** high_bits
    print(f"{name}: {float(high)!r} + {float(x - high)!r}")


split("ln 2, f32", mp.log(2), 11)
split("ln 2, f64", mp.log(2), 41)
half_pi = mp.mpf(rounded(mp.pi / 2, 32))
print(f"pi / 2 as two f32: {float(half_pi)!r} + {rounded(mp.pi / 2 - half_pi, 32)!r}")
for name, x in (("1 / ln 2", 1 / mp.log(2)), ("2 / 3", 2 * ONE / 3), ("pi / 2", mp.pi / 2)):
    print(f"{name} as two doubles: {float(x)!r} + {float(x - mp.mpf(float(x)))!r}")

mp.mp.dps = 400
digits = int(mp.floor(2 / mp.pi * mp.mpf(2) ** (32 * 39 - 55)))
print("2 / pi, 55 zeros in front:")
print(", ".join(f"0x{digits >> 32 * (38 - k) & 0xffffffff:08x}" for k in range(39)))
