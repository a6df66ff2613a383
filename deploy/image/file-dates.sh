# shellcheck shell=bash
# Gives the files of a new root file system the dates of a machine that was installed some time ago and upgraded
# lately. All of it follows from the packages and the recipe, so the same input gives the same dates.

# set_file_dates ROOT BEGAN INSTALLED-DAYS AGES-FILE: what the build touched (later than BEGAN) is dated at the last
# upgrade, a day after the newest file of any package; AGES-FILE names what is older. Sets last_change and installed.
set_file_dates() {
  local root=$1 began=$2 days=$3 ages=$4 newest age globs when
  newest=$(find "$root" -type f ! -newermt "@$began" -printf '%Ts\n' | sort -n | tail -1)
  last_change=$((newest + 83000 < began ? newest + 83000 : newest))
  installed=$((last_change - days * 86400))
  find "$root" -newermt "@$((began - 1))" -exec touch -h -d "@$last_change" {} +
  while read -r age globs; do
    case $age in
      '' | '#'*) continue ;;
      installed) when=$installed ;;
      *) when=$((last_change - age * 86400 + (age * 7919) % 40000)) ;;
    esac
    # shellcheck disable=SC2086 # the globs are meant to be expanded, inside ROOT
    (cd "$root" && shopt -s nullglob && for path in $(printf '.%s ' $globs); do
      [[ ! -e $path && ! -L $path ]] || touch -h -d "@$when" "$path"
    done)
  done <"$ages"
}

# set_inode_dates ROOT DISK: mkfs copies the times of change and birth of this build; write those of the machine
set_inode_dates() {
  local root=$1 disk=$2
  {
    printf 'set_inode_field / ctime @%s\n' "$installed"
    find "$root" -mindepth 1 ! -name '*"*' -printf '%Ts %P\n' | while read -r modified path; do
      changed=$((modified < installed ? installed : modified))
      printf 'set_inode_field "/%s" ctime @%s\n' "$path" "$changed"
      printf 'set_inode_field "/%s" atime @%s\n' "$path" "$changed"
      printf 'set_inode_field "/%s" crtime @%s\n' "$path" "$changed"
    done
  } | debugfs -w -f - "$disk"
}
