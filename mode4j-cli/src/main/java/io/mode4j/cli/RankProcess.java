package io.mode4j.cli;

import io.mode4j.ranks.RankPlace;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import io.mode4j.torch.ranks.TorchRanks;
import java.io.IOException;
import java.time.Duration;
import java.util.SortedMap;
import picocli.CommandLine;

/** A command that is one of several processes. */
record RankProcess(RankPlace place, Duration timeout) {
    private static final String EACH_ITS_OWN = "cuda";

    /** What the command does as one of them. */
    @FunctionalInterface
    interface Command {
        int call(TorchRanks ranks, TorchOptions computing) throws IOException;
    }

    /** Meets the others, and does the command with them; what fails here is told to them. */
    int run(CommandLine line, TorchOptions computing, Command command) throws IOException {
        TorchOptions here = computing.device().equals(EACH_ITS_OWN) ? computing.withDevice(EACH_ITS_OWN + ":" + place.localRank())
                : computing;
        OptionDefaults defaults = (OptionDefaults) line.getDefaultValueProvider();
        SortedMap<String, String> says = ExplicitOptions.of(line.getParseResult(), defaults.configured());
        says.put("mode4j", Main.Version.number());
        try (TorchRanks ranks = TorchClipEngine.join(here, place, says, timeout)) {
            try {
                return command.call(ranks, here);
            } catch (IOException | RuntimeException | Error e) {
                ranks.failed(String.valueOf(e.getMessage()));
                throw e;
            }
        }
    }
}
