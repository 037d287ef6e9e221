package io.mode4j.ensemble;

import java.math.BigDecimal;

/** Cells of a CSV as pandas writes them. Stateless. */
final class PandasText {

    private static final int SMALLEST_PLAIN = -4;
    private static final int LARGEST_PLAIN = 16;

    private PandasText() {}

    /** The shortest digits that are this number, as Python's {@code repr} has it; nothing for NaN. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (value == 0 || (exponent >= SMALLEST_PLAIN && exponent < LARGEST_PLAIN)) {
            String plain = value == 0 ? (1 / value < 0 ? "-0" : "0") : shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = shortest.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (value < 0 ? "-" : "") + mantissa + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** A text, in double quotes where it needs them. */
    static String quoted(String text) {
        return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
