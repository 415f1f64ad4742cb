//! The organisation itself: what stands on its papers, its bank accounts, who signs, its logo.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Fields;
use crate::files::FileLine;
use crate::requisites::{self, Wrong};
use crate::{Failure, Reason, typed};

/// The details, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganisationForm {
    /// The version that was opened; somebody else's change in between is a conflict.
    pub version: String,
    /// The full name.
    pub full_name: String,
    /// The short name.
    pub short_name: String,
    /// The INN.
    pub inn: String,
    /// The KPP.
    pub kpp: String,
    /// The OGRN or OGRNIP.
    pub ogrn: String,
    /// The postal address.
    pub address: String,
    /// Telephones, with commas between them.
    pub phone: String,
    /// The e-mail.
    pub email: String,
    /// The site.
    pub site: String,
    /// When the office is open.
    pub hours: String,
}

/// Details that make sense; what is not filled in yet is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// The full name, as registered.
    pub full_name: Option<String>,
    /// The short name.
    pub short_name: Option<String>,
    /// The INN.
    pub inn: Option<String>,
    /// The KPP; entrepreneurs have none.
    pub kpp: Option<String>,
    /// The OGRN or OGRNIP.
    pub ogrn: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// Telephones as `+74842123456`, with commas between them.
    pub phone: Option<String>,
    /// The e-mail.
    pub email: Option<String>,
    /// The site without its scheme.
    pub site: Option<String>,
    /// When the office is open.
    pub hours: Option<String>,
}

impl OrganisationForm {
    /// The details with the version that was opened.
    ///
    /// # Errors
    /// `NotFound` for a version that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<(i32, Details), Failure> {
        let version = version(&self.version)?;
        let mut fields = Fields::default();
        let full_name = fields.keep("full_name", typed::optional_text(&self.full_name, 300));
        let short_name = fields.keep("short_name", typed::optional_text(&self.short_name, 160));
        let inn = fields.keep("inn", requisites::inn(&self.inn));
        let kpp = fields.keep("kpp", requisites::kpp(&self.kpp));
        let ogrn = fields.keep("ogrn", requisites::ogrn(&self.ogrn));
        if let (Some(Some(inn)), Some(kpp), Some(ogrn)) = (&inn, &kpp, &ogrn) {
            let entrepreneur = inn.len() == 12;
            if entrepreneur && kpp.is_some() {
                fields.refuse("kpp", Wrong::KppOfEntrepreneur.into());
            }
            if ogrn.as_ref().is_some_and(|ogrn| (ogrn.len() == 15) != entrepreneur) {
                fields.refuse("ogrn", Wrong::OgrnOfOtherKind.into());
            }
        }
        let address = fields.keep("address", typed::optional_text(&self.address, 300));
        let phone = fields.keep("phone", phones(&self.phone));
        let email = fields.keep("email", typed::optional_email(&self.email));
        let site = fields.keep("site", requisites::site(&self.site));
        let hours = fields.keep("hours", typed::optional_text(&self.hours, 200));
        if !fields.is_empty() {
            return Err(fields.into_failure());
        }
        let details = Details {
            full_name: full_name.flatten(),
            short_name: short_name.flatten(),
            inn: inn.flatten(),
            kpp: kpp.flatten(),
            ogrn: ogrn.flatten(),
            address: address.flatten(),
            phone: phone.flatten(),
            email: email.flatten(),
            site: site.flatten(),
            hours: hours.flatten(),
        };
        Ok((version, details))
    }
}

fn version(typed: &str) -> Result<i32, Failure> {
    typed.trim().parse().map_err(|_| Failure::NotFound)
}

/// Several telephones, with commas or semicolons between them.
fn phones(typed: &str) -> Result<Option<String>, Reason> {
    if typed.chars().count() > 200 {
        return Err(Reason::TooLong { max: 200 });
    }
    let known: Vec<String> = typed
        .split([',', ';'])
        .map(typed::optional_phone)
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect();
    Ok((!known.is_empty()).then(|| known.join(", ")))
}

/// Who signs, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignatoriesForm {
    /// The version that was opened.
    pub version: String,
    /// The post of the one who signs first.
    pub chief_post: String,
    /// Who signs first.
    pub chief_name: String,
    /// Who signs as chief accountant.
    pub accountant_name: String,
}

/// Who signs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatories {
    /// The post of the one who signs first.
    pub chief_post: Option<String>,
    /// Who signs first.
    pub chief_name: Option<String>,
    /// Who signs as chief accountant.
    pub accountant_name: Option<String>,
}

impl SignatoriesForm {
    /// The signatories with the version that was opened.
    ///
    /// # Errors
    /// `NotFound` for a version that is none; `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<(i32, Signatories), Failure> {
        let version = version(&self.version)?;
        let mut fields = Fields::default();
        let chief_post = fields.keep("chief_post", typed::optional_text(&self.chief_post, 100));
        let chief_name = fields.keep("chief_name", typed::optional_text(&self.chief_name, 100));
        let accountant_name = fields.keep("accountant_name", typed::optional_text(&self.accountant_name, 100));
        match (chief_post, chief_name, accountant_name) {
            // A post without a person signs nothing.
            (Some(Some(_)), Some(None), _) => Err(Failure::field("chief_name", Reason::Required)),
            (Some(chief_post), Some(chief_name), Some(accountant_name)) => Ok((
                version,
                Signatories {
                    chief_post,
                    chief_name,
                    accountant_name,
                },
            )),
            _ => Err(fields.into_failure()),
        }
    }
}

/// A bank account, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BankAccountForm {
    /// The bank's BIC.
    pub bic: String,
    /// The bank's name and town.
    pub bank: String,
    /// The bank's correspondent account.
    pub correspondent: String,
    /// The account.
    pub number: String,
    /// Whether it is the one that receipts name.
    pub main: String,
}

/// A bank account that makes sense.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewBankAccount {
    /// The bank's BIC.
    pub bic: String,
    /// The bank's name and town.
    pub bank: String,
    /// The bank's correspondent account.
    pub correspondent: Option<String>,
    /// The account.
    pub number: String,
    /// It is the one that receipts name.
    pub is_main: bool,
}

impl BankAccountForm {
    /// # Errors
    /// `Invalid` with a reason for each field that can't be accepted.
    pub fn parse(&self) -> Result<NewBankAccount, Failure> {
        let mut fields = Fields::default();
        let bic = fields.keep("bic", requisites::bic(&self.bic));
        let bank = fields.keep("bank", typed::text(&self.bank, 200));
        // Keys are reckoned with the BIC: without a good one, nothing can be said of them.
        let keyed = bic.as_ref().map(|bic| {
            (
                fields.keep("correspondent", requisites::correspondent(&self.correspondent, bic)),
                fields.keep("number", requisites::account(&self.number, bic)),
            )
        });
        if keyed.is_none() {
            fields.keep("number", typed::text(&self.number, 40));
        }
        match (bic, bank, keyed) {
            (Some(bic), Some(bank), Some((Some(correspondent), Some(number)))) => Ok(NewBankAccount {
                bic,
                bank,
                correspondent,
                number,
                is_main: typed::ticked(&self.main),
            }),
            _ => Err(fields.into_failure()),
        }
    }
}

/// Names one bank account: to archive it, to make it the main one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BankAccountRefForm {
    /// The account's id.
    pub id: String,
}

/// A bank account in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccount {
    /// The id.
    pub id: i64,
    /// The bank's BIC.
    pub bic: String,
    /// The bank's name and town.
    pub bank: String,
    /// The bank's correspondent account.
    pub correspondent: Option<String>,
    /// The account.
    pub number: String,
    /// It is the one that receipts name.
    pub is_main: bool,
    /// Since when it is no longer used.
    pub archived_at: Option<DateTime<Utc>>,
}

/// Everything about the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Counts the changes; the forms carry it.
    pub version: i32,
    /// What stands on its papers.
    pub details: Details,
    /// Who signs.
    pub signatories: Signatories,
    /// The logo among the files.
    pub logo: Option<FileLine>,
    /// The bank accounts: the main one, then those in use, then the archive.
    pub accounts: Vec<BankAccount>,
    /// The largest file that is taken, mebibytes.
    pub max_mb: u32,
}

/// Who issues a paper, as far as it is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// The short name, or the full one where there is no other.
    pub name: Option<String>,
    /// The INN.
    pub inn: Option<String>,
    /// The postal address.
    pub address: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> OrganisationForm {
        OrganisationForm {
            version: "1".into(),
            short_name: "ПАО Сбербанк".into(),
            inn: "7707083893".into(),
            kpp: "773601001".into(),
            ogrn: "1027700132195".into(),
            phone: "8 (495) 500-55-50; 8 800 555 55 50".into(),
            site: "https://sberbank.ru/".into(),
            ..OrganisationForm::default()
        }
    }

    #[test]
    fn details_are_read_as_typed() {
        let (version, details) = form().parse().unwrap();
        assert_eq!((version, details.full_name), (1, None));
        assert_eq!(details.phone.as_deref(), Some("+74955005550, +78005555550"));
        assert_eq!(details.site.as_deref(), Some("sberbank.ru"));
        let nothing = OrganisationForm {
            version: "3".into(),
            ..OrganisationForm::default()
        };
        assert_eq!(nothing.parse(), Ok((3, Details::default())));
        assert_eq!(OrganisationForm::default().parse(), Err(Failure::NotFound));
    }

    #[test]
    fn an_entrepreneur_has_other_numbers() {
        let refused = |form: OrganisationForm, field: &str| form.parse().unwrap_err().reason_for(field).cloned();
        let person = OrganisationForm {
            inn: "500100732259".into(),
            ..form()
        };
        let why = |why| Some(Reason::Requisite { why });
        assert_eq!(refused(person.clone(), "kpp"), why(Wrong::KppOfEntrepreneur));
        assert_eq!(refused(person.clone(), "ogrn"), why(Wrong::OgrnOfOtherKind));
        let other = OrganisationForm {
            ogrn: "304500116000157".into(),
            ..form()
        };
        assert_eq!(refused(other.clone(), "ogrn"), why(Wrong::OgrnOfOtherKind));
        assert!(
            OrganisationForm {
                inn: person.inn,
                kpp: String::new(),
                ..other
            }
            .parse()
            .is_ok()
        );
    }

    #[test]
    fn each_field_is_told_of() {
        let bad = OrganisationForm {
            version: "1".into(),
            full_name: "x".repeat(301),
            short_name: "\u{1}".into(),
            inn: "1".into(),
            kpp: "1".into(),
            ogrn: "1".into(),
            address: "x".repeat(301),
            phone: "+7 916 123-45-67, звонить".into(),
            email: "x".into(),
            site: "x".into(),
            hours: "x".repeat(201),
        };
        let Err(Failure::Invalid { fields }) = bad.parse() else {
            panic!("accepted")
        };
        assert_eq!(fields.iter().count(), 10);
    }

    #[test]
    fn signatories_have_names() {
        let form = SignatoriesForm {
            version: "1".into(),
            chief_post: "Председатель".into(),
            chief_name: "Петров П. П.".into(),
            accountant_name: String::new(),
        };
        assert_eq!(form.parse().unwrap().1.accountant_name, None);
        let nameless = SignatoriesForm {
            chief_name: String::new(),
            ..form
        };
        assert_eq!(
            nameless.parse().unwrap_err().reason_for("chief_name"),
            Some(&Reason::Required)
        );
    }

    #[test]
    fn a_bank_account_is_checked_against_its_bank() {
        let form = BankAccountForm {
            bic: "044525225".into(),
            bank: "ПАО Сбербанк, г. Москва".into(),
            correspondent: "30101810400000000225".into(),
            number: "40702810900000000001".into(),
            main: "on".into(),
        };
        let numbers: Vec<String> = (0..10).map(|key| format!("40702810{key}00000000001")).collect();
        let good: Vec<_> = numbers
            .iter()
            .filter_map(|number| {
                BankAccountForm {
                    number: number.clone(),
                    ..form.clone()
                }
                .parse()
                .ok()
            })
            .collect();
        assert_eq!(good.len(), 1);
        assert!(good[0].is_main);
        let blind = BankAccountForm {
            bic: "1".into(),
            bank: String::new(),
            number: String::new(),
            ..form
        };
        let Err(Failure::Invalid { fields }) = blind.parse() else {
            panic!("accepted")
        };
        let told: Vec<_> = fields.iter().map(|(name, _)| name).collect();
        assert_eq!(told, ["bank", "bic", "number"]);
    }
}
