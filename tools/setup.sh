# What the scripts share: checks of prerequisites and the installs that the locks pin. Sourced, not run.
# Everything is installed under the repository, but for the test clients, which come from the operating system's packages.

say() { printf '\033[1m%s\033[0m\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 2; }

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
# ASP.NET's development certificate is never needed here.
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false

require_tools() {
  command -v dotnet >/dev/null || die "the .NET SDK 10 is missing: https://dotnet.microsoft.com/download (or your package manager: dotnet-sdk-10.0)"
  local sdk; sdk=$(cd "$root" && dotnet --version 2>/dev/null) || die "the .NET SDK found does not satisfy global.json (needs 10.0.400 or newer of 10.0)"
  [ "${sdk%%.*}" -ge 10 ] || die "the .NET SDK is $sdk; 10.0.400 or newer is needed"
  command -v node >/dev/null || die "Node.js 20 or newer is missing: https://nodejs.org (or your package manager: nodejs)"
  local node_version; node_version=$(node --version); node_version=${node_version#v}
  [ "${node_version%%.*}" -ge 20 ] || die "Node.js is $node_version; 20 or newer is needed"
  command -v npm >/dev/null || die "npm is missing (it comes with Node.js)"
}

# npm ci in a folder when its lock is newer than what is installed.
npm_install() {
  local dir=$1
  [ -f "$dir/package-lock.json" ] || return 0
  if [ ! -f "$dir/node_modules/.package-lock.json" ] || [ "$dir/package-lock.json" -nt "$dir/node_modules/.installed" ]; then
    say "installing ${dir#"$root"/} from its lock"
    (cd "$dir" && npm ci --no-audit --no-fund --loglevel=error) || die "npm ci failed in $dir"
    touch "$dir/node_modules/.installed"
  fi
}

console_build() {
  local dir="$root/console"
  [ -f "$dir/package.json" ] || return 0
  if [ ! -f "$dir/dist/index.html" ] ||
     [ -n "$(find "$dir/src" "$dir/index.html" "$dir/package-lock.json" -newer "$dir/dist/index.html" -type f -print -quit)" ]; then
    say "building the console"
    (cd "$dir" && npm run --silent build) || die "the console does not build"
  fi
}

# What building and running the product takes.
setup_product() {
  require_tools
  npm_install "$root/models"
  npm_install "$root/native"
  npm_install "$root/console"
  npm_install "$root/examples/pipeline"
  console_build
}

# Real clients, for the tests: from Debian's packages where this is Debian (or a descendant) and we may install.
setup_clients() {
  npm_install "$root/tests/clients"
  local wanted=() package
  declare -A proof=(
    [awscli]=/usr/bin/aws [python3-boto3]=/usr/lib/python3/dist-packages/boto3/__init__.py [mosquitto-clients]=/usr/bin/mosquitto_pub
    [mosquitto]=/usr/sbin/mosquitto [chromium]=/usr/bin/chromium [postgresql]=/usr/share/postgresql-common/pg_wrapper [mariadb-server]=/usr/sbin/mariadbd [openssl]=/usr/bin/openssl [zip]=/usr/bin/zip)
  for package in "${!proof[@]}"; do [ -e "${proof[$package]}" ] || wanted+=("$package"); done
  [ ${#wanted[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    say "not Debian: tests of the clients ${wanted[*]} are skipped"
    return 0
  fi
  local as=(); [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && as=(sudo -n) || { say "no right to install: tests of ${wanted[*]} are skipped"; return 0; }; }
  say "installing test clients: ${wanted[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${as[@]}" apt-get update -qq || true
  # A package's service must not start here: the tests start what they need themselves.
  local policy=/usr/sbin/policy-rc.d made=no
  if [ "$(id -u)" = 0 ] && [ ! -e $policy ]; then printf '#!/bin/sh\nexit 101\n' > $policy && chmod +x $policy && made=yes; fi
  "${as[@]}" apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null || say "could not install all of: ${wanted[*]}; their tests are skipped"
  [ $made = no ] || rm -f $policy
}
