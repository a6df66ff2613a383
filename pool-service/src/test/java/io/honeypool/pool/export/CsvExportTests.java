package io.honeypool.pool.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvExportTests {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|cmd"})
    void aFormulaBecomesText(String text) {
        assertThat(CsvExport.harmless(text)).isEqualTo("'" + text);
    }

    @Test
    void textStaysAsItIs() {
        assertThat(CsvExport.harmless("")).isEmpty();
        assertThat(CsvExport.harmless("a=1")).isEqualTo("a=1");
    }
}
