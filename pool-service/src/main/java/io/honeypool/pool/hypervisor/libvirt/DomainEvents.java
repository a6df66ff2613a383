package io.honeypool.pool.hypervisor.libvirt;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.event.DomainEvent;
import org.libvirt.event.DomainEventType;
import org.libvirt.event.LifecycleListener;
import org.libvirt.event.StoppedDetail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on that a domain started or stopped. Called on libvirt's event thread, which nothing here holds up. */
final class DomainEvents implements LifecycleListener {

    private static final Logger log = LoggerFactory.getLogger(DomainEvents.class);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<UUID, CompletableFuture<StoppedDetail>> watched = new ConcurrentHashMap<>();

    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Completes when a domain that is yet to start has stopped. */
    CompletableFuture<StoppedDetail> watch(UUID domain) {
        return watched.computeIfAbsent(domain, id -> new CompletableFuture<>());
    }

    void forget(UUID domain) {
        watched.remove(domain);
    }

    @Override
    public int onLifecycleChange(Domain domain, DomainEvent event) {
        try {
            if (event.getType() == DomainEventType.STOPPED) {
                CompletableFuture<StoppedDetail> watcher = watched.get(UUID.fromString(domain.getUUIDString()));
                if (watcher != null) {
                    StoppedDetail detail = event.getDetail();
                    watcher.complete(detail);
                }
            }
            domain.free();
        } catch (LibvirtException broken) {
            log.debug("A domain event could not be read", broken);
        }
        listeners.forEach(Runnable::run);
        return 0;
    }
}
