package io.mode4j.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How many pairs: 12000000, 12M, 2.5e9. */
final class PairsConverter implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?(?:E\\+?\\d{1,2})?)([KMGB]?)");
    private static final Map<String, Integer> ZEROS = Map.of("", 0, "K", 3, "M", 6, "G", 9, "B", 9);

    @Override
    public Long convert(String text) {
        Matcher form = FORM.matcher(text.toUpperCase(Locale.ROOT).replace("_", "").replace(",", ""));
        try {
            if (form.matches()) {
                long pairs = new BigDecimal(form.group(1)).scaleByPowerOfTen(ZEROS.getOrDefault(form.group(2), 0)).longValueExact();
                if (pairs > 0) {
                    return pairs;
                }
            }
        } catch (ArithmeticException _) {
            // a part of a pair, or more than a long counts
        }
        throw new TypeConversionException("expected a number of pairs such as 12000000, 12M or 2.5e9, found '" + text + "'");
    }
}
