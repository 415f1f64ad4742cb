//! Who may do what inside a tenant: one table, shown in the docs and walked by tests both ways.

use serde::{Deserialize, Serialize};

/// A role of a tenant's staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything of the tenant: users and settings too.
    Admin,
    /// All of the business: runs, tariffs, corrections, exports.
    Manager,
    /// Subscribers, readings, payments.
    Operator,
}

impl Role {
    /// Every role, the mightiest first.
    pub const ALL: [Self; 3] = [Self::Admin, Self::Manager, Self::Operator];

    /// The word in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Manager => "manager",
            Self::Operator => "operator",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// What the table says.
    #[must_use]
    pub const fn may(self, permission: Permission) -> bool {
        let (admin, manager, operator) = permission.row();
        match self {
            Self::Admin => admin,
            Self::Manager => manager,
            Self::Operator => operator,
        }
    }
}

macro_rules! permissions {
    ($( $(#[$doc:meta])* $name:ident = $code:literal : $admin:literal $manager:literal $operator:literal ),+ $(,)?) => {
        /// A right to do one kind of thing in a tenant.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Permission { $( $(#[$doc])* $name ),+ }

        impl Permission {
            /// Every permission, in the table's order.
            pub const ALL: &'static [Self] = &[ $( Self::$name ),+ ];

            /// The stable word of the permission.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $( Self::$name => $code ),+ }
            }

            /// The table's row: admin, manager, operator.
            const fn row(self) -> (bool, bool, bool) {
                match self { $( Self::$name => ($admin, $manager, $operator) ),+ }
            }
        }
    };
}

permissions! {
    //                                                                admin manager operator
    /// Open the dashboard.
    SeeDashboard = "see_dashboard":                                    true true true,
    /// Read subscribers, houses, premises, services, links, invoices, payments.
    SeeSubscribers = "see_subscribers":                                true true true,
    /// Register, change, archive subscribers.
    EditSubscribers = "edit_subscribers":                              true true true,
    /// Register and change houses and premises.
    EditHouses = "edit_houses":                                        true true true,
    /// Register, price and archive services.
    EditServices = "edit_services":                                    true true false,
    /// Link a service to a subscriber and end the link.
    EditLinks = "edit_links":                                          true true true,
    /// Issue the invoices of a month.
    IssueInvoices = "issue_invoices":                                  true true false,
    /// Record a payment.
    RecordPayment = "record_payment":                                  true true true,
    /// Take a payment back: an operator only their own, on the same day.
    ReversePayment = "reverse_payment":                                true true true,
    /// Pay money back to a subscriber.
    RefundPayment = "refund_payment":                                  true true false,
    /// Spread a payment otherwise than it was.
    ReallocatePayment = "reallocate_payment":                          true true false,
    /// Take promises of payment and agree on instalments.
    TakePromises = "take_promises":                                    true true true,
    /// Enter the volumes of metered links.
    EnterVolumes = "enter_volumes":                                    true true true,
    /// Void an issued invoice.
    VoidInvoice = "void_invoice":                                      true true false,
    /// Make a recalculation.
    AdjustCharges = "adjust_charges":                                  true true false,
    /// Charge penalties for late payment.
    ChargePenalties = "charge_penalties":                              true true false,
    /// Give up a debt or penalties.
    WriteOff = "write_off":                                            true true false,
    /// Enter, change and end contracts.
    EditContracts = "edit_contracts":                                  true true false,
    /// Have the books recomputed and compared.
    ProveBooks = "prove_books":                                        true true false,
    /// See the organisation's own details.
    SeeOrganisation = "see_organisation":                              true true true,
    /// Change the organisation's own details, and the rules of its books: due days, penalties, how payments are spread.
    EditSettings = "edit_settings":                                    true false false,
    /// Import subscribers with opening balances.
    ImportSubscribers = "import_subscribers":                          true true false,
    /// See and download the files that the tenant keeps.
    SeeFiles = "see_files":                                            true true true,
    /// Upload and delete files.
    EditFiles = "edit_files":                                          true true false,
    /// See the tenant's background work.
    SeeJobs = "see_jobs":                                              true true false,
    /// Stop the tenant's background work and try it again.
    CancelJobs = "cancel_jobs":                                        true true false,
    /// See, invite, change and disable the staff.
    ManageUsers = "manage_users":                                      true false false,
    /// Change one's own password.
    ChangeOwnPassword = "change_own_password":                         true true true,
    /// Be asked what one thinks of the program.
    AnswerSurvey = "answer_survey":                                    true true true,
}

impl Permission {
    /// What nobody of the landlord's may do who acts in somebody else's place: it would outlast the visit, or speak
    /// for the person.
    #[must_use]
    pub const fn is_closed_to_visitors(self) -> bool {
        matches!(self, Self::ManageUsers | Self::ChangeOwnPassword | Self::AnswerSurvey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table once more, by hand: a change of a right has to be made in two places, on purpose.
    const TABLE: &[(&str, [bool; 3])] = &[
        ("see_dashboard", [true, true, true]),
        ("see_subscribers", [true, true, true]),
        ("edit_subscribers", [true, true, true]),
        ("edit_houses", [true, true, true]),
        ("edit_services", [true, true, false]),
        ("edit_links", [true, true, true]),
        ("issue_invoices", [true, true, false]),
        ("record_payment", [true, true, true]),
        ("reverse_payment", [true, true, true]),
        ("refund_payment", [true, true, false]),
        ("reallocate_payment", [true, true, false]),
        ("take_promises", [true, true, true]),
        ("enter_volumes", [true, true, true]),
        ("void_invoice", [true, true, false]),
        ("adjust_charges", [true, true, false]),
        ("charge_penalties", [true, true, false]),
        ("write_off", [true, true, false]),
        ("edit_contracts", [true, true, false]),
        ("prove_books", [true, true, false]),
        ("see_organisation", [true, true, true]),
        ("edit_settings", [true, false, false]),
        ("import_subscribers", [true, true, false]),
        ("see_files", [true, true, true]),
        ("edit_files", [true, true, false]),
        ("see_jobs", [true, true, false]),
        ("cancel_jobs", [true, true, false]),
        ("manage_users", [true, false, false]),
        ("change_own_password", [true, true, true]),
        ("answer_survey", [true, true, true]),
    ];

    #[test]
    fn the_table_holds_both_ways() {
        assert_eq!(Permission::ALL.len(), TABLE.len());
        for (permission, (code, row)) in Permission::ALL.iter().zip(TABLE) {
            assert_eq!(permission.code(), *code);
            for (role, may) in Role::ALL.into_iter().zip(row) {
                assert_eq!(role.may(*permission), *may, "{} {code}", role.code());
            }
        }
    }

    #[test]
    fn a_visitor_changes_no_access() {
        let closed: Vec<_> = Permission::ALL
            .iter()
            .filter(|permission| permission.is_closed_to_visitors())
            .map(|permission| permission.code())
            .collect();
        assert_eq!(closed, ["manage_users", "change_own_password", "answer_survey"]);
    }

    #[test]
    fn roles_are_known_by_their_words() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("owner"), None);
    }
}
