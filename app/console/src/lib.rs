//! The landlord's pages and server functions. A page shows; what it asks for happens in `landlord`.

pub mod doors;
pub mod frame;
pub mod letters;
pub mod tenants;
pub mod texts;

// The one place where the halves differ: how a server function comes by its context.
#[cfg(feature = "ssr")]
pub mod server;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The console: every address that the landlord's people can open.
#[component]
pub fn Root() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=frame::NotFound>
                <Route path=path!("/login") view=doors::LogInPage ssr=SsrMode::Async/>
                <Route path=path!("/forgot") view=doors::ForgotPage ssr=SsrMode::Async/>
                <Route path=path!("/reset/:token") view=doors::ResetPage ssr=SsrMode::Async/>
                <Route path=path!("/setup/:token") view=doors::SetupPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=frame::Frame ssr=SsrMode::Async>
                    <Route path=path!("/") view=tenants::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/tenants/new") view=tenants::NewPage ssr=SsrMode::Async/>
                    <Route path=path!("/tenants/:id") view=tenants::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/tenants/:id/edit") view=tenants::EditPage ssr=SsrMode::Async/>
                    <Route path=path!("/letters") view=letters::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/letters/:id") view=letters::CardPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
