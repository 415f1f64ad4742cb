//! What a payment would pay, before it is recorded: by the same rule and the same computation as recording it.

use domain::payments::spread::{Allocation, OpenInvoice, Wish, spread};
use domain::payments::{PaymentForm, Preview};
use domain::subscribers::{SubscriberQuery, account_number};
use domain::{Failure, Fields, Money, Month, Permission, Reason};

use super::{OpenLine, allocations, payer};
use crate::store::OrFailure;
use crate::{Ctx, subscribers};

/// How many are shown whom a name finds.
const FOUND: usize = 7;

/// Whom the money is from and what it would pay. What is not typed yet is passed over; a name in place of an account
/// finds whom it may be.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `Invalid` by field (`account`: `Unknown` where nobody is found either), and those of the
/// database.
pub async fn preview(ctx: &Ctx, form: &PaymentForm) -> Result<Preview, Failure> {
    ctx.authorize(Permission::RecordPayment)?;
    let typed = form.account.trim();
    if typed.is_empty() {
        return Err(Failure::field("account", Reason::Required));
    }
    let asked = form.asked()?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let known = match account_number(typed) {
        Ok(account) => payer(&mut conn, ctx, &account).await?,
        Err(_) => None,
    };
    let Some(known) = known else {
        drop(conn);
        return found(ctx, form, typed).await;
    };
    let rule = allocations::rule(&mut conn, ctx).await?;
    let open = allocations::open_of(&mut conn, ctx, known.id, rule).await?;
    let wish = Wish {
        rule,
        month: asked.month,
        parts: asked.parts,
    };
    fits_what_is_open(&wish.parts, &open)?;
    let made = spread(asked.amount.unwrap_or_default(), &open, &wish);
    Ok(Preview {
        form: form.clone(),
        parts: named(&made, &known.open),
        payer: Some(known),
        amount: asked.amount,
        advance: made.advance,
        found: Vec::new(),
    })
}

/// No account is known by what was typed: perhaps it is a name.
async fn found(ctx: &Ctx, form: &PaymentForm, typed: &str) -> Result<Preview, Failure> {
    let query = SubscriberQuery {
        q: typed.to_owned(),
        ..SubscriberQuery::default()
    };
    let found: Vec<_> = subscribers::list(ctx, &query)
        .await?
        .items
        .into_iter()
        .take(FOUND)
        .map(|line| (line.account, line.name, line.address))
        .collect();
    if found.is_empty() {
        return Err(Failure::field("account", Reason::Unknown));
    }
    Ok(Preview {
        form: form.clone(),
        found,
        ..Preview::default()
    })
}

/// Parts that a person said are of open invoices, and no more than what is open.
pub(super) fn fits_what_is_open(parts: &[(i64, Money)], open: &[OpenInvoice]) -> Result<(), Failure> {
    let mut fields = Fields::default();
    for (id, part) in parts {
        let name = format!("parts[{id}]");
        match open.iter().find(|invoice| invoice.id == *id) {
            None => fields.refuse(&name, Reason::Unknown),
            Some(invoice) if invoice.open() < *part => fields.refuse(&name, Reason::AboveOpen),
            Some(_) => {}
        }
    }
    if fields.is_empty() {
        Ok(())
    } else {
        Err(fields.into_failure())
    }
}

/// The parts with the number and month of their invoices.
fn named(made: &Allocation, open: &[OpenLine]) -> Vec<(i64, String, Month, Money)> {
    made.parts
        .iter()
        .filter_map(|(id, part)| {
            let (_, number, month, _) = open.iter().find(|(known, _, _, _)| known == id)?;
            Some((*id, number.clone(), *month, *part))
        })
        .collect()
}
