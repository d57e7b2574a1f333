package io.cleanroom.server.sql;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.TemplateParameter;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of one dynamic parameter of a plan comes from. The plan never sees the value, so its shape cannot depend
 * on it.
 *
 * @param type as declared by the template, or as the query's context asks for
 * @param declaration the template's parameter that it fills, with its domain
 * @param countsRows it is what LIMIT, OFFSET or FETCH are given
 */
public record ParameterSlot(
        Origin origin, ColumnType type, Optional<TemplateParameter> declaration, boolean countsRows) {
    ParameterSlot(Origin origin, ColumnType type, Optional<TemplateParameter> declaration) {
        this(origin, type, declaration, false);
    }

    ParameterSlot countingRows() {
        return new ParameterSlot(origin, type, declaration, true);
    }

    /** Where the value is found. */
    public sealed interface Origin {
        /** The client's marker number {@code index}, from 0. */
        record Marker(int index) implements Origin {}

        /** Value number {@code position} of the list that the client's marker {@code index} is given, as a JSON array. */
        record Element(int index, int position) implements Origin {}

        /** Written in the statement: Boolean, BigDecimal, String, LocalDate, LocalTime, LocalDateTime, or null. */
        record Written(@Nullable Object value) implements Origin {}
    }

    /** The types of the client's markers, in order. */
    public static List<ColumnType> markerTypes(List<ParameterSlot> slots) {
        TreeMap<Integer, ColumnType> types = new TreeMap<>();
        for (ParameterSlot slot : slots) {
            if (slot.origin() instanceof Origin.Marker marker) {
                types.putIfAbsent(marker.index(), slot.type());
            } else if (slot.origin() instanceof Origin.Element element) {
                types.putIfAbsent(element.index(), ColumnType.varchar(0));
            }
        }
        return List.copyOf(types.values());
    }
}
