"""./sylvite bench --contractions: the contractions of contractions.txt in Sylvite and in the BLAS of NumPy, in turns. The
front script gives --programs. --from FILE makes the table of an earlier run's --json FILE."""
import json
import os
import sys

from beside.participants import Failure, OthersAtWork, Participant, about_run, peer_command, say
from beside.results import digits
from beside.table import aligned, markdown, preamble_of
from beside.turn_options import Parser, lines_of_run, replace

LIST = os.path.join(os.path.dirname(os.path.abspath(__file__)), "contractions.txt")


def contractions():
    with open(LIST, encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip() and not line.startswith("#")]


def with_threads(threads, options, others, versions):
    """A line of the peak, then one a contraction."""
    program = os.path.join(options.programs, "sylvite_contraction_turns")
    sylvite = Participant("Sylvite", [program, "--threads", str(threads)])
    blas = Participant("OpenBLAS", peer_command("openblas", "--threads", str(threads)))
    plural = "" if threads == 1 else "s"
    try:
        say(f"{threads} thread{plural}: comparing {len(contractions())} contractions with sums in double")
        flops = {work: sylvite.ask(prepare=True, work=work)["flops"] for work in contractions()}
        best, peak = {}, 0.0
        for number in range(options.rounds):
            say(f"{threads} thread{plural}: round {number + 1} of {options.rounds}")
            for work in flops:
                peak = max(peak, sylvite.ask(measure="fma_peak")["value"])
                others.pause(0.02)
                versions["BLAS"] = blas.ask(prepare=True, work=work, kind="contraction")["version"]
                for name, participant in (("sylvite_ms", sylvite), ("blas_ms", blas)):
                    answer = participant.ask(work=work, kind="contraction", seconds=options.seconds)
                    best[work, name] = min(best.get((work, name), float("inf")), answer["best_ms"])
    finally:
        sylvite.close()
        blas.close()
    yield {"machine": "fma_peak", "threads": threads, "value": peak}
    for work in flops:
        times = {name: best[work, name] for name in ("sylvite_ms", "blas_ms")}
        yield {"contraction": work, "threads": threads, "flops": flops[work], **times}


def measured(options):
    others, versions, lines = OthersAtWork(), {}, []
    for threads in options.threads:
        lines += with_threads(threads, options, others, versions)
    return [json.dumps(line) for line in [{"run": about_run(options, others, versions)}, *lines]]


def table(lines):
    """(sentences, header, rows); raises ValueError for lines that no run wrote."""
    run, peak, rows, slower = None, {}, [], 0
    for number, line in enumerate(lines, 1):
        try:
            line = json.loads(line)
            if "run" in line:
                run = line["run"]
            elif "machine" in line:
                peak[line["threads"]] = line["value"]
            else:
                sylvite, blas = line["sylvite_ms"], line["blas_ms"]
                rate = line["flops"] / sylvite * 1e3
                share = f"{100 * rate / peak[line['threads']]:.0f} %"
                slower += blas / sylvite < 0.95
                rows.append([line["contraction"], str(line["threads"]), digits(sylvite), digits(blas),
                             f"{blas / sylvite:.2f}", f"{rate / 1e9:.1f}", share])
        except (ValueError, KeyError, TypeError) as e:
            raise ValueError(f"line {number} is no result of this benchmark ({type(e).__name__}: {e})") from e
    if run is None or not rows:
        raise ValueError("the file holds no measurements of a run")
    sentences = preamble_of(run, [f"FMA peak {value / 1e9:.0f} GFLOP/s on {threads} thread{'s' * (threads > 1)}."
                                  for threads, value in peak.items()])
    sentences.append(f"{slower} of {len(rows)} are more than 5 % slower than the BLAS.")
    header = ["contraction", "threads", "Sylvite ms", "BLAS ms", "BLAS ÷ Sylvite", "Sylvite GFLOP/s", "of the peak"]
    return sentences, header, rows


def main(arguments):
    parser = Parser("bench --contractions", __doc__)
    parser.turns(rounds=4, seconds=0.1)
    options = parser.options(arguments)
    try:
        sentences, header, rows = table(lines_of_run(options, measured))
        print("\n".join(sentences) + "\n\n" + aligned(header, rows), end="")
        if options.markdown:
            replace(options.markdown, " ".join(sentences) + "\n\n" + markdown(header, rows))
    except (Failure, OSError, ValueError) as e:
        say(f"bench --contractions: {e}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
