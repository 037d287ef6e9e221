/**
 * What a CLIP is: its configuration, its parameters, and the interfaces of the engine behind which models live, so that nothing here knows a
 * tensor.
 */
@NullMarked
package io.mode4j.clip;

import org.jspecify.annotations.NullMarked;
