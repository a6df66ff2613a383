package io.honeypool.pool.api;

import java.util.List;

/**
 * One page of a list.
 *
 * @param items what is on it
 * @param page its number, from 0
 * @param size how many items a page has
 * @param total how many items there are on all pages
 */
record Page<T>(List<T> items, int page, int size, long total) {

    static <T> Page<T> of(org.springframework.data.domain.Page<T> page) {
        return new Page<>(page.getContent(), page.getNumber(), page.getSize(), page.getTotalElements());
    }
}
