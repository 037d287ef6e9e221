package io.mode4j.icons;

import java.util.LinkedHashMap;
import java.util.Map;

/** What became of an icon. */
sealed interface Drawing {
    /**
     * It was drawn. Immutable by convention.
     *
     * @param set the set's prefix
     * @param icon the icon's name in the set
     * @param words what is said about it
     * @param encoded the picture's file
     * @param look what it looks like
     */
    @SuppressWarnings("ArrayRecordComponent") // carries bytes from a worker to the writer; never compared
    record Picture(String set, String icon, IconWords words, byte[] encoded, Look look) implements Drawing {
        /** The sample's key: stable, without dots, unique over all sets. */
        String key() {
            return set + "_" + icon.replaceAll("[^A-Za-z0-9_-]", "-");
        }

        /** The sample's JSON member. */
        Map<String, Object> json() {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("texts", words.captions());
            fields.put("name", words.name());
            words.category().ifPresent(category -> fields.put("category", category));
            fields.put("set", set);
            fields.put("style", words.style());
            return fields;
        }
    }

    /**
     * It was left out.
     *
     * @param reason why
     */
    record LeftOut(Skip reason) implements Drawing {}
}
