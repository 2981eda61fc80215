"""./sylvite bench --peers: Sylvite and its peers in turns, then tables and a picture. The front script gives --programs,
the folder of the benchmarks' programs. --from FILE makes tables and picture of an earlier run's --json FILE."""
import argparse
import json
import os
import sys

import peers as peer_process
from beside import picture, table
from beside.networks import NETWORKS, parameter_count
from beside.participants import Failure, OthersAtWork, Participant, about_run, first_step, peer_command, say
from beside.results import KINDS, Results
from beside.turn_options import Parser, lines_of_run, replace

BESIDE_NETWORKS = ("torch", "torch-compile", "jax", "onnxruntime")


def available_peers():
    found, missing = [], {}
    for peer in BESIDE_NETWORKS:
        _, _, name, _, packages = peer_process.PEERS[peer]
        lacks = peer_process.missing_modules(peer)
        if lacks:
            missing[name] = lacks
            say(f"{name} is left out: {sys.executable} has no {' and no '.join(lacks)}; "
                f"{sys.executable} -m pip install {packages} brings that.")
        else:
            found.append(peer)
    return found, missing


class Run:
    def __init__(self, options, peers, missing, write):
        self.options, self.peers, self.write = options, peers, write
        self.others, self.versions, self.missing, self.allowed = OthersAtWork(), {}, missing, {}

    def start(self, threads):
        program = os.path.join(self.options.programs, "sylvite_network_turns")
        self.sylvite = Participant("Sylvite", [program, "--threads", str(threads)])
        self.beside = [
            Participant(peer_process.PEERS[peer][2], peer_command(peer, "--threads", str(threads))) for peer in self.peers
        ]

    def prepare(self, work, kind):
        """The participants that run this work, and what Sylvite says that it costs."""
        cost = self.sylvite.ask(prepare=True, work=work, kind=kind)
        ready = [self.sylvite]
        for participant in self.beside:
            if participant.name == "ONNX Runtime" and kind == "train":
                continue
            try:
                answer = participant.ask(prepare=True, work=work, kind=kind)
            except Failure as failure:
                say(f"{work}, {KINDS[kind]}: {failure}; it is left out there.")
                continue
            if answer["parameters"] != cost["parameters"] or cost["parameters"] != parameter_count(NETWORKS[work]):
                raise Failure(f"{work} has {cost['parameters']} parameters in Sylvite and {answer['parameters']} in "
                              f"{participant.name}: they are not the same network")
            self.versions[participant.name] = answer["version"]
            self.allowed[work, kind, participant.name] = answer["allowed"]
            ready.append(participant)
        return ready, cost

    def with_threads(self, threads):
        self.start(threads)
        try:
            self.measure(threads)
        finally:
            for participant in [self.sylvite, *self.beside]:
                participant.close()

    def measure(self, threads):
        works = [(work, kind) for kind in KINDS for work in self.options.work]
        ready, costs, best, mean = {}, {}, {}, {}
        for key in works:
            say(f"{threads} thread{'s' * (threads > 1)}: preparing {key[0]}, {KINDS[key[1]]}")
            ready[key], costs[key] = self.prepare(*key)
        peak, memory, bandwidth = 0.0, 0.0, dict.fromkeys(works, 0.0)
        for number in range(self.options.rounds):
            say(f"{threads} thread{'s' * (threads > 1)}: round {number + 1} of {self.options.rounds}")
            peak = max(peak, self.sylvite.ask(measure="fma_peak")["value"])
            memory = max(memory, self.sylvite.ask(measure="bandwidth")["value"])
            for key in works:
                bytes_moved = int(costs[key]["bytes"])
                bandwidth[key] = max(bandwidth[key], self.sylvite.ask(measure="bandwidth", bytes=bytes_moved)["value"])
                self.others.pause(0.2)
                for participant in ready[key]:
                    answer = participant.ask(work=key[0], kind=key[1], seconds=self.options.seconds)
                    at = (*key, participant.name)
                    best[at] = min(best.get(at, float("inf")), answer["best_ms"])
                    mean.setdefault(at, []).append(answer["mean_ms"])
        self.write({"machine": "fma_peak", "threads": threads, "value": peak})
        self.write({"machine": "bandwidth", "threads": threads, "value": memory})
        for work, kind in works:
            cost = costs[work, kind]
            limit = max(cost["flops"] / peak, cost["bytes"] / bandwidth[work, kind])
            self.write({"work": work, "kind": kind, "threads": threads, "limit_ms": limit * 1e3,
                        "flops": cost["flops"], "bytes": cost["bytes"], "bandwidth": bandwidth[work, kind]})
            for participant in ready[work, kind]:
                at = (work, kind, participant.name)
                self.write({"work": work, "kind": kind, "threads": threads, "peer": participant.name,
                            "best_ms": best[at], "mean_ms": sum(mean[at]) / len(mean[at]),
                            "allowed": self.allowed.get(at, "")})

    def first_steps(self):
        for work in self.options.work:
            program = os.path.join(self.options.programs, f"sylvite_first_step_{work}")
            self.first_step(work, "Sylvite", [program])
        work = "mlp_mnist" if "mlp_mnist" in self.options.work else self.options.work[0]
        for peer in self.peers:
            if peer != "onnxruntime":
                command = peer_command(peer, "--first-step", work, "--threads", str(max(self.options.threads)))
                self.first_step(work, peer_process.PEERS[peer][2], command)

    def first_step(self, work, name, command):
        say(f"from the start of {name} to the end of its first step of {work}")
        try:
            answers = [first_step(command) for _ in range(2)]  # the first reads files that the second finds in memory
        except Failure as failure:
            say(f"{failure}.")
            return
        self.write({"first_step": work, "peer": name, **min(answers, key=lambda a: a["seconds"])})


def measured(options):
    """The lines of a run."""
    peers, missing = available_peers()
    if not peers:
        raise Failure(f"there is no peer to be timed beside: {sys.executable} has neither torch, nor jax with optax, nor "
                      f"onnxruntime with onnx; --python names another Python, "
                      f"{sys.executable} -m pip install torch jax optax onnx onnxruntime installs them into this one")
    lines = []
    run = Run(options, peers, missing, lines.append)

    def so_far():
        about = {**about_run(options, run.others, run.versions), "missing": missing}
        return [json.dumps(line) for line in [{"run": about}, *lines]]

    for threads in options.threads:
        run.with_threads(threads)
        if options.json:
            replace(options.json, "\n".join(so_far()) + "\n")  # a run that is ended early leaves what it has
    run.first_steps()
    return so_far()


def names(text):
    for name in text.split(","):
        if name not in NETWORKS:
            raise argparse.ArgumentTypeError(f'there is no network "{name}"; there are: {", ".join(NETWORKS)}')
    return text.split(",")


def parse(arguments):
    parser = Parser("bench --peers", __doc__)
    parser.turns(rounds=6, seconds=0.5)
    parser.add_argument("--work", type=names, default=list(NETWORKS), help="networks (all)")
    parser.add_argument("--picture", metavar="FILE", help="the picture, SVG")
    return parser.options(arguments)


def main(arguments):
    options = parse(arguments)
    try:
        results = Results(lines_of_run(options, measured))
        if not results.times or not results.run:
            raise Failure(f"{options.source} holds no measurements of a run")
        print(table.as_text(results), end="")
        if options.markdown:
            replace(options.markdown, table.as_markdown(results))
        if options.picture:
            replace(options.picture, picture.as_svg(results))
            say(f"the picture is {options.picture}")
    except (Failure, OSError, ValueError) as e:
        say(f"bench --peers: {e}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
