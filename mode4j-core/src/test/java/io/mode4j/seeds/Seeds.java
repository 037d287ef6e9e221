package io.mode4j.seeds;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A property: a test that runs once for each of the seeds 1, 2, … and takes its {@link Draws} as its only parameter.
 *
 * <p>
 * The seeds are fixed, so that a run is the same everywhere and a failure stays until its cause is gone. Each seed is a test of its own,
 * named "seed 17", or [17] in Surefire's log; {@code -Dmode4j.seed=17} runs this seed alone, of every property that is run.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(SeedsProvider.class)
public @interface Seeds {
    /** How many seeds. */
    int value();
}
