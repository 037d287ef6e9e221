package io.mode4j.train;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long to train, with its unit: {@code 300k samples}, {@code 10 epochs}, {@code 1000 steps}.
 *
 * @param amount
 *            not negative; only epochs may have a fraction
 */
public record Span(double amount, Unit unit) {

    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([kKM]?)\\s*(sample|epoch|step)s?");

    /** What is counted. */
    public enum Unit {
        /** Pairs shown to the model, repetitions included. */
        SAMPLES,
        /** Times through the data. */
        EPOCHS,
        /** Optimiser steps. */
        STEPS
    }

    /** Checks the amount. */
    public Span {
        if (!(amount >= 0) || amount > 1e15 || (unit != Unit.EPOCHS && amount != Math.rint(amount))) {
            throw new IllegalArgumentException("a span is a whole number of samples or steps, or a number of epochs, not " + amount
                    + " " + unit.name().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * Reads a number, {@code k} (thousand) or {@code M} (million) behind it if wanted, and a unit.
     *
     * @throws IllegalArgumentException
     *             if the text is not of that form
     */
    public static Span parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected a span like \"300k samples\", \"10 epochs\" or \"1000 steps\", found \"" + text + "\"");
        }
        double factor = switch (matcher.group(2)) {
            case "k", "K" -> 1e3;
            case "M" -> 1e6;
            default -> 1;
        };
        return new Span(Double.parseDouble(matcher.group(1)) * factor,
                Unit.valueOf(matcher.group(3).toUpperCase(Locale.ROOT) + "S"));
    }

    /** This span in samples, for a model that sees {@code rows} pairs an epoch in batches of {@code batchSize}. */
    public long samples(long rows, int batchSize) {
        return switch (unit) {
            case SAMPLES -> (long) amount;
            case EPOCHS -> Math.round(amount * rows);
            case STEPS -> Math.multiplyExact((long) amount, (long) batchSize);
        };
    }

    @Override
    public String toString() {
        String number = amount == Math.rint(amount) ? Long.toString((long) amount) : Double.toString(amount);
        return number + " " + unit.name().toLowerCase(Locale.ROOT);
    }
}
