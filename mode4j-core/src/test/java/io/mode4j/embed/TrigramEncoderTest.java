package io.mode4j.embed;

class TrigramEncoderTest extends SentenceEncoderContract {
    @Override
    protected SentenceEncoder load(int threads) {
        return new TrigramEncoder(256);
    }
}
