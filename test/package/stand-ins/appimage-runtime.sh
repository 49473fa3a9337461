#!/bin/sh
# Stands for the runtime of an AppImage: unpacks what follows these bytes instead of mounting it, and starts it as the real
# one does. https://docs.appimage.org/packaging-guide/environment-variables.html
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
unsquashfs -quiet -no-progress -offset 1024 -dest "$folder/mount" "$0" >/dev/null || exit 1
APPIMAGE=$(readlink -f "$0") APPDIR="$folder/mount" ARGV0="$0" OWD="$PWD" "$folder/mount/AppRun" "$@"
exit $?
