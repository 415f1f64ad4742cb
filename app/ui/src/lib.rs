//! The house's components and formatting; knows no feature.

// A component owns its properties, whether it gives them away or not.
#![allow(clippy::needless_pass_by_value)]

pub mod boot;
pub mod dialog;
pub mod fault;
pub mod form;
pub mod format;
pub mod icons;
pub mod list;
pub mod loading;
pub mod page;
pub mod shell;
pub mod table;
pub mod texts;
pub mod toast;
pub mod work;

#[doc(hidden)]
pub use domain::Language;
pub use fault::Fault;

/// Everything that a page needs.
pub mod prelude {
    pub use crate::boot::{Boot, Echo, Person, Surface, Theme, boot, deeds, language, provide_boot};
    pub use crate::dialog::Confirm;
    pub use crate::fault::Fault;
    pub use crate::form::{
        CheckField, ComboField, FieldRow, FileField, Form, FormActions, FormState, HiddenField, Kind, MoneyField,
        PlainForm, SelectField, Submit, TextArea, TextField, Typed, outcome,
    };
    pub use crate::format;
    pub use crate::icons::{Glyph, Icon};
    pub use crate::list::{EmptyState, FilterSelect, Pager, SearchBar, Skeleton, SkeletonShape};
    pub use crate::loading::{FailureView, Loaded, StatusSink};
    pub use crate::page::{
        Alert, Badge, ButtonKind, ButtonLink, Card, DefinitionList, Fact, Page, Stat, Stats, Sum, Tab, Tabs, To, Tone,
    };
    pub use crate::shell::{AppFrame, NavItem, PublicFrame};
    pub use crate::table::{Align, Cell, Column, Row, Table};
    pub use crate::texts;
    pub use crate::texts::{fill, texts as words};
    pub use crate::toast::Notices;
    pub use crate::work::{JobActions, JobBadge, JobFacts, JobList, JobProgress, JobTable, Progress, pulse};
}
