package io.cleanroom.server.collaboration;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;

/** {@code member/user}, for example {@code advertiserco/ana}; matching ignores case. */
public record UserName(Name member, Name user) {
    /** The one who runs the server belongs to a member of this reserved name. */
    public static final Name OPERATOR_MEMBER = Name.of("operator");

    public static final UserName OPERATOR = new UserName(OPERATOR_MEMBER, OPERATOR_MEMBER);

    /** Reads {@code member/user}, or {@code operator}. */
    public static UserName parse(String text) {
        if (text.equalsIgnoreCase("operator")) {
            return OPERATOR;
        }
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
            throw new Problem(
                    Code.INVALID_PARAMETER,
                    "a user name is member/user, for example advertiserco/ana. Provided value: " + text);
        }
        return new UserName(Name.of(text.substring(0, slash)), Name.of(text.substring(slash + 1)));
    }

    public boolean isOperator() {
        return equals(OPERATOR);
    }

    @Override
    public String toString() {
        return isOperator() ? "operator" : member + "/" + user;
    }
}
