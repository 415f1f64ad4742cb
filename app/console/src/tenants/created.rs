//! A tenant has just been created: its address, and the invitation link that is told once.

use domain::tenants::Created;
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::{bare, seconds};
use crate::one_time_link::OneTimeLink;
use crate::texts;

/// What came of the creation.
#[component]
pub(super) fn CreatedPanel(created: Created) -> impl IntoView {
    let words = texts::texts();
    let time = seconds(boot().language, created.created_in_ms);
    let text = fill(words.created_text, &[("name", &created.name), ("seconds", &time)]);
    let letters = texts::letters::texts();
    let mailed = fill(letters.mailed, &[("email", &created.invited)]);
    let address = bare(&created.url).to_owned();
    view! {
        <Alert tone=Tone::Good title=words.created_title>
            <p>{text}</p>
        </Alert>
        <Card>
            <DefinitionList>
                <Fact label=words.address><a href=created.url rel="external">{address}</a></Fact>
            </DefinitionList>
            <OneTimeLink link=created.invitation label=words.invitation hint=words.invitation_hint />
            <p class="text-sm text-muted">{mailed} " " <a class="link" href="/letters">{letters.to_letters}</a></p>
            <div class="form-actions">
                <ButtonLink href=format!("/tenants/{}", created.id) label=words.open_card kind=ButtonKind::Primary />
                // The page is asked for anew, so that its form is empty.
                <ButtonLink href="/tenants/new" label=words.create_more kind=ButtonKind::Secondary external=true />
            </div>
        </Card>
    }
    .into_any()
}
