//! Pages that need neither a tenant nor the browser half: a closed door, a full house, a defect.

use std::any::Any;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::{Failure, Language, Reason};
use leptos::prelude::*;
use ui::texts;

use super::visit::SharedSite;
use super::{Site, admit};

/// Why a tenant's door is shut.
#[derive(Clone, Copy, Debug)]
pub enum Why {
    /// It is in the trash.
    Trashed,
    /// Its schema is being brought up to date.
    Upgrading,
    /// The pass of a visit does not work here.
    Pass,
}

/// No such host. Says nothing of what there is, and touches no database.
pub fn unknown_host() -> Response {
    (StatusCode::NOT_FOUND, Html("<!DOCTYPE html><html lang=\"ru\"><meta charset=\"utf-8\"><title>404</title><h1>Такого адреса нет</h1><p>Проверьте адрес в строке браузера. · There is nothing at this address.</p></html>")).into_response()
}

/// A form of somebody else's page.
pub fn foreign_origin() -> Response {
    (StatusCode::FORBIDDEN, Html("<!DOCTYPE html><html lang=\"ru\"><meta charset=\"utf-8\"><title>403</title><h1>Запрос отклонён</h1><p>Он отправлен не со страницы этого сайта. Откройте нужную страницу и повторите. · The request did not come from a page of this site.</p></html>")).into_response()
}

/// Too many at once, or too long.
pub fn full() -> Response {
    let page = Html(
        "<!DOCTYPE html><html lang=\"ru\"><meta charset=\"utf-8\"><title>503</title><h1>Сервер занят</h1><p>Повторите через несколько секунд. · Busy, try again in a few seconds.</p></html>",
    );
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")], page).into_response()
}

/// A defect of ours; the node lives on.
#[allow(clippy::needless_pass_by_value)] // the shape that CatchPanicLayer asks for
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> http::Response<Body> {
    let text = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("?");
    tracing::error!(panic = text, "a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, Html("<!DOCTYPE html><html lang=\"ru\"><meta charset=\"utf-8\"><title>500</title><h1>Ошибка на нашей стороне</h1><p>Повторите действие; если не поможет, сообщите администратору. · A defect on our side.</p></html>")).into_response()
}

/// The tenant's door is shut.
pub fn closed(site: &Site, language: Language, why: Why) -> Response {
    let (status, title, text) = match (why, language) {
        (Why::Trashed, Language::Ru) => (
            StatusCode::FORBIDDEN,
            "Доступ закрыт",
            "Эта организация отключена. Данные сохранены; чтобы вернуть доступ, обратитесь к владельцу сервиса.",
        ),
        (Why::Trashed, Language::En) => (
            StatusCode::FORBIDDEN,
            "Access is closed",
            "This organisation has been switched off. Its data is kept; ask the owner of the service to restore access.",
        ),
        (Why::Upgrading, Language::Ru) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Идёт обновление",
            "Обновляем базу данных организации. Обычно это занимает меньше минуты — обновите страницу чуть позже.",
        ),
        (Why::Upgrading, Language::En) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Upgrading",
            "The organisation's database is being upgraded. It usually takes less than a minute; reload the page a little later.",
        ),
        (Why::Pass, Language::Ru) => (
            StatusCode::GONE,
            "Пропуск не действует",
            "Пропуск поддержки действует 60 секунд, один раз и только в своей организации. Запросите новый в карточке организации.",
        ),
        (Why::Pass, Language::En) => (
            StatusCode::GONE,
            "The pass does not work",
            "A support pass works for 60 seconds, once, and only in its own organisation. Ask for a new one on the organisation's card.",
        ),
    };
    let mut response = page(site, language, status, title, text);
    if matches!(why, Why::Upgrading) {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    }
    response
}

/// The tenant is suspended: its people read why, another program reads a code.
pub fn suspended(site: &Site, language: Language, reason: &str, shows: bool) -> Response {
    if !shows {
        let mut response = admit::fault(&Failure::conflict(Reason::Suspended));
        *response.status_mut() = StatusCode::FORBIDDEN;
        return response;
    }
    let (title, ending) = match language {
        Language::Ru => (
            "Работа приостановлена",
            "Данные сохранены. Вопросы — к владельцу сервиса.",
        ),
        Language::En => (
            "Service is suspended",
            "The data is kept. Please ask the owner of the service.",
        ),
    };
    page(
        site,
        language,
        StatusCode::FORBIDDEN,
        title,
        &format!("{reason} {ending}"),
    )
}

/// The door of a visit: nothing happens until the button is pressed.
pub fn entrance(site: &Site, language: Language, place: &str) -> Response {
    let (title, text, label) = match language {
        Language::Ru => (
            "Вход поддержки",
            "Вы войдёте на 60 минут от имени сотрудника организации {place}. Всё, что вы сделаете, запишется в её журнал и в журнал площадки.",
            "Войти",
        ),
        Language::En => (
            "Support visit",
            "For 60 minutes you will act as one of the staff of {place}. All you do is written into its audit log and the installation's.",
            "Log in",
        ),
    };
    let form = view! {
        <form method="post" class="mt-6">
            <button type="submit" class="button is-primary">{label}</button>
        </form>
    };
    let text = texts::fill(text, &[("place", place)]);
    page_with(site, language, StatusCode::OK, title, &text, form.into_any())
}

/// A failure before there is an application to show it.
pub fn failed(site: &Site, language: Language, failure: &Failure) -> Response {
    let status = StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = page(site, language, status, "kvitok", &texts::failure(language, failure));
    come_again(&mut response, failure);
    response
}

/// Says when to try again, where a failure knows.
pub fn come_again(response: &mut Response, failure: &Failure) {
    let seconds = match failure {
        Failure::Busy { retry_after } => *retry_after,
        Failure::Unreachable => 2,
        _ => return,
    };
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
}

fn page(site: &Site, language: Language, status: StatusCode, title: &str, text: &str) -> Response {
    page_with(site, language, status, title, text, ().into_any())
}

fn page_with(site: &Site, language: Language, status: StatusCode, title: &str, text: &str, below: AnyView) -> Response {
    let owner = Owner::new();
    let html = owner.with(|| {
        view! {
            <html lang=language.tag()>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <title>{title.to_owned()}</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                    <link rel="stylesheet" href=site.assets.css.clone()/>
                </head>
                <body class="min-h-screen grid place-items-center p-6">
                    <main class="max-w-md text-center">
                        <h1 class="text-2xl font-semibold mb-3">{title.to_owned()}</h1>
                        <p>{text.to_owned()}</p>
                        {below}
                    </main>
                </body>
            </html>
        }
        .to_html()
    });
    (status, Html(format!("<!DOCTYPE html>{html}"))).into_response()
}

/// The process answers.
pub async fn healthy() -> &'static str {
    "ok"
}

/// Requests can be served: the landlord's database answers, and its schema is one of this program. Says nothing else.
pub async fn ready(State(site): State<SharedSite>) -> Response {
    // A probe has no request's id that anybody would ask for.
    match site.registry.is_served("readyz").await {
        Ok(true) => "ready".into_response(),
        Ok(false) | Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::RETRY_AFTER, "2")],
            "not ready",
        )
            .into_response(),
    }
}

/// For those who develop: with `?wait` an answer that ends when the program does.
pub async fn alive(uri: http::Uri) -> Response {
    if uri.query() == Some("wait") {
        let endless = futures::stream::pending::<Result<bytes::Bytes, std::convert::Infallible>>();
        return (
            [(header::CONTENT_TYPE, "text/event-stream")],
            Body::from_stream(endless),
        )
            .into_response();
    }
    "ok".into_response()
}
