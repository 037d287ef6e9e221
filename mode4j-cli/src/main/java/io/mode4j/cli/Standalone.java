package io.mode4j.cli;

/** A command apart from runs: its options come from the command line alone, not from presets, configuration files or what a run recorded. */
interface Standalone {}
