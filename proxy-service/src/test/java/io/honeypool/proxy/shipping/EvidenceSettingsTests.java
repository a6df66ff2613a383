package io.honeypool.proxy.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class EvidenceSettingsTests {

    @ParameterizedTest
    @CsvSource({"0B,true", "32KB,true", "1GB,true", "31KB,false", "-1MB,false"})
    void aRateIsOneThatFilesGetSomewhereWith(String rate, boolean usable) {
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            var found = factory.getValidator().validate(new EvidenceSettings(null, DataSize.parse(rate)));

            assertThat(found).hasSize(usable ? 0 : 1);
            assertThat(found)
                    .extracting(ConstraintViolation::getMessage)
                    .allMatch("rate must be 32KB or more, or 0 for no limit"::equals);
        }
    }
}
