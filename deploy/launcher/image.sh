# shellcheck shell=bash
# Guest images: built from a recipe into a cache shared by all states, or imported from an operator's own file.
# shellcheck source=deploy/image/recipe.sh
. "$HONEYPOOL_HOME/deploy/image/recipe.sh"
IMAGE_CACHE=${HONEYPOOL_IMAGE_CACHE:-/var/cache/honeypool/images}
DEFAULT_RECIPE=$HONEYPOOL_HOME/deploy/image/debian-12.recipe

command_image() {
  local subcommand=${1:-}
  [[ $# -eq 0 ]] || shift
  case $subcommand in
    build)
      [[ $# -eq 0 ]] || usage_error "image build takes no argument '$1'; the recipe goes to --recipe"
      build_image_for_state "$(realpath -m "${opt_recipe:-$DEFAULT_RECIPE}")"
      ;;
    import)
      [[ $# -eq 1 ]] || usage_error 'image import takes one file'
      import_image "$1"
      ;;
    list) list_images ;;
    *) usage_error "unknown image command '$subcommand': build, import or list" ;;
  esac
}

# ensure_image: for `up`; an operator who named an image of their own gets no other built
ensure_image() {
  if grep -Eqs '^[[:space:]]*image:|guests\.image' "$opt_state/etc/pool.yaml"; then return 0; fi
  build_image_for_state "$DEFAULT_RECIPE"
}

build_image_for_state() {
  local cached
  read_recipe "$1"
  make_accounts
  image_hash=$(recipe_hash "$1")
  cached=$IMAGE_CACHE/$image_hash
  build_image "$1" "$cached"
  install_image "$cached" "${recipe[name]}"
}

# build_image RECIPE DIRECTORY: builds beside and renames, so a directory of that name is always a whole image. A lock
# keeps two builds apart (the builder inherits it, so it outlives a launcher that is killed); what a killed one left is
# removed by the next.
build_image() {
  local partial=$2.partial
  install -d -m 0755 "$IMAGE_CACHE" || fail "$IMAGE_CACHE cannot be made" 'is the file system full or read-only?'
  exec 7>"$IMAGE_CACHE/lock"
  flock --nonblock 7 || { say 'waiting for another image build' && flock 7; }
  rm -rf --one-file-system "$IMAGE_CACHE"/*.partial
  if [[ -e $2/image.json && $opt_force == no ]]; then
    say "image ${recipe[name]}: built already ($2)"
  else
    install_packages 'the guest image' "${IMAGE_PACKAGES[@]}"
    mkdir "$partial"
    if ! HONEYPOOL_STARTED=$HONEYPOOL_STARTED unshare --mount --propagation private "$HONEYPOOL_HOME/deploy/image/build.sh" "$1" "$image_hash" "$partial" 8>&-; then
      mv "$partial/build.log" "$IMAGE_CACHE/failed.log" 2>/dev/null || true
      rm -rf --one-file-system "$partial"
      tail -n 20 "$IMAGE_CACHE/failed.log" >&2 || true
      fail 'the image was not built' "see $IMAGE_CACHE/failed.log; with a mirror of your own, name it in the recipe: mirror URL"
    fi
    chown -R root:root "$partial" && chown "root:$SERVICE_ACCOUNT" "$partial/image.json"
    chmod 0640 "$partial/image.json" && chmod 0755 "$partial"
    rm -rf --one-file-system "$2"
    mv "$partial" "$2"
  fi
  exec 7>&-
}

# install_image DIRECTORY NAME: a copy of its own for the state (guests' overlays lie on it)
install_image() {
  local target=$opt_state/images/$2 new=$opt_state/images/.$2.new
  if cmp -s "$1/image.json" "$target/image.json"; then return 0; fi
  mkdir -p "$opt_state" && chmod 0711 "$opt_state"
  install -d -m 0755 "$opt_state/images"
  rm -rf "$new"
  cp -r --preserve=mode,ownership,timestamps --reflink=auto --sparse=always "$1" "$new"
  replace_image "$new" "$target"
  say "image $2: in $target"
}

replace_image() {
  rm -rf "$2.old"
  [[ ! -e $2 ]] || mv "$2" "$2.old"
  mv "$1" "$2"
  rm -rf "$2.old"
}

# import_image FILE: checks a foreign qcow2 before anything opens it as a disk. A qcow2 can name other files of the
# host as its backing or data file, and so hand them to the guest.
import_image() {
  local file=$1 name=${opt_name:-} descriptor=${opt_descriptor:-} info new
  install_packages 'the import' qemu-utils
  make_accounts
  [[ -f $file && -r $file ]] || fail "there is no file $file" 'name a qcow2 file'
  [[ -n $descriptor ]] || descriptor=${file%.qcow2}.json
  [[ -f $descriptor && -r $descriptor ]] || fail "there is no descriptor $descriptor" 'write one (docs/guest-image.md says what it holds) and name it with --descriptor'
  [[ -n $name ]] || name=$(basename "${file%.qcow2}")
  [[ $name =~ ^[a-z0-9][a-z0-9.-]{0,40}$ ]] || fail "'$name' cannot be an image's name" 'give one of a-z, 0-9, dot and dash with --name'
  [[ $(head -c 4 -- "$file" | od -An -tx1) == ' 51 46 49 fb' ]] || fail "$file is not a qcow2 file" 'convert it: qemu-img convert -O qcow2 FILE NEW'
  info=$(qemu-img info --format qcow2 --output json -- "$file" 2>&1) || fail "$file is not a sound qcow2 file" "$info"
  if grep -q '"backing-filename"' <<<"$info"; then fail "$file lies on another file (a backing file)" 'make it whole: qemu-img convert -O qcow2 FILE NEW'; fi
  if grep -q '"data-file"' <<<"$info"; then fail "$file keeps its data in another file" 'make it whole: qemu-img convert -O qcow2 FILE NEW'; fi
  install -d -m 0755 "$opt_state/images"
  chmod 0711 "$opt_state"
  new=$opt_state/images/.$name.new
  rm -rf "$new"
  install -d -m 0755 "$new"
  say "copying $file"
  cp --reflink=auto --sparse=always -- "$file" "$new/disk.qcow2"
  qemu-img check -q -f qcow2 "$new/disk.qcow2" >/dev/null 2>&1 || { rm -rf "$new" && fail "$file is damaged" 'qemu-img check tells more'; }
  if ! write_imported_descriptor "$descriptor" "$name" "$new/disk.qcow2" >"$new/image.json"; then
    rm -rf "$new"
    exit 1
  fi
  chown "root:$SERVICE_ACCOUNT" "$new/image.json"
  chmod 0640 "$new/image.json"
  chmod 0644 "$new/disk.qcow2"
  replace_image "$new" "$opt_state/images/$name"
  say "image $name: in $opt_state/images/$name; name it in $opt_state/etc/pool.yaml: honeypool.pool.guests.image: $name"
}

# write_imported_descriptor FILE NAME DISK: image.json from the operator's flat descriptor, field by field
write_imported_descriptor() {
  local text memory vcpus username password ssh_port telnet_port identification key
  text=$(tr '\n\t' '  ' <"$1")
  for key in $(grep -o '"[A-Za-z]*"[ ]*:' <<<"$text" | tr -d '": '); do
    [[ " memoryMiB vcpus account username password sshPort telnetPort sshIdentification name " == *" $key "* ]] ||
      { complain "$1: unknown field \"$key\"" 'known are memoryMiB, vcpus, account {username, password}, sshPort, telnetPort, sshIdentification' && return 1; }
  done
  memory=$(json_number "$text" memoryMiB 512)
  vcpus=$(json_number "$text" vcpus 1)
  ssh_port=$(json_number "$text" sshPort 22)
  telnet_port=$(json_number "$text" telnetPort 0)
  username=$(json_text "$text" username)
  password=$(json_text "$text" password)
  identification=$(json_text "$text" sshIdentification)
  [[ -n $username && -n $password ]] || { complain "$1: account.username and account.password are needed" 'they are what the sensor logs in with' && return 1; }
  cat <<EOF
{
  "name": $(json_string "$2"),
  "recipe": "$(sha256sum <"$3" | cut -d' ' -f1)",
  "disk": "disk.qcow2",
  "memoryMiB": $memory,
  "vcpus": $vcpus,
  "account": {"username": "$username", "password": "$password"},
  "sshPort": $ssh_port,
  "telnetPort": $telnet_port,
  "sshIdentification": "${identification:-SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7}"
}
EOF
}

# json_number TEXT KEY DEFAULT; json_text TEXT KEY: the value as it stands in the JSON, still escaped
json_number() {
  local value
  value=$(grep -oE "\"$2\" *: *[0-9]{1,6}" <<<"$1" | head -n 1 | grep -oE '[0-9]+$' || true)
  printf '%s' "${value:-$3}"
}

json_text() { grep -oE "\"$2\" *: *\"([^\"\\\\]|\\\\.)*\"" <<<"$1" | head -n 1 | sed -E 's/^"[A-Za-z]*" *: *"(.*)"$/\1/' || true; }

list_images() {
  local json
  for json in "$opt_state"/images/*/image.json; do
    [[ -e $json ]] || continue
    printf '%-24s %6s  %s\n' "$(basename "$(dirname "$json")")" "$(du -sh "$(dirname "$json")" | cut -f1)" "$(dirname "$json")"
  done
  for json in "$IMAGE_CACHE"/*/image.json; do
    [[ -e $json && $json != *.partial/* ]] || continue
    printf '%-24s %6s  %s (cache)\n' "$(sed -n 's/.*"name": "\([^"]*\)".*/\1/p' "$json")" "$(du -sh "$(dirname "$json")" | cut -f1)" "$(dirname "$json")"
  done
}
