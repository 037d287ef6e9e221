/**
 * The protocol of a run: files that are whole or absent, through the one layer that writes, and the manifests by which a stage's folder
 * says what made it and that nothing in it has changed since.
 */
@NullMarked
package io.mode4j.artifact;

import org.jspecify.annotations.NullMarked;
