package io.mode4j.icons;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Words for one set's icons. What a set's own data does not tell (its style, odd name endings) is in the tables here. Thread-safe. */
final class Wording {
    static final String EMOJI = "emoji";
    static final String FLAG = "country flag";

    private record Rewrite(Pattern pattern, String replacement) {
        Rewrite(String regex, String replacement) {
            this(Pattern.compile(regex), replacement);
        }
    }

    private static final Map<String, String> STYLES = Map.ofEntries(Map.entry("fluent-emoji", EMOJI),
            Map.entry("devicon-original", "programming logo"),
            Map.entry("catppuccin", "programming file icon"), Map.entry("material-icon-theme", "programming file icon"),
            Map.entry("vscode-icons", "programming file icon"), Map.entry("token-branded", "cryptocurrency logo"),
            Map.entry("cryptocurrency-color", "cryptocurrency logo"), Map.entry("meteocons", "weather icon"));
    private static final Map<String, String> STYLES_OF_GROUPS = Map.of("Emoji", EMOJI, "Logos", "logo", "Programming", "programming logo",
            "Flags / Maps",
            FLAG);
    private static final String OTHER_STYLE = "interface icon";

    private static final Rewrite NUMBER = new Rewrite("-\\d{1,2}$", "");
    private static final Map<String, List<Rewrite>> REWRITES = Map.of("skill-icons", List.of(new Rewrite("-(dark|light)$", "")), "logos",
            List.of(new Rewrite("-icon$", "")), "marketeq", List.of(NUMBER), "vscode-icons",
            List.of(new Rewrite("^(folder|file)-type-light-", "$1-type-"), new Rewrite("^(file-type|default)-", ""),
                    new Rewrite("^folder-type-", "folder-")));
    private static final Rewrite EMOJI_FLAG = new Rewrite("^flag (for )?(?!in hole)", "flag of ");

    /** Sets write the same categories in several ways; an empty text drops one that says nothing. */
    private static final Map<String, String> CATEGORIES = Map.of("animals nature", "animals and nature", "food drink", "food and drink",
            "people body",
            "people and body", "smileys emotion", "smileys and emotion", "travel places", "travel and places", "smiley people",
            "smileys and people", "activity",
            "activities", "extras openmoji", "", "extras unicode", "");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private final IconSet set;
    private final String style;

    Wording(IconSet set) {
        this.set = set;
        this.style = STYLES.getOrDefault(set.prefix(), STYLES_OF_GROUPS.getOrDefault(set.group(), OTHER_STYLE));
    }

    /** What kind of pictures the set holds. */
    String style() {
        return style;
    }

    /** The words for one icon, or nothing for a flag whose code has no name. */
    Optional<IconWords> of(String icon) {
        Optional<String> category = Optional.ofNullable(set.categories().get(icon))
                .map(Wording::category)
                .filter(words -> !words.isEmpty());
        return name(stripped(icon)).map(name -> new IconWords(name, category, style));
    }

    private String stripped(String icon) {
        String name = icon;
        for (String suffix : set.suffixes()) {
            name = name.endsWith("-" + suffix) ? name.substring(0, name.length() - suffix.length() - 1) : name;
        }
        List<Rewrite> rewrites = REWRITES.getOrDefault(set.prefix(), set.prefix().startsWith("streamline-") ? List.of(NUMBER) : List.of());
        for (Rewrite rewrite : rewrites) {
            name = rewrite.pattern().matcher(name).replaceFirst(rewrite.replacement());
        }
        return name;
    }

    private Optional<String> name(String stripped) {
        if (style.equals(FLAG)) {
            return FlagCodes.words(stripped);
        }
        String words = stripped.replace('-', ' ');
        return Optional.of(style.equals(EMOJI) ? EMOJI_FLAG.pattern().matcher(words).replaceFirst(EMOJI_FLAG.replacement()) : words);
    }

    private static String category(String category) {
        String words = CAMEL.matcher(category).replaceAll(" ").replace("&", "and").toLowerCase(Locale.ROOT);
        return CATEGORIES.getOrDefault(words, words);
    }
}
