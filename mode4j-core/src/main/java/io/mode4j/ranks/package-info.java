/** The processes that train one model together: where each stands among them, what they tell each other, and how one that is lost is named. */
@NullMarked
package io.mode4j.ranks;

import org.jspecify.annotations.NullMarked;
