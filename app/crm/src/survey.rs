//! The survey of the staff: a small card on the first page, once a quarter at most.

mod api;
mod card;

pub(crate) use api::survey_is_due;
pub use api::{AnswerSurvey, DismissSurvey, PostponeSurvey, SurveyIsDue};
pub(crate) use card::SurveyCard;
