//! Houses: the list by address, the card with its premises, registration and changes.

pub(crate) mod sql;

use domain::houses::{House, HouseCard, HouseForm, HouseLine};
use domain::paging::{COUNT_CAP, PAGE_SIZE};
use domain::{Count, Failure, Page, Permission, Reason};
use serde_json::{Value, json};

use crate::store::{OnConstraint, OrFailure, transact};
use crate::{Ctx, events, premises};

/// Houses by address; `q` keeps those in whose address each of its words stands, `after` is a page's `next`.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database.
pub async fn list(ctx: &Ctx, q: &str, after: &str) -> Result<Page<HouseLine>, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let words: Vec<String> = words(q).iter().map(|word| containing(word)).collect();
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    // The position is a house's id: its address is looked up, so that a changed address moves the page with it.
    let position = match after.parse() {
        Ok(id) => sql::position(&mut conn, id).await.or_failure(ctx)?,
        Err(_) => None,
    };
    let counted = sql::count(&mut conn, &words, COUNT_CAP + 1).await.or_failure(ctx)?;
    let lines = sql::list(&mut conn, &words, &position.unwrap_or_default(), PAGE_SIZE + 1)
        .await
        .or_failure(ctx)?;
    Ok(Page::cut(lines, Count::capped(counted), |house| house.id.to_string()))
}

/// Up to 2000 houses by address, for a choice.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database.
pub async fn choices(ctx: &Ctx) -> Result<Vec<(i64, String)>, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    sql::choices(&mut conn).await.or_failure(ctx)
}

/// A house with its premises in the order of their numbers: 2 comes before 10.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`.
pub async fn show(ctx: &Ctx, id: i64) -> Result<HouseCard, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let house = sql::line(&mut conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let mut premises = premises::of_house(&mut conn, ctx, id).await?;
    premises.sort_by_cached_key(|line| number_order(&line.number));
    Ok(HouseCard { house, premises })
}

/// Registers a house or changes a known one. The answer is its id.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Invalid`, an address that another house has among it.
pub async fn save(ctx: &Ctx, form: &HouseForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditHouses)?;
    let house = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let Some(id) = house.id else {
                let id = sql::insert(conn, &house, ctx.now)
                    .await
                    .on_constraint("house_address_once", "number", Reason::Taken)?
                    .or_failure(ctx)?;
                events::record(conn, ctx, "created", "house", Some(id), details(&house)).await?;
                return Ok(id);
            };
            let old = sql::house_for_update(conn, id)
                .await
                .or_failure(ctx)?
                .ok_or(Failure::NotFound)?;
            sql::update(conn, id, &house)
                .await
                .on_constraint("house_address_once", "number", Reason::Taken)?
                .or_failure(ctx)?;
            let change = json!({ "from": details(&old), "to": details(&house) });
            events::record(conn, ctx, "changed", "house", Some(id), change).await?;
            Ok(id)
        })
    })
    .await
}

fn details(house: &House) -> Value {
    json!({
        "locality": house.locality,
        "street": house.street,
        "number": house.number,
        "district": house.district,
        "route": house.route,
    })
}

/// The words of a search, lowered; punctuation separates them as spaces do, NULs (which no row has) are dropped.
pub(crate) fn words(q: &str) -> Vec<String> {
    q.replace('\0', "")
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || c == ',' || c == ';')
        .filter(|word| !word.is_empty())
        .take(8)
        .map(str::to_owned)
        .collect()
}

/// The pattern of `like` for text that holds this word, whatever characters it has.
pub(crate) fn containing(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len() + 2);
    pattern.push('%');
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// A key in whose order numbers within a text count as numbers: 1, 2, 10, 10а, А1.
fn number_order(number: &str) -> Vec<(bool, usize, String)> {
    let mut parts: Vec<(bool, usize, String)> = Vec::new();
    let mut in_digits = None;
    for c in number.to_lowercase().chars() {
        let digit = c.is_ascii_digit();
        if in_digits != Some(digit) {
            parts.push((!digit, 0, String::new()));
            in_digits = Some(digit);
        }
        if let Some((_, length, text)) = parts.last_mut() {
            // Leading zeroes don't make a number longer; the longer of two numbers is the greater.
            if digit && !(text.is_empty() && c == '0') {
                *length += 1;
            }
            if !(digit && text.is_empty() && c == '0') {
                text.push(c);
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_premises_are_sorted_as_people_count() {
        let mut numbers = ["10а", "А1", "2", "10", "", "1", "9", "10-2", "010", "А10", "А2"];
        numbers.sort_by_cached_key(|number| number_order(number));
        assert_eq!(
            numbers,
            ["", "1", "2", "9", "10", "010", "10-2", "10а", "А1", "А2", "А10"]
        );
    }

    #[test]
    fn a_search_has_words_and_no_wildcards() {
        assert_eq!(words(" Ул. Садовая,12 "), ["ул.", "садовая", "12"]);
        assert_eq!(words("\0 ,; "), Vec::<String>::new());
        assert_eq!(containing("50%_\\"), "%50\\%\\_\\\\%");
    }
}
