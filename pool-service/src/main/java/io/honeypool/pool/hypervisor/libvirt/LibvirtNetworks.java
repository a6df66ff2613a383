package io.honeypool.pool.hypervisor.libvirt;

import io.honeypool.pool.hypervisor.NetworkMismatch;
import io.honeypool.pool.hypervisor.NetworkSpec;
import io.honeypool.pool.template.Template;
import java.util.Optional;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;
import org.libvirt.Network;

/** Makes and removes networks. The pool's own are transient: they live until they are removed or the host goes down. */
final class LibvirtNetworks {

    private final LibvirtCalls calls;
    private final Template template;

    LibvirtNetworks(LibvirtCalls calls, Template template) {
        this.calls = calls;
        this.template = template;
    }

    /** The network's document. */
    String document(NetworkSpec spec) {
        return NetworkDocument.of(spec, template).toString();
    }

    /** Sees to it that the network is there and active; one caller at a time. */
    synchronized void ensure(NetworkSpec spec) {
        String difference = calls.call("set up the network " + spec.name(), connect -> ensure(connect, spec));
        if (!difference.isEmpty()) {
            throw new NetworkMismatch(spec.name(), difference);
        }
    }

    /** Removes the network if this pool made it. */
    synchronized void remove(NetworkSpec spec) {
        calls.run("remove the network " + spec.name(), connect -> {
            Optional<Network> found = find(connect, spec.name());
            if (found.isPresent()) {
                remove(found.get(), spec);
            }
        });
    }

    private String ensure(Connect connect, NetworkSpec spec) throws LibvirtException {
        Optional<Network> found = find(connect, spec.name());
        if (found.isEmpty()) {
            connect.networkCreateXML(document(spec)).free();
            return "";
        }
        Network network = found.get();
        try {
            String difference = NetworkDocument.difference(network.getXMLDesc(0), spec);
            if (difference.isEmpty() && network.isActive() == 0) {
                network.create();
            }
            return difference;
        } finally {
            network.free();
        }
    }

    private static void remove(Network network, NetworkSpec spec) throws LibvirtException {
        try {
            boolean ours =
                    network.getUUIDString().equals(NetworkDocument.idOf(spec).toString());
            if (ours && network.isActive() == 1) {
                network.destroy();
            }
        } finally {
            network.free();
        }
    }

    private static Optional<Network> find(Connect connect, String name) throws LibvirtException {
        try {
            return Optional.of(connect.networkLookupByName(name));
        } catch (LibvirtException failed) {
            if (LibvirtCalls.isAbsent(failed)) {
                return Optional.empty();
            }
            throw failed;
        }
    }
}
