#!/bin/sh
# The container images of samples/docker, built by buildah and run by crun in the same way as by the
# DaemonSet: as a user without privileges, on a read-only root file system. No registry is used: the
# base of the periodic image is a stand-in with busybox.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
become_root
need_packages buildah busybox-static crun
for program in buildah busybox crun; do
    command -v $program >/dev/null || skip "$program is not installed"
done
find_package_files

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/context" "$scratch/stores" "$scratch/textfiles"
cp "$top/samples/store.xml" "$scratch/stores/"
chmod 0777 "$scratch/textfiles"
dpkg-deb --fsys-tarfile "$deb" | tar -xO ./usr/bin/promfile >"$scratch/context/promfile"
cp "$top/samples/docker/periodic.sh" "$scratch/context/"

# Without overlays and namespaces of its own, buildah works within containers, too.
buildah() {
    command buildah --root "$scratch/images" --runroot "$scratch/run" --storage-driver vfs "$@"
}
build() {
    buildah bud --quiet --pull-never --isolation chroot --file "$top/samples/docker/$1" --tag "$2" \
        "$scratch/context"
}
root_of() {
    buildah mount "$(buildah from --pull-never "$1")"
}

# run IMAGE SECONDS ARGUMENT...: runs the image, and stops it by SIGTERM after the seconds, like
# kubelet.
run() {
    image=$1
    seconds=$2
    shift 2
    rm -rf "$scratch/bundle"
    mkdir "$scratch/bundle"
    (cd "$scratch/bundle" && crun spec)
    python3 - "$scratch" "$(root_of "$image")" "$(buildah inspect --type image "$image")" "$@" <<'END'
import json, sys
scratch, root, inspected, *arguments = sys.argv[1:]
with open(scratch + "/bundle/config.json", encoding="utf-8") as file:
    config = json.load(file)
entry = json.loads(inspected)["OCIv1"]["config"]["Entrypoint"]
config["root"] = {"path": root, "readonly": True}
config["process"].update(terminal=False, args=entry + arguments, noNewPrivileges=True, capabilities={},
                         user={"uid": 65532, "gid": 65532})
config["process"]["env"].append("INTERVAL=1")
config["mounts"] += [
    {"destination": "/" + name, "source": f"{scratch}/{name}", "type": "bind", "options": ["bind", mode]}
    for name, mode in (("stores", "ro"), ("textfiles", "rw"))]
with open(scratch + "/bundle/config.json", "w", encoding="utf-8") as file:
    json.dump(config, file)
END
    # crun does not support a hybrid of both versions of cgroups.
    # shellcheck disable=SC2016 # $0 is for the inner shell
    (cd "$scratch/bundle" && timeout "$seconds" unshare --mount --pid --fork --kill-child=TERM \
        sh -c 'mount -t cgroup2 none /sys/fs/cgroup
               exec crun --root "$0/state" --cgroup-manager=disabled run promfile' "$scratch")
}

check 'build Dockerfile' build Dockerfile promfile
check_equal 'what is in it' ./promfile "$(cd "$(root_of promfile)" && find . -type f)"
check_empty 'a run' run promfile 20 --textfile-directory /textfiles /stores/store.xml
published=$scratch/textfiles/store.prom
check 'publishes' grep -q '^store_total_rows{path="/stores/store.xml"} 6$' "$published"
check_equal 'readable to node_exporter, by its user' '644 65532' "$(stat -c '%a %u' "$published")"
check_equal 'the exit status of a failure' 1 "$(run promfile 20 --textfile-directory /textfiles \
    /stores/missing.xml 2>/dev/null || echo $?)"

mkdir -p "$scratch/base/bin"
cp "$(command -v busybox)" "$scratch/base/bin/busybox"
for name in sh sleep; do
    ln -s busybox "$scratch/base/bin/$name"
done
printf '#!/bin/sh\n' >"$scratch/base/bin/apk"
chmod 0755 "$scratch/base/bin/apk"
stand_in=$(buildah from scratch)
buildah copy --quiet "$stand_in" "$scratch/base" / >/dev/null
buildah commit --quiet "$stand_in" docker.io/library/alpine:3.22 >/dev/null
check 'build periodic.Dockerfile' build periodic.Dockerfile promfile-periodic
rm -f "$published"
# 124: it ended by the SIGTERM of `timeout`, and not before.
status=0
run promfile-periodic 4 --textfile-directory /textfiles /stores/store.xml || status=$?
check_equal 'it runs until it is told to stop' 124 "$status"
check 'a run each second, which tells its interval' \
    grep -q '^promfile_expected_interval_seconds{file="store.prom"} 1$' "$published"
finish
