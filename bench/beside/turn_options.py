"""What the commands that measure in turns share: their options, and files that are written wholly."""
import argparse
import os
import stat
import sys
import tempfile

from beside.participants import say


class Parser(argparse.ArgumentParser):
    """Answers a mistake with one sentence."""

    def __init__(self, command, description):
        super().__init__(prog=f"./sylvite {command}", description=description, allow_abbrev=False)
        self.command = command
        self.add_argument("--programs", help="folder of the benchmarks' programs")
        self.add_argument("--threads", type=numbers, default=[1, 2], help="numbers of threads (1,2)")
        self.add_argument("--json", metavar="FILE", help="the measurements, a line each")
        self.add_argument("--markdown", metavar="FILE", help="the tables in Markdown")
        self.add_argument("--from", dest="source", metavar="FILE", help="an earlier run's --json FILE in place of a run")

    def error(self, message):
        say(f"{self.command}: {message}.")
        sys.exit(2)

    def turns(self, rounds, seconds):
        self.add_argument("--rounds", type=positive(int), default=rounds, help=f"turns of each ({rounds})")
        self.add_argument("--seconds", type=positive(float), default=seconds, help=f"of a turn ({seconds})")

    def options(self, arguments):
        options = self.parse_args(arguments)
        if not options.source and not options.programs:
            self.error("--programs is needed for a run")
        return options


def positive(kind):
    def convert(text):
        value = kind(text)
        if not 0 < value < 1e6:
            raise ValueError(text)
        return value

    convert.__name__ = "positive number"
    return convert


def numbers(text):
    try:
        values = [int(part) for part in text.split(",")]
    except ValueError:
        values = []
    if not values or not all(1 <= v <= 1024 for v in values):
        raise argparse.ArgumentTypeError(f'expected numbers of threads such as 1,2, found "{text}"')
    return sorted(set(values))


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def lines_of_run(options, measured):
    """The lines that --from names, or those of a run; also written where --json says."""
    lines = lines_of(options.source) if options.source else measured(options)
    if options.json:
        replace(options.json, "\n".join(lines) + "\n")
    return lines


def replace(path, text):
    """Writes the file wholly or not at all: the one behind all symbolic links. A device, a pipe and what standard output
    goes to take the text as it comes."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        found = None
    if found and (stat.S_ISCHR(found.st_mode) or stat.S_ISFIFO(found.st_mode) or same_as_output(found)):
        sys.stdout.flush()
        with open(os.dup(1) if same_as_output(found) else path, "w", encoding="utf-8") as stream:
            stream.write(text)
        return
    if found and not stat.S_ISREG(found.st_mode):
        raise OSError(f"{path} cannot be written: it is not a regular file")
    if found and not os.access(path, os.W_OK):
        raise PermissionError(f"{path} cannot be written: it is protected")
    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    os.makedirs(folder, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
        try:
            file.write(text)
            file.flush()
            os.chmod(file.name, stat.S_IMODE(found.st_mode) if found else 0o644)
            os.replace(file.name, target)
        except OSError:
            os.unlink(file.name)
            raise


def same_as_output(found):
    return os.path.samestat(found, os.fstat(1))
