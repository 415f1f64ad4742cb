//! The gallery: every component on static pages, without a server and without the browser half. Looked at by people
//! after a change of the style sheet: `cargo run -p ui --features ssr --example gallery -- <folder> <language> <theme>`.

use std::collections::BTreeMap;
use std::path::Path;

use domain::{Language, Reason, Role};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;
use leptos_router::location::RequestUrl;
use ui::prelude::*;

mod pages;

/// Draws a page of the gallery.
type Draw = fn() -> AnyView;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "target/gallery".into());
    let language = arguments
        .next()
        .and_then(|tag| Language::from_tag(&tag))
        .unwrap_or_default();
    let theme = arguments
        .next()
        .and_then(|code| Theme::from_code(&code))
        .unwrap_or_default();
    std::fs::create_dir_all(&folder)?;
    let pages: [(&str, &str, Draw); 8] = [
        ("list", "/subscribers?q=иван", pages::list),
        ("show", "/subscribers/42?done=saved", pages::show),
        ("form", "/payments/new", pages::form),
        ("pieces", "/", pages::pieces),
        ("icons", "/services", pages::icons),
        ("lost", "/invoices/9", pages::lost),
        ("login", "/login", pages::log_in),
        ("ask", "/users", pages::ask),
    ];
    for (name, path, page) in pages {
        let head = format!(
            "<!doctype html><html lang=\"{}\"{}><head><meta charset=\"utf-8\"><title>kvitok</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"stylesheet\" href=\"/kvitok.css\"></head><body>",
            language.tag(),
            theme
                .attribute()
                .map(|theme| format!(" data-theme=\"{theme}\""))
                .unwrap_or_default(),
        );
        let body = render(path, boot_of(language, theme), page);
        std::fs::write(
            Path::new(&folder).join(format!("{name}.html")),
            format!("{head}{body}</body></html>"),
        )?;
    }
    Ok(())
}

fn boot_of(language: Language, theme: Theme) -> Boot {
    let values = [
        ("amount", "12,345"),
        ("email", "anna@"),
        ("note", "За ноябрь\nи декабрь"),
        ("method", "cash"),
        ("account", "004217"),
    ];
    let mut fields = domain::Fields::default();
    fields.refuse("amount", Reason::TooPrecise { places: 2 });
    fields.refuse("email", Reason::NotAnEmail);
    fields.refuse("unseen", Reason::ChangedMeanwhile);
    Boot {
        language,
        theme,
        person: Some(Person {
            name: "Ольга Викторовна Смирнова".into(),
            email: "olga.smirnova@rodnik.example".into(),
            role: Some(Role::Manager),
            landlord_role: None,
        }),
        place: "СНТ «Родник»".into(),
        today: chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default(),
        echo: Some(Echo {
            action: "/gallery".into(),
            values: values
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect::<BTreeMap<_, _>>(),
            outcome: Err(fields.into_failure()),
        }),
        ..Boot::default()
    }
}

fn render(path: &str, boot: Boot, page: fn() -> AnyView) -> String {
    // Components spawn their tasks somewhere even here; nothing in the gallery waits for them.
    let _set_before = any_spawner::Executor::init_futures_executor();
    Owner::new_root(None).with(|| {
        provide_context(RequestUrl::new(path));
        provide_context(boot);
        provide_meta_context();
        provide_boot();
        view! { <Router>{page()}</Router> }.to_html()
    })
}

fn frame(page: impl IntoView + 'static) -> AnyView {
    let item = |href, label, icon| NavItem {
        href,
        label,
        icon,
        visible: true,
    };
    let nav = vec![
        item("/", "Обзор", Icon::Home),
        item("/subscribers", "Абоненты", Icon::Users),
        item("/invoices", "Начисления", Icon::Invoice),
        item("/payments", "Платежи", Icon::Payment),
        item("/houses", "Дома", Icon::Building),
        item("/services", "Услуги", Icon::Services),
        item("/imports", "Импорт", Icon::Import),
        item("/users", "Сотрудники", Icon::Staff),
    ];
    view! { <AppFrame nav><Notices lookup=|code| (code == "saved").then_some("Изменения сохранены") />{page}</AppFrame> }.into_any()
}
