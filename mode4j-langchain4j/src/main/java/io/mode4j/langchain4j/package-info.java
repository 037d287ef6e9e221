/** A mixture or one CLIP as LangChain4j's embedding model. */
@NullMarked
package io.mode4j.langchain4j;

import org.jspecify.annotations.NullMarked;
