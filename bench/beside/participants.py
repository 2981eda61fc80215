"""Programs that measure in turns. Those whose turn it is not are stopped: none of their threads waits actively."""
import datetime
import json
import os
import signal
import subprocess
import sys
import time


PEERS_PROGRAM = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "peers.py")


def peer_command(peer, *options):
    return [sys.executable, PEERS_PROGRAM, "--peer", peer, *options]


class Failure(Exception):
    """In one sentence."""


class Participant:
    def __init__(self, name, command):
        self.name = name
        if not os.path.exists(command[0]):
            raise Failure(f"{command[0]} is not there; ./sylvite build {os.path.basename(command[0])} makes it")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.process.send_signal(signal.SIGSTOP)

    def ask(self, **question):
        """The answer, an object; raises Failure where the program ended or could not."""
        self.process.send_signal(signal.SIGCONT)
        try:
            self.process.stdin.write(json.dumps(question) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise Failure(f"{self.name} ended with status {self.process.wait()}")
        self.process.send_signal(signal.SIGSTOP)
        answer = json.loads(line)
        if "error" in answer:
            raise Failure(f"{self.name}: {answer['error']}")
        return answer

    def close(self):
        self.process.kill()
        self.process.wait()


def first_step(command):
    """Seconds from the start of the program to its answer, added to the answer."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        line = process.stdout.readline()
        seconds = time.perf_counter() - start
    if not line:
        raise Failure(f"{os.path.basename(command[0])} ended with status {process.returncode} before its first step")
    return {**json.loads(line), "seconds": seconds}


def processor_time():
    """Of all processors since the system started: busy, and in all."""
    with open("/proc/stat") as stat:
        numbers = [int(n) for n in stat.readline().split()[1:9]]
    idle = numbers[3] + numbers[4]
    return sum(numbers) - idle, sum(numbers)


class OthersAtWork:
    """How much of the processors other programs use, seen in pauses in which all participants are stopped."""

    def __init__(self):
        self.busy = self.total = 0

    def pause(self, seconds):
        busy, total = processor_time()
        time.sleep(seconds)
        busy_after, total_after = processor_time()
        self.busy += busy_after - busy
        self.total += total_after - total

    def share(self):
        return self.busy / self.total if self.total else 0.0


def say(text):
    """To standard error, as ./sylvite does: standard output is the table's. What was printed there before comes first, also
    where both streams go into one pipe."""
    sys.stdout.flush()
    print(f"sylvite: {text}", file=sys.stderr, flush=True)


def processor_name():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        names = (line.split(":", 1)[1].strip() for line in info if line.startswith("model name"))
        return next(names, "an unknown processor")


def about_run(options, others, versions):
    """What tables and pictures say of a run."""
    return {
        "date": datetime.date.today().isoformat(),
        "processor": processor_name(),
        "processors": os.cpu_count(),
        "rounds": options.rounds,
        "seconds": options.seconds,
        "others": others.share(),
        "versions": versions,
    }
