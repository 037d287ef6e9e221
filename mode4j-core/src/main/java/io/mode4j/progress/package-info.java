/** How long work is seen: stages report to a {@link io.mode4j.progress.Progress}, and the command line decides how that looks. */
@NullMarked
package io.mode4j.progress;

import org.jspecify.annotations.NullMarked;
