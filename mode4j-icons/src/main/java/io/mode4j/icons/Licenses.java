package io.mode4j.icons;

import java.util.List;

/** Authors and licences of the icon sets, for the data folder and for the repository's NOTICE. */
final class Licenses {
    private Licenses() {}

    /** A table, tab-separated, a set a line. */
    static String table(List<IconSelection> heldOut, List<IconSelection> training) {
        var text = new StringBuilder("set\ttitle\tauthor\turl\tlicense\tspdx\tuse\n");
        training.forEach(one -> row(text, one.set(), "train"));
        heldOut.forEach(one -> row(text, one.set(), "heldout"));
        return text.toString();
    }

    private static void row(StringBuilder text, IconSet set, String use) {
        String[] cells = {set.prefix(), set.title(), set.author(), set.authorUrl(), set.license(), set.spdx(), use};
        text.append(String.join("\t", cells)).append('\n');
    }
}
