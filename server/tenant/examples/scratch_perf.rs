use sqlx::Executor;
use std::sync::Arc;
use std::time::Instant;
use tenant::*;
#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).unwrap();
    let db = sqlx::postgres::PgPoolOptions::new()
        .max_connections(4)
        .connect(&url)
        .await
        .unwrap();
    let ctx = Ctx {
        tenant: Arc::new(Tenant {
            slug: "x".into(),
            name: "x".into(),
            currency: domain::Currency::Rub,
            language: domain::Language::Ru,
        }),
        actor: Actor::System,
        db: db.clone(),
        now: "2026-11-22T09:00:00Z".parse().unwrap(),
        today: "2026-11-22".parse().unwrap(),
        request_id: "p".into(),
    };
    match std::env::args().nth(2).unwrap().as_str() {
        "seed" => {
            let t = Instant::now();
            let staff = demo::seed(&ctx, 3000).await.unwrap();
            println!("{staff:?} seed {:?}", t.elapsed());
            let t = Instant::now();
            println!("{:?} {:?}", ledger::prove(&ctx).await, t.elapsed());
            let d = dashboard::show(&ctx).await.unwrap();
            println!("{d:#?}");
        }
        _ => {
            db.execute("insert into subscriber (account, kind, name, created_at) select 'P' || n, 'person', 'П ' || n, now() from generate_series(1,100000) n;
              insert into service (name, unit, created_at) select 'У' || n, 'шт', now() from generate_series(1,4) n;
              insert into service_price select id, '2026-01-01', 100.5, now() from service; 
              insert into service_price select id, '2026-10-11', 110.5, now() from service; 
              insert into service_link (subscriber_id, service_id, valid_from, quantity, created_at) select s.id, v.id, '2026-01-01', 2.5, now() from subscriber s cross join service v where v.id < 4;").await.unwrap();
            for month in ["2026-09", "2026-10", "2026-11", "2026-12"] {
                let t = Instant::now();
                let p = invoices::preview(&ctx, month.parse().unwrap()).await.unwrap();
                println!("{p:?} preview {:?}", t.elapsed());
                let t = Instant::now();
                let r = invoices::issue(&ctx, &domain::invoices::IssueForm { month: month.into() })
                    .await
                    .unwrap();
                println!("{r:?} issue {:?}", t.elapsed());
                let t = Instant::now();
                let r = invoices::issue(&ctx, &domain::invoices::IssueForm { month: month.into() })
                    .await
                    .unwrap();
                println!("{r:?} again {:?}", t.elapsed());
                if month == "2026-09" {
                    let t = Instant::now();
                    db.execute("insert into payment (key, subscriber_id, received_on, amount, advance, method, recorded_by, created_at) select gen_random_uuid(), id, '2026-09-30', 2000, 2000, 'cash','x',now() from subscriber where id % 10 = 0; insert into ledger_entry (booked_on, debit, credit, amount, subscriber_id, document, document_id, created_at) select '2026-09-30','cash','receivable',2000, subscriber_id, 'payment', id, now() from payment").await.unwrap();
                    println!("ins {:?}", t.elapsed());
                }
            }
            let t = Instant::now();
            println!("{:?} {:?}", ledger::prove(&ctx).await, t.elapsed());
        }
    }
}
