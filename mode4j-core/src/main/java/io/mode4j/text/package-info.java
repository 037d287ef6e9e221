/**
 * From captions to token ids: CLIP's byte-pair encoding, which every tower of this project's models reads.
 */
@NullMarked
package io.mode4j.text;

import org.jspecify.annotations.NullMarked;
