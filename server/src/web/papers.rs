//! Documents to be saved and printed: the page's words, typeset.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use crm::texts::money;
use documents::pdf::{self, ReceiptPaper};
use domain::Failure;
use domain::payments::Receipt;
use domain::payments::returns::State as Standing;
use ui::boot::Boot;
use ui::format;
use ui::texts::fill;

use super::stored::saved_as;
use super::visit::{SharedSite, TenantVisit};
use super::{echo, plain};

/// `GET /payments/{id}/receipt.pdf`: the slip of a payment, as its page shows it.
pub async fn receipt(
    State(site): State<SharedSite>,
    Extension(visit): Extension<TenantVisit>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    if visit.session.is_none() {
        return echo::see_other("/login?next=%2Fpayments");
    }
    let boot = visit.boot(&headers, "");
    let made = async {
        let id: i64 = id.parse().map_err(|_| Failure::NotFound)?;
        let receipt = tenant::payments::show(&visit.ctx, id).await?;
        let paper = paper(&boot, &receipt);
        let internal = || Failure::Internal {
            reference: visit.ctx.request_id.clone(),
        };
        // Typesetting holds up its thread for a while.
        tokio::task::spawn_blocking(move || pdf::receipt(&paper))
            .await
            .map_err(|_| internal())?
            .map_err(|error| {
                tracing::error!(request_id = visit.ctx.request_id, %error, "a slip could not be typeset");
                internal()
            })
    };
    match made.await {
        Ok(bytes) => {
            let mut response = bytes.into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
            headers.insert(header::CONTENT_DISPOSITION, saved_as(&format!("receipt-{id}.pdf")));
            response
        }
        Err(failure) => plain::failed(&site, boot.language, &failure),
    }
}

/// The slip in the words of its page.
fn paper(boot: &Boot, receipt: &Receipt) -> ReceiptPaper {
    let (language, words) = (boot.language, money::of(boot.language));
    let sum = |sum| format::money_with_sign(language, boot.currency, sum);
    let pair = |label: &str, value: String| (label.to_owned(), value);
    let mut facts = vec![
        pair(words.account, receipt.account.clone()),
        pair(words.subscriber, receipt.name.clone()),
        pair(words.payment_method, words.method(receipt.method).to_owned()),
        pair(words.desk_received_on, format::date(language, receipt.received_on)),
    ];
    if language == domain::Language::Ru {
        let own = money::desk::of(language);
        facts.push(pair(own.in_words, receipt.amount.in_words(boot.currency)));
    }
    if receipt.state != Standing::Stands {
        let own = money::desk::of(language);
        facts.push(pair(words.invoice_state, own.state(receipt.state).to_owned()));
    }
    facts.extend(receipt.note.clone().map(|note| pair(words.desk_note, note)));
    let mut parts: Vec<(String, String)> = receipt
        .parts
        .iter()
        .map(|(_, number, month, part)| {
            let month = format::month(language, *month);
            (
                fill(words.receipt_invoice, &[("number", number), ("month", &month)]),
                sum(*part),
            )
        })
        .collect();
    if receipt.advance.is_positive() {
        parts.push(pair(words.receipt_advance, sum(receipt.advance)));
    }
    let left = match receipt.balance {
        owed if owed.is_positive() => pair(words.receipt_balance_debt, sum(owed)),
        ahead if ahead.is_negative() => pair(words.receipt_balance_advance, sum(-ahead)),
        _ => pair(words.receipt_balance, words.no_debt.to_owned()),
    };
    ReceiptPaper {
        language,
        place: receipt.issuer.name.clone().unwrap_or_else(|| boot.place.clone()),
        issuer: crm::payments::issuer_lines(language, &receipt.issuer),
        title: fill(words.receipt_title, &[("number", &receipt.id.to_string())]),
        accepted: words.receipt_accepted.to_owned(),
        amount: sum(receipt.amount),
        facts,
        parts_title: words.receipt_parts.to_owned(),
        parts,
        balance: vec![
            left,
            pair(words.receipt_by, receipt.recorded_by.clone()),
            pair(words.receipt_at, format::instant(boot, receipt.recorded_at)),
        ],
    }
}
