"""What a run found, as JSON lines: one of the run itself, then one a measurement.

    {"run": {"date", "processor", "processors", "rounds", "seconds", "others", "versions", "missing"}}
    {"machine": "fma_peak" or "bandwidth", "threads", "value"}                    operations or bytes a second
    {"work", "kind", "threads", "limit_ms"}                                       what the machine allows
    {"work", "kind", "threads", "peer", "best_ms", "mean_ms", "allowed"}   allowed: what made it faster, "channels last" or ""
    {"first_step": work, "peer", "seconds", "peak_resident_bytes", "planned_bytes"}   planned: of Sylvite alone
"""
import json

ORDER = ("Sylvite", "PyTorch", "torch.compile", "JAX", "ONNX Runtime")
KINDS = {"train": "training step", "infer1": "inference of one sample"}


class Results:
    def __init__(self, lines):
        self.run, self.machine, self.limits, self.times, self.first_steps, self.allowed = {}, {}, {}, {}, [], {}
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                self.add(json.loads(line))
            except (ValueError, KeyError, TypeError) as e:
                raise ValueError(f"line {number} is no result of this benchmark ({type(e).__name__}: {e})") from e

    def add(self, line):
        if "run" in line:
            self.run = line["run"]
        elif "machine" in line:
            self.machine[line["machine"], line["threads"]] = line["value"]
        elif "first_step" in line:
            self.first_steps.append(line)
        elif "peer" in line:
            key = line["work"], line["kind"], line["threads"], line["peer"]
            self.times[key] = line["best_ms"]
            if line.get("allowed"):
                self.allowed[key] = line["allowed"]
        else:
            self.limits[line["work"], line["kind"], line["threads"]] = line["limit_ms"]

    def peers(self, kind=None):
        """Those that were timed, Sylvite first."""
        timed = {peer for _, k, _, peer in self.times if kind in (None, k)}
        return [peer for peer in ORDER if peer in timed]

    def threads(self):
        return sorted({threads for _, _, threads in self.limits})

    def rows(self, kind, threads=None):
        """(work, threads) in the order of the measurements."""
        return [(w, t) for w, k, t in self.limits if k == kind and threads in (None, t)]


def digits(ms):
    """Three significant digits, no exponent."""
    if ms >= 100:
        return f"{ms:.0f}"
    for power, places in ((10, 1), (1, 2), (0.1, 3), (0.01, 4), (0.001, 5)):
        if ms >= power:
            return f"{ms:.{places}f}"
    return f"{ms:.6f}"
