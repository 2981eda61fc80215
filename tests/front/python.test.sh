# Pythons that Halide has no wheels for, or that cannot make a virtual environment; PyPI out of reach.
network alpha
printf '%s\n' 'python3 python interpreter' 'python3-venv python venv' >front/packages.txt
tool id 'echo 1000'

# A Python of version $1; what it answers to -c is decided by $2, what to -m by $3.
python() { printf 'case "$1 $2" in -c*sys*) echo %s ;; -c*) %s ;; *) %s ;; esac\n' "$1" "$2" "$3"; }

expect 1 'SYLVITE_PYTHON is "/nowhere/python", which is not a Python that runs' env SYLVITE_PYTHON=/nowhere/python ./sylvite build
tool newer "$(python 3.14 'exit 0' 'exit 0')"
expect 1 'Python 3.9 to 3.13, and this one is 3.14' env SYLVITE_PYTHON="$tools/newer" ./sylvite build
tool bare "$(python 3.12 'exit 1' 'exit 1')"
expect 1 'missing: python3-venv; only root' env SYLVITE_PYTHON="$tools/bare" ./sylvite build
check "nothing was written" test ! -e build

tool broken "$(python 3.12 'exit 0' 'echo "disk full"; exit 1')"
expect 1 'disk full' env SYLVITE_PYTHON="$tools/broken" ./sylvite build
tool lonely "$(python 3.12 'exit 0' 'echo "NewConnectionError"; exit 1')"
expect 1 'no network: PyPI cannot be reached, and halide==21.0.0 cmake>=3.28 ninja>=1.11 are needed' \
    env SYLVITE_PYTHON="$tools/lonely" ./sylvite build
