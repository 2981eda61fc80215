# Help texts. help_of NAME prints one; it fails for a name that has none.

help_of() {
    case $1 in
        sylvite)
            cat <<TEXT
usage: ./sylvite COMMAND ...        each COMMAND has --help

  train NETWORK ...     train a network of examples/
  predict NETWORK ...   let a trained network predict
  inspect NETWORK       what became of a network: kernels, graph, memory, cost
  trace NETWORK         where the time of its steps goes
  compare NETWORK       its kernels beside plain loops, tensor by tensor
  tune NETWORK          look for better schedules of its kernels
  test                  build everything and run the tests
  bench                 measure
  build                 build without running anything
  clean                 remove what was built
  help [COMMAND]        this, or a command's help

networks: $(networks | paste -sd ' ')

The first run installs what is missing (as root, with apt-get; otherwise it names the packages), makes a virtual
environment with Halide, CMake and Ninja in build/venv, and builds. Environment: SYLVITE_BUILD_DIR, the folder to build
in (build/ unless set); SYLVITE_PYTHON, the Python to use (3.9 to 3.13); SYLVITE_PEERS_PYTHON, the one of bench --peers;
CXX, the compiler; CI, when set, makes warnings errors.
Exit status: that of the program run; 1 when set-up or build fail; 2 when the command makes no sense.
TEXT
            ;;
        train)
            cat <<TEXT
usage: ./sylvite train NETWORK [OPTIONS OF THE PROGRAM]

Builds the training program of examples/NETWORK and runs it where you stand.
./sylvite train NETWORK --help lists the program's own options.
networks: $(networks | paste -sd ' ')
TEXT
            ;;
        predict)
            cat <<TEXT
usage: ./sylvite predict NETWORK [OPTIONS OF THE PROGRAM]

Builds the predicting program of examples/NETWORK and runs it where you stand.
./sylvite predict NETWORK --help lists the program's own options.
networks: $(networks | paste -sd ' ')
TEXT
            ;;
        inspect)
            cat <<TEXT
usage: ./sylvite inspect NETWORK [OPTIONS]

Builds a program that tells what became of NETWORK: parameters; calls with what they compute, the user's lines, cost; kernels
with their schedules; which tensor lies where in memory, and its peak; code size, where the network is built.
  --json              the same for programs (keys: docs/inspect.md)
  --entry NAME        of that entry only; for a graph: train where there is one, else the first
  --svg FILE          draw the entry's graph (with Graphviz): forward, backward and update in colours of their own
  --dot FILE          the graph in Graphviz' language      --detail WHAT  operations or kernels
  --html KERNEL FILE  Halide's statement page of a kernel; KERNEL: the first digits of its name, ENTRY:CALL, or all
  --assembly KERNEL FILE                                   FILE may be a folder
  --struct NAME       the struct in a header of your own, where it has several networks
NETWORK: $(networks | paste -sd ' ')
  of the benchmarks: $(bench_networks | paste -sd ' ')
  or the path of a header
TEXT
            ;;
        compare)
            cat <<TEXT
usage: ./sylvite compare NETWORK [OPTIONS]

Builds NETWORK twice, of compiled kernels and of plain C++ loops, runs steps of both on the same random inputs, and prints how far
each tensor that a kernel writes is off. Exit status 1 where one is off by more than the tolerance.
  --entry NAME        the entry that is run (train where there is one, else the first)
  --steps N           steps, each from the same parameters in both (3)
  --tolerance X       as a part of the tensor's largest element (0.0001)
  --threads N         threads of a step; 0: all (0)        --rows N     a step (as many as the entry takes)
  --seed N            of parameters and inputs (1)         --integers N labels are from 0 to N - 1 (2)
  --set NAME=X        an input of one value (0.001)
  --struct NAME       the struct in a header of your own, where it has several networks
NETWORK: $(networks | paste -sd ' ')
  of the benchmarks: $(bench_networks | paste -sd ' ')
  or the path of a header
TEXT
            ;;
        tune)
            cat <<TEXT
usage: ./sylvite tune NETWORK [OPTIONS]

Looks for better schedules of NETWORK's kernels: compiles candidates, checks their numbers, times each in a process of its own, and
puts what is faster into the tuning database, from which builds take it. May be interrupted and goes on where it was.
  --budget TIME       how long it may take: 90s, 10m (unless given), 2h
  --threads N         threads of a kernel (all of the processor)
  --trials N          at most so many schedules of a kernel    --seed N      of the search (1)
  --database FILE     where improvements go (codegen/tuning/database/PROCESSOR.json)
  --search HOW        climb, or random to compare (climb)      --curve       print how far it was after 1, 2, 4, ... trials
  --autoschedulers    then time Halide's autoschedulers beside what was found
  --runner COMMAND    run candidates on another machine, as COMMAND PROGRAM ARGUMENTS..., with
  --target NAME       Halide's name of its instruction set     --cxx FILE    a C++ compiler that makes static programs for it
  --struct NAME       the struct in a header of your own, where it has several networks
NETWORK: $(networks | paste -sd ' ')
  of the benchmarks: $(bench_networks | paste -sd ' ')
  or the path of a header
TEXT
            ;;
        trace)
            cat <<TEXT
usage: ./sylvite trace NETWORK [OPTIONS]

Builds NETWORK with a program that runs steps of it on random inputs, prints where their time goes, and writes a trace with
a row a thread and a slice a kernel, for chrome://tracing or https://ui.perfetto.dev.
  --entry NAME        the entry that is run (train where there is one, else the first)
  --steps N           steps that are recorded (20)         --warm-up N  before them, not recorded (3)
  --threads N         threads of a step; 0: all (0)        --rows N     a step (as many as the entry takes)
  --seed N            of parameters and inputs (1)         --integers N labels are from 0 to N - 1 (2)
  --set NAME=X        an input of one value (0.001)        -o FILE      the trace (NETWORK.trace.json)
  --struct NAME       the struct in a header of your own, where it has several networks
NETWORK: $(networks | paste -sd ' ')
  of the benchmarks: $(bench_networks | paste -sd ' ')
  or the path of a header
TEXT
            ;;
        test)
            cat <<TEXT
usage: ./sylvite test [--preset PRESET] [OPTIONS]

Builds everything and runs the tests under ctest.
  --preset PRESET     one of: $(presets | paste -sd ' ') (release unless given)
  -R REGEX            only tests whose name matches        -E REGEX   leave those out
  -L REGEX            only tests whose label matches       -LE REGEX  leave those out
  -j N                that many at a time                  -N         list them, run none
  -V                  show what they print                 --timeout SECONDS  for each
  --rerun-failed      only those that failed last time     --stop-on-failure
TEXT
            ;;
        bench)
            cat <<TEXT
usage: ./sylvite bench [OPTIONS OF THE PROGRAM]
       ./sylvite bench --peers [OPTIONS]
       ./sylvite bench --contractions | --convolutions [OPTIONS]

Builds the benchmarks, compares their numbers with those of plain loops (once for each build), and runs them; ./sylvite bench
on its own times Sylvite beside the machine's limits:
  --json FILE         write one line a measurement: {work, kind, threads, best_ms, limit_ms}
  --threads N,...     numbers of threads (1,2)             --filter REGEX   only that work
  --seconds S         least time for each (1)
--peers: Sylvite, PyTorch, torch.compile, JAX and, for inference, ONNX Runtime in turns; tables and a picture of them.
--contractions: Sylvite beside OpenBLAS at the shapes of bench/contractions.txt.
--convolutions: Sylvite beside PyTorch's oneDNN at the shapes of bench/convolutions.txt.
  --python PATH       a Python with the peers (SYLVITE_PEERS_PYTHON, else build/peers/bin/python, else python3)
  --threads N,...     numbers of threads (1,2)             --rounds N       turns of each (6)
  --seconds S         of a turn                            --work NAME,...  networks (all)
  --json FILE         the measurements, a line each        --markdown FILE  the tables
  --picture FILE      of --peers (build/bench/peers.svg)
  --from FILE         tables and picture of what an earlier run's --json wrote, without a run
TEXT
            ;;
        build)
            cat <<TEXT
usage: ./sylvite build [--preset PRESET] [TARGET...]

Builds everything, or the targets named.
  --preset PRESET     one of: $(presets | paste -sd ' ') (release unless given)
TEXT
            ;;
        clean)
            cat <<TEXT
usage: ./sylvite clean [--all]

Removes what was built. The virtual environment stays.
  --all               remove the virtual environment too
TEXT
            ;;
        help)
            printf '%s\n' "usage: ./sylvite help [COMMAND]"
            ;;
        *) return 1 ;;
    esac
}
