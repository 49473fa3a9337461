#!/bin/sh
# Runs after the package's files are gone, in the place of the packager's own script, so what that does is done here:
# the link to the program and the AppArmor profile go. Settings and secrets belong to people: they stay.
# Nothing here may fail: a package whose script fails cannot be removed, and homes may lie where root may not write.
case "${1:-}" in
  remove | purge | disappear | 0) ;;
  # A newer one takes its place, or the attempt at it was given up.
  *) exit 0 ;;
esac

if command -v update-alternatives >/dev/null 2>&1; then
  update-alternatives --remove '${executable}' '/opt/${sanitizedProductName}/${executable}' || true
else
  rm -f '/usr/bin/${executable}' || true
fi

profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
  if command -v apparmor_parser >/dev/null 2>&1 && apparmor_status --enabled >/dev/null 2>&1; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile" || true
fi

# Written by "Start at login"; it would start a program that is not there any more. One of an AppImage goes on working.
for home in /home/* /root; do
  entry="$home/.config/autostart/gatehouse.desktop"
  if [ -f "$entry" ] && grep -q '^Exec="\{0,1\}/opt/${sanitizedProductName}/' "$entry"; then rm -f "$entry" || true; fi
  # Downloaded updates, and the service if it starts this very program.
  rm -rf "$home/.cache/gatehouse-updater" || true
  unit="$home/.config/systemd/user/gatehouse.service"
  if [ -f "$unit" ] && grep -q '^ExecStart="/opt/${sanitizedProductName}/' "$unit"; then
    rm -f "$unit" "$home/.config/systemd/user/default.target.wants/gatehouse.service" || true
  fi
done
# Told once: purging runs this a second time.
if [ "$1" = purge ]; then exit 0; fi
echo "Gatehouse is removed. What it kept for each person stays in ~/.config/gatehouse and ~/.local/state/gatehouse until they delete it."
exit 0
