package io.honeypool.pool.hypervisor.libvirt;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;
import org.libvirt.jna.ConnectionPointer;

/**
 * A connection that can also be asked which network filter is in force on an interface of the host, which libvirt-java
 * does not offer (libvirt.org/html/libvirt-libvirt-nwfilter.html, filter bindings).
 */
final class FilterBindings extends Connect {

    /** libvirt's own names. */
    @SuppressWarnings("checkstyle:MethodName")
    interface Native9 extends Library {
        Native9 LIBRARY = Native.load("virt", Native9.class);

        @Nullable Pointer virNWFilterBindingLookupByPortDev(ConnectionPointer connection, String interfaceName);

        String virNWFilterBindingGetFilterName(Pointer binding);

        int virNWFilterBindingFree(Pointer binding);
    }

    FilterBindings(String uri) throws LibvirtException {
        super(uri);
    }

    /** The connection as libvirt's own functions take it. */
    ConnectionPointer pointer() {
        return vcp;
    }

    /** The filter in force on an interface of the host; empty if there is none. */
    Optional<String> filterOn(String interfaceName) {
        Pointer binding = Native9.LIBRARY.virNWFilterBindingLookupByPortDev(vcp, interfaceName);
        if (binding == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Native9.LIBRARY.virNWFilterBindingGetFilterName(binding));
        } finally {
            Native9.LIBRARY.virNWFilterBindingFree(binding);
        }
    }
}
