package io.honeypool.proxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.honeypool.proxy");

    @Test
    void featuresUseOnlyWhatOtherFeaturesShow() {
        ApplicationModules.of(ProxyApplication.class).verify();
    }

    @Test
    void onlyTheSshFeatureKnowsMina() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.honeypool.proxy.ssh..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.sshd..")
                .check(CLASSES);
    }

    /** So that they are loaded for none that does not use them. */
    @Test
    void onlyRemoteSinksKnowTheLibrariesOfTheirServers() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.honeypool.proxy.events.remote..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "co.elastic..", "org.apache.hc..")
                .check(CLASSES);
    }

    @Test
    void featuresDependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("state")
                .definedBy("io.honeypool.proxy.state..")
                .layer("shipping")
                .definedBy("io.honeypool.proxy.shipping..")
                .layer("events")
                .definedBy("io.honeypool.proxy.events..")
                .layer("session")
                .definedBy("io.honeypool.proxy.session..")
                .layer("auth")
                .definedBy("io.honeypool.proxy.auth..")
                .layer("lease")
                .definedBy("io.honeypool.proxy.lease..")
                .layer("relay")
                .definedBy("io.honeypool.proxy.relay..")
                .layer("recording")
                .definedBy("io.honeypool.proxy.recording..")
                .layer("capture")
                .definedBy("io.honeypool.proxy.capture..")
                .layer("ssh")
                .definedBy("io.honeypool.proxy.ssh..")
                .layer("telnet")
                .definedBy("io.honeypool.proxy.telnet..")
                .layer("metrics")
                .definedBy("io.honeypool.proxy.metrics..")
                .whereLayer("ssh")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("telnet")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("metrics")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("capture")
                .mayOnlyBeAccessedByLayers("metrics")
                .whereLayer("relay")
                .mayOnlyBeAccessedByLayers("capture", "recording", "ssh", "telnet")
                .whereLayer("recording")
                .mayOnlyBeAccessedByLayers("metrics")
                .whereLayer("auth")
                .mayOnlyBeAccessedByLayers("ssh", "telnet", "metrics")
                .whereLayer("lease")
                .mayOnlyBeAccessedByLayers("ssh", "telnet")
                .whereLayer("shipping")
                .mayOnlyBeAccessedByLayers("lease", "capture", "recording", "metrics")
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("auth", "lease", "relay", "capture", "recording", "ssh", "telnet", "metrics")
                .whereLayer("events")
                .mayOnlyBeAccessedByLayers(
                        "session", "auth", "lease", "relay", "capture", "recording", "ssh", "telnet", "metrics")
                .check(CLASSES);
    }
}
