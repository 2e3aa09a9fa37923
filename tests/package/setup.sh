#!/bin/sh
# samples/setup.sh in a bare Debian 12: it waits for another apt, ignores an unrelated broken
# package, and names the parts that are left out without a package.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
become_root
skip_without_mirror
need_packages debootstrap
fresh_tree setup
cp "$top/samples/setup.sh" "$root/setup.sh"

# A package whose configuration fails, now and whenever apt tries again.
mkdir -p "$root/broken/DEBIAN"
printf 'Package: broken\nVersion: 1\nArchitecture: all\nMaintainer: none\nDescription: none\n' \
    >"$root/broken/DEBIAN/control"
printf '#!/bin/sh\nexit 1\n' >"$root/broken/DEBIAN/postinst"
chmod 0755 "$root/broken/DEBIAN/postinst"
chroot "$root" dpkg-deb --build /broken /broken.deb >/dev/null
chroot "$root" dpkg --install /broken.deb >/dev/null 2>&1 || true

# A repository whose package chromium only installs a snap, as in Ubuntu.
mkdir "$root/repository"
printf 'Package: chromium\nVersion: 9:1snap1\nArchitecture: all\nMaintainer: none\nFilename: ./chromium.deb\nSize: 1\nSHA256: %064d\nDescription: none\n' 0 \
    >"$root/repository/Packages"
echo 'deb [trusted=yes] file:/repository ./' >"$root/etc/apt/sources.list.d/local.list"

# Holds dpkg's lock for some seconds, as another apt would.
# shellcheck disable=SC2016 # Perl's own variables
chroot "$root" perl -e '
    use Fcntl;
    my $whole = pack("s s x![l!] l! l! i x![l!]", F_WRLCK, 0, 0, 0, 0);
    open(my $lock, ">", "/var/lib/dpkg/lock-frontend") or die;
    fcntl($lock, F_SETLK, $whole) or die;
    open(my $held, ">", "/held");
    sleep 15;
    rename("/held", "/released")' &
for _ in $(seq 100); do
    [ -e "$root/held" ] || sleep 0.1
done
check 'another apt holds the lock' [ -e "$root/held" ]
output=$(chroot "$root" /setup.sh file 2>&1) && status=0 || status=$?
check_equal 'exit status beside another apt and a broken package' 0 "$status"
check_equal 'what it says' 'Installing: file' "$output"
check 'the package is there' [ -x "$root/usr/bin/file" ]
check 'the lock was released first' [ -e "$root/released" ]
check_empty 'a second time' chroot "$root" /setup.sh file

output=$(chroot "$root" /setup.sh chromium shellcheck-for-nobody 2>&1) && status=0 || status=$?
check_equal 'exit status without packages of the tests' 0 "$status"
check_equal 'what is left out' 'setup.sh: chromium is not installed (here it only stands in for a snap); left out: the end-to-end tests and those beside node_exporter that need it
setup.sh: shellcheck-for-nobody is not installed (this release does not have it); left out: the tests that need it' "$output"

# Without a mirror there is no compiler, and building needs one.
rm -rf "$root/var/lib/apt/lists"
: >"$root/etc/apt/sources.list"
output=$(chroot "$root" /setup.sh build 2>&1) && status=0 || status=$?
check_equal 'exit status without a compiler' 1 "$status"
case $output in
*'setup.sh: g++ is not installed ('*'), and building needs it'*) pass ;;
*) fail "it does not say so: $output" ;;
esac
finish
