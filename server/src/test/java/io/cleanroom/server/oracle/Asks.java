package io.cleanroom.server.oracle;

import io.cleanroom.server.oracle.Expr.Col;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes questions that the rules of the two tables allow. */
final class Asks {
    private final Random random;

    Asks(Random random) {
        this.random = random;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    Ask next() {
        List<Ask.Reference> from = from();
        List<Cond> where = new ArrayList<>();
        if (from.size() > 1 && from.get(1).table().equals(Ask.PURCHASES) && oneIn(3)) {
            where.add(new Cond.Within(
                    new Col("p", "purchase_date"), new Col("c", "impression_date"), 5 * random.nextInt(4)));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            where.add(condition(from, 2));
        }
        List<Expr> keys = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Expr key = key(from);
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        List<Agg> aggregates = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0 || (keys.isEmpty() && aggregates.isEmpty()); i--) {
            aggregates.add(aggregate(from));
        }
        Optional<Ask.Having> having =
                oneIn(4) ? Optional.of(new Ask.Having(aggregate(from), random.nextInt(40) - 5)) : Optional.empty();
        int columns = keys.size() + aggregates.size();
        Optional<Ask.Order> order = oneIn(2)
                ? Optional.of(new Ask.Order(random.nextInt(columns), random.nextBoolean(), random.nextBoolean()))
                : Optional.empty();
        return new Ask(
                from,
                where,
                keys,
                aggregates,
                having,
                order,
                oneIn(6) ? 1 + random.nextInt(2) : 0,
                oneIn(4) ? Optional.of(1 + random.nextInt(4)) : Optional.empty(),
                random.nextInt(4));
    }

    private List<Ask.Reference> from() {
        Ask.Reference c = new Ask.Reference(Ask.CAMPAIGNS, "c");
        Ask.Reference p = new Ask.Reference(Ask.PURCHASES, "p");
        return switch (random.nextInt(10)) {
            case 0, 1 -> List.of(c);
            case 2 -> List.of(c, new Ask.Reference(Ask.CAMPAIGNS, "d"));
            case 3 -> List.of(c, p, new Ask.Reference(Ask.PURCHASES, "q"));
            case 4 -> List.of(c, p, new Ask.Reference(Ask.CAMPAIGNS, "d"));
            default -> List.of(c, p);
        };
    }

    private Col column(List<Ask.Reference> from, List<String> ofPurchases, List<String> ofCampaigns) {
        Ask.Reference reference = one(from);
        return new Col(reference.alias(), one(reference.table().equals(Ask.PURCHASES) ? ofPurchases : ofCampaigns));
    }

    private Col text(List<Ask.Reference> from) {
        return column(
                from,
                List.of("product_category", "store_region"),
                List.of("campaign_id", "campaign_name", "ad_format"));
    }

    private Col date(List<Ask.Reference> from) {
        return column(from, List.of("purchase_date"), List.of("impression_date"));
    }

    private Expr key(List<Ask.Reference> from) {
        return switch (random.nextInt(8)) {
            case 0 -> new Expr.Upper(text(from));
            case 1 -> new Expr.OrNone(text(from));
            case 2 -> new Expr.Month(date(from));
            case 3 -> new Expr.Week(date(from));
            case 4 -> date(from);
            default -> text(from);
        };
    }

    private Agg aggregate(List<Ask.Reference> from) {
        Ask.Reference reference = one(from);
        boolean purchases = reference.table().equals(Ask.PURCHASES);
        String alias = reference.alias();
        return switch (random.nextInt(6)) {
            case 0, 1 -> new Agg(Agg.Function.COUNT, null);
            case 2 -> new Agg(Agg.Function.COUNT_DISTINCT, new Col(alias, "hashed_email"));
            case 3 ->
                purchases
                        ? new Agg(Agg.Function.COUNT, new Col(alias, "purchase_id"))
                        : new Agg(Agg.Function.SUM, new Col(alias, "click_count"));
            case 4 ->
                purchases
                        ? new Agg(Agg.Function.AVG, new Col(alias, "purchase_amount"))
                        : new Agg(Agg.Function.SUM, new Col(alias, "spend_amount"));
            default ->
                new Agg(
                        Agg.Function.SUM,
                        new Col(
                                alias,
                                purchases
                                        ? one(List.of("purchase_amount", "item_count"))
                                        : one(List.of("impression_count", "spend_amount"))));
        };
    }

    private Cond condition(List<Ask.Reference> from, int depth) {
        List<String> values = List.of("toys", "Toys", "books", "", "é", "north", "C1", "C2", "video", "none", "summer");
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> new Cond.Is(text(from), one(values), oneIn(2));
            case 1 -> new Cond.In(text(from), List.of(one(values), one(values), one(values)), oneIn(3));
            case 2 -> new Cond.Starts(text(from), one(List.of("t", "c", "C", "n", "")));
            case 3 -> new Cond.Present(oneIn(2) ? text(from) : date(from), oneIn(4));
            case 4 -> new Cond.From(date(from), LocalDate.of(2026, 6, 24).plusDays(random.nextInt(20)));
            case 5 -> new Cond.Is(new Expr.Upper(text(from)), one(List.of("TOYS", "C2", "É")), oneIn(3));
            case 6 -> new Cond.Not(condition(from, depth - 1));
            default -> new Cond.Or(condition(from, depth - 1), condition(from, depth - 1));
        };
    }
}
