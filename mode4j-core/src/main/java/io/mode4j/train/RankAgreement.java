package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Recipe;
import io.mode4j.ranks.Ranks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/** What ranks must agree on before they train a model together: that it is the same one, whether there is anything to do, and where they go on. */
final class RankAgreement {
    private static final long DONE = -1;

    private final Ranks ranks;
    private final String model;

    RankAgreement(Ranks ranks, String model) {
        this.ranks = ranks;
        this.model = model;
    }

    /**
     * The first rank's part.
     *
     * @param begun
     *            whether there is anything to do
     * @param step
     *            of the checkpoint to go on from; 0 for none
     * @throws BadInputException
     *             if a rank would train something else
     */
    void begin(Recipe recipe, boolean begun, long step) throws IOException {
        OptionalLong _ = agree(recipe, begun ? step : DONE);
    }

    /** {@return the step of the checkpoint that the first rank goes on from, 0 for none; empty where there is nothing to do}; the others' part */
    OptionalLong follow(Recipe recipe) throws IOException {
        return agree(recipe, DONE);
    }

    /** Waits for all: what the first rank has written is then there. */
    void end() throws IOException {
        byte[] _ = ranks.gather(new byte[1]);
    }

    private OptionalLong agree(Recipe recipe, long step) throws IOException {
        Recipe first = JsonMapper.shared().readValue(ranks.texts(JsonMapper.shared().writeValueAsString(recipe)).getFirst(), Recipe.class);
        if (!first.equals(recipe)) {
            throw new BadInputException("rank %d would not train the same model %s as rank 0: %s".formatted(ranks.rank(), model,
                    String.join("; ", recipe.differencesFrom(first))));
        }
        long from = ByteBuffer.wrap(ranks.fromFirst(ByteBuffer.allocate(Long.BYTES).putLong(step).array())).getLong();
        return from == DONE ? OptionalLong.empty() : OptionalLong.of(from);
    }
}
