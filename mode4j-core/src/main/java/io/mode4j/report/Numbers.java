package io.mode4j.report;

import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them. Stateless. */
final class Numbers {

    /** Stands where there is no number. */
    static final String MISSING = "–";

    private Numbers() {}

    /** Percent with one digit, without the sign. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    /** Percent, or a dash. */
    static String percent(OptionalDouble share) {
        return share.isPresent() ? percent(share.getAsDouble()) : MISSING;
    }

    /** A difference in percentage points with its sign, with a real minus. */
    static String points(double difference) {
        double points = Math.round(1000 * difference) / 10.0;
        return (points < 0 ? "−" : points > 0 ? "+" : "±") + String.format(Locale.ROOT, "%.1f", Math.abs(points));
    }

    /** With a comma every three digits. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** 1 task, 2 tasks. */
    static String counted(long count, String one) {
        return count(count) + " " + one + (count == 1 ? "" : "s");
    }

    /** 0, 250 k, 1.5 M. */
    static String compact(double count) {
        if (count >= 1e9) {
            return trimmed(count / 1e9) + " G";
        }
        if (count >= 1e6) {
            return trimmed(count / 1e6) + " M";
        }
        return count >= 1e3 ? trimmed(count / 1e3) + " k" : trimmed(count);
    }

    /** 4.2 s, 2 min 35 s, 1 h 20 min. */
    static String duration(double seconds) {
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600 ? "%d min %d s".formatted(whole / 60, whole % 60) : "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
    }

    /** Three digits that matter, or a dash. */
    static String precise(@Nullable Double value) {
        if (value == null) {
            return MISSING;
        }
        if (Math.abs(value) >= 1000) {
            return count(Math.round(value));
        }
        int digits = value == 0 ? 0 : Math.clamp(2 - (int) Math.floor(Math.log10(Math.abs(value))), 0, 6);
        return String.format(Locale.ROOT, "%." + digits + "f", value).replace('-', '−');
    }

    /** A number between -1 and 1 with two digits, or a dash. */
    static String score(@Nullable Double value) {
        return value == null ? MISSING : String.format(Locale.ROOT, "%.2f", value).replace('-', '−');
    }

    /** From the least to the most. */
    static String range(long least, long most) {
        return least == most ? count(least) : count(least) + " – " + count(most);
    }

    /** At most two digits after the point, no zeros at the end. */
    static String trimmed(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
