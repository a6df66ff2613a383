# shellcheck shell=bash
# Finds a JDK 25 and puts it into JAVA_HOME; installs one where the distribution has it.
JDK_VERSION=25

is_wanted_jdk() { [[ -x $1/bin/javac ]] && grep -qs "^JAVA_VERSION=\"${JDK_VERSION}[.\"]" "$1/release"; }

find_jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "$(jdk_on_path)" /usr/lib/jvm/*; do
    if [[ -n $candidate ]] && is_wanted_jdk "$candidate"; then
      realpath "$candidate"
      return
    fi
  done
  return 1
}

jdk_on_path() {
  local javac
  javac=$(command -v javac) && dirname "$(dirname "$(realpath "$javac")")"
  return 0
}

require_jdk() {
  local package=openjdk-$JDK_VERSION-jdk-headless home
  if ! home=$(find_jdk); then
    package_available "$package" || apt_get update || true
    package_available "$package" ||
      fail "there is no JDK $JDK_VERSION here, and this distribution has no $package" "install one, e.g. temurin-$JDK_VERSION-jdk from adoptium.net's apt repository, and set JAVA_HOME or leave it below /usr/lib/jvm"
    install_packages 'Java' "$package"
    home=$(find_jdk) || fail "$package is installed but no JDK $JDK_VERSION was found" 'set JAVA_HOME'
  fi
  export JAVA_HOME=$home
}
