package io.mode4j.probe;

import java.util.List;

/** Trains linear classifiers. Thread-safe. */
interface ProbeTrainer {

    /** A classifier for each weight decay, in their order. */
    List<LinearHead> train(ProbeData data, double[] decays);
}
