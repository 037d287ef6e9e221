package io.mode4j.cli;

import picocli.CommandLine.Command;

/** Pictures found by texts, pictures, words and conditions. */
@Command(name = "search", description = {"Find pictures by what a text says, or by other pictures.",
    "build makes an index of pictures with the mixture of a run, or with a model; query asks it; add, delete and check keep it."}, subcommands = {
        SearchBuildCommand.class,
        SearchQueryCommand.class,
        SearchAddCommand.class,
        SearchDeleteCommand.class,
        SearchCheckCommand.class}, synopsisSubcommandLabel = "build|query|add|delete|check", mixinStandardHelpOptions = true)
final class SearchCommand implements Standalone {}
