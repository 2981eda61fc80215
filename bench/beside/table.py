"""The results as tables: aligned for a terminal, or Markdown."""
from beside.results import KINDS, digits

MEGABYTE = 1e6


def time_tables(results):
    """(title, header, rows) of each kind."""
    for kind, title in KINDS.items():
        peers = results.peers(kind)
        rows = []
        for work, threads in results.rows(kind):
            times = [results.times.get((work, kind, threads, peer)) for peer in peers]
            limit = results.limits[work, kind, threads]
            of_limit = f"{100 * limit / times[0]:.0f} %" if times and times[0] else "–"
            others = [t for t in times[1:] if t]
            against = f"{min(others) / times[0]:.2f}" if others and times[0] else "–"
            cells = [digits(t) if t else "–" for t in times]
            rows.append([work, str(threads), *cells, against, digits(limit), of_limit])
        if rows:
            header = [f"{title}, ms", "threads", *peers, "best peer ÷ Sylvite", "limit", "limit ÷ Sylvite"]
            yield header, rows


def first_step_table(results):
    rows = []
    for line in results.first_steps:
        measured, planned = line["peak_resident_bytes"] / MEGABYTE, line.get("planned_bytes")
        cells = ["–", "–", "–"]
        if planned is not None:
            allowed = 1.1 * planned / MEGABYTE + 10
            cells = [f"{planned / MEGABYTE:.1f}", f"{allowed:.1f}", "yes" if measured <= allowed else "no"]
        rows.append([line["first_step"], line["peer"], f"{line['seconds']:.2f}", f"{measured:.1f}", *cells])
    header = ["to the end of the first step", "", "seconds", "peak resident MB", "inspect says MB", "1.1 × + 10 MB", "within"]
    return header, rows


def tables(results):
    yield from time_tables(results)
    header, rows = first_step_table(results)
    if rows:
        yield header, rows


def preamble_of(run, of_the_machine):
    """How, where and when it was measured, in sentences."""
    lines = [
        f"Measured on {run['date']} on {run['processors']} processors of {run['processor']}: "
        f"the best of {run['rounds']} rounds in which all programs take turns of {run['seconds']:g} s, the others stopped.",
        *of_the_machine,
    ]
    others = round(100 * run["others"])
    lines.append(f"Other programs used {others} % of the processors meanwhile" + (": the machine was busy." if others > 5 else "."))
    versions = ", ".join(f"{peer} {version}" for peer, version in run["versions"].items())
    return lines + [versions + "."] if versions else lines


def allowances(results):
    """Which peers ran what otherwise than as they come, because it is faster: a sentence, if there is one."""
    runs = {}
    for (work, kind, threads, peer), what in results.allowed.items():
        plural = "" if threads == 1 else "s"
        runs.setdefault((what, peer), []).append(f"{work} ({KINDS[kind]}, {threads} thread{plural})")
    return [f"{peer} ran with {what}, which is faster there: {', '.join(of)}." for (what, peer), of in runs.items()]


def preamble(results):
    of_the_machine = []
    for threads in results.threads():
        peak, bandwidth = (results.machine[what, threads] / 1e9 for what in ("fma_peak", "bandwidth"))
        plural = "" if threads == 1 else "s"
        of_the_machine.append(
            f"{threads} thread{plural}: FMA peak {peak:.0f} GFLOP/s, memory bandwidth {bandwidth:.1f} GB/s (in the same rounds)."
        )
    return preamble_of(results.run, of_the_machine) + allowances(results)


def aligned(header, rows):
    text, widths = "", [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    for row in [header, *rows]:
        cells = [cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))]
        text += "  ".join(cells).rstrip() + "\n"
    return text


def markdown(header, rows):
    return "".join("| " + " | ".join(row) + " |\n" for row in [header, ["---"] * len(header), *rows])


def as_text(results):
    return "\n".join(["\n".join(preamble(results)) + "\n", *(aligned(*table) for table in tables(results))])


def as_markdown(results):
    return "\n".join([" ".join(preamble(results)) + "\n", *(markdown(*table) for table in tables(results))])
