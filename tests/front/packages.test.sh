# Something is missing that a system package brings. The package here is one that no system has.
network alpha
printf '%s\n' 'libnowhere-dev  header  nowhere/nowhere.hpp' 'nocompiler  command  no-such-compiler' >front/packages.txt

tool apt-get "touch '$room/apt-get was called'; exit 1"
tool id 'echo 1000'
expect 1 'missing: libnowhere-dev nocompiler; only root' ./sylvite train alpha
expect 1 'sudo apt-get update && sudo apt-get install --no-install-recommends libnowhere-dev nocompiler' ./sylvite test
check "nothing was written" test ! -e build
check "apt-get was not called" test ! -e "$room/apt-get was called"

tool id 'echo 0'
expect 1 'apt-get could not install libnowhere-dev nocompiler.' ./sylvite build
check "apt-get was called" test -e "$room/apt-get was called"
tool apt-get 'echo "E: nothing to see"; exit 100'
expect 1 'E: nothing to see' ./sylvite build
tool apt-get 'echo "Temporary failure resolving deb.debian.org"; exit 100'
expect 1 'no network: the package archive cannot be reached' ./sylvite build
tool apt-get 'exit 0'
expect 1 'but what they bring is not there' ./sylvite build

# Found by what it brings, wherever that is.
mkdir -p "$room/include/nowhere" && : >"$room/include/nowhere/nowhere.hpp"
tool no-such-compiler 'exit 0'
tool python3 'echo 3.11; exit 0'
tool python3.13 'exit 1'
expect 1 'the virtual environment could not be made' env CPLUS_INCLUDE_PATH="$room/include" ./sylvite build
