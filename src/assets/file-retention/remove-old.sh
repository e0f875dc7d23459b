#!/bin/sh
# Removes files of mounted folders that nobody has touched for a time; folders stay. Needs find and date of GNU.
# usage: remove-old.sh FOLDER SECONDS [FOLDER SECONDS ...]
# RETAINED is the folder below which they are mounted; DRY_RUN=true only tells what would go.
set -eu
root=${RETAINED:-/retained}
list=$(mktemp)
trap 'rm -f "$list"' EXIT
status=0

fail() {
  echo "$1: $2" >&2
  status=1
}

refuse() {
  fail "$1" "$2, nothing is removed there"
}

# A link in the path, or '..', would lead out of what is mounted.
remove_old() {
  folder=$1 seconds=$2
  case $seconds in '' | 0* | *[!0-9]*) refuse "$folder" "'$seconds' is no number of seconds above 0" && return ;; esac
  case $folder in "$root"/?*) ;; *) refuse "$folder" "is not below $root" && return ;; esac
  if ! cd -P "$folder"; then refuse "$folder" "can't be entered" && return; fi
  if [ "$(pwd -P)" != "$folder" ]; then refuse "$folder" "leads to $(pwd -P)" && return; fi
  cutoff=$(($(date +%s) - seconds))
  # Both times count: what was unpacked from an archive has the old time of its content, and the new one of its own making.
  # Links are neither followed nor removed, other mounts are not entered.
  set -- . -xdev -type f ! -newermt "@$cutoff" ! -newerct "@$cutoff"
  [ "${DRY_RUN:-false}" = true ] || set -- "$@" -delete
  find "$@" -printf '%s\n' > "$list" || fail "$folder" "not all files could be looked at or removed"
  bytes=0
  while read -r size; do bytes=$((bytes + size)); done < "$list"
  done=removed
  [ "${DRY_RUN:-false}" = true ] && done='would remove'
  echo "$folder: $done $(($(wc -l < "$list"))) files, $bytes bytes, untouched since $(date -u -d "@$cutoff" +%Y-%m-%dT%H:%M:%SZ)"
}

if [ $# -eq 0 ] || [ $(($# % 2)) -ne 0 ]; then
  echo 'usage: remove-old.sh FOLDER SECONDS [FOLDER SECONDS ...]' >&2
  exit 2
fi
while [ $# -gt 0 ]; do
  remove_old "$1" "$2"
  shift 2
done
exit $status
