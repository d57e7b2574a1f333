import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.sum;
import static room.tables.AdvertiserCampaignEvents.ADVERTISER_CAMPAIGN_EVENTS;
import static room.tables.RetailerPurchaseEvents.RETAILER_PURCHASE_EVENTS;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;

/** A query in jOOQ's language over the generated classes: product categories that were bought after an impression. */
public final class Queries implements Function<DSLContext, List<String>> {
    @Override
    public List<String> apply(DSLContext db) {
        var seen = ADVERTISER_CAMPAIGN_EVENTS.as("seen");
        var bought = RETAILER_PURCHASE_EVENTS.as("bought");
        return db.select(
                        bought.PRODUCT_CATEGORY,
                        countDistinct(bought.HASHED_EMAIL).as("people"),
                        sum(bought.PURCHASE_AMOUNT).as("revenue"))
                .from(seen)
                .join(bought)
                .on(seen.HASHED_EMAIL.eq(bought.HASHED_EMAIL))
                .where(seen.CAMPAIGN_ID.eq("CAMP_2026_Q3_SUMMER"))
                .and(seen.IMPRESSION_DATE.between(LocalDate.of(2026, 7, 1), LocalDate.of(2026, 7, 31)))
                .groupBy(bought.PRODUCT_CATEGORY)
                .having(countDistinct(bought.HASHED_EMAIL).gt(100))
                .orderBy(bought.PRODUCT_CATEGORY)
                .limit(10)
                .fetch(bought.PRODUCT_CATEGORY);
    }
}
