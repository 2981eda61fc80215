"""./sylvite bench --contractions and --convolutions: single kernels, a line each of contractions.txt or convolutions.txt, in
Sylvite and in a library, in turns. The front script gives --programs. --from FILE makes the table of an earlier run's
--json FILE."""
import json
import os
import sys
from collections import namedtuple

from beside.participants import Failure, OthersAtWork, Participant, about_run, peer_command, say
from beside.results import digits
from beside.table import aligned, markdown, preamble_of
from beside.turn_options import Parser, lines_of_run, replace

# name: of one, in sentences and JSON; peer: of peers.py; library: what tables call it
Kind = namedtuple("Kind", "name peer library")
KINDS = {
    "contractions": Kind("contraction", "openblas", "BLAS"),
    "convolutions": Kind("convolution", "torch", "oneDNN"),
}


def works(plural):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), plural + ".txt")
    with open(path, encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip() and not line.startswith("#")]


def with_threads(threads, plural, options, others, versions):
    """A line of the peak, then one a kernel."""
    kind = KINDS[plural]
    program = os.path.join(options.programs, f"sylvite_{kind.name}_turns")
    sylvite = Participant("Sylvite", [program, "--threads", str(threads)])
    library = Participant(kind.library, peer_command(kind.peer, "--threads", str(threads)))
    so_many = f"{threads} thread{'s' * (threads > 1)}"
    try:
        say(f"{so_many}: comparing {len(works(plural))} {plural} with sums in double")
        flops = {work: sylvite.ask(prepare=True, work=work)["flops"] for work in works(plural)}
        best, peak, allowed = {}, 0.0, {}
        for number in range(options.rounds):
            say(f"{so_many}: round {number + 1} of {options.rounds}")
            for work in flops:
                peak = max(peak, sylvite.ask(measure="fma_peak")["value"])
                others.pause(0.02)
                answer = library.ask(prepare=True, work=work, kind=kind.name)
                versions[kind.library], allowed[work] = answer["version"], answer["allowed"]
                for name, participant in (("sylvite_ms", sylvite), ("library_ms", library)):
                    answer = participant.ask(work=work, kind=kind.name, seconds=options.seconds)
                    best[work, name] = min(best.get((work, name), float("inf")), answer["best_ms"])
    finally:
        sylvite.close()
        library.close()
    yield {"machine": "fma_peak", "threads": threads, "value": peak}
    for work in flops:
        times = {name: best[work, name] for name in ("sylvite_ms", "library_ms")}
        yield {kind.name: work, "threads": threads, "flops": flops[work], "allowed": allowed[work], **times}


def measured(plural):
    def run(options):
        others, versions, lines = OthersAtWork(), {}, []
        for threads in options.threads:
            lines += with_threads(threads, plural, options, others, versions)
        return [json.dumps(line) for line in [{"run": about_run(options, others, versions)}, *lines]]

    return run


def table(lines, plural):
    """(sentences, header, rows); raises ValueError for lines that no run wrote."""
    kind, run, peak, rows, slower = KINDS[plural], None, {}, [], 0
    for number, line in enumerate(lines, 1):
        try:
            line = json.loads(line)
            if "run" in line:
                run = line["run"]
            elif "machine" in line:
                peak[line["threads"]] = line["value"]
            else:
                sylvite, library = line["sylvite_ms"], line["library_ms"]
                rate = line["flops"] / sylvite * 1e3
                share = f"{100 * rate / peak[line['threads']]:.0f} %"
                slower += library / sylvite < 0.95
                rows.append([line[kind.name], str(line["threads"]), digits(sylvite), digits(library),
                             f"{library / sylvite:.2f}", f"{rate / 1e9:.1f}", share])
        except (ValueError, KeyError, TypeError) as e:
            raise ValueError(f"line {number} is no result of this benchmark ({type(e).__name__}: {e})") from e
    if run is None or not rows:
        raise ValueError("the file holds no measurements of a run")
    sentences = preamble_of(run, [f"FMA peak {value / 1e9:.0f} GFLOP/s on {threads} thread{'s' * (threads > 1)}."
                                  for threads, value in peak.items()])
    sentences.append(f"{slower} of {len(rows)} are more than 5 % slower than {kind.library}.")
    header = [kind.name, "threads", "Sylvite ms", f"{kind.library} ms", f"{kind.library} ÷ Sylvite", "Sylvite GFLOP/s",
              "of the peak"]
    return sentences, header, rows


def main(plural, arguments):
    parser = Parser(f"bench --{plural}", __doc__)
    parser.turns(rounds=4, seconds=0.1)
    options = parser.options(arguments)
    try:
        sentences, header, rows = table(lines_of_run(options, measured(plural)), plural)
        print("\n".join(sentences) + "\n\n" + aligned(header, rows), end="")
        if options.markdown:
            replace(options.markdown, " ".join(sentences) + "\n\n" + markdown(header, rows))
    except (Failure, OSError, ValueError) as e:
        say(f"bench --{plural}: {e}.")
        return 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in KINDS:
        sys.exit(f"single_kernels.py: expected {' or '.join(KINDS)}, found {sys.argv[1:2]}")
    sys.exit(main(sys.argv[1], sys.argv[2:]))
