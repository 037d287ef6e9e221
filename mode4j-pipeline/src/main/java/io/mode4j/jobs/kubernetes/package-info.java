/** The jobs of a run as manifests for Kubernetes. */
@NullMarked
package io.mode4j.jobs.kubernetes;

import org.jspecify.annotations.NullMarked;
