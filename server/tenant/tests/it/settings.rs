//! The rules of the books that an organisation sets itself.

use domain::payments::spread::Rule;
use domain::settings::BookRulesForm;
use domain::{Failure, Reason};
use tenant::settings;

use super::estate::money;
use super::support::{Office, refused};

fn form() -> BookRulesForm {
    BookRulesForm {
        allocation_rule: "current".into(),
        write_off_limit: "5,50".into(),
        grace_days: "3".into(),
        outlier_percent: "40".into(),
        park_times: "7".into(),
        park_lines: "20".into(),
    }
}

#[tokio::test]
async fn an_administrator_sets_the_rules_and_others_see_them() {
    let office = Office::open().await;
    let admin = office.admin();
    let before = settings::rules(&office.operator()).await.unwrap();
    assert_eq!((before.allocation_rule, before.grace_days), (Rule::Oldest, None));
    for ctx in [office.operator(), office.manager()] {
        assert_eq!(settings::set_rules(&ctx, &form()).await, Err(Failure::Forbidden));
    }
    assert_eq!(
        settings::set_rules(&office.nobody(), &form()).await,
        Err(Failure::SignedOut)
    );
    settings::set_rules(&admin, &form()).await.unwrap();
    let now = settings::rules(&office.operator()).await.unwrap();
    assert_eq!(
        (now.allocation_rule, now.write_off_limit, now.grace_days),
        (Rule::Current, money("5.50"), Some(3))
    );
    assert_eq!((now.outlier_percent, now.park_times, now.park_lines), (40, 7, 20));
    // The same once more is no change and no event.
    settings::set_rules(&admin, &form()).await.unwrap();
    let noted = "select count(*) from event where noun = 'settings' and details->'was'->>'allocation_rule' = 'oldest'";
    assert_eq!(office.count(noted).await, 1);
    assert_eq!(
        office.count("select count(*) from event where noun = 'settings'").await,
        1
    );
    let never = BookRulesForm {
        grace_days: " ".into(),
        ..form()
    };
    settings::set_rules(&admin, &never).await.unwrap();
    assert_eq!(settings::rules(&admin).await.unwrap().grace_days, None);
    let beyond = BookRulesForm {
        grace_days: "31".into(),
        ..form()
    };
    assert_eq!(
        refused(settings::set_rules(&admin, &beyond).await, "grace_days"),
        Reason::AboveMost { most: 30 }
    );
}
