/** What a run will cost: stages tried in miniature on this machine, and lines through what they took. */
@NullMarked
package io.mode4j.plan;

import org.jspecify.annotations.NullMarked;
