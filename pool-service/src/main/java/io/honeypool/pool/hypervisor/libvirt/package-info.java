/** The adapter of the hypervisor port to libvirt; the only package that imports libvirt-java and JNA. */
@NullMarked
package io.honeypool.pool.hypervisor.libvirt;

import org.jspecify.annotations.NullMarked;
