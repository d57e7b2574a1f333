package io.cleanroom.server.attack;

/** A second room with the same agreement, in which the owner's data differ in one respect only. */
enum Twin {
    /** None: the answer has times or handles in it that differ anyway. */
    NONE("n"),
    /** Every value of every ungranted column is another one. No answer may tell the two apart. */
    COLUMNS("c"),
    /** The people of the small groups bought other things at other prices. No answer may tell the two apart. */
    SMALL_GROUPS("g"),
    /** One person of a large group bought at another price, one is missing from a group. Thresholds do not hide that. */
    ONE_PERSON("p");

    /** In the names of the twin's room. */
    final String letter;

    Twin(String letter) {
        this.letter = letter;
    }
}
