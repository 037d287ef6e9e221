package io.mode4j.pipeline;

import io.mode4j.embed.SentenceEncoder;
import io.mode4j.embed.SentenceEncoderContract;
import io.mode4j.onnx.HuggingFaceTokens;
import io.mode4j.torch.TorchOptions;
import io.mode4j.torch.TorchSentenceEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

class TorchSentenceEncoderContractTest extends SentenceEncoderContract {
    @Override
    protected boolean isTrained() {
        return false;
    }

    @Override
    protected SentenceEncoder load(int threads) throws IOException {
        return TorchSentenceEncoder.load(Path.of("src/test/resources/io/mode4j/pipeline/encoders/mpnet"), Optional.empty(),
                HuggingFaceTokens::open, new TorchOptions("cpu", "fp32", threads));
    }
}
