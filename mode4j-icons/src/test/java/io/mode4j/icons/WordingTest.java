package io.mode4j.icons;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @Test
    void captionsAreFullestFirst() throws Exception {
        assertThat(words("twemoji", "grinning-face").captions()).containsExactly("grinning face, smileys and emotion, emoji",
                "grinning face, emoji",
                "grinning face", "smileys and emotion, emoji");
        assertThat(words("cif", "de").captions()).containsExactly("germany, country flag", "germany");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            openmoji                  | flag-algeria                | flag of algeria, flags, emoji
                                            emojione-v1               | flag-for-cyprus             | flag of cyprus, flags, emoji
                                            emojione-v1               | flag-in-hole                | flag in hole, activities, emoji
                                            openmoji                  | winrar                      | winrar, emoji
                                            streamline-emojis         | glasses-2                   | glasses, smileys and people, emoji
                                            streamline-plump-color    | pacman-flat                 | pacman, entertainment, interface icon
                                            skill-icons               | java-light                  | java, programming logo
                                            vscode-icons              | file-type-light-pnpm        | pnpm, programming file icon
                                            vscode-icons              | folder-type-nix-opened      | folder nix opened, programming file icon
                                            logos                     | npm-icon                    | npm, logo
                                            fluent-color              | alert-32                    | alert, interface icon
                                            meteocons                 | sunrise-fill                | sunrise, weather icon
                                            token-branded             | eth                         | eth, cryptocurrency logo
                                            flag                      | gb-eng-4x3                  | england, country flag
                                            flat-color-icons          | two-smartphones             | two smartphones, interface icon
                                            """)
    void fullestCaptionOfKnownIcons(String set, String icon, String caption) throws Exception {
        assertThat(words(set, icon).captions().getFirst()).isEqualTo(caption);
    }

    @Test
    void isoCodesBecomeNamesAndUnknownCodesNothing() {
        assertThat(FlagCodes.words("ci")).contains("cote divoire");
        assertThat(FlagCodes.words("us-tx")).contains("texas");
        assertThat(FlagCodes.words("jolly-roger")).contains("jolly roger");
        assertThat(FlagCodes.words("xx")).isEmpty();
        assertThat(FlagCodes.words("ru-ko")).isEmpty();
        assertThat(FlagCodes.words("lang-en-us")).isEmpty();
    }

    @Test
    void skinToneVariants() {
        var names = Set.of("waving-hand", "waving-hand-medium-light", "horizontal-traffic-light");
        assertThat(SkinTones.variant("waving-hand-medium-light", names)).isTrue();
        assertThat(SkinTones.variant("waving-hand-dark-skin-tone", names)).isTrue();
        assertThat(SkinTones.variant("waving-hand", names)).isFalse();
        assertThat(SkinTones.variant("horizontal-traffic-light", names)).isFalse();
    }

    @Test
    void theDefaultSetsHaveColoursAndLicencesThatAllowEveryUse() throws Exception {
        var reader = new IconSetReader(new Iconify());
        var options = IconsOptions.standard(0);
        for (List<String> sets : List.of(options.sets(), options.heldOut())) {
            for (String prefix : sets) {
                if (prefix.equals("fluent-emoji")) {
                    continue; // 100 MB, like fluent-emoji-flat
                }
                IconSet set = reader.describe(prefix);
                assertThat(set.palette()).as(prefix).isTrue();
                assertThat(set.spdx()).as(prefix).isIn("MIT", "Apache-2.0", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0");
            }
        }
    }

    private static IconWords words(String set, String icon) throws Exception {
        return new Wording(new IconSetReader(new Iconify()).describe(set)).of(icon).orElseThrow();
    }
}
