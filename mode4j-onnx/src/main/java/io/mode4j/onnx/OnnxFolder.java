package io.mode4j.onnx;

import io.mode4j.artifact.BadInputException;
import io.mode4j.sentence.Pooling;
import io.mode4j.sentence.SentenceFolder;
import io.mode4j.sentence.SentenceModel;
import io.mode4j.sentence.SentenceModel.Dense;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What lies beside an ONNX file, in its folder or, as sentence-transformers exports models, the one above: the tokenizer, and what a transformer's folder says.
 *
 * @param tokenizer
 *            the tokenizer's file
 * @param pooling
 *            of hidden states; not asked where the file's last step is the pooling
 */
record OnnxFolder(Path tokenizer, int maxTokens, Pooling pooling, String prompt, boolean lowerCase) {
    private static final int USUAL_TOKENS = 512;

    static OnnxFolder of(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        for (Path place = folder; place != null && folder != null
                && (place.equals(folder) || place.equals(folder.getParent())); place = place.getParent()) {
            if (SentenceFolder.isOne(place)) {
                return of(file, SentenceFolder.read(place, Optional.empty()));
            }
            Path tokenizer = place.resolve(SentenceModel.TOKENIZER);
            if (Files.isRegularFile(tokenizer)) {
                return new OnnxFolder(tokenizer, USUAL_TOKENS, Pooling.MEAN, "", false);
            }
        }
        throw new BadInputException(file + ": expected its " + SentenceModel.TOKENIZER + " beside it or in the folder above, found none");
    }

    private static OnnxFolder of(Path file, SentenceModel said) throws BadInputException {
        boolean known = said.pooling().equals(List.of(Pooling.MEAN)) || said.pooling().equals(List.of(Pooling.CLS));
        if (!known || said.afterwards().stream().anyMatch(Dense.class::isInstance)) {
            throw new BadInputException(
                    "%s: its folder says %s; of ONNX files mode4j computes the mean or the first token alone. Give the folder, whose weights LibTorch computes"
                            .formatted(file, said.describe()));
        }
        return new OnnxFolder(said.tokenizer(), said.maxTokens(), said.pooling().getFirst(), said.prompt(), said.lowerCase());
    }

    /** {@return what decides the vectors, but for the files, in words} */
    String describe() {
        return "%s, at most %d tokens%s%s".formatted(pooling, maxTokens, lowerCase ? " in lower case" : "",
                prompt.isEmpty() ? "" : ", prompt '" + prompt + "'");
    }

    /** {@return a text as the tokenizer gets it} */
    String prepared(String text) {
        return SentenceModel.prepared(text, prompt, lowerCase);
    }
}
