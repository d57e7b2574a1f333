package io.cleanroom.server.hashing;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One spelling for each identifier, so that two members who hash it get the same hash. */
public enum Identifier {
    /** Without blanks around it, in lower case: {@code email.strip().lower()}. */
    EMAIL {
        @Override
        String canonical(String text, @Nullable String region) throws BadIdentifier {
            String address = text.toLowerCase(Locale.ROOT);
            int at = address.indexOf('@');
            boolean plain = at > 0
                    && at == address.lastIndexOf('@')
                    && at < address.length() - 1
                    && address.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
            if (!plain) {
                throw new BadIdentifier("not an e-mail address");
            }
            return address;
        }
    },

    /** E.164, for example {@code +14155550123}. */
    PHONE {
        @Override
        String canonical(String text, @Nullable String region) throws BadIdentifier {
            PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
            try {
                PhoneNumber number = phones.parse(text, region);
                if (!phones.isValidNumber(number)) {
                    throw new BadIdentifier("not a valid phone number");
                }
                return phones.format(number, PhoneNumberFormat.E164);
            } catch (NumberParseException e) {
                throw new BadIdentifier(
                        e.getErrorType() == NumberParseException.ErrorType.INVALID_COUNTRY_CODE && region == null
                                ? "a phone number without country code; give --region"
                                : "not a phone number");
            }
        }
    };

    /** Why a value has no hash; the words do not hold the value. */
    public static final class BadIdentifier extends Exception {
        private static final long serialVersionUID = 1L;

        BadIdentifier(String reason) {
            super(reason);
        }

        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * The one spelling; empty for nothing and for blanks.
     *
     * @param region of phone numbers without a country code, for example {@code DE}
     */
    public Optional<String> normalised(@Nullable String text, @Nullable String region) throws BadIdentifier {
        String stripped = text == null ? "" : text.strip();
        return stripped.isEmpty() ? Optional.empty() : Optional.of(canonical(stripped, region));
    }

    abstract String canonical(String text, @Nullable String region) throws BadIdentifier;

    /** Whether phone numbers may lack the country code there. */
    public static boolean isRegion(String region) {
        return PhoneNumberUtil.getInstance().getSupportedRegions().contains(region);
    }
}
