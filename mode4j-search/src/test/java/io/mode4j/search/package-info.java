@NullMarked
package io.mode4j.search;

import org.jspecify.annotations.NullMarked;
