/** The bundled default data: colour icon sets of a webjar, drawn and captioned as WebDataset shards with a split by whole sets. */
@NullMarked
package io.mode4j.icons;

import org.jspecify.annotations.NullMarked;
