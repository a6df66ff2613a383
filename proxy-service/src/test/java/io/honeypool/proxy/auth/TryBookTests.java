package io.honeypool.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TryBookTests {

    private TryBook book;

    @BeforeEach
    void anEmptyBook() {
        book = new TryBook(new TriesSettings(2, 2, 10, 10), () -> 2);
    }

    @Test
    void nothingIsToBeKeptAtFirst() {
        assertThat(book.takeChanged()).isFalse();
    }

    @Test
    void whatIsNewIsToBeKeptOnce() {
        assertThat(book.tried("192.0.2.1", "a")).isFalse();
        assertThat(book.takeChanged()).isTrue();
        assertThat(book.takeChanged()).isFalse();

        assertThat(book.tried("192.0.2.1", "b")).isTrue();
        assertThat(book.takeChanged()).isTrue();
    }

    @Test
    void whatIsKnownIsNotToBeKeptAgain() {
        book.tried("192.0.2.1", "a");
        book.tried("192.0.2.2", "c");
        book.takeChanged();

        assertThat(book.tried("192.0.2.1", "a")).isFalse();
        assertThat(book.takeChanged()).isFalse();

        book.tried("192.0.2.1", "b");
        book.takeChanged();
        assertThat(book.tried("192.0.2.1", "b")).isTrue();
        assertThat(book.tried("192.0.2.1", "x")).isFalse();
        assertThat(book.takeChanged()).isFalse();
    }
}
