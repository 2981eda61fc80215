# System packages: found by what they bring, so that hand-made installations count; installed with apt-get.

has_header() {
    local folder
    local -a folders
    IFS=: read -r -a folders <<<"${CPLUS_INCLUDE_PATH:-}:${CPATH:-}:/usr/local/include:/usr/include"
    for folder in "${folders[@]}"; do
        [[ -n $folder && -e $folder/$1 ]] && return 0
    done
    return 1
}

# The virtual environment, once made, is all that needs Python.
has_python() {
    environment_is_ready && return 0
    find_python
    case $1 in
        interpreter) [[ -n $python ]] ;;
        venv) [[ -n $python_makes_venv ]] ;;
    esac
}

# Sets `missing` to the packages whose content is not there. Starts no process when nothing is.
find_missing_packages() {
    local package kind what
    missing=()
    while read -r package kind what; do
        case $kind in
            command) [[ $what == c++ ]] && what=${CXX:-c++}; command -v "${what%% *}" >/dev/null || missing+=("$package") ;;
            header) has_header "$what" || missing+=("$package") ;;
            python) has_python "$what" || missing+=("$package") ;;
        esac
    done <"$root/front/packages.txt"
}

install_packages() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get -o DPkg::Lock::Timeout=120 update &&
        apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "${missing[@]}"
}

# Everything that stands in the way is said before the first file is written.
need_packages() {
    find_missing_packages
    ((${#missing[@]})) || return 0
    if ! command -v apt-get >/dev/null; then
        fail "missing, by their names in Debian: ${missing[*]}; there is no apt-get here, so install them as this system does."
    fi
    if (($(id -u) != 0)); then
        say "missing: ${missing[*]}; only root can install them. Run this, then the same command again:"
        printf '  sudo apt-get update && sudo apt-get install --no-install-recommends %s\n' "${missing[*]}" >&2
        exit 1
    fi
    start_log
    if ! stage "installing ${missing[*]}" install_packages; then
        if network_is_missing; then
            fail "no network: the package archive cannot be reached, and it has to bring ${missing[*]} (details in $log)."
        fi
        show_log
        fail "apt-get could not install ${missing[*]}."
    fi
    unset python_was_sought
    find_missing_packages
    ((${#missing[@]} == 0)) || fail "apt-get says that it installed ${missing[*]}, but what they bring is not there."
}
