/**
 * Data sets in the layouts of others: what is in a folder, its splits, class names and templates, and the task that they make. {@link io.mode4j.dataset.DataSets} opens them, a
 * class a layout.
 */
@NullMarked
package io.mode4j.dataset;

import org.jspecify.annotations.NullMarked;
