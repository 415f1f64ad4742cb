//! What a form tells its fields: their names, what was typed before, why it was refused.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use domain::{Failure, Reason};
use leptos::prelude::*;

use crate::boot::{Echo, EchoIsFresh, boot};

/// The state of the form around; a context of its fields.
#[derive(Clone)]
pub struct FormState(Arc<Inner>);

struct Inner {
    nested: bool,
    scope: String,
    echoed: bool,
    values: BTreeMap<String, String>,
    failure: Signal<Option<Failure>>,
    pending: Signal<bool>,
    settled: Signal<usize>,
    known: Mutex<Vec<Known>>,
}

/// A field that shows its own failure.
#[derive(Clone)]
pub(crate) struct Known {
    pub name: String,
    pub label: String,
    pub id: String,
}

/// What was typed into a field before, if this page answers a plain post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The form was not posted: show the value that the page gives.
    Nothing,
    /// It was posted and the field held this.
    Text(String),
    /// It was posted without the field, as an unticked box is.
    Absent,
}

impl FormState {
    pub(crate) fn new(
        nested: bool,
        scope: String,
        echo: Option<Echo>,
        failure: Signal<Option<Failure>>,
        pending: Signal<bool>,
        settled: Signal<usize>,
    ) -> Self {
        // What was accepted is not shown again: the form is for the next one.
        let refused = echo.filter(|echo| echo.outcome.is_err());
        let echoed = refused.is_some();
        let values = refused.map(|echo| echo.values).unwrap_or_default();
        Self(Arc::new(Inner {
            nested,
            scope,
            echoed,
            values,
            failure,
            pending,
            settled,
            known: Mutex::default(),
        }))
    }

    /// The form around, or a stand-in for fields outside of any (a GET form, the gallery).
    #[must_use]
    pub fn current() -> Self {
        use_context::<Self>().unwrap_or_else(|| {
            let none = Signal::stored(None);
            Self::new(false, "f".into(), None, none, Signal::stored(false), Signal::stored(0))
        })
    }

    /// The HTML name of a field: `form[name]`, or the name itself in a plain form. `lines[0]` becomes
    /// `form[lines][0]`.
    #[must_use]
    pub fn html_name(&self, name: &str) -> String {
        match (self.0.nested, name.split_once('[')) {
            (false, _) => name.to_owned(),
            (true, None) => format!("form[{name}]"),
            (true, Some((first, rest))) => format!("form[{first}][{rest}"),
        }
    }

    /// The HTML id of a field.
    #[must_use]
    pub fn id(&self, name: &str) -> String {
        let name: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' })
            .collect();
        format!("{}-{name}", self.0.scope)
    }

    /// What was typed before.
    #[must_use]
    pub fn typed(&self, name: &str) -> Typed {
        if !self.0.echoed {
            return Typed::Nothing;
        }
        self.0
            .values
            .get(&self.html_name(name))
            .map_or(Typed::Absent, |text| Typed::Text(text.clone()))
    }

    /// What was typed before, or the page's own value.
    #[must_use]
    pub fn text(&self, name: &str, own: String) -> String {
        match self.typed(name) {
            Typed::Text(text) => text,
            Typed::Nothing | Typed::Absent => own,
        }
    }

    /// Why the form was refused last.
    #[must_use]
    pub fn failure(&self) -> Signal<Option<Failure>> {
        self.0.failure
    }

    /// The form is on its way.
    #[must_use]
    pub fn pending(&self) -> Signal<bool> {
        self.0.pending
    }

    /// Grows by one with every answer.
    #[must_use]
    pub fn settled(&self) -> Signal<usize> {
        self.0.settled
    }

    /// Why a field was refused last.
    #[must_use]
    pub fn reason(&self, name: &str) -> Signal<Option<Reason>> {
        let failure = self.0.failure;
        let name = name.to_owned();
        Signal::derive(move || failure.with(|failure| failure.as_ref()?.reason_for(&name).cloned()))
    }

    /// A field that shows its own failure, so that the form need not.
    pub(crate) fn register(&self, name: &str, label: &str) {
        if let Ok(mut known) = self.0.known.lock() {
            known.retain(|field| field.name != name);
            known.push(Known {
                name: name.to_owned(),
                label: label.to_owned(),
                id: self.id(name),
            });
        }
    }

    /// Where a field stands among those of the form; one that is not on the page comes last.
    pub(crate) fn place(&self, name: &str) -> usize {
        let known = self.0.known.lock().ok();
        known
            .and_then(|known| known.iter().position(|field| field.name == name))
            .unwrap_or(usize::MAX)
    }

    pub(crate) fn known(&self, name: &str) -> Option<Known> {
        self.0
            .known
            .lock()
            .ok()?
            .iter()
            .find(|field| field.name == name)
            .cloned()
    }
}

/// The start of the ids of a form's fields: the last part of its path and its key.
pub(crate) fn scope(path: &str, key: Option<&str>) -> String {
    let last = path
        .rsplit('/')
        .next()
        .filter(|last| !last.is_empty())
        .unwrap_or("form");
    let clean = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect()
    };
    match key {
        Some(key) => format!("{}-{}", clean(last), clean(key)),
        None => clean(last),
    }
}

/// The echo of a form, as long as the page that it came with is on the screen.
pub(crate) fn fresh_echo(action: &str) -> Option<Echo> {
    let fresh = use_context::<EchoIsFresh>().is_none_or(|fresh| fresh.0.get_value());
    boot().echo.clone().filter(|echo| fresh && echo.action == action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Reason;

    fn state(outcome: Result<serde_json::Value, Failure>) -> FormState {
        let failure = outcome.as_ref().err().cloned();
        let echo = Echo {
            action: "/rpc/x".into(),
            values: BTreeMap::from([
                ("form[name]".into(), "Иван".into()),
                ("form[lines][0]".into(), "a".into()),
            ]),
            outcome,
        };
        let failure = Signal::stored(failure);
        FormState::new(
            true,
            scope("/rpc/record_payment123", None),
            Some(echo),
            failure,
            Signal::stored(false),
            Signal::stored(0),
        )
    }

    #[test]
    fn what_was_refused_is_kept_and_what_was_accepted_is_not() {
        Owner::new().with(|| {
            let refused = state(Err(Failure::field("name", Reason::Required)));
            assert_eq!(refused.typed("name"), Typed::Text("Иван".into()));
            assert_eq!(refused.typed("lines[0]"), Typed::Text("a".into()));
            assert_eq!(refused.typed("ticked"), Typed::Absent);
            assert_eq!(refused.reason("name").get_untracked(), Some(Reason::Required));
            assert_eq!(refused.reason("lines[0]").get_untracked(), None);
            let accepted = state(Ok(serde_json::Value::Null));
            assert_eq!(accepted.typed("name"), Typed::Nothing);
            assert_eq!(accepted.text("name", "Пётр".into()), "Пётр");
        });
    }

    #[test]
    fn names_and_ids() {
        Owner::new().with(|| {
            let form = state(Ok(serde_json::Value::Null));
            assert_eq!(form.html_name("lines[0]"), "form[lines][0]");
            assert_eq!(form.id("lines[0]"), "record_payment123-lines-0-");
            assert_eq!(FormState::current().html_name("email"), "email");
            assert_eq!(scope("/login", None), "login");
            assert_eq!(scope("/rpc/archive9", Some("42")), "archive9-42");
            form.register("name", "Имя");
            assert!(form.known("name").is_some_and(|field| field.label == "Имя") && form.known("x").is_none());
            form.register("email", "Почта");
            assert!(form.place("name") < form.place("email") && form.place("email") < form.place("x"));
        });
    }
}
