package io.cleanroom.server;

/** The server does not start with these settings; the message is one line that names key, value and what is accepted. */
public final class BadSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadSetting(String message) {
        super(message);
    }

    static BadSetting of(String key, String value, String accepted) {
        return new BadSetting(key + " must be " + accepted + ". Provided value: " + value);
    }
}
