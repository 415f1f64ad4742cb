//! What the survey asks of the server.

use domain::survey::SurveyForm;
use leptos::prelude::*;
use ui::Fault;

/// Whether it is time to ask.
#[server(name = SurveyIsDue, prefix = "/rpc", endpoint = "crm/survey/due")]
pub async fn survey_is_due() -> Result<bool, Fault> {
    let ctx = crate::server::context()?;
    Ok(tenant::survey::due(&ctx).await?)
}

/// Takes an answer.
#[server(name = AnswerSurvey, prefix = "/rpc", endpoint = "crm/survey/answer")]
pub async fn answer_survey(form: SurveyForm) -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::survey::answer(&ctx, &form).await?;
    crate::server::go("/?done=survey_answered");
    Ok(())
}

/// Asks later.
#[server(name = PostponeSurvey, prefix = "/rpc", endpoint = "crm/survey/postpone")]
pub async fn postpone_survey() -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::survey::postpone(&ctx).await?;
    crate::server::go("/?done=survey_postponed");
    Ok(())
}

/// Asks no more in this quarter.
#[server(name = DismissSurvey, prefix = "/rpc", endpoint = "crm/survey/dismiss")]
pub async fn dismiss_survey() -> Result<(), Fault> {
    let ctx = crate::server::context()?;
    tenant::survey::dismiss(&ctx).await?;
    crate::server::go("/?done=survey_dismissed");
    Ok(())
}
