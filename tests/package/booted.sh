#!/bin/sh
# The tests that boot.sh runs within the booted system. Each line of the output is a verdict, "ok
# WHAT" or "FAILED WHAT".
set -u
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
textfiles=/var/lib/prometheus/node-exporter
published=$textfiles/promfile.prom

is() {
    what=$1
    shift
    if output=$("$@" 2>&1); then echo "ok $what"; else echo "FAILED $what: $(echo "$output" | tail -3 | tr '\n' ' ')"; fi
}
not() {
    ! "$@"
}
within() {
    seconds=$1
    shift
    for _ in $(seq $((seconds * 5))); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.2
    done
    "$@"
}
rows() {
    grep -q "^store_total_rows{.*} $1\$" "$2"
}
owner_is() {
    [ "$(stat -c %U "$2")" = "$1" ] || { stat -c %U "$2"; return 1; }
}
count_runs() {
    journalctl -o cat "_SYSTEMD_UNIT=$1" "MESSAGE=counted" | grep -c .
}

# After installation: the user exists and may write to the directory, and nothing runs.
is 'install' dpkg --install /new.deb
is 'the user' id promfile
is 'owner and group of the directory stay' test "$(stat -c %U:%G $textfiles)" = root:root
is 'nothing is enabled' not systemctl is-enabled --quiet promfile.timer
is 'a run of the empty configuration is skipped' systemctl start promfile.service
is 'and publishes nothing' not test -e "$published"
cat >/etc/promfile/promfile.toml <<'END'
textfile-directory = "/var/lib/prometheus/node-exporter"
store = ["/var/lib/app/store.xml"]
END
mkdir -p /var/lib/app
cp /check/store.xml /var/lib/app/store.xml
is 'a run' systemctl start promfile.service
is 'publishes' rows 6 "$published"
is 'as the user promfile' owner_is promfile "$published"
is 'readable to node_exporter' test "$(stat -c %a "$published")" = 644
is 'quiet in the journal' test -z "$(journalctl -q -o cat -u promfile.service)"

# The timer.
sed -i 's/^OnCalendar=.*/OnCalendar=*:*:0\/2/; s/^RandomizedDelaySec=.*/RandomizedDelaySec=0/' \
    /usr/lib/systemd/system/promfile.timer
systemctl daemon-reload
rm "$published"
is 'enable the timer' systemctl enable --now promfile.timer
is 'the timer publishes' within 10 rows 6 "$published"

# An unreadable store of another user: reported with its path, the old file stays; the drop-in reads
# it.
chmod 0600 /var/lib/app/store.xml
is 'a store that it may not read fails' not systemctl start promfile.service
is 'the journal has the path' sh -c \
    "journalctl -q -u promfile.service | grep -q '/var/lib/app/store.xml.*Permission denied'"
is 'the old file stands' rows 6 "$published"
mkdir -p /etc/systemd/system/promfile.service.d
cp /usr/share/promfile/drop-ins/read-every-store.conf /etc/systemd/system/promfile.service.d/
systemctl daemon-reload
is 'the capability reads it' systemctl start promfile.service
rm -r /etc/systemd/system/promfile.service.d
systemctl daemon-reload
chmod 0644 /var/lib/app/store.xml

# OnFailure=, as the unit shows it.
sed 's/^#OnFailure=/OnFailure=/' /usr/lib/systemd/system/promfile@.service \
    >/etc/systemd/system/promfile@.service
printf '[Service]\nType=oneshot\nExecStart=/bin/sh -c "echo %%i >/check/failed"\n' \
    >/etc/systemd/system/promfile-failed@.service
systemctl daemon-reload
is 'a missing configuration fails' not systemctl start promfile@missing.service
is 'OnFailure=' within 5 grep -q '^promfile@missing.service$' /check/failed
rm /etc/systemd/system/promfile@.service /etc/systemd/system/promfile-failed@.service

# The path unit: many changes are few runs, the last one is published, and watching goes on.
cp /etc/promfile/promfile.toml /etc/promfile/app.toml
mkdir -p /etc/systemd/system/promfile@app.path.d
printf '[Path]\nPathChanged=/var/lib/app/store.xml\n' >/etc/systemd/system/promfile@app.path.d/store.conf
mkdir -p /etc/systemd/system/promfile@app.service.d
printf '[Service]\nExecStartPre=/bin/echo counted\n' >/etc/systemd/system/promfile@app.service.d/count.conf
sed -i 's/store.xml/s.xml/' /etc/promfile/promfile.toml
cp /check/store.xml /var/lib/app/s.xml
systemctl daemon-reload
is 'the other store' systemctl start promfile.service
is 'start watching' systemctl start promfile@app.path
for _ in $(seq 200); do
    sed 's|</store>|<pear/></store>|' /check/store.xml >/var/lib/app/new
    mv /var/lib/app/new /var/lib/app/store.xml
    sleep 0.02
done
is 'published at once' within 3 rows 7 "$textfiles/app.prom"
sed 's|</store>|<pear/><pear/></store>|' /check/store.xml >/var/lib/app/new
mv /var/lib/app/new /var/lib/app/store.xml
is 'what came meanwhile' within 14 rows 8 "$textfiles/app.prom"
is 'few runs for 201 changes' test "$(count_runs promfile@app.service)" -le 4
sleep 1
is 'still watching' systemctl is-active --quiet promfile@app.path
cp /check/store.xml /var/lib/app/new
mv /var/lib/app/new /var/lib/app/store.xml
is 'and publishing' within 5 rows 6 "$textfiles/app.prom"
systemctl stop promfile@app.path 'promfile-changed@*.service'
rm -r /etc/systemd/system/promfile@app.path.d /etc/systemd/system/promfile@app.service.d
systemctl daemon-reload

# Commands as stores. Stand-ins use the same resources as the real commands: crm_mon an abstract
# socket, which gives its store only to the group haclient, and shared memory; curl a server;
# nvidia-smi the list of drivers, and a device that Debian's driver gives to the group video. The
# sandbox denies these resources, and a drop-in for each command permits them.
groupadd --system haclient
mknod -m 0660 /dev/nvidiactl c 1 3
chgrp video /dev/nvidiactl
cat >/check/serve.pl <<'END'
use Socket;
my $store = do { local (@ARGV, $/) = '/check/store.xml'; <> };
my $group = getgrnam('haclient');
sub serve {
    my ($family, $address, $allowed) = @_;
    socket(my $listener, $family, SOCK_STREAM, 0) or die $!;
    bind($listener, $address) && listen($listener, 5) or die $!;
    while (accept(my $client, $listener)) {
        print $client $store if $allowed->($client);
        close $client;
    }
}
sub is_of_the_cluster {
    my ($pid) = unpack('i', getsockopt($_[0], SOL_SOCKET, SO_PEERCRED));
    open(my $status, '<', "/proc/$pid/status") or return 0;
    return grep { /^Groups:.*\b$group\b/ } <$status>;
}
fork() ? serve(AF_UNIX, pack_sockaddr_un("\0cib_ro"), \&is_of_the_cluster)
       : serve(AF_INET, pack_sockaddr_in(8042, inet_aton('127.0.0.1')), sub { 1 });
END
stand_in() {
    { echo '#!/usr/bin/perl'; cat; } >"/usr/local/bin/$1"
    chmod 0755 "/usr/local/bin/$1"
}
stand_in crm_mon <<'END'
use Socket;
mkdir("/dev/shm/qb-$$") && rmdir("/dev/shm/qb-$$") or die "/dev/shm: $!";
socket(my $server, AF_UNIX, SOCK_STREAM, 0) or die $!;
connect($server, pack_sockaddr_un("\0cib_ro")) or die $!;
print while <$server>;
END
stand_in curl <<'END'
use Socket;
socket(my $server, AF_INET, SOCK_STREAM, 0) or die $!;
connect($server, pack_sockaddr_in(8042, inet_aton('127.0.0.1'))) or die $!;
print while <$server>;
END
stand_in nvidia-smi <<'END'
open(my $drivers, '<', '/proc/devices') or die "/proc/devices: $!";
open(my $device, '+<', '/dev/nvidiactl') or die "/dev/nvidiactl: $!";
open(my $store, '<', '/check/store.xml') or die $!;
print while <$store>;
END
systemd-run --quiet --unit=stand-in perl /check/serve.pl
while read -r command cause; do
    directory=/etc/systemd/system/promfile@$command.service.d
    mkdir -p "$directory"
    printf 'textfile-directory = "%s"\nstore = { command = ["%s"], name = "%s" }\n' \
        $textfiles "$command" "$command" >"/etc/promfile/$command.toml"
    is "$command is kept in the sandbox" not systemctl start "promfile@$command.service"
    is "with the cause" sh -c "journalctl -q -o cat -u promfile@$command.service |
        grep -q '$command.*$cause'"
    cp "/usr/share/promfile/drop-ins/$command.conf" "$directory/"
    systemctl daemon-reload
    is "$command with its drop-in" systemctl start "promfile@$command.service"
    is "$command is published" rows 6 "$textfiles/$command.prom"
    rm -r "$directory" "/etc/promfile/$command.toml"
done <<'END'
crm_mon Address family not supported by protocol
curl Address family not supported by protocol
nvidia-smi /proc/devices: No such file or directory
END
rm /dev/nvidiactl
systemctl stop stand-in.service
systemctl daemon-reload

# After removal nothing runs and no file is left. After installation, the enabled timer runs again.
is 'remove' dpkg --remove promfile
is 'the timer is stopped' not systemctl is-active --quiet promfile.timer
is 'nothing is published any more' not test -e "$published"
is 'install again' dpkg --install /new.deb
is 'the timer runs again' systemctl is-active --quiet promfile.timer
is 'and publishes again' within 120 rows 6 "$published"
rm /etc/promfile/app.toml
is 'purge' dpkg --purge promfile
left() {
    find /etc /usr /var/lib -xdev -name '*promfile*' -print
    [ -z "$(find /etc /usr /var/lib -xdev -name '*promfile*')" ]
}
is 'nothing is left' left

# Upgrade from 0.1 with a timer: promfile goes on as root, with a store of another user, until the
# drop-in is removed.
is 'install 0.1' dpkg --install /old.deb
cat >/etc/promfile/promfile.toml <<'END'
textfile-directory = "/var/lib/prometheus/node-exporter"
store = ["/var/lib/app/store.xml"]
END
chmod 0600 /var/lib/app/store.xml
systemctl enable --quiet --now promfile.timer
is 'a run of 0.1' systemctl start promfile.service
dpkg --force-confold --install /new.deb >/check/upgrade 2>&1
is 'the upgrade says so' grep -q 'as-before.conf' /check/upgrade
rm "$published"
is 'the store is still read' systemctl start promfile.service
is 'as root' owner_is root "$published"
systemctl revert promfile.service promfile@.service 2>/dev/null
is 'without the drop-in as promfile' not systemctl start promfile.service
setfacl -m u:promfile:r /var/lib/app/store.xml 2>/dev/null || chmod 0644 /var/lib/app/store.xml
is 'given the store' systemctl start promfile.service
is 'over a file of root' owner_is promfile "$published"
is 'an upgrade of the next version writes none' dpkg --force-confold --install /new.deb
is 'indeed' not test -e /etc/systemd/system/promfile.service.d/as-before.conf
is 'purge again' dpkg --purge promfile
echo 'ok the end'
