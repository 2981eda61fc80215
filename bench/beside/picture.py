"""The results as a picture (SVG): the time of each program on a logarithmic axis, as a line from what the machine allows."""
import math
from html import escape

from beside.results import KINDS, digits

COLOURS = {
    "Sylvite": "#c2185b",
    "PyTorch": "#e07b00",
    "torch.compile": "#8d6e00",
    "JAX": "#1565c0",
    "ONNX Runtime": "#2e7d32",
}
LEFT, RIGHT, WIDTH, LANE, GAP, HEAD = 200, 70, 900, 14, 14, 64


class Axis:
    """Whole decades that hold all values, in milliseconds."""

    def __init__(self, values):
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)

    def __call__(self, ms):
        return LEFT + (math.log10(ms) - self.low) / (self.high - self.low) * (WIDTH - LEFT - RIGHT)

    def decades(self):
        """(value, its text)"""
        return [(10.0**power, f"{10.0**power:.{max(0, -power)}f}") for power in range(self.low, self.high + 1)]


def text(x, y, words, anchor="start", size=12, colour="#222", weight="normal"):
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}" '
        f'font-weight="{weight}">{escape(words)}</text>'
    )


def line(x1, y1, x2, y2, colour, width=1.0):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"/>'


def legend(peers):
    parts, x = [line(LEFT, 40, LEFT, 52, "#000", 2.5), text(LEFT + 8, 50, "limit of the machine")], LEFT + 150
    for peer in peers:
        parts.append(f'<circle cx="{x}" cy="46" r="5" fill="{COLOURS[peer]}"/>')
        parts.append(text(x + 10, 50, peer))
        x += 28 + 7 * len(peer)
    return parts


def panel(results, axis, threads, top):
    """The parts, and where they end."""
    plural = "" if threads == 1 else "s"
    parts, y = [text(20, top + 14, f"{threads} thread{plural}", size=14, weight="bold")], top + 24
    rows = [(kind, work) for kind in KINDS for work, _ in results.rows(kind, threads)]
    start, marks = y, []
    for kind, work in rows:
        peers = [p for p in results.peers(kind) if (work, kind, threads, p) in results.times]
        height = LANE * len(peers)
        marks.append(text(LEFT - 12, y + height / 2, work, "end", weight="bold"))
        marks.append(text(LEFT - 12, y + height / 2 + 14, KINDS[kind], "end", 11, "#555"))
        limit = axis(results.limits[work, kind, threads])
        for lane, peer in enumerate(peers):
            ms, middle = results.times[work, kind, threads, peer], y + LANE * (lane + 0.5)
            marks.append(line(limit, middle, axis(ms), middle, COLOURS[peer], 1.5))
            marks.append(f'<circle cx="{axis(ms):.1f}" cy="{middle:.1f}" r="4.5" fill="{COLOURS[peer]}"/>')
            marks.append(text(max(axis(ms), limit) + 8, middle + 4, digits(ms), size=11, colour=COLOURS[peer]))
        marks.append(line(limit, y - 2, limit, y + height + 2, "#000", 2.5))
        y += height + GAP
    for decade, name in axis.decades():
        parts.append(line(axis(decade), start - 4, axis(decade), y - 4, "#ddd"))
        parts.append(text(axis(decade), y + 10, name, "middle", 11, "#555"))
    parts.append(text(WIDTH - RIGHT + 28, y + 10, "ms", size=11, colour="#555"))
    return parts + marks, y + 30


def as_svg(results):
    axis = Axis([*results.times.values(), *results.limits.values()])
    parts, y = [text(20, 24, "Sylvite beside its peers: best time, logarithmic", size=16, weight="bold")], HEAD
    parts += legend(results.peers())
    for threads in results.threads():
        drawn, y = panel(results, axis, threads, y)
        parts += drawn
    run = results.run
    note = f"{run['date']}, {run['processors']} processors of {run['processor']}"
    if run["others"] > 0.05:
        note += f"; other programs used {100 * run['others']:.0f} % of them"
    parts.append(text(20, y + 8, note, size=11, colour="#555"))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 24:.0f}" viewBox="0 0 {WIDTH} {y + 24:.0f}" '
    body = "\n".join(parts)
    return f'{head}font-family="DejaVu Sans, Arial, sans-serif">\n<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
