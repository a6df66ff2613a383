#!/usr/bin/env bash
# Builds one guest image: build.sh RECIPE HASH DIRECTORY. Leaves disk.qcow2, vmlinuz, initrd.img and image.json in
# DIRECTORY, which must be empty. Runs as root in a mount namespace of its own (the caller's `unshare -m`).
set -Eeuo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=deploy/launcher/log.sh
. "$here/../launcher/log.sh"
# shellcheck source=deploy/image/recipe.sh
. "$here/recipe.sh"
# shellcheck source=deploy/image/file-dates.sh
. "$here/file-dates.sh"
umask 022
export LC_ALL=C.UTF-8 TZ=UTC

recipe_file=$1 hash=$2 out=$3
trap 'complain "the image build failed at ${BASH_SOURCE[0]##*/}:$LINENO: $BASH_COMMAND" "see $out/build.log"' ERR
read_recipe "$recipe_file"
arch=$(dpkg --print-architecture)
kernel_package=${recipe["kernel-$arch"]:-}
[[ -n $kernel_package ]] || fail "the recipe $recipe_file has no kernel for $arch" "add a line: kernel-$arch PACKAGE"
root=$out/root
began=$EPOCHSECONDS

# shellcheck disable=SC2016 # $(REPO_URI) is for apt-get
# host_mirror SUFFIX DEFAULT: the mirror whose address ends in SUFFIX among the host's own, else DEFAULT
host_mirror() {
  local uri
  while read -r uri; do
    uri=${uri%/}
    if [[ $uri == http*://*"/$1" ]]; then
      printf '%s' "$uri"
      return
    fi
  done < <(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | sort -u)
  printf '%s' "$2"
}

# shellcheck disable=SC2016 # $1 is for mmdebstrap's shell
make_root() {
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg suite=${recipe[suite]} mirror security proxies=() line
  mirror=${recipe[mirror]:-$(host_mirror debian http://deb.debian.org/debian)}
  security=${recipe[security-mirror]:-$(host_mirror debian-security http://deb.debian.org/debian-security)}
  while read -r line; do proxies+=(--aptopt="$line"); done < <(apt-config dump | grep -E '^Acquire::(http|https)::([^ ]+::)?Proxy "[^"]+' || true)
  say "root file system: Debian $suite, ${#packages[@]} packages and $kernel_package, from $mirror"
  printf "deb [signed-by=$keyring] %s\n" "$mirror $suite main" "$mirror $suite-updates main" "$security $suite-security main" |
    mmdebstrap --mode=root --variant=minbase --format=directory --quiet "${proxies[@]}" \
      --aptopt='APT::Install-Recommends "false"' \
      --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
      --dpkgopt='path-exclude=/usr/share/man/*/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
      --dpkgopt='path-include=/usr/share/locale/locale.alias' --dpkgopt='path-exclude=/usr/share/info/*' \
      --essential-hook='mkdir -p "$1/etc/initramfs-tools/conf.d" && echo MODULES=list > "$1/etc/initramfs-tools/conf.d/modules"' \
      --include="$(IFS=,; printf '%s' "${packages[*]},$kernel_package")" "$suite" "$root" - >>"$out/build.log" 2>&1
}

make_plausible() {
  local name=${recipe[hostname]} key
  say "host name, accounts, files, keys"
  cp -r --no-preserve=ownership,timestamps "${recipe_file%.recipe}/files/." "$root/"
  printf '%s\n' "$name" >"$root/etc/hostname"
  printf '127.0.0.1\tlocalhost\n127.0.1.1\t%s\n\n::1\t\tlocalhost ip6-localhost ip6-loopback\nff02::1\t\tip6-allnodes\nff02::2\t\tip6-allrouters\n' "$name" >"$root/etc/hosts"
  ln -sf "/usr/share/zoneinfo/${recipe[timezone]}" "$root/etc/localtime"
  printf '%s\n' "${recipe[timezone]}" >"$root/etc/timezone"
  printf '%s UTF-8\n' "${recipe[locale]}" >"$root/etc/locale.gen"
  printf 'LANG=%s\n' "${recipe[locale]}" >"$root/etc/default/locale"
  printf '%s\n' "${hash:0:32}" >"$root/etc/machine-id"
  chroot "$root" locale-gen >>"$out/build.log" 2>&1
  rm -f "$root"/etc/ssh/ssh_host_*
  for key in rsa ecdsa ed25519; do
    chroot "$root" ssh-keygen -q -t "$key" -N '' -C "root@$name" -f "/etc/ssh/ssh_host_${key}_key"
  done
  root_password=$(od -An -tx1 -N16 /dev/urandom | tr -d ' \n')
  cp "${recipe_file%.recipe}/setup" "$root/setup"
  printf '%s\n%s\n' "$root_password" "$(od -An -tx1 -N16 /dev/urandom | tr -d ' \n')" |
    TELNETD=${recipe[telnetd]} chroot "$root" /setup >>"$out/build.log" 2>&1
  identification=$(chroot "$root" /usr/bin/ssh -V 2>&1)
  identification="SSH-2.0-${identification%%,*}"
}

remove_traces() {
  local traces
  rm -rf "$root/setup" "$root"/etc/apt/apt.conf.d/99mmdebstrap "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap \
    "$root"/etc/apt/sources.list.d/*.list "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*.bin \
    "$root"/var/cache/apt/archives/*.deb "$root"/var/cache/ldconfig/* "$root"/var/lib/systemd/random-seed \
    "$root"/var/log/{bootstrap.log,dpkg.log,alternatives.log,apt} "$root"/tmp/* "$root"/run/*
  traces=$(
    cd "$root"
    find . -iname '*honeyp*' -o -iname '*mmdebstrap*'
    grep -rlsiE 'honeyp|mmdebstrap' etc root home var || true
  )
  [[ -z $traces ]] || fail 'something in the root file system names its maker' "take it out in setup: $traces"
}

make_kernel() {
  local image
  image=$(find "$root/boot" -name 'vmlinuz-*' | sort -V | tail -1)
  kernel_release=${image##*/vmlinuz-}
  cp "$image" "$out/vmlinuz"
}

make_initrd() {
  local work=$out/initrd module file count=0
  mkdir -p "$work"/{bin,dev,proc,sys,run,newroot,modules}
  cp "$root/bin/busybox" "$work/bin/busybox"
  cp "$here/initramfs-init" "$work/init"
  for module in virtio_pci virtio_mmio virtio_blk crc32c_generic ext4 virtio_net; do
    chroot "$root" modprobe --set-version "$kernel_release" --show-depends --quiet "$module" || true
  done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$out/modules"
  while read -r file; do
    count=$((count + 1))
    module=$(printf '%02d-%s' "$count" "${file##*/}")
    case $file in
      *.xz) xz -dc "$root$file" >"$work/modules/${module%.xz}" ;;
      *.zst) zstd -qdc "$root$file" >"$work/modules/${module%.zst}" ;;
      *) cp "$root$file" "$work/modules/$module" ;;
    esac
  done <"$out/modules"
  (cd "$work/modules" && ls -1 >../order && mv ../order order)
  find "$work" -exec touch -h -d "@$last_change" {} +
  (cd "$work" && find . -print0 | sort -z | cpio --null --create --format=newc --owner=0:0 --reproducible --quiet) | gzip -n -1 >"$out/initrd.img"
}

make_disk() {
  local uuid="${hash:0:8}-${hash:8:4}-4${hash:13:3}-a${hash:17:3}-${hash:20:12}"
  say "disk: ${recipe[disk-gib]} GiB ext4"
  export SOURCE_DATE_EPOCH=$installed E2FSPROGS_FAKE_TIME=$installed
  truncate -s "${recipe[disk-gib]}G" "$out/disk.raw"
  mkfs.ext4 -q -F -d "$root" -m 1 -U "$uuid" -E "hash_seed=$uuid,lazy_itable_init=0,lazy_journal_init=0,root_owner=0:0" "$out/disk.raw"
  set_inode_dates "$root" "$out/disk.raw" >>"$out/build.log" 2>&1
  qemu-img convert -f raw -O qcow2 -o lazy_refcounts=off "$out/disk.raw" "$out/disk.qcow2"
}

write_descriptor() {
  cat >"$out/image.json" <<EOF
{
  "name": $(json_string "${recipe[name]}"),
  "recipe": $(json_string "$hash"),
  "disk": "disk.qcow2",
  "kernel": "vmlinuz",
  "initrd": "initrd.img",
  "commandLine": $(json_string "${recipe[command-line]}"),
  "memoryMiB": ${recipe[memory-mib]},
  "vcpus": ${recipe[vcpus]},
  "account": {"username": "root", "password": $(json_string "$root_password")},
  "sshPort": ${recipe[ssh-port]},
  "telnetPort": ${recipe[telnet-port]},
  "sshIdentification": $(json_string "$identification")
}
EOF
}

: >"$out/build.log"
make_root
make_plausible
remove_traces
make_kernel
set_file_dates "$root" "$began" "${recipe[installed-days]}" "${recipe_file%.recipe}/ages"
make_initrd
make_disk
(umask 077 && write_descriptor)
rm -rf "$root" "$out/initrd" "$out/modules" "$out/disk.raw" "$out/build.log"
chmod 644 "$out/disk.qcow2" "$out/vmlinuz" "$out/initrd.img"
say "image built: $(du -sh "$out" | cut -f1) in $((EPOCHSECONDS - began)) s"
