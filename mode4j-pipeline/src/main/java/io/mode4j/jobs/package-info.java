/** The processes that a run is shared out among: which jobs there are, the queue that runs them on this machine, and what is known of each. */
@NullMarked
package io.mode4j.jobs;

import org.jspecify.annotations.NullMarked;
