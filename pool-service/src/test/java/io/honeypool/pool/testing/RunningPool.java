package io.honeypool.pool.testing;

import io.honeypool.pool.PoolApplication;
import io.honeypool.pool.hypervisor.Hypervisor;
import io.honeypool.pool.owner.ProcessEnd;
import io.honeypool.pool.provisioning.GuestCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/** The real application over a real database, with guests in memory. Closing it stops it and removes its state. */
public final class RunningPool implements AutoCloseable {

    private static final AtomicInteger NETWORKS = new AtomicInteger();

    private final Path state;
    private final Map<String, Object> settings;
    private final FakeHypervisor hypervisor;
    private final String databaseUrl;
    private final DatabaseLink link;
    private final Queue<String> ends = new ConcurrentLinkedQueue<>();
    private volatile ConfigurableApplicationContext context;

    private RunningPool(Path state, Map<String, Object> settings) {
        this.state = state;
        this.settings = settings;
        this.hypervisor = new FakeHypervisor();
        this.databaseUrl = String.valueOf(settings.get("spring.datasource.url"));
        this.link = DatabaseLink.to(databaseUrl);
        settings.put("spring.datasource.url", link.url());
        this.context = run();
    }

    /** Starts one with settings of its own, given as name and value in turn. */
    public static RunningPool start(String... namesAndValues) {
        try {
            Path state = Files.createTempDirectory("pool-it");
            TestImage.in(state);
            return new RunningPool(state, settings(state, namesAndValues));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Settings that a pool starts with. */
    public static Map<String, Object> settings(Path state, String... namesAndValues) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("honeypool.pool.state-directory", state.toString());
        settings.put("honeypool.pool.network.cidr", "127.77." + NETWORKS.incrementAndGet() + ".0/24");
        // what tests bring may be of any date
        settings.put("honeypool.pool.events.retention", "0");
        settings.put("spring.datasource.url", Databases.fresh());
        settings.put("spring.datasource.username", "postgres");
        settings.put("spring.datasource.hikari.maximum-pool-size", "20");
        settings.put("spring.jmx.enabled", "false");
        settings.put("server.port", "0");
        settings.put("management.server.port", "0");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }

    /** Puts a hypervisor in the place of libvirt. */
    public static ApplicationContextInitializer<ConfigurableApplicationContext> withHypervisor(Hypervisor hypervisor) {
        return context -> {
            context.getBeanFactory().registerSingleton("hypervisor", hypervisor);
            context.getBeanFactory().registerSingleton("guestCommands", (GuestCommands) (guest, account, script) -> {});
        };
    }

    /** Stops the service as SIGTERM does, and starts it again over the same state; the hypervisor runs on. */
    public void restart(String... namesAndValues) {
        context.close();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        context = run();
    }

    /** Stops the service as SIGTERM does. */
    public void stop() {
        context.close();
    }

    /** Ends the service as kill -9 does: nothing that it does on its way out reaches the database. */
    public void kill() {
        link.cut();
        context.close();
        link.mend();
    }

    /**
     * Starts the service over the same state in a process of its own, which ends at a step as kill -9 would have it
     * end; the one of this process is to be dead.
     */
    public PoolProcess processThatEndsAt(String step) throws IOException {
        return PoolProcess.start(state, arguments(), step);
    }

    /** Starts another service with guests of its own on the same database. */
    public RunningPool another(String name, String... namesAndValues) {
        List<String> all = new ArrayList<>(List.of(namesAndValues));
        all.addAll(List.of("honeypool.pool.name", name, "spring.datasource.url", databaseUrl));
        return start(all.toArray(String[]::new));
    }

    /** The way to its database. */
    public DatabaseLink link() {
        return link;
    }

    /** Why the process would have ended. */
    public List<String> ends() {
        return List.copyOf(ends);
    }

    /** A part of the application. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Its database. */
    public JdbcClient database() {
        return bean(JdbcClient.class);
    }

    /** Its database, whether or not the service runs. */
    public JdbcClient databaseAside() {
        return JdbcClient.create(new DriverManagerDataSource(databaseUrl, "postgres", ""));
    }

    /** A connection to its database that is not through the link, to hold a lock with. */
    public Connection databaseConnection() throws SQLException {
        return DriverManager.getConnection(databaseUrl, "postgres", "");
    }

    /** Its guests. */
    public FakeHypervisor hypervisor() {
        return hypervisor;
    }

    /** The network of its guests. */
    public String cidr() {
        return String.valueOf(settings.get("honeypool.pool.network.cidr"));
    }

    /** Its state directory. */
    public Path state() {
        return state;
    }

    /** Its API, with the token of a role; an empty role has none. */
    public Api api(String role) {
        return Api.of(context, "local.server.port", state, role);
    }

    /** Its management port, with the token of a role. */
    public Api management(String role) {
        return Api.of(context, "local.management.port", state, role);
    }

    /** How many guests of all services on the database are in a state. */
    public int guests(String guestState) {
        return database()
                .sql("SELECT count(*) FROM guest WHERE state = ?")
                .param(guestState)
                .query(Integer.class)
                .single();
    }

    /** The domain of a guest. */
    public UUID domainOf(String guest) {
        return database()
                .sql("SELECT domain_id FROM guest WHERE id = ?")
                .param(UUID.fromString(guest))
                .query(UUID.class)
                .single();
    }

    @Override
    public void close() throws IOException {
        context.close();
        hypervisor.close();
        link.close();
        FileSystemUtils.deleteRecursively(state);
    }

    private ConfigurableApplicationContext run() {
        return new SpringApplicationBuilder(PoolApplication.class)
                .initializers(withHypervisor(hypervisor), this::noteEnds)
                .run(arguments().toArray(String[]::new));
    }

    private List<String> arguments() {
        return settings.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    private void noteEnds(ConfigurableApplicationContext fresh) {
        fresh.getBeanFactory().registerSingleton("processEnd", (ProcessEnd) ends::add);
    }
}
