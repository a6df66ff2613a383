# shellcheck shell=bash
# /dev/kvm. A device that libvirt's QEMU account cannot open costs a new probe of QEMU at every domain start.

prepare_kvm() {
  [[ -c /dev/kvm ]] || {
    say 'no /dev/kvm: guests run on an emulated CPU'
    return 0
  }
  getent group kvm >/dev/null || groupadd --system kvm
  if ! id -nG "$EMULATOR_ACCOUNT" | grep -qw kvm; then
    usermod --append --groups kvm "$EMULATOR_ACCOUNT"
  fi
  if [[ $(stat -c '%U:%G %a' /dev/kvm) == 'root:root 600' ]]; then
    say '/dev/kvm is for root alone: giving it the usual group and mode (kvm, 0660)'
    { chgrp kvm /dev/kvm && chmod 0660 /dev/kvm; } || warn '/dev/kvm could not be changed; guests may start slowly'
  fi
}

# kvm_open: whether the emulator's account may open the device; a guest may still not start under it
kvm_open() { getent passwd "$EMULATOR_ACCOUNT" >/dev/null && as_account "$EMULATOR_ACCOUNT" sh -c ': <> /dev/kvm' 2>/dev/null; }
