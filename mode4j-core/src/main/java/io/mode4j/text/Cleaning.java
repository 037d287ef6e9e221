package io.mode4j.text;

import java.util.Locale;

/** What becomes of a text before it is cut into words: open_clip's {@code tokenizer_kwargs.clean}. All of them fix what is broken and make whitespace single spaces. */
public enum Cleaning {
    /** And lower case: CLIP's. */
    LOWER,
    /** Nothing else. */
    WHITESPACE,
    /** And underscores are whitespace. */
    WHITESPACE_UNDERSCORE,
    /** And underscores are whitespace, ASCII's punctuation is left out, and lower case: SigLIP's. */
    CANONICALIZE;

    /** Its name in open_clip's configurations. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
