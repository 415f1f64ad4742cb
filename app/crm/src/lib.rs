//! The tenant's pages and server functions, one folder a noun. A page shows; what it asks for happens in `tenant`.

pub mod account;
pub mod books;
pub mod contracts;
pub mod corrections;
pub mod dashboard;
pub mod desk;
pub mod doors;
pub mod files;
pub mod frame;
pub mod houses;
pub mod imports;
pub mod invoices;
pub mod jobs;
pub mod links;
pub mod organisation;
pub mod payments;
pub mod penalties;
pub mod promises;
pub mod quotas;
pub mod rehearsals;
pub mod runs;
pub mod services;
pub mod settings;
pub mod subscribers;
pub mod survey;
pub mod tariffs;
pub mod texts;
pub mod users;
pub mod visits;
pub mod volumes;

// The one place where the halves differ: how a server function comes by its context.
#[cfg(feature = "ssr")]
pub mod server;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The tenant's application: every address that its staff can open.
#[component]
pub fn Root() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=frame::NotFound>
                <Route path=path!("/login") view=doors::LogInPage ssr=SsrMode::Async/>
                <Route path=path!("/forgot") view=doors::ForgotPage ssr=SsrMode::Async/>
                <Route path=path!("/invitation/:token") view=doors::InvitationPage ssr=SsrMode::Async/>
                <Route path=path!("/reset/:token") view=doors::InvitationPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=frame::Frame ssr=SsrMode::Async>
                    <Route path=path!("/") view=dashboard::DashboardPage ssr=SsrMode::Async/>
                    <Route path=path!("/subscribers") view=subscribers::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/subscribers/new") view=subscribers::NewPage ssr=SsrMode::Async/>
                    <Route path=path!("/subscribers/:id") view=subscribers::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/subscribers/:id/edit") view=subscribers::EditPage ssr=SsrMode::Async/>
                    <Route path=path!("/houses") view=houses::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/houses/new") view=houses::NewPage ssr=SsrMode::Async/>
                    <Route path=path!("/houses/:id") view=houses::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/services") view=services::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/services/new") view=services::NewPage ssr=SsrMode::Async/>
                    <Route path=path!("/services/:id") view=services::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/volumes") view=volumes::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/invoices") view=invoices::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/invoices/issue") view=runs::BeginPage ssr=SsrMode::Async/>
                    <Route path=path!("/invoices/:id") view=invoices::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/runs") view=runs::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/runs/completeness") view=runs::CompletenessPage ssr=SsrMode::Async/>
                    <Route path=path!("/runs/:id") view=runs::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/rehearsals/:id") view=rehearsals::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/adjustments/new") view=corrections::NewPage ssr=SsrMode::Async/>
                    <Route path=path!("/adjustments/:id") view=corrections::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/payments") view=payments::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/payments/new") view=payments::RecordPage ssr=SsrMode::Async/>
                    <Route path=path!("/payments/:id") view=payments::ReceiptPage ssr=SsrMode::Async/>
                    <Route path=path!("/contracts") view=contracts::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/contracts/new") view=contracts::NewPage ssr=SsrMode::Async/>
                    <Route path=path!("/contracts/:id") view=contracts::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/contracts/:id/edit") view=contracts::EditPage ssr=SsrMode::Async/>
                    <Route path=path!("/penalties") view=penalties::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/penalties/rules") view=penalties::RulesPage ssr=SsrMode::Async/>
                    <Route path=path!("/subscribers/:id/penalties") view=penalties::SchedulePage ssr=SsrMode::Async/>
                    <Route path=path!("/promises") view=promises::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/returns/:id") view=payments::ReturnPage ssr=SsrMode::Async/>
                    <Route path=path!("/desk") view=desk::DeskPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings") view=settings::SettingsPage ssr=SsrMode::Async/>
                    <Route path=path!("/imports") view=imports::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/imports/:id") view=imports::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/books") view=books::BooksPage ssr=SsrMode::Async/>
                    <Route path=path!("/files") view=files::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/organisation") view=organisation::OrganisationPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs") view=jobs::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id") view=jobs::CardPage ssr=SsrMode::Async/>
                    <Route path=path!("/users") view=users::ListPage ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=account::AccountPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
