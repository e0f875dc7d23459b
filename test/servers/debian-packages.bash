# Unpacks Debian packages into folders, to be sourced: apt only resolves and downloads, dpkg only unpacks, nothing is installed
# on the machine itself. Needs `cache` (a folder) and `say`; calls `furnish ROOT` where the script has one.

# The mirrors that the machine's own apt is configured with, and no other: a host of ours may be one that a network refuses.
mirrors() {
  apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    sed -nE '/^[^ ]*-security /d; s:^[^ ]+ (.*[^/])/*$:\1:p' | awk '!seen[$0]++' || true
}

# Why apt could not use a suite of a mirror, from what it wrote.
reason() { # log
  local found
  if found=$(grep -m1 -oE 'is expired \(invalid since [^)]*\)' "$1"); then
    say "its Release file ${found/is expired/has expired}: the mirror stands still, or this machine's clock is wrong"
  elif grep -q 'does not have a Release file' "$1"; then
    say 'it has no such suite'
  elif found=$(grep -m1 -oE 'Unable to locate package .*' "$1"); then
    say "it has no package ${found##* }"
  else
    grep -m1 -E '^(E|Err):' "$1" || tail -1 "$1"
  fi
}

# An apt of its own: no package counts as installed, no source or preference of the machine is read.
# Proxies, certificates and the like still come from the machine's apt.conf.d.
use_apt() { # folder, suite, mirror
  mkdir -p "$1/state/lists/partial" "$1/archives/partial" "$1/none"
  : > "$1/status"
  say "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $3 $2 main" > "$1/sources.list"
  cat > "$1/apt.conf" <<CONF
Dir::State "$1/state";
Dir::State::status "$1/status";
Dir::Cache "$1";
Dir::Cache::archives "$1/archives";
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "$1/none";
Dir::Etc::preferences "$1/none/preferences";
Dir::Etc::preferencesparts "$1/none";
APT::Sandbox::User "root";
APT::Install-Recommends "false";
APT::Keep-Downloaded-Packages "true";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::Retries "3";
CONF
}

# Downloads the packages with all they need and unpacks them into a folder; fails as a whole or not at all, and says why.
unpack() { # root, suite, package...
  local root=$1 suite=$2 apt mirror done='' why=''; shift 2
  apt=$cache/apt.$(basename "$root").$suite
  for mirror in $(mirrors); do
    rm -rf "$apt"
    use_apt "$apt" "$suite" "$mirror"
    if APT_CONFIG=$apt/apt.conf apt-get update --error-on=any > "$apt/log" 2>&1 &&
       APT_CONFIG=$apt/apt.conf apt-get install -y --download-only "$@" >> "$apt/log" 2>&1; then done=yes; break; fi
    why+=$(printf '\n  %s: %s' "$mirror" "$(reason "$apt/log")")
  done
  if [ -z "$done" ]; then
    say "suite $suite can't be used:${why:- apt is configured with no mirror; put one into /etc/apt/sources.list.d}" >&2
    rm -rf "$apt"
    return 1
  fi
  rm -rf "$root.new"
  mkdir -p "$root.new"
  # First, as it has the links of a merged /usr.
  if compgen -G "$apt/archives/base-files_*.deb" > /dev/null; then dpkg -x "$apt"/archives/base-files_*.deb "$root.new"; fi
  printf '%s\0' "$apt"/archives/*.deb | xargs -0 -n 8 -P "$(nproc)" sh -c 'root=$1; shift; for deb; do dpkg -x "$deb" "$root" || exit 255; done' sh "$root.new"
  if declare -F furnish > /dev/null; then furnish "$root.new"; fi
  for deb in "$apt"/archives/*.deb; do dpkg-deb -W --showformat '${Package} ${Version}\n' "$deb"; done | sort > "$root.new/packages"
  rm -rf "$root" "$apt"
  mv "$root.new" "$root"
}
