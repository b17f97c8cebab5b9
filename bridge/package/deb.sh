#!/bin/sh
# A Debian package around a built program: `deb.sh OUT_DIR BINARY` writes
# OUT_DIR/scelle-bridge_VERSION_ARCHITECTURE.deb and says its name. The version is the program's
# own word; SOURCE_DATE_EPOCH, if set, makes two packages of one program the same bytes.
set -eu
[ $# -eq 2 ] || { echo "deb.sh OUT_DIR BINARY" >&2; exit 2; }
out=$1 binary=$2
bridge=$(cd "$(dirname "$0")/.." && pwd)
version=$("$binary" --version)
version=${version#scelle-bridge }
case $version in
  *demo*) echo "deb.sh: this build lists pages without https (feature demo): not for people" >&2; exit 1 ;;
esac
architecture=$(dpkg --print-architecture)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

# place MODE SOURCE DESTINATION
place() { install -D -m "$1" "$2" "$root$3"; }

place 755 "$binary" /usr/bin/scelle-bridge
strip "$root/usr/bin/scelle-bridge" 2>/dev/null || true
place 644 "$bridge/package/scelle-bridge.service" /usr/lib/systemd/user/scelle-bridge.service
place 644 "$bridge/package/scelle-bridge.tmpfiles" /usr/share/user-tmpfiles.d/scelle-bridge.conf
for browser in chromium opt/chrome; do
  place 644 "$bridge/extension/scelle.bridge.json" "/etc/$browser/native-messaging-hosts/scelle.bridge.json"
done
place 644 "$bridge/config.sample.toml" /usr/share/doc/scelle-bridge/config.sample.toml
place 644 "$bridge/README.md" /usr/share/doc/scelle-bridge/README.md

mkdir "$root/DEBIAN"
size=$(du -sk --exclude=DEBIAN "$root" | cut -f1)
cat > "$root/DEBIAN/control" <<CONTROL
Package: scelle-bridge
Version: $version
Architecture: $architecture
Maintainer: Scellé <bridge@scelle.invalid>
Installed-Size: $size
Section: utils
Priority: optional
Depends: libc6, libgcc-s1, pcscd, pinentry-gnome3 | pinentry-qt | pinentry-gtk2 | pinentry-curses
Recommends: libpam-systemd, pinentry-gnome3 | pinentry-qt
Suggests: opensc-pkcs11
Description: bridge between the shared medical record and a CPS card
 Lets a page of the shared record ask the card of a health professional to log
 in and to sign statements that this program builds and shows. It asks for the
 PIN in a window of its own and signs nothing that a page made.
 .
 The driver of the card is not part of it: install Cryptolib CPS. The command
 "scelle-bridge doctor" says what is missing.
CONTROL
printf '%s\n' /etc/chromium/native-messaging-hosts/scelle.bridge.json \
  /etc/opt/chrome/native-messaging-hosts/scelle.bridge.json > "$root/DEBIAN/conffiles"

mkdir -p "$out"
package=$out/scelle-bridge_${version}_$architecture.deb
dpkg-deb --root-owner-group --build "$root" "$package" > /dev/null
echo "$package"
