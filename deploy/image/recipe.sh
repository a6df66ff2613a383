# shellcheck shell=bash
# Reads a recipe: one "key value" per line, # begins a comment. Fills the map recipe and the list packages.
declare -A recipe=()
packages=()
RECIPE_KEYS=(name suite hostname timezone locale installed-days disk-gib memory-mib vcpus command-line ssh-port
  telnet-port kernel-amd64 kernel-arm64)
RECIPE_OPTIONAL_KEYS=(telnetd mirror security-mirror)

read_recipe() {
  local file=$1 key value words number=0 known=" ${RECIPE_KEYS[*]} ${RECIPE_OPTIONAL_KEYS[*]} "
  [[ -r $file ]] || fail "there is no recipe $file" 'name an existing file with --recipe'
  [[ $file == *.recipe && -d ${file%.recipe}/files && -x ${file%.recipe}/setup && -r ${file%.recipe}/ages ]] ||
    fail "the recipe $file must end in .recipe and have files/, setup and ages beside it in ${file%.recipe}/" 'copy deploy/image/debian-12.recipe and deploy/image/debian-12/ and change the copies'
  while read -r key value || [[ -n $key ]]; do
    number=$((number + 1))
    case $key in
      '' | '#'*) ;;
      package) read -ra words <<<"$value" && packages+=("${words[@]}") ;;
      *)
        [[ $known == *" $key "* ]] || fail "$file, line $number: unknown setting '$key'" "known are: package$known"
        [[ -n $value ]] || fail "$file, line $number: '$key' has no value" 'write it after the name'
        recipe[$key]=$value
        ;;
    esac
  done <"$file"
  for key in "${RECIPE_KEYS[@]}"; do
    [[ -n ${recipe[$key]:-} ]] || fail "$file: '$key' is missing" "add a line: $key VALUE"
  done
  for key in installed-days disk-gib memory-mib vcpus ssh-port telnet-port; do
    [[ ${recipe[$key]} =~ ^[0-9]{1,5}$ ]] || fail "$file: '$key' must be a number, not '${recipe[$key]}'" 'correct the recipe'
  done
  [[ ${recipe[telnetd]:=inetutils} =~ ^(inetutils|busybox)$ ]] || fail "$file: 'telnetd' must be inetutils or busybox, not '${recipe[telnetd]}'" 'correct the recipe'
  [[ ${recipe[name]} =~ ^[a-z0-9][a-z0-9.-]{0,40}$ ]] || fail "$file: the name may hold a-z, 0-9, dot and dash" 'correct the recipe'
  [[ ${recipe[hostname]} =~ ^[a-z0-9][a-z0-9-]{0,40}$ ]] || fail "$file: the host name may hold a-z, 0-9 and dash" 'correct the recipe'
}

# recipe_hash FILE: what identifies the image built from it: recipe, files beside it, builder, architecture
recipe_hash() {
  local file builder
  file=$(realpath "$1")
  builder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  {
    dpkg --print-architecture
    sha256sum <"$file"
    (cd "${file%.recipe}" && find . -type f -printf '%P %m\n' -exec sha256sum {} \; | sort)
    sha256sum <"$builder/build.sh"
    sha256sum <"$builder/recipe.sh"
    sha256sum <"$builder/file-dates.sh"
    sha256sum <"$builder/initramfs-init"
  } | sha256sum | cut -d' ' -f1
}
