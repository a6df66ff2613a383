package io.honeypool.pool.hypervisor;

/** A network of the wanted name is there, and it is another one. */
public final class NetworkMismatch extends HypervisorException {

    private static final long serialVersionUID = 1L;

    private final String network;

    /**
     * Describes the difference.
     *
     * @param network the network's name
     * @param difference what differs, each as "is X, should be Y"
     */
    public NetworkMismatch(String network, String difference) {
        super("The network " + network + " exists with other values: " + difference, null);
        this.network = network;
    }

    /** The network's name. */
    public String network() {
        return network;
    }
}
