package io.cleanroom.server.hashing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One spelling and one hash for what means the same, and a reason for what means nothing. */
class NormaliserTest {
    private static final Normaliser EMAILS = new EmailAddresses();
    private static final Normaliser PHONES = new PhoneNumbers(Optional.empty());
    private static final Normaliser GERMAN = new PhoneNumbers(Optional.of("DE"));

    private static String of(Normaliser normaliser, String value) {
        Normalised normalised = normaliser.normalise(value);
        if (normalised instanceof Normalised.Text text) {
            return text.text();
        }
        return normalised instanceof Normalised.Bad bad ? "bad: " + bad.reason() : "absent";
    }

    /** Python: {@code hashlib.sha256(" Anna.Lee@Example.COM\t".strip().lower().encode("utf-8")).hexdigest()}. */
    @Test
    void theHashIsTheOneThatTheTenLinesOfPythonGive() {
        assertEquals(
                "6de1518da06def1518e32ac4ac1444f108b7e0d07780cde71cbe4ba7e6bb9ad2",
                IdentifierHash.plain().hex(of(EMAILS, " Anna.Lee@Example.COM\t")));
    }

    @Test
    void addressesLoseBlanksAndCapitalsAndNothingElse() {
        assertEquals("ann.lee+shop@example.com", of(EMAILS, "\u00a0Ann.Lee+Shop@Example.com\u0085\u2003\n"));
        assertEquals("müller@straße.example", of(EMAILS, "MÜLLER@straße.example"));
        assertEquals("absent", of(EMAILS, " \t"));
    }

    @Test
    void whatIsNoAddressHasAReasonWithoutTheValue() {
        assertEquals("bad: has no @", of(EMAILS, "unknown"));
        assertEquals("bad: is a hash already", of(EMAILS, IdentifierHash.plain().hex("a@b.example")));
        assertEquals("bad: has more than one @", of(EMAILS, "a@b@c.example"));
        assertEquals("bad: has nothing before the @", of(EMAILS, "@c.example"));
        assertEquals("bad: has no domain name after the @", of(EMAILS, "a@"));
        assertEquals("bad: has no domain name after the @", of(EMAILS, "a@c..example"));
        assertEquals("bad: has a space, a control or an invisible character inside", of(EMAILS, "a b@c.example"));
        assertEquals("bad: has a space, a control or an invisible character inside", of(EMAILS, "a\u200b@c.example"));
        assertEquals(
                "bad: has one of the characters <>()[],;:\\\", which a plain address has not",
                of(EMAILS, "<a@c.example>"));
        assertEquals("bad: is longer than 320 characters", of(EMAILS, "a".repeat(320) + "@c.example"));
    }

    @Test
    void numbersBecomeE164() {
        assertEquals("+4930123456", of(PHONES, "+49 (0)30 / 12 34-56"));
        assertEquals("+14155550123", of(PHONES, "(+1) 415.555.0123"));
        assertEquals("+4930123456", of(GERMAN, "030 123456"));
        assertEquals("+4930123456", of(GERMAN, "0049 30 123456"));
        assertEquals("+14155550123", of(GERMAN, "+1 415 555 0123"));
        assertEquals("+390612345678", of(PHONES, "+39 06 1234 5678"), "Italy keeps its zero");
        assertEquals("absent", of(PHONES, " "));
    }

    @Test
    void whatIsNotClearlyANumberIsRefused() {
        assertEquals("bad: has no country code: write it as +..., or give --region", of(PHONES, "030 123456"));
        assertEquals("bad: has an unknown country code", of(PHONES, "+999 30 123456"));
        assertEquals("bad: is too long for its country", of(PHONES, "+1 415 555 01234"));
        assertEquals("bad: has other characters than digits, spaces and + - . / ( )", of(PHONES, "1-800-FLOWERS"));
        assertEquals(
                "bad: has other characters than digits, spaces and + - . / ( )", of(PHONES, "+49 30 123456 ext. 7"));
        assertEquals("bad: is not a number", of(PHONES, "-"));
    }

    /** Written from the standards (FIPS 180-4 by the JDK, RFC 2104 by hand), not from the code under test. */
    @Test
    void hashesAgreeWithAnIndependentImplementation() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] key = new byte[32 + random.nextInt(100)];
            random.nextBytes(key);
            String address = random.ints(1 + random.nextInt(12), 'A', 'z' + 1)
                            .filter(Character::isLetter)
                            .mapToObj(Character::toString)
                            .reduce("x", String::concat)
                    + "@Exämple" + random.nextInt(1000) + ".ORG";
            String padded = " ".repeat(random.nextInt(3)) + address + "\r\n\t".substring(random.nextInt(4));
            byte[] expected = address.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            String text = of(EMAILS, padded);
            String clue = "seed " + seed + ", run " + i;
            assertEquals(hex(sha256(expected)), IdentifierHash.plain().hex(text), clue);
            assertEquals(hex(hmac(key, expected)), IdentifierHash.keyed(key).hex(text), clue);
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        byte[] block = Arrays.copyOf(key.length > 64 ? sha256(key) : key, 64);
        byte[] inner = block.clone();
        byte[] outer = block.clone();
        for (int i = 0; i < block.length; i++) {
            inner[i] ^= 0x36;
            outer[i] ^= 0x5c;
        }
        return sha256(concat(outer, sha256(concat(inner, text))));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }
}
