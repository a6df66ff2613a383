package io.honeypool.pool.tls;

import io.honeypool.pool.settings.HoneypoolSettings;
import io.honeypool.pool.settings.RemoteSettings;
import io.honeypool.pool.settings.StartupFailure;
import io.honeypool.pool.settings.StateDirectory;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.stereotype.Component;

/**
 * What this host shows to sensors: the bundle that the settings name, or else {@value #OWN}, which this puts into
 * Spring's registry and keeps up to date.
 */
@Component
public class HostIdentity {

    /** The bundle with a certificate of the pool's own authority. */
    static final String OWN = "honeypool-host";

    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final RemoteSettings settings;
    private final SslBundles bundles;
    private final SslBundleRegistry registry;
    private final Optional<HostCertificates> own;
    private @Nullable Credential shown;

    HostIdentity(
            HoneypoolSettings settings,
            StateDirectory state,
            ObjectProvider<InstantSource> clock,
            SslBundles bundles,
            SslBundleRegistry registry) {
        this.settings = settings.pool().remote();
        this.bundles = bundles;
        this.registry = registry;
        this.own = this.settings.enabled() && this.settings.sslBundle() == null
                ? Optional.of(new HostCertificates(state, String.valueOf(this.settings.host()), clock.getObject()))
                : Optional.empty();
        own.ifPresent(this::register);
        if (this.settings.enabled()) {
            expectKey();
        }
    }

    /** Looks whether there is another certificate to show by now: a file was changed, or it is time for a new one. */
    public synchronized void refresh() {
        own.ifPresent(certificates -> {
            Credential current = certificates.current();
            if (!current.equals(shown)) {
                registry.updateBundle(OWN, bundle(current));
                shown = current;
            }
        });
    }

    /** The bundle now, and from now on. */
    public void follow(Consumer<SslBundle> follower) {
        bundles.addBundleUpdateHandler(name(), follower);
        follower.accept(bundles.getBundle(name()));
    }

    /** A context to take connections with. */
    public static SSLContext context(SslBundle bundle) {
        return bundle.createSslContext();
    }

    /** The TLS versions that are spoken. */
    public static String[] protocols() {
        return PROTOCOLS.clone();
    }

    /**
     * By what sensors know whoever vouches for this host: the SHA-256 of the last certificate that is shown, in
     * base64url without padding.
     */
    public String fingerprint() {
        try {
            Certificate[] chain = chain();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(chain[chain.length - 1].getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private synchronized void register(HostCertificates certificates) {
        Credential current = certificates.current();
        registry.registerBundle(OWN, bundle(current));
        shown = current;
    }

    private void expectKey() {
        try {
            chain();
        } catch (GeneralSecurityException | RuntimeException unusable) {
            throw new StartupFailure(
                    "The bundle " + name() + " of honeypool.pool.remote.ssl-bundle cannot be used: "
                            + unusable.getMessage() + ".",
                    "Define spring.ssl.bundle.pem." + name() + ".keystore with certificate and private-key (and"
                            + " reload-on-update: true), or remove honeypool.pool.remote.ssl-bundle.",
                    unusable);
        }
    }

    private Certificate[] chain() throws GeneralSecurityException {
        KeyStore keys =
                Objects.requireNonNull(bundles.getBundle(name()).getStores().getKeyStore(), "it has no keystore");
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias)) {
                return keys.getCertificateChain(alias);
            }
        }
        throw new GeneralSecurityException("it has no key");
    }

    private String name() {
        String chosen = settings.sslBundle();
        return chosen == null ? OWN : chosen;
    }

    private static SslBundle bundle(Credential credential) {
        PemSslStore keys = PemSslStore.of(credential.chain(), credential.key()).withAlias("host");
        return SslBundle.of(new PemSslStoreBundle(keys, null), null, SslOptions.of(null, PROTOCOLS));
    }
}
