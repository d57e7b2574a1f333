package io.cleanroom.server.hashing;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Phone numbers in E.164: {@code +}, country code, number, nothing else, as in {@code +4930123456}.
 *
 * <p>A number is refused when its length is impossible in its country, not when its range is unknown: ranges open every month,
 * and members with other versions of the metadata must still agree.
 */
final class PhoneNumbers implements Normaliser {
    /** libphonenumber finds a number inside of any text; extensions and letters are no part of E.164. */
    private static final Pattern PLAIN = Pattern.compile("\\(?\\+?[0-9 ().\\-/\u00a0\u2010-\u2015]*");

    private static final String NO_REGION = "ZZ";
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    private final String region;

    /** @param region whose national way of writing is understood too, such as {@code DE}; without it, only {@code +...} */
    PhoneNumbers(Optional<String> region) {
        this.region = region.orElse(NO_REGION);
    }

    /** The two-letter codes of ISO 3166 that a region may be. */
    static Set<String> regions() {
        return PHONES.getSupportedRegions();
    }

    @Override
    public Normalised normalise(String value) {
        String text = WhiteSpace.strip(value);
        if (text.isEmpty()) {
            return new Normalised.Absent();
        }
        if (!PLAIN.matcher(text).matches()) {
            return new Normalised.Bad("has other characters than digits, spaces and + - . / ( )");
        }
        PhoneNumber number;
        try {
            number = PHONES.parse(text, region);
        } catch (NumberParseException e) {
            return new Normalised.Bad(
                    switch (e.getErrorType()) {
                        case INVALID_COUNTRY_CODE ->
                            region.equals(NO_REGION) && text.indexOf('+') < 0
                                    ? "has no country code: write it as +..., or give --region"
                                    : "has an unknown country code";
                        case TOO_LONG -> "is too long";
                        case TOO_SHORT_NSN, TOO_SHORT_AFTER_IDD -> "is too short";
                        case NOT_A_NUMBER -> "is not a number";
                    });
        }
        ValidationResult possible = PHONES.isPossibleNumberWithReason(number);
        return possible == ValidationResult.IS_POSSIBLE
                ? new Normalised.Text(PHONES.format(number, PhoneNumberFormat.E164))
                : new Normalised.Bad(
                        switch (possible) {
                            case TOO_LONG -> "is too long for its country";
                            case TOO_SHORT -> "is too short for its country";
                            case IS_POSSIBLE_LOCAL_ONLY -> "has no area code";
                            default -> "has a length that its country does not use";
                        });
    }
}
