package io.honeypool.pool.testing;

import io.honeypool.pool.hypervisor.DomainSpec;
import io.honeypool.pool.hypervisor.DomainStatus;
import io.honeypool.pool.hypervisor.FilterSpec;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.hypervisor.HypervisorFacts;
import io.honeypool.pool.hypervisor.HypervisorFault;
import io.honeypool.pool.hypervisor.HypervisorUnavailable;
import io.honeypool.pool.hypervisor.KvmTrial;
import io.honeypool.pool.hypervisor.KvmVerdict;
import io.honeypool.pool.hypervisor.LimitsTrial;
import io.honeypool.pool.hypervisor.NetworkSpec;
import io.honeypool.pool.hypervisor.SavedDomain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A hypervisor in memory: each guest is a socket at its own address that says an SSH identification. */
public final class FakeHypervisor implements Hypervisor, AutoCloseable {

    /** Where its guests listen. */
    public static final int SSH_PORT = 20022;

    private final Map<UUID, Running> running = new ConcurrentHashMap<>();
    private final Map<UUID, CountDownLatch> hung = new ConcurrentHashMap<>();
    private final Set<String> filters = ConcurrentHashMap.newKeySet();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable NetworkSpec network;
    private volatile boolean reachable = true;
    private volatile boolean starting = true;
    private final AtomicInteger restored = new AtomicInteger();
    private final AtomicInteger syncs = new AtomicInteger();

    private record Running(String name, ServerSocket socket) {}

    /** Whether it answers. */
    public void setReachable(boolean reachable) {
        this.reachable = reachable;
    }

    /** Whether domains start. */
    public void setStarting(boolean starting) {
        this.starting = starting;
    }

    /** Powers a guest off from inside. */
    public void powerOff(UUID domain) {
        stop(domain);
        listeners.forEach(Runnable::run);
    }

    /** Starts a domain that no pool asked for. */
    public UUID leak(String name) {
        UUID id = UUID.randomUUID();
        running.put(id, new Running(name, listen("127.0.0.1", 0)));
        return id;
    }

    /** Whether it has the network. */
    public boolean hasNetwork() {
        return network != null;
    }

    @Override
    public boolean isReachable() {
        return reachable;
    }

    @Override
    public HypervisorFacts facts() {
        check();
        return new HypervisorFacts("fake 1", "fake", false);
    }

    @Override
    public List<DomainStatus> domains() {
        check();
        return running.entrySet().stream()
                .map(entry -> new DomainStatus(entry.getKey(), entry.getValue().name()))
                .toList();
    }

    @Override
    public String document(DomainSpec domain) {
        return domain.toString();
    }

    @Override
    public void judge(DomainSpec domain) {
        check();
    }

    @Override
    public void judge(NetworkSpec unmade) {
        check();
    }

    @Override
    public void judge(FilterSpec filter) {
        check();
    }

    /** It limits nothing. */
    @Override
    public Optional<String> tryLimits(LimitsTrial trial) {
        return Optional.of("sockets in memory have no limits");
    }

    @Override
    public void save(UUID domain, Path memory) {
        check();
        Running saved = running.get(domain);
        if (saved == null) {
            throw new HypervisorFault("there is no domain " + domain, null);
        }
        try {
            Files.writeString(
                    memory,
                    saved.socket().getInetAddress().getHostAddress() + " "
                            + saved.socket().getLocalPort());
        } catch (IOException refused) {
            throw new HypervisorFault("the domain cannot be saved", refused);
        }
        stop(domain);
    }

    @Override
    public void restore(SavedDomain domain) {
        check();
        if (!starting || !filters.contains(domain.filter())) {
            throw new HypervisorFault("libvirt could not restore the domain", null);
        }
        try {
            String[] address = Files.readString(domain.memory()).split(" ", 2);
            running.put(domain.id(), new Running(domain.name(), listen(address[0], Integer.parseInt(address[1]))));
            restored.incrementAndGet();
        } catch (IOException | NumberFormatException broken) {
            throw new HypervisorFault("the saved memory cannot be read", broken);
        }
    }

    /** How many domains were restored. */
    public int restored() {
        return restored.get();
    }

    @Override
    public Duration processorTime(UUID domain) {
        return Duration.ZERO;
    }

    @Override
    public void start(DomainSpec domain) {
        check();
        if (!starting) {
            throw new HypervisorFault("libvirt could not start the domain: no space left", null);
        }
        if (!filters.contains(domain.link().filter())) {
            throw new HypervisorFault("there is no filter " + domain.link().filter(), null);
        }
        running.put(
                domain.id(),
                new Running(domain.name(), listen(addressOf(domain.link().mac()), SSH_PORT)));
    }

    /** Has no call that stops a domain return before it is let go. */
    public void hang(UUID domain) {
        hung.put(domain, new CountDownLatch(1));
    }

    /** Lets calls that stop a domain return. */
    public void letGo(UUID domain) {
        CountDownLatch latch = hung.remove(domain);
        if (latch != null) {
            latch.countDown();
        }
    }

    @Override
    public void askToSync(UUID domain) {
        check();
        syncs.incrementAndGet();
    }

    /** How often a guest was asked to write what it has in memory. */
    public int syncs() {
        return syncs.get();
    }

    @Override
    public long bytesWritten(UUID domain) {
        check();
        return 0;
    }

    @Override
    public void destroy(UUID domain) {
        check();
        CountDownLatch latch = hung.get(domain);
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new HypervisorFault("the wait for the domain was interrupted", interrupted);
            }
        }
        stop(domain);
    }

    @Override
    public void ensureNetwork(NetworkSpec wanted) {
        check();
        network = wanted;
    }

    @Override
    public void removeNetwork(NetworkSpec unwanted) {
        network = null;
    }

    @Override
    public void defineFilter(FilterSpec filter) {
        check();
        filters.add(filter.name());
    }

    @Override
    public void removeFilter(String name) {
        check();
        filters.remove(name);
    }

    @Override
    public List<String> filters() {
        check();
        return List.copyOf(filters);
    }

    @Override
    public KvmVerdict tryKvm(KvmTrial trial) {
        return new KvmVerdict.Fails("there is none in memory", false);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        Set.copyOf(running.keySet()).forEach(this::stop);
    }

    private void check() {
        if (!reachable) {
            throw new HypervisorUnavailable("it was turned off", null);
        }
    }

    private String addressOf(String mac) {
        NetworkSpec known = network;
        if (known == null) {
            throw new HypervisorFault("there is no network", null);
        }
        return known.hosts().stream()
                .filter(host -> host.mac().equals(mac))
                .findFirst()
                .orElseThrow()
                .address();
    }

    private void stop(UUID domain) {
        Running stopped = running.remove(domain);
        if (stopped != null) {
            try {
                stopped.socket().close();
            } catch (IOException failed) {
                throw new HypervisorFault("the socket of " + stopped.name() + " cannot be closed", failed);
            }
        }
    }

    private static ServerSocket listen(String address, int port) {
        try {
            ServerSocket server = new ServerSocket(port, 50, InetAddress.ofLiteral(address));
            Thread.ofVirtual().start(() -> serve(server));
            return server;
        } catch (IOException refused) {
            throw new HypervisorFault("nothing can listen at " + address + ":" + port, refused);
        }
    }

    private static void serve(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write("SSH-2.0-Fake\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException probeLeft) {
                Thread.onSpinWait();
            }
        }
    }
}
