package io.honeypool.pool.hypervisor;

import io.honeypool.pool.template.XmlElement;

/**
 * A network filter to define.
 *
 * @param name the filter's name
 * @param document libvirt's nwfilter document
 */
public record FilterSpec(String name, XmlElement document) {}
