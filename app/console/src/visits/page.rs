//! Why, and as whom; then the way to the tenant's door.

use domain::visits::{Pass, Seat};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{BeginVisit, list_seats};
use crate::tenants::{id_in_address, show_tenant};
use crate::texts::visits::texts as own;

/// The form of a visit; once there is a pass, the way in.
#[component]
pub fn VisitPage() -> impl IntoView {
    let id = id_in_address();
    let begin = ServerAction::<BeginVisit>::new();
    let asked = Resource::new(
        id,
        |id| async move { Ok((show_tenant(id).await?, list_seats(id).await?)) },
    );
    let outcome = outcome(begin);
    let pass = Memo::new(move |_| outcome.get().and_then(Result::ok));
    view! {
        <Loaded resource=asked skeleton=SkeletonShape::Lines let:found>
            <Visit id=found.0.id name=found.0.name seats=found.1 begin pass />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Visit(
    id: i64,
    name: String,
    seats: Vec<Seat>,
    begin: ServerAction<BeginVisit>,
    pass: Memo<Option<Pass>>,
) -> impl IntoView {
    let text = own();
    let back = (format!("/tenants/{id}"), name);
    let way = move || pass.get().map(|pass| view! { <Way pass /> });
    let form = if seats.is_empty() {
        view! { <Card><EmptyState icon=Icon::Staff title=text.nobody text=text.nobody_text /></Card> }.into_any()
    } else {
        view! { <Reason id seats begin /> }.into_any()
    };
    view! {
        <Page title=text.title back narrow=true>
            <div class="flex flex-col gap-6 empty:hidden" role="status">{way}</div>
            <div hidden=move || pass.with(Option::is_some)>{form}</div>
        </Page>
    }
    .into_any()
}

#[component]
fn Reason(id: i64, seats: Vec<Seat>, begin: ServerAction<BeginVisit>) -> impl IntoView {
    let text = own();
    let words = words();
    let first = seats.first().map(|seat| seat.id.to_string()).unwrap_or_default();
    let options = seats
        .into_iter()
        .map(|seat| {
            (
                seat.id.to_string(),
                format!("{} — {}", words.role(seat.role), seat.name),
            )
        })
        .collect();
    view! {
        <Card>
            <p class="text-sm text-muted">{text.about}</p>
            <Form action=begin>
                <HiddenField name="tenant_id" value=id.to_string() />
                <SelectField name="staff_id" label=text.who options value=first required=true />
                <TextArea name="reason" label=text.reason hint=text.reason_hint maxlength=500 required=true />
                <FormActions>
                    <Submit label=text.submit />
                    <ButtonLink href=format!("/tenants/{id}") label=words.cancel kind=ButtonKind::Ghost />
                </FormActions>
            </Form>
        </Card>
    }
    .into_any()
}

#[component]
fn Way(pass: Pass) -> impl IntoView {
    let text = own();
    view! {
        <Alert tone=Tone::Good title=text.ready>
            <p>{text.ready_text}</p>
        </Alert>
        <div class="form-actions">
            <ButtonLink href=pass.url label=text.go icon=Icon::External external=true />
        </div>
    }
    .into_any()
}
