package io.mode4j.train;

/** Which of a pair's captions a model is trained on. */
public enum CaptionUse {
    /** Always the one the pair was clustered by. */
    CLUSTERED,
    /** Half the time the one the pair was clustered by, otherwise any of the pair's, each as likely. */
    ANY
}
