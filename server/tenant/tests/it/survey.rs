//! The survey: who is asked when, and what becomes of the answers.

use domain::survey::{Summary, SurveyForm};
use domain::{Failure, Reason, Role};
use tenant::{Actor, survey};

use crate::support::{Office, failed, on, refused};

fn form(score: &str, wish: &str) -> SurveyForm {
    SurveyForm {
        score: score.into(),
        wish: wish.into(),
    }
}

#[tokio::test]
async fn one_is_asked_once_a_quarter_and_not_at_once() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await.ctx;
    let due = async |day: &str| survey::due(&on(&anna, day)).await.unwrap();
    assert!(!due("2026-11-22").await, "a newcomer has nothing to say yet");
    assert!(due("2026-12-06").await);

    // Later means thirty days, also into the next quarter.
    survey::postpone(&on(&anna, "2026-12-10")).await.unwrap();
    assert!(!due("2027-01-08").await);
    assert!(due("2027-01-09").await);

    // A dismissal holds for the quarter, and so does an answer.
    survey::dismiss(&on(&anna, "2027-01-09")).await.unwrap();
    assert!(!due("2027-03-31").await);
    assert!(due("2027-04-01").await);
    survey::answer(&on(&anna, "2027-04-01"), &form("9", "Отчётов"))
        .await
        .unwrap();
    assert!(!due("2027-06-30").await);
    // A late click in another tab takes no answer back.
    survey::postpone(&on(&anna, "2027-04-02")).await.unwrap();
    assert_eq!(
        office.count("select count(*) from survey_reply where score = 9").await,
        1
    );
    assert!(due("2027-07-01").await);
}

#[tokio::test]
async fn answers_are_counted_and_seen_by_nobody_of_the_staff() {
    let office = Office::open().await;
    for (name, score, wish) in [
        ("a", "10", ""),
        ("b", "9", "x"),
        ("c", "8", ""),
        ("d", "6", "y"),
        ("e", "0", ""),
    ] {
        let one = office.hire(name, &format!("{name}@sad.ru"), Role::Operator).await.ctx;
        survey::answer(&one, &form(score, wish)).await.unwrap();
    }
    let quiet = office.hire("f", "f@sad.ru", Role::Operator).await.ctx;
    survey::dismiss(&quiet).await.unwrap();
    assert_eq!(
        refused(survey::answer(&quiet, &form("11", "")).await, "score"),
        Reason::NotAChoice
    );
    let day = |text: &str| text.parse().unwrap();
    let summary = survey::summary(&office.system(), day("2026-10-01"), day("2026-12-31"))
        .await
        .unwrap();
    let want = Summary {
        answers: 5,
        promoters: 2,
        detractors: 2,
        wishes: 2,
    };
    assert_eq!(summary, want);
    let before = survey::summary(&office.system(), day("2026-07-01"), day("2026-09-30"))
        .await
        .unwrap();
    assert_eq!(before, Summary::default());
    let admin = survey::summary(&office.admin(), day("2026-10-01"), day("2026-12-31")).await;
    assert_eq!(failed(admin), Failure::Forbidden);
    assert_eq!(failed(survey::due(&office.nobody()).await), Failure::SignedOut);
    let visitor = office.by(Actor::Visitor {
        id: 1,
        name: "Анна (поддержка: Иван)".into(),
        role: Role::Admin,
    });
    assert_eq!(failed(survey::due(&visitor).await), Failure::Forbidden);
    assert_eq!(
        failed(survey::answer(&visitor, &form("9", "")).await),
        Failure::Forbidden
    );
}
