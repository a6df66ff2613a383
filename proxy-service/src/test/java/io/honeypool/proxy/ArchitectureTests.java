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

    @Test
    void featuresDependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("state")
                .definedBy("io.honeypool.proxy.state..")
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
                .layer("ssh")
                .definedBy("io.honeypool.proxy.ssh..")
                .layer("metrics")
                .definedBy("io.honeypool.proxy.metrics..")
                .whereLayer("ssh")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("metrics")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("relay")
                .mayOnlyBeAccessedByLayers("ssh")
                .whereLayer("auth")
                .mayOnlyBeAccessedByLayers("ssh", "metrics")
                .whereLayer("lease")
                .mayOnlyBeAccessedByLayers("ssh")
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("auth", "lease", "relay", "ssh", "metrics")
                .whereLayer("events")
                .mayOnlyBeAccessedByLayers("session", "auth", "lease", "relay", "ssh", "metrics")
                .check(CLASSES);
    }
}
