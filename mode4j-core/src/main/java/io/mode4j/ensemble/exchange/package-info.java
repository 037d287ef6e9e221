/** Results from the files of MoDE's published code, which trained, scored and clustered elsewhere. */
@NullMarked
package io.mode4j.ensemble.exchange;

import org.jspecify.annotations.NullMarked;
