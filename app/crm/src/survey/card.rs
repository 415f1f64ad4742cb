//! The card: a score, what is missing, and two ways to be left alone.

use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{AnswerSurvey, DismissSurvey, PostponeSurvey};
use crate::texts::survey::texts as own;

/// The two questions.
#[component]
pub(crate) fn SurveyCard() -> impl IntoView {
    let text = own();
    let answer = ServerAction::<AnswerSurvey>::new();
    let postpone = ServerAction::<PostponeSurvey>::new();
    let dismiss = ServerAction::<DismissSurvey>::new();
    let scores = (0..=10).map(|score| (score.to_string(), score.to_string())).collect();
    view! {
        <Card title=text.title>
            <Form action=answer>
                <SelectField name="score" label=text.score hint=text.score_hint options=scores blank=words().choose required=true />
                <TextArea name="wish" label=text.wish maxlength=2000 rows=2 />
                <FormActions>
                    <Submit label=text.submit />
                </FormActions>
            </Form>
            <div class="flex flex-wrap gap-2">
                <Form action=postpone class="contents">
                    <Submit label=text.later kind=ButtonKind::Ghost />
                </Form>
                <Form action=dismiss class="contents">
                    <Submit label=text.dismiss kind=ButtonKind::Ghost />
                </Form>
            </div>
        </Card>
    }
    .into_any()
}
