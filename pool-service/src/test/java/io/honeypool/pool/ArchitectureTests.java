package io.honeypool.pool;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.honeypool.pool");

    @Test
    void featuresUseEachOthersPublicTypesOnlyAndNotInCircles() {
        ApplicationModules.of(PoolApplication.class).verify();
    }

    @Test
    void onlyTheAdapterKnowsLibvirt() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.honeypool.pool.hypervisor.libvirt")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.libvirt..", "com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    void onlyOnePackageKnowsMinaSshd() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.honeypool.pool.provisioning.ssh")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.sshd..")
                .check(CLASSES);
    }

    @Test
    void nobodyKnowsTheAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.honeypool.pool.hypervisor.libvirt")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.honeypool.pool.hypervisor.libvirt")
                .check(CLASSES);
    }

    @Test
    void leasesTouchOnlyTheDatabase() {
        noClasses()
                .that()
                .resideInAPackage("io.honeypool.pool.lease..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.honeypool.pool.hypervisor..",
                        "io.honeypool.pool.provisioning..",
                        "io.honeypool.pool.image..")
                .check(CLASSES);
    }

    /** The database alone says what time it is: hosts' clocks may be wrong, each in its own way. */
    @Test
    void nobodyReadsTheHostsClock() {
        noClasses()
                .should()
                .callMethodWhere(target(nameMatching("now|currentTimeMillis|system.*|tick.*"))
                        .and(target(owner(resideInAPackage("java.time..").or(assignableTo(System.class))))))
                .orShould()
                .callConstructor(Date.class)
                .check(CLASSES);
    }

    @Test
    void ownersKnowNeitherGuestsNorLeases() {
        noClasses()
                .that()
                .resideInAPackage("io.honeypool.pool.owner..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.honeypool.pool.guest..",
                        "io.honeypool.pool.lease..",
                        "io.honeypool.pool.provisioning..",
                        "io.honeypool.pool.hypervisor..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCircles() {
        SlicesRuleDefinition.slices()
                .matching("io.honeypool.pool.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
