//! How payments are spread, what may be written off, what a run parks.

use domain::Permission;
use domain::payments::spread::Rule;
use domain::settings::BookRules;
use leptos::prelude::*;
use ui::prelude::{
    Card, DefinitionList, Fact, FieldRow, Form, FormActions, Loaded, MoneyField, SelectField, SkeletonShape, Submit,
    Sum, TextField, boot, deeds,
};

use super::api::{SetBookRules, show_book_rules};
use crate::texts::money;
use crate::texts::settings::texts as own;

/// The section.
#[component]
pub fn BookRulesSection() -> impl IntoView {
    let deeds = deeds();
    let rules = Resource::new(move || deeds.get(), |_| show_book_rules());
    let action = ServerAction::<SetBookRules>::new();
    view! {
        <Loaded resource=rules skeleton=SkeletonShape::Lines let:rules>
            <Card title=own().payments>
                {if boot().may(Permission::EditSettings) { form(rules, action) } else { facts(rules) }}
            </Card>
        </Loaded>
    }
    .into_any()
}

fn form(rules: BookRules, action: ServerAction<SetBookRules>) -> AnyView {
    let text = own();
    let desk = money::desk::texts();
    let options = Rule::ALL
        .map(|rule| (rule.code().to_owned(), desk.rule(rule).to_owned()))
        .to_vec();
    let limit = match boot().language {
        domain::Language::Ru => rules.write_off_limit.to_string().replace('.', ","),
        domain::Language::En => rules.write_off_limit.to_string(),
    };
    let grace = rules.grace_days.map(|days| days.to_string()).unwrap_or_default();
    view! {
        <Form action>
            <SelectField
                name="allocation_rule"
                label=text.allocation_rule
                options
                value=rules.allocation_rule.code()
                hint=text.allocation_rule_hint
            />
            <MoneyField name="write_off_limit" label=text.write_off_limit value=limit hint=text.write_off_limit_hint required=true />
            <FieldRow>
                <TextField name="grace_days" label=text.grace_days value=grace hint=text.grace_days_hint autocomplete="off" />
                <TextField name="outlier_percent" label=text.outlier_percent value=rules.outlier_percent.to_string() required=true autocomplete="off" />
            </FieldRow>
            <FieldRow>
                <TextField name="park_times" label=text.park_times value=rules.park_times.to_string() hint=text.park_times_hint required=true autocomplete="off" />
                <TextField name="park_lines" label=text.park_lines value=rules.park_lines.to_string() required=true autocomplete="off" />
            </FieldRow>
            <FormActions>
                <Submit label=ui::texts::texts().save />
            </FormActions>
        </Form>
    }
    .into_any()
}

fn facts(rules: BookRules) -> AnyView {
    let text = own();
    let grace = rules
        .grace_days
        .map_or_else(|| text.never.to_owned(), |days| days.to_string());
    view! {
        <DefinitionList>
            <Fact label=text.allocation_rule>{money::desk::texts().rule(rules.allocation_rule)}</Fact>
            <Fact label=text.write_off_limit><Sum of=rules.write_off_limit /></Fact>
            <Fact label=text.grace_days>{grace}</Fact>
            <Fact label=text.outlier_percent>{rules.outlier_percent.to_string()}</Fact>
            <Fact label=text.park_times>{rules.park_times.to_string()}</Fact>
            <Fact label=text.park_lines>{rules.park_lines.to_string()}</Fact>
        </DefinitionList>
        <p class="text-sm text-(--muted)">{text.only_admin}</p>
    }
    .into_any()
}
