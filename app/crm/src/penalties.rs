//! Penalties: charging a month, the calculation that a subscriber can read, giving up, the rules.

mod api;
mod list_page;
mod rule_forms;
mod rules_page;
mod schedule_page;
mod stretches;
mod write_off;

pub use api::{
    AddDueDay, AddPolicy, AddRate, ChargePenalties, ListPenalties, PenaltyRules, PreviewPenalties, ShowPenalties,
    WriteOff,
};
pub use list_page::ListPage;
pub use rules_page::RulesPage;
pub use schedule_page::SchedulePage;
