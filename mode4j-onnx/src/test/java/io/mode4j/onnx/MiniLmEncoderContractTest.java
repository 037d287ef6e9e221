package io.mode4j.onnx;

import io.mode4j.embed.SentenceEncoder;
import io.mode4j.embed.SentenceEncoderContract;
import java.io.IOException;

class MiniLmEncoderContractTest extends SentenceEncoderContract {
    @Override
    protected SentenceEncoder load(int threads) throws IOException {
        return OnnxEncoder.bundled(threads);
    }
}
