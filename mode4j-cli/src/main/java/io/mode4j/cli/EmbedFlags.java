package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.pipeline.EmbedOptions;
import io.mode4j.pipeline.Embedding;
import io.mode4j.sentence.Pooling;
import io.mode4j.shard.CaptionChoice;
import java.util.Set;

/** Options of embedding captions. */
final class EmbedFlags extends Flags<EmbedOptions> {
    EmbedFlags() {
        super(EmbedOptions.defaults());
        flag("--caption", "WHICH", Value.of(CaptionChoice.Mode.class), options -> options.caption().mode(), EmbedOptions::withCaption,
                "The caption of a pair that is clustered: first; longest, for data whose first text names a collection, not the picture; or random (drawn once from the seed and the key).");
        flag("--embedding", "KIND", Value.of(Embedding.class), EmbedOptions::embedding, EmbedOptions::withEmbedding,
                "What is clustered: text, sentence embeddings of the captions; tfidf, their words as in c-BTM (with --hierarchy one-step that is c-BTM's clustering); both, captions and pictures; or image, pictures alone: then every picture that is asked about weighs the experts by its own embedding.");
        flag("--encoder", "WHAT", Value.TEXT, options -> options.encoder().toString(), EmbedOptions::withEncoder,
                "What embeds captions: minilm, which comes with mode4j (all-MiniLM-L6-v2); a folder of sentence-transformers (modules.json) or of Hugging Face (config.json), of BERT, RoBERTa, XLM-R, MPNet or DistilBERT, SimCSE's too; the folder of a CLIP, for its text tower; or an ONNX file beside its tokenizer.json. Nothing is downloaded.");
        optional("--encoder-pooling", "HOW", Value.of(Pooling.class), EmbedOptions::withPooling,
                "How a transformer's tokens become one vector, in place of what its folder says: cls, max, mean, mean_sqrt, last, or pooler (the first token through BERT's pooling layer).");
        optional("--embedding-model", "DIR", Value.PATH, EmbedOptions::withModel,
                "The folder of the CLIP model that embeds pictures for --embedding image and both: model.safetensors and open_clip_config.json.");
    }

    EmbedOptions options(long seed) {
        return options().withSeed(seed);
    }

    @Override
    public Set<StageName> stages() {
        return Set.of(StageName.EMBED);
    }
}
