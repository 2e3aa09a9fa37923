#!/bin/sh
# A static binary for arm64: cross-built with Debian's compiler against Debian's pugixml, which is
# unpacked below build/, and its unit tests run by qemu. The system's architectures stay as they are.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
skip_without_mirror
need_packages doctest-dev file g++-aarch64-linux-gnu qemu-user-static rpm

# An apt of its own, that knows arm64 alone and writes below build/.
arm=$work/arm64
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
if [ ! -e "$arm/root.complete" ]; then
    rm -rf "$arm/apt" "$arm/root"
    mkdir -p "$arm/apt/lists/partial" "$arm/apt/cache/archives/partial" "$arm/apt/parts" "$arm/root"
    : >"$arm/apt/status"
    release=$(sed -n "s/^VERSION_CODENAME=//p" /etc/os-release)
    echo "deb [arch=arm64 signed-by=$keyring] $(debian_mirror) $release main" \
        >"$arm/apt/sources.list"
    cat >"$arm/apt/apt.conf" <<END
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Sandbox::User "$(id -un)";
Dir::State "$arm/apt";
Dir::State::lists "$arm/apt/lists";
Dir::State::status "$arm/apt/status";
Dir::Cache "$arm/apt/cache";
Dir::Etc::sourcelist "$arm/apt/sources.list";
Dir::Etc::sourceparts "$arm/apt/parts";
END
    check 'apt-get update for arm64' env APT_CONFIG="$arm/apt/apt.conf" apt-get update
    # shellcheck disable=SC2016 # $0 is for the inner shell
    check 'libpugixml-dev:arm64' env APT_CONFIG="$arm/apt/apt.conf" sh -c '
        cd "$0" && apt-get download libpugixml-dev libpugixml1v5' "$arm/apt/cache"
    for archive in "$arm"/apt/cache/*_arm64.deb; do
        check 'unpack it' dpkg-deb -x "$archive" "$arm/root"
    done
    [ "$failed" != 0 ] || touch "$arm/root.complete"
fi

cat >"$arm/toolchain.cmake" <<END
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_STRIP aarch64-linux-gnu-strip)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static)
set(pugixml_DIR $arm/root/usr/lib/aarch64-linux-gnu/cmake/pugixml)
END
# Of these packages only headers are used, which are the same everywhere.
headers=/usr/lib/$(gcc -print-multiarch)/cmake
launcher=
[ -z "$(command -v ccache)" ] || launcher=-DCMAKE_CXX_COMPILER_LAUNCHER=ccache
# Optimised less than a release, which halves the time of the build and costs the tests nothing.
# shellcheck disable=SC2086 # no word if there is no ccache
check 'configure' cmake -S "$top" -B "$arm/build" -DPROMFILE_STATIC=ON -DCMAKE_CXX_FLAGS_RELEASE="-O1 -DNDEBUG" \
    -DCMAKE_TOOLCHAIN_FILE="$arm/toolchain.cmake" \
    -DPROMFILE_WHOLE_FOLDERS=all -Dfmt_DIR="$headers/fmt" -Dtomlplusplus_DIR="$headers/tomlplusplus" $launcher
check 'build' cmake --build "$arm/build" --parallel "$(nproc)" \
    --target promfile promfile_tests
# shellcheck disable=SC2016 # $0 is for the inner shell
check 'static, for arm64' sh -c 'file "$0" | grep -q "ARM aarch64.*static-pie linked"' \
    "$arm/build/promfile"

cd "$top"
# Under emulation times prove nothing, iconv finds no modules, and what is only large takes too long: what
# depends on the processor shows in small cases. The folders are two halves of the time.
left_out='no hostile store*,no rule costs*,each single-byte encoding*,an expression has the result*'
left_out="$left_out,rows are counted for their labels*,more than a person reads*,a store with more paths*"
left_out="$left_out,ten thousand features*,a sample with 300*,a profile stays within*"
left_out="$left_out,expressions give the same of rows*,each fault is refused at its place*"
left_out="$left_out,expansions are limited as a whole*,a grid knows the series*,a resolved rule gives*"
left_out="$left_out,random stores give the same rows with few*,Every rules file publishes the same*"
left_out="$left_out,the data that stand know no limit*"
emulated_tests() {
    timeout 600 qemu-aarch64-static "$arm/build/promfile_tests" \
        "$1=*/xml/row_*,*/sensors/*,*/run/*,*/support/*" -tce="$left_out"
}
both_halves() {
    emulated_tests -sf &
    first=$!
    second_status=0
    emulated_tests -sfe || second_status=$?
    wait "$first" && [ "$second_status" = 0 ]
}
check 'unit tests' both_halves
metrics() {
    "$@" --debug --no-self-metrics --quiet samples/store.xml
}
check_equal 'the same metrics' "$(metrics "$PROMFILE")" \
    "$(metrics qemu-aarch64-static "$arm/build/promfile")"
for config in samples/*.toml; do
    check_equal "the same metrics of $config" \
        "$("$PROMFILE" --debug --no-self-metrics --quiet -c "$config")" \
        "$(qemu-aarch64-static "$arm/build/promfile" --debug --no-self-metrics --quiet -c "$config")"
done
check 'package' cmake --build "$arm/build" --target package
# shellcheck disable=SC2016 # $1 is for the inner shell
check 'promfile_VERSION_arm64.deb' sh -c 'dpkg-deb -f "$1"/promfile_*_arm64.deb Architecture |
    grep -qx arm64' sh "$arm/build"
# shellcheck disable=SC2016 # $1 is for the inner shell
check 'promfile-VERSION.aarch64.rpm' sh -c 'rpm -qp --queryformat "%{ARCH}\n" "$1"/promfile-*.aarch64.rpm |
    grep -qx aarch64' sh "$arm/build"
finish
