//! The landlord's pages and server functions. A page shows; what it asks for happens in `landlord`.

pub mod account;
pub mod audit;
pub mod domains;
pub mod doors;
pub mod fleet;
pub mod frame;
pub mod isolation;
pub mod jobs;
pub mod letters;
pub mod metrics;
mod one_time_link;
pub mod orphans;
pub mod people;
pub mod tenants;
pub mod texts;
pub mod visits;

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
                <Route path=path!("/invitation/:token") view=doors::InvitationPage ssr=SsrMode::Async/>
                <Route path=path!("/forgot") view=doors::ForgotPage ssr=SsrMode::Async/>
                <Route path=path!("/reset/:token") view=doors::ResetPage ssr=SsrMode::Async/>
                <Route path=path!("/setup/:token") view=doors::SetupPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=frame::Frame ssr=SsrMode::Async>
                    <Route path=path!("/") view=tenants::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/metrics") view=metrics::MetricsPage ssr=SsrMode::Async/>
                    <Route path=path!("/isolation") view=isolation::IsolationPage ssr=SsrMode::Async/>
                    <Route path=path!("/orphans") view=orphans::OrphansPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs") view=jobs::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id") view=jobs::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/tenants/new") view=tenants::NewPage ssr=SsrMode::Async/>
                    <Route path=path!("/tenants/:id") view=tenants::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/tenants/:id/terms") view=tenants::TermsPage ssr=SsrMode::Async/>
                    <Route path=path!("/tenants/:id/duplicate") view=tenants::DuplicatePage ssr=SsrMode::Async/>
                    <Route path=path!("/tenants/:id/edit") view=tenants::EditPage ssr=SsrMode::Async/>
                    <Route path=path!("/fleet") view=fleet::FleetPage ssr=SsrMode::Async/>
                    <Route path=path!("/fleet/:id") view=fleet::RunPage ssr=SsrMode::Async/>
                    <Route path=path!("/tenants/:id/visit") view=visits::VisitPage ssr=SsrMode::Async/>
                    <Route path=path!("/people") view=people::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/audit") view=audit::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=account::AccountPage ssr=SsrMode::Async/>
                    <Route path=path!("/letters") view=letters::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/letters/:id") view=letters::CardPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
