#!/bin/sh
# Shared by the package tests; each sources it. PROMFILE names the binary, which is in the build
# directory of the packages. The trees for the tests are below build/package-test, and are kept.
set -eu
export LC_ALL=C.UTF-8

top=$(cd "$(dirname "$0")/../.." && pwd)
work=${PROMFILE_PACKAGE_WORK:-$top/build/package-test}
mkdir -p "$work"
: "${PROMFILE:=$top/build/tests/promfile}"
build=$(dirname "$PROMFILE")
passed=0
failed=0

pass() {
    passed=$((passed + 1))
}

fail() {
    failed=$((failed + 1))
    echo "FAILED: $*" >&2
}

# check WHAT COMMAND...: checks that the command succeeds.
check() {
    what=$1
    shift
    if output=$("$@" 2>&1); then
        pass
    else
        fail "$what: $output"
    fi
}

# check_equal WHAT EXPECTED FOUND
check_equal() {
    if [ "$2" = "$3" ]; then
        pass
    else
        fail "$1: expected '$2', found '$3'"
    fi
}

# check_empty WHAT COMMAND...: checks that the command succeeds and prints nothing.
check_empty() {
    what=$1
    shift
    if output=$("$@" 2>&1) && [ -z "$output" ]; then
        pass
    else
        fail "$what: $output"
    fi
}

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

# skip REASON: ends the script with the exit status of a skip.
skip() {
    echo "skipped: $*"
    exit 77
}

# Starts the script again as root, since chroot and namespaces need root.
become_root() {
    [ "$(id -u)" = 0 ] || exec sudo --preserve-env=PROMFILE,PROMFILE_PACKAGE_WORK "$0"
}

# need_packages PACKAGE...: installs the packages that are missing.
need_packages() {
    "$top/samples/setup.sh" "$@" >&2
}

# Prints the Debian mirror of this machine's configuration; empty if it has none.
debian_mirror() {
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(ORIGIN) $(COMPONENT) $(REPO_URI) $(RELEASE)' \
        'Created-By: Packages' 2>/dev/null |
        awk '$1 == "Debian" && $2 == "main" && $4 !~ /-/ { print $3; exit }'
}

# The packages, which `cmake --build BUILD --target package` makes.
# shellcheck disable=SC2034 # for the scripts that source this
find_package_files() {
    version=$("$PROMFILE" --version | cut -d' ' -f2)
    deb=$build/promfile_${version}_$(dpkg --print-architecture).deb
    archive=${deb%.deb}.tar.gz
}

# tree RELEASE: a minimal Debian below the work directory, made once. It is never written to.
tree() {
    directory=$work/trees/$1
    if [ ! -e "$directory.complete" ]; then
        mirror=$(debian_mirror)
        rm -rf "$directory"
        mkdir -p "$work/trees"
        extra=
        [ "$1" = bullseye ] || extra=--include=cron,man-db,systemd
        # shellcheck disable=SC2086 # no word if nothing is added
        debootstrap --variant=minbase $extra "$1" "$directory" "$mirror" >"$directory.log" 2>&1 || {
            tail -5 "$directory.log" >&2
            return 1
        }
        rm -rf "$directory/var/cache/apt/archives" "$directory/var/lib/apt/lists"
        touch "$directory.complete"
    fi
}

# fresh_tree NAME: a copy of Debian 12 to be written to, removed at the end of the script; sets
# `root`.
fresh_tree() {
    tree bookworm
    root=$work/trees/$1
    rm -rf "$root"
    trap 'rm -rf "$root"' EXIT
    cp -a --reflink=auto "$work/trees/bookworm" "$root"
}

# Without a Debian mirror there are no trees to try things in.
skip_without_mirror() {
    [ -n "$(debian_mirror)" ] || skip 'apt is configured with no Debian mirror'
}
