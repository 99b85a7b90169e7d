#!/bin/sh
# Installs the packages of dist/debian in two clean Debian 13 systems, a server and a car, runs them
# over TLS, upgrades, goes back and removes them. As root: sh installers/debian/test-in-chroot.sh
# No systemd runs in there: what its units start is started by hand, as their user.
#   MDT_ALPR_CHROOTS  the folder of both systems (default: a new one); removed at the end
#   MDT_ALPR_DEBIAN_MIRROR  default: that of this machine
set -eu
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../.." && pwd)
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$checkout/mdt_alpr/__init__.py")
place=${MDT_ALPR_CHROOTS:-$(mktemp -dt mdt-alpr-chroots.XXXXXX)}
mirror=${MDT_ALPR_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Codename: trixie' | head -1)}
server=$place/server
car=$place/car
said=$place/said
serving=
failed=0
[ "$(id -u)" = 0 ] || { echo "This needs root: debootstrap and chroot do." >&2; exit 1; }
umask 022
mkdir -p "$said"
command -v debootstrap >/dev/null || {
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
}

cleaned() {
    [ -z "$serving" ] || kill "$serving" 2>/dev/null || :
    wait
    for root in "$server" "$car" "$place/clean"; do
        for each in proc dev/shm dev; do
            while mountpoint -q "$root/$each"; do umount -l "$root/$each" || break; done
        done
        mountpoint -q "$root/dev" || mountpoint -q "$root/proc" || rm -rf "$root"
    done
    [ -n "${MDT_ALPR_CHROOTS:-}" ] || [ $failed = 1 ] || rm -rf "$place"
}
trap cleaned EXIT
trap 'exit 1' INT TERM

begin() { began=$(date +%s); }
is() { # is NAME TEST...
    label=$1
    shift
    if "$@" >/dev/null 2>&1; then word=ok; else word=FAILED; failed=1; fi
    printf '%s: %s (%s s)\n' "$label" "$word" "$(($(date +%s) - began))"
    [ $word = ok ] || tail -15 "$said/$label" 2>/dev/null || :
}
run() { # run NAME ROOT COMMAND...: what it says goes into $said/NAME
    name=$1
    root=$2
    shift 2
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive MDT_ALPR_PASSPHRASE="$passphrase" "$@" >"$said/$name" 2>&1
}
hq() { # hq NAME WORDS...: a command of headquarters on its machine
    name=$1
    shift
    run "$name" "$server" env MDT_ALPR_PASSWORD="$password" MDT_ALPR_CODE="${code:-}" mdt-alpr-hq "$@"
}
recovery() { # the next recovery code
    code=$(sed -n '/recovery codes/,$s/^  \(.*\)/\1/p' "$said/second factor" | sed -n "${1}p")
}
started() { # what mdt-alpr-server.service starts, as its user, with no rights that it could gain
    chroot "$server" setpriv --reuid=mdt-alpr --regid=mdt-alpr --init-groups --no-new-privs \
        --bounding-set=-all --inh-caps=-all env -i PATH=/usr/bin:/bin LANG=C.UTF-8 \
        MDT_ALPR_DATA=/var/lib/mdt-alpr sh -c 'umask 077; cd /; exec "$0"' \
        "$(sed -n 's/^ExecStart=//p' "$server/usr/lib/systemd/system/mdt-alpr-server.service")" \
        >>"$said/serve" 2>&1 &
    serving=$!
    seconds=0
    until run ready "$server" python3 -c "
import ssl, urllib.request
way = ssl._create_unverified_context()
urllib.request.urlopen('$1/healthz', context=way, timeout=2)"; do
        seconds=$((seconds + 1))
        [ $seconds -lt 60 ] || return 1
        sleep 1
    done
}
stopped() {
    kill "$serving" 2>/dev/null || :
    wait "$serving" || :
    serving=
}
schema() { # the revision of its database
    chroot "$server" python3 -c "
import sqlite3
base = sqlite3.connect('/var/lib/mdt-alpr/hq/headquarters.db')
print(base.execute('SELECT version_num FROM alembic_version').fetchone()[0])"
}
settings() { printf '%s\n' "$@" >"$server/etc/mdt-alpr/hq.toml"; }
next_version() { # a package with a higher number, whose headquarters has another schema
    rm -rf "$place/next"
    dpkg-deb -R "$1" "$place/next"
    sed -i "s/^Version: .*/&+next/" "$place/next/DEBIAN/control"
    migrations=$place/next/usr/lib/mdt-alpr-server/_internal/mdt_alpr/hq/base/migrations
    if [ -d "$migrations" ]; then
        last=$(ls "$migrations"/r[0-9]*.py | sort | tail -1)
        newest=$(sed -n 's/^revision = "\(.*\)"/\1/p' "$last")
        printf '%s\n' 'from alembic import op' 'revision = "next"' "down_revision = \"$newest\"" \
            'def upgrade(): op.execute("CREATE TABLE next (id INTEGER)")' \
            'def downgrade(): op.execute("DROP TABLE next")' >"$migrations/rnext_try.py"
        (cd "$checkout" && python3.13 -B -c "
from pathlib import Path
from mdt_alpr.machine.program_files import write_manifest
write_manifest(Path('$place/next/usr/lib/mdt-alpr-server'), None)")
    fi
    dpkg-deb --root-owner-group -Znone --build "$place/next" "$2" >/dev/null
    rm -rf "$place/next"
}
password=Quiet-canyon-92-zebra-lamp
passphrase="six unrelated words of this test"
port=${MDT_ALPR_TEST_PORT:-28443}

begin
if [ ! -d "$place/base" ]; then
    debootstrap --variant=minbase trixie "$place/clean" "$mirror" >"$said/debootstrap" 2>&1
else
    cp -a "$place/base" "$place/clean"
fi
cp -a "$place/clean" "$server"
mv "$place/clean" "$car"
for root in "$server" "$car"; do
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || :
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
done
is "two clean systems" test -d "$car/usr"

begin
ln "$checkout/dist/debian/mdt-alpr-server_${version}_amd64.deb" "$server/server.deb" 2>/dev/null ||
    cp "$checkout/dist/debian/mdt-alpr-server_${version}_amd64.deb" "$server/server.deb"
run update "$server" apt-get update -qq
run "install server" "$server" apt-get install -y -qq --no-install-recommends ./server.deb || :
is "install server" test -L "$server/usr/bin/mdt-alpr"
begin
cp "$checkout/dist/debian/mdt-alpr_${version}_amd64.deb" "$car/client.deb"
run update "$car" apt-get update -qq
run "install client" "$car" apt-get install -y -qq --no-install-recommends ./client.deb || :
is "install client" test -L "$car/usr/bin/mdt-alpr"

begin
is "self-test of the server" run "self-test of the server" "$server" mdt-alpr --self-test
begin
is "self-test of the client" run "self-test of the client" "$car" mdt-alpr --self-test
begin
run "help of the client" "$car" mdt-alpr --help || :
is "the client lists what it has" sh -c "! grep -q '^    demo' '$said/help of the client' &&
    chroot '$car' mdt-alpr hq --help | grep -q '^ *sign-in ' &&
    ! chroot '$car' mdt-alpr hq --help | grep -q '^ *serve ' &&
    chroot '$car' mdt-alpr hq serve 2>&1 | grep -q 'needs headquarters'"
is "the client does not import what another package brings" \
    sh -c "! chroot '$car' python3 -c 'import PySide6' 2>/dev/null"
is "every library is there" sh -c "! chroot '$car' sh -c 'find /usr/lib/mdt-alpr -name \"*.so*\" \
    -exec ldd {} + 2>&1' | grep -E 'not found|ELF' >'$said/every library is there'"
is "licenses and bill of materials" test -e "$car/usr/share/doc/mdt-alpr/sbom.json" -a \
    -e "$server/usr/share/doc/mdt-alpr-server/sbom.json" -a -e "$car/usr/lib/mdt-alpr/_internal/LICENSE"
echo changed >>"$car/usr/lib/mdt-alpr/_internal/resources/policy.toml"
is "a changed program is refused" sh -c "! chroot '$car' mdt-alpr policy >'$said/changed' 2>&1"
sed -i '$d' "$car/usr/lib/mdt-alpr/_internal/resources/policy.toml"

# ---- headquarters, from nothing
begin
settings "port = $port"
run setup "$server" env MDT_ALPR_NEW_PASSWORD="$password" mdt-alpr-hq setup chief \
    --name "C. Chief" --trained-on "$(date -d yesterday +%F)" || :
code=$(sed -n 's/.*second factor: \([^,]*\),.*/\1/p' "$said/setup")
is setup test -n "$code"
is "its data is its user's alone" test "$(stat -c %a "$server/var/lib/mdt-alpr")" = 700
begin
is "serve to this machine" started "http://127.0.0.1:$port"
cp "$here/../second_factor.py" "$server/factor.py"
begin
run "second factor" "$server" env PYTHONUNBUFFERED=1 MDT_ALPR_PASSWORD="$password" MDT_ALPR_CODE="$code" \
    python3 /factor.py mdt-alpr hq enroll-factor --hq "http://127.0.0.1:$port" chief || :
is "second factor" grep -q "is in use" "$said/second factor"
stopped

# ---- over TLS, both ends proved
begin
settings "port = $port" 'host = "127.0.0.1"' 'names = ["127.0.0.1", "hq.example.gov"]'
is "serve over TLS" started "https://127.0.0.1:$port"
begin
recovery 1
hq "first desk" enroll-first-desk desk-1 --by chief || :
desk=$(grep -oE '[A-Z0-9]{4,}(-[A-Z0-9]+)+' "$said/first desk" | head -1)
run "enroll desk" "$server" mdt-alpr enroll --kind desk --hq "https://127.0.0.1:$port" --code "$desk" || :
is "enroll desk" grep -q "desk-1" "$said/enroll desk"
begin
recovery 2
run "sign in" "$server" env MDT_ALPR_PASSWORD="$password" MDT_ALPR_CODE="$code" \
    mdt-alpr hq sign-in --print chief || :
session=$(tail -1 "$said/sign in")
run "car's code" "$server" env MDT_ALPR_HQ_SESSION="$session" \
    mdt-alpr hq enroll-device car-12 --kind car || :
car_code=$(grep -oE '[A-Z0-9]{4,}(-[A-Z0-9]+)+' "$said/car's code" | head -1)
run "enroll car" "$car" mdt-alpr enroll --hq "https://127.0.0.1:$port" --code "$car_code" || :
is "enroll car" grep -q "car-12" "$said/enroll car"
begin
run devices "$server" env MDT_ALPR_HQ_SESSION="$session" mdt-alpr hq devices || :
is devices grep -q "car-12" "$said/devices"
begin
run doctor "$car" mdt-alpr doctor --json || : # a car without a camera: not every line is ok
is "doctor: the link" grep -q '"name":"link","ok":true' "$said/doctor"
begin
run "hq doctor" "$server" mdt-alpr-hq doctor || :
is "hq doctor" grep -qi certificate "$said/hq doctor"
begin
is "a backup goes only where hq.toml says" sh -c "! chroot '$server' mdt-alpr-hq scheduled-backup"
settings "port = $port" 'host = "127.0.0.1"' 'names = ["127.0.0.1", "hq.example.gov"]' \
    'backups = "/var/backups/mdt-alpr"'
is "scheduled backup" run "scheduled backup" "$server" setpriv --reuid=mdt-alpr --regid=mdt-alpr \
    --init-groups env MDT_ALPR_DATA=/var/lib/mdt-alpr \
    $(sed -n 's/^ExecStart=//p' "$server/usr/lib/systemd/system/mdt-alpr-backup.service")

# ---- upgrade, remove, purge
begin
stopped
backups=$server/var/backups/mdt-alpr
newest() { find "$backups" -name '*.backup' -printf '%f\n' | sort | tail -1; }
scheduled=$(newest)
before=$(sha256sum <"$server/var/lib/mdt-alpr/hq/hotlist_signing.key")
next_version "$server/server.deb" "$server/next.deb"
run "upgrade server" "$server" apt-get install -y -qq --no-install-recommends ./next.deb || :
is "upgrade server" sh -c "chroot '$server' dpkg -s mdt-alpr-server | grep -q '^Version: .*next' \
    && grep -q 'names = ' '$server/etc/mdt-alpr/hq.toml'"
is "a backup was written before it" test "$(newest)" != "$scheduled"
is "its keys are the same" test "$before" = "$(sha256sum <"$server/var/lib/mdt-alpr/hq/hotlist_signing.key")"
next_version "$car/client.deb" "$car/next.deb"
run "upgrade client" "$car" apt-get install -y -qq --no-install-recommends ./next.deb || :
is "upgrade client" sh -c "chroot '$car' dpkg -s mdt-alpr | grep -q '^Version: .*next'"
begin
is "serve after it" started "https://127.0.0.1:$port"
is "its data is migrated" test "$(schema)" = next
run doctor "$car" mdt-alpr doctor --json || :
is "the car still reaches it" grep -q '"name":"link","ok":true' "$said/doctor"
stopped

# ---- back to the version before, with the backup that the upgrade wrote
begin
back=$(newest)
run "go back" "$server" apt-get install -y -qq --no-install-recommends --allow-downgrades ./server.deb || :
is "go back" sh -c "! chroot '$server' dpkg -s mdt-alpr-server | grep -q '^Version: .*next'"
hq "newer data" doctor || :
is "newer data is refused and left" sh -c "grep -q 'newer version' '$said/newer data' && test '$(schema)' = next"
data=$server/var/lib/mdt-alpr
mv "$data/hq" "$data/hq.newer"
chroot "$server" install -d -m 0700 -o mdt-alpr -g mdt-alpr /var/lib/mdt-alpr/hq
cp -a "$data/hq.newer/day_keys" "$data/hq.newer/hq.toml" "$data/hq"
recovery 3
hq restore restore "/var/backups/mdt-alpr/$back" --by chief || :
is "the backup of the upgrade is restored" grep -q "rows are back" "$said/restore"
begin
is "serve after going back" started "https://127.0.0.1:$port"
run doctor "$car" mdt-alpr doctor --json || :
is "the car reaches it, too" grep -q '"name":"link","ok":true' "$said/doctor"
stopped

# ---- two packages on one machine; remove, purge
begin
ln "$car/client.deb" "$server/client.deb" 2>/dev/null || cp "$car/client.deb" "$server/client.deb"
run "both" "$server" apt-get install -y -qq --no-install-recommends ./client.deb || :
run "both help" "$server" mdt-alpr --help
is "both on one machine" sh -c "grep -q 'Of the package mdt-alpr: car' '$said/both help' &&
    chroot '$server' mdt-alpr drill --list | grep -q RS-01 && chroot '$server' mdt-alpr hq serve --help"
# Neither has the demo: car and headquarters in one process, so the libraries of both at work.
begin
run "demo" "$server" env QT_QPA_PLATFORM=offscreen python3.13 -ISB -c "
import sys
sys.path[:0] = ['/usr/lib/mdt-alpr/_internal', '/usr/lib/mdt-alpr-server/_internal']
import mdt_alpr
mdt_alpr.__path__.append('/usr/lib/mdt-alpr-server/_internal/mdt_alpr')
from mdt_alpr.cli import main
sys.exit(main(['demo', '--offscreen', '--script', '--json']))" || :
is "the demo with the libraries of both" sh -c "grep -q '\"state\": \"whole\"' '$said/demo' &&
    ! grep -q '\"state\": \"broken\"' '$said/demo'"
run "remove one" "$server" apt-get remove -y -qq mdt-alpr || :
is "without the client the server stays" sh -c "chroot '$server' mdt-alpr --self-test"
begin
run "remove client" "$car" apt-get remove -y -qq mdt-alpr || :
is "remove client" test ! -e "$car/usr/lib/mdt-alpr" -a ! -L "$car/usr/bin/mdt-alpr"
is "a car's store stays" test -e "$car/root/.local/share/mdt-alpr"
run "remove server" "$server" apt-get remove -y -qq mdt-alpr-server || :
is "remove server" test ! -e "$server/usr/lib/mdt-alpr-server" -a -e "$server/etc/mdt-alpr/hq.toml"
is "data stays" test -e "$server/var/lib/mdt-alpr/hq/headquarters.db" -a -d "$backups"
run purge "$server" env MDT_ALPR_ERASE_DATA=yes apt-get purge -y -qq mdt-alpr-server || :
is "a purge that is asked to erases all" sh -c "! find '$server/etc' '$server/var/lib/mdt-alpr' \
    '$server/var/backups' '$server/usr' -name '*mdt-alpr*' | grep ."
exit $failed
