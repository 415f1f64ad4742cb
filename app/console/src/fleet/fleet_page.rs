//! The fleet: who has which schema, on which servers, and what the last runs did.

use domain::fleet::{Fleet, MOST_PARALLEL, PARALLEL, STOP_AFTER};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{StartRun, show_fleet};
use super::tables::{Runs, Servers, Versions};
use crate::texts::fleet as texts;

/// The page of the fleet.
#[component]
pub fn FleetPage() -> impl IntoView {
    let words = texts::texts();
    let start = ServerAction::<StartRun>::new();
    let version = start.version();
    let fleet = Resource::new(move || version.get(), |_| show_fleet());
    view! {
        <Page title=words.title subtitle=words.subtitle>
            <Loaded resource=fleet let:fleet>
                <FleetView fleet start />
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn FleetView(fleet: Fleet, start: ServerAction<StartRun>) -> impl IntoView {
    let words = texts::texts();
    let language = boot().language;
    let state = if fleet.behind == 0 {
        let text = fill(words.all_current_text, &[("version", &fleet.version.to_string())]);
        view! { <Alert tone=Tone::Good title=words.all_current><p>{text}</p></Alert> }.into_any()
    } else {
        let behind = format::counted(language, fleet.behind.unsigned_abs(), words.count);
        let title = fill(
            words.behind,
            &[("count", &behind), ("version", &fleet.version.to_string())],
        );
        view! { <Alert tone=Tone::Warning title><p>{words.behind_text}</p></Alert> }.into_any()
    };
    let begin = (fleet.behind > 0).then(|| view! { <Begin failed=fleet.failed start /> });
    view! {
        {state}
        {begin}
        <Versions versions=fleet.versions />
        <Runs runs=fleet.runs />
        <Servers servers=fleet.servers />
    }
    .into_any()
}

#[component]
fn Begin(failed: i64, start: ServerAction<StartRun>) -> impl IntoView {
    let words = texts::texts();
    let retry = (failed > 0).then(|| {
        let count = format::counted(boot().language, failed.unsigned_abs(), words.count);
        view! {
            <Card title=words.retry_title>
                <p>{fill(words.retry_text, &[("count", &count)])}</p>
                <Form action=start key=("retry", "on".to_owned())>
                    <FormActions>
                        <Submit label=words.retry kind=ButtonKind::Secondary icon=Icon::Refresh />
                    </FormActions>
                </Form>
            </Card>
        }
    });
    view! {
        <Card title=words.begin_title>
            <Form action=start key=("retry", String::new())>
                <TextField name="canary" label=words.canary hint=words.canary_hint autocomplete="off" maxlength=40 />
                <FieldRow>
                    <TextField
                        name="parallel"
                        label=words.parallel
                        value=PARALLEL.to_string()
                        hint=fill(words.parallel_hint, &[("most", &MOST_PARALLEL.to_string())])
                        inputmode="numeric"
                        autocomplete="off"
                    />
                    <TextField
                        name="stop_after"
                        label=words.stop_after
                        value=STOP_AFTER.to_string()
                        hint=words.stop_after_hint
                        inputmode="numeric"
                        autocomplete="off"
                    />
                </FieldRow>
                <FormActions>
                    <Submit label=words.begin hotkey=true />
                </FormActions>
            </Form>
        </Card>
        {retry}
    }
    .into_any()
}
