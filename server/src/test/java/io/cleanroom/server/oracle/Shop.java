package io.cleanroom.server.oracle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the two tables hold. Few people and few values, so that groups lie on both sides of a small minimum. */
record Shop(List<Row> purchases, List<Row> campaigns) {
    /** Stand in columns that nobody is granted, and in keys: no reply may have one in it. */
    static final String SECRET = "secret-";

    static final String KEY = "key-";

    private static final List<String> ODD_KEYS = List.of("", " ", "KEY-1", "key-1 ", "ключ", "NULL");

    Shop {
        purchases = List.copyOf(purchases);
        campaigns = List.copyOf(campaigns);
    }

    static Shop random(Random random) {
        int people = 3 + random.nextInt(12);
        List<Row> purchases = new ArrayList<>();
        for (int i = random.nextInt(70); i > 0; i--) {
            purchases.add(purchase(random, key(random, people)));
        }
        List<Row> campaigns = new ArrayList<>();
        for (int i = random.nextInt(50); i > 0; i--) {
            campaigns.add(campaign(random, key(random, people)));
        }
        return new Shop(purchases, campaigns);
    }

    private static @Nullable Object key(Random random, int people) {
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> ODD_KEYS.get(random.nextInt(ODD_KEYS.size()));
            default -> KEY + random.nextInt(people);
        };
    }

    private static @Nullable Object text(Random random, String... values) {
        int pick = random.nextInt(values.length * 4 + 1);
        return pick == 0 ? null : values[pick % values.length];
    }

    private static @Nullable Object date(Random random) {
        return random.nextInt(15) == 0 ? null : LocalDate.of(2026, 6, 24).plusDays(random.nextInt(5) * 5L);
    }

    private static @Nullable Object amount(Random random, int scale) {
        return random.nextInt(10) == 0 ? null : BigDecimal.valueOf(random.nextInt(200_000) - 20_000, scale);
    }

    private static @Nullable Object number(Random random) {
        return random.nextInt(10) == 0 ? null : (long) (random.nextInt(60) - 5);
    }

    static Row purchase(Random random, @Nullable Object key) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("purchase_id", random.nextInt(20) == 0 ? null : random.nextLong(1L << 40));
        row.put("customer_name", SECRET + random.nextInt(1000));
        row.put("email_address", random.nextInt(8) == 0 ? null : SECRET + random.nextInt(6));
        row.put("hashed_email", key);
        row.put("product_category", text(random, "toys", "Toys", "books", "", "é"));
        row.put("purchase_date", date(random));
        row.put("store_region", text(random, "north", "south"));
        row.put("purchase_amount", amount(random, 2));
        row.put("item_count", number(random));
        return new Row(row);
    }

    static Row campaign(Random random, @Nullable Object key) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("hashed_email", key);
        row.put("campaign_id", text(random, "C1", "C2", "c2"));
        row.put("campaign_name", text(random, "summer", "winter"));
        row.put("ad_format", text(random, "video", "banner", "none"));
        row.put("impression_date", date(random));
        row.put("impression_count", number(random));
        row.put("click_count", number(random));
        row.put("spend_amount", amount(random, 4));
        return new Row(row);
    }

    Shop withPurchases(UnaryOperator<List<Row>> change) {
        return new Shop(change.apply(new ArrayList<>(purchases)), campaigns);
    }

    Shop withCampaigns(UnaryOperator<List<Row>> change) {
        return new Shop(purchases, change.apply(new ArrayList<>(campaigns)));
    }

    /** Other values in the columns that nobody is granted and no minimum counts, and the rows stored in another order. */
    Shop otherwiseInUngrantedColumns(Random random, List<String> columns) {
        List<Row> changed = new ArrayList<>();
        for (Row row : purchases) {
            for (String column : columns) {
                row = row.with(column, random.nextInt(5) == 0 ? null : SECRET + random.nextInt(1_000_000));
            }
            changed.add(row);
        }
        Collections.shuffle(changed, random);
        List<Row> shuffled = new ArrayList<>(campaigns);
        Collections.shuffle(shuffled, random);
        return new Shop(changed, shuffled);
    }

    List<Row> table(String table) {
        return table.equals(Ask.PURCHASES) ? purchases : campaigns;
    }
}
