//! Visits of the landlord's people: whose place, under which name, for how long.

use chrono::TimeDelta;
use domain::users::UserRefForm;
use domain::{Permission, Reason, Role};
use tenant::visits::{self, Grant};
use tenant::{Actor, sessions, users};

use crate::support::{Office, conflict, failed, later};

fn grant(staff_id: i64) -> Grant {
    Grant {
        staff_id,
        visitor_id: 77,
        visitor_name: "Иван".into(),
        reason: "Обращение № 4512".into(),
    }
}

#[tokio::test]
async fn a_visit_has_the_rights_of_its_place_but_for_access() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    let oleg = office.hire("Олег", "oleg@sad.ru", Role::Operator).await;
    let seats = visits::seats(&office.system()).await.unwrap();
    let names: Vec<_> = seats.iter().map(|seat| (seat.name.as_str(), seat.role)).collect();
    assert_eq!(names, [("Анна", Role::Admin), ("Олег", Role::Operator)]);
    assert_eq!(failed(visits::seats(&anna.ctx).await), domain::Failure::Forbidden);

    for (person, role) in [(&anna, Role::Admin), (&oleg, Role::Operator)] {
        let opened = visits::enter(&office.nobody(), grant(person.id)).await.unwrap();
        assert_eq!(opened.expires_at, office.nobody().now + TimeDelta::minutes(60));
        let resumed = sessions::resume(&office.nobody(), &opened.token)
            .await
            .unwrap()
            .unwrap();
        let ctx = office.by(resumed.actor());
        assert!(matches!(&ctx.actor, Actor::Visitor { id: 77, name, .. } if name.ends_with("(поддержка: Иван)")));
        for permission in Permission::ALL {
            assert_eq!(
                ctx.authorize(*permission).is_ok(),
                role.may(*permission) && !permission.is_closed_to_visitors(),
                "{}",
                permission.code()
            );
        }
        let end = later(&office.nobody(), TimeDelta::minutes(60));
        assert_eq!(sessions::resume(&end, &opened.token).await, Ok(None));
    }
    assert_eq!(
        office
            .count("select count(*) from event where actor_kind = 'landlord' and verb = 'visit_begun' and reason is not null")
            .await,
        2
    );
}

#[tokio::test]
async fn nobody_visits_in_the_place_of_who_cannot_come_in() {
    let office = Office::open().await;
    let anna = office.hire("Анна", "anna@sad.ru", Role::Admin).await;
    let oleg = office.hire("Олег", "oleg@sad.ru", Role::Operator).await;
    let opened = visits::enter(&office.nobody(), grant(oleg.id)).await.unwrap();
    let form = UserRefForm {
        id: oleg.id.to_string(),
    };
    users::disable(&anna.ctx, &form).await.unwrap();
    assert_eq!(
        sessions::resume(&office.nobody(), &opened.token).await,
        Ok(None),
        "the visit ends with the person"
    );
    let shut = visits::enter(&office.nobody(), grant(oleg.id)).await;
    assert_eq!(conflict(shut), Reason::LinkExpired);
    assert_eq!(
        conflict(visits::enter(&office.nobody(), grant(404)).await),
        Reason::LinkExpired
    );
    assert_eq!(visits::seats(&office.system()).await.unwrap().len(), 1);
}
