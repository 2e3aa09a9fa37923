#!/bin/sh
# What the package tests share; each sources it. The build of the package and the trees that it is
# tried in lie below build/package-test and are kept.
set -eu
export LC_ALL=C.UTF-8

top=$(cd "$(dirname "$0")/../.." && pwd)
work=${PROMFILE_PACKAGE_WORK:-$top/build/package-test}
mkdir -p "$work"
passed=0
failed=0

pass() {
    passed=$((passed + 1))
}

fail() {
    failed=$((failed + 1))
    echo "FAILED: $*" >&2
}

# check WHAT COMMAND...: the command succeeds.
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

# check_empty WHAT COMMAND...: the command succeeds and prints nothing.
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

# Begins again as root, which chroot and namespaces need.
become_root() {
    [ "$(id -u)" = 0 ] || exec sudo --preserve-env=PROMFILE_PACKAGE_WORK "$0"
}

# need_packages PACKAGE...: installs those that are missing.
need_packages() {
    missing=
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    # shellcheck disable=SC2086 # words
    {
        $as_root apt-get update -qq &&
            $as_root env DEBIAN_FRONTEND=noninteractive \
                apt-get install -qq --no-install-recommends $missing
    } >"$work/apt.log" 2>&1 || {
        tail -5 "$work/apt.log" >&2
        return 1
    }
}

# The Debian mirror that this machine is configured to use; empty where it uses none.
debian_mirror() {
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(ORIGIN) $(COMPONENT) $(REPO_URI) $(RELEASE)' \
        'Created-By: Packages' 2>/dev/null |
        awk '$1 == "Debian" && $2 == "main" && $4 !~ /-/ { print $3; exit }'
}

# Builds the packages.
build_package() {
    "$top/samples/setup.sh" build
    launcher=
    [ -z "$(command -v ccache)" ] || launcher=-DCMAKE_CXX_COMPILER_LAUNCHER=ccache
    # shellcheck disable=SC2086 # no word if there is no ccache
    if ! {
        cmake -S "$top" -B "$work/build" -DPROMFILE_STATIC=ON -DPROMFILE_TESTS=OFF $launcher &&
            cmake --build "$work/build" --parallel "$(nproc)" &&
            cmake --build "$work/build" --target package
    } >"$work/build.log" 2>&1; then
        tail -20 "$work/build.log" >&2
        return 1
    fi
}

# The files that build_package made.
# shellcheck disable=SC2034 # for those who source this
find_package_files() {
    [ -e "$work/build/promfile" ] || build_package
    version=$("$work/build/promfile" --version | cut -d' ' -f2)
    deb=$work/build/promfile_${version}_$(dpkg --print-architecture).deb
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
    if [ -z "$(debian_mirror)" ]; then
        echo "skipped: apt is configured with no Debian mirror" >&2
        finish
        exit 0
    fi
}
