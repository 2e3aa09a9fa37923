#!/bin/sh
# From a fresh checkout to metrics: installs what is missing, builds promfile, looks at
# samples/store.xml and publishes it into a directory below build/.
set -eu
cd "$(dirname "$0")/.."

samples/setup.sh build

build=build/sample
directory=$build/textfile
mkdir -p $build
[ -e $build/promfile ] || echo "Building promfile, which takes a minute or two."
# The log has the whole output; the screen shows only the progress.
{
    {
        cmake -S . -B $build -DPROMFILE_STATIC=ON -DPROMFILE_TESTS=OFF &&
            cmake --build $build --parallel "$(nproc)" && echo built
    } 2>&1 || true
} | while IFS= read -r line; do
    echo "$line"
    [ ! -t 2 ] || printf '\r%.6s' "$(expr "$line" : '\(\[ *[0-9]*%\]\)')" >&2
done >$build/build.log
[ ! -t 2 ] || printf '\r      \r' >&2
[ "$(tail -n 1 $build/build.log)" = built ] || {
    cat $build/build.log >&2
    exit 1
}
mkdir -p $directory

echo "\$ promfile --debug --no-self-metrics samples/store.xml"
$build/promfile --debug --no-self-metrics samples/store.xml
echo
echo "\$ promfile -o $directory samples/store.xml"
$build/promfile -o $directory samples/store.xml
echo "Published $directory/store.prom:"
grep '^store_' $directory/store.prom

# The machine's own sensors, or if it has none, the sensors of a small sample tree.
sysfs=samples/sys
for sensor in /sys/class/hwmon/hwmon* /sys/class/thermal/thermal_zone*; do
    [ ! -e "$sensor" ] || sysfs=/sys
done
echo
echo "\$ promfile --debug --sensors --sysfs $sysfs"
$build/promfile --debug --no-self-metrics --sensors --sysfs $sysfs
