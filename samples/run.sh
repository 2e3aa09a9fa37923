#!/bin/sh
# From a fresh checkout to metrics: installs what is missing, builds promfile, looks at
# samples/store.xml and publishes it into a directory below build/.
set -eu
cd "$(dirname "$0")/.."

samples/setup.sh build

build=build/sample
directory=$build/textfile
if [ ! -e $build/CMakeCache.txt ]; then
    echo "Building promfile (a minute or two) ..."
    cmake -S . -B $build -DPROMFILE_STATIC=ON -DPROMFILE_TESTS=OFF >/dev/null
fi
cmake --build $build --target promfile --parallel "$(nproc)" >$build/build.log 2>&1 || {
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

# The machine's own sensors, or those of a small sample tree where it has none.
sysfs=samples/sys
for sensor in /sys/class/hwmon/hwmon* /sys/class/thermal/thermal_zone*; do
    [ ! -e "$sensor" ] || sysfs=/sys
done
echo
echo "\$ promfile --debug --sensors --sysfs $sysfs"
$build/promfile --debug --no-self-metrics --sensors --sysfs $sysfs
