//! Letters: queued once, sent once, given up after a while, read by the owner alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use domain::landlords::Role;
use domain::mail::{LetterCard, LetterQuery, LetterRefForm, Status};
use domain::{Failure, Reason};
use landlord::{Actor, letters};
use server::delivery::{Counts, Post, send_due};
use server::relay::{Swept, part_of, relay, sweep};
use server::{Clock, Config, Program};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use crate::support::House;

/// A clock that a test sets on.
#[derive(Default)]
struct Set(AtomicI64);

impl Clock for Set {
    fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::seconds(self.0.load(Ordering::Relaxed))
    }
}

impl Set {
    fn on(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60, Ordering::Relaxed);
    }
}

/// A mail server that takes every letter, or refuses every recipient.
struct Mail {
    url: String,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Mail {
    async fn open(refuses: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let taken = Arc::new(Mutex::new(Vec::new()));
        let into = taken.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let into = into.clone();
                tokio::spawn(async move {
                    let _ = talk(stream, refuses, &into).await;
                });
            }
        });
        Self { url, taken }
    }

    fn program(&self, house: &House, clock: &Arc<Set>) -> Program {
        let config = Config {
            smtp_url: Some(self.url.clone()),
            ..Config::default()
        };
        Program {
            post: Arc::new(Post::of(&config).unwrap()),
            clock: clock.clone(),
            ..house.started.program()
        }
    }
}

async fn talk(stream: tokio::net::TcpStream, refuses: bool, into: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 ready\r\n").await?;
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.get(..4).unwrap_or_default().to_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" | "HELO" => b"250 here\r\n",
            "RCPT" if refuses => b"451 try\x01 later\r\n",
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let mut letter = String::new();
                loop {
                    line.clear();
                    stream.read_line(&mut line).await?;
                    if line == ".\r\n" {
                        break;
                    }
                    letter.push_str(&line);
                }
                into.lock().await.push(letter);
                b"250 taken\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 good\r\n",
        };
        stream.write_all(answer).await?;
    }
}

async fn all(house: &House) -> Vec<LetterCard> {
    letters::last(&house.started.ctx(), 100).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_administrator_gets_a_letter_which_the_owner_alone_reads() {
    let house = House::open().await;
    let mut owner = house.owner().await;
    let link = house.tenant("post").await;
    let [letter] = <[LetterCard; 1]>::try_from(all(&house).await).unwrap();
    let body = letter.body.clone().unwrap();
    assert_eq!(letter.line.to, "anna@post.test");
    assert!(body.contains(&format!("http://post.localhost{link}")), "{body}");

    // Without a mail server it is kept.
    assert_eq!(
        send_due(&house.started.program(), 10).await.unwrap(),
        Counts {
            kept: 1,
            ..Counts::default()
        }
    );
    let id = letter.line.id;
    let page = owner.get(&format!("/letters/{id}")).await;
    assert!(page.text.contains(&link), "the owner reads it");
    let list = owner.get("/letters").await;
    assert!(
        list.text.contains("anna@post.test") && !list.text.contains(&link),
        "the list holds no texts"
    );

    let support = Actor::User {
        id: 99,
        name: "S".into(),
        role: Role::Support,
    };
    let looks = house.started.ctx_of(support, "test".into());
    let card = letters::show(&looks, id).await.unwrap();
    assert_eq!((card.body, card.may_retry), (None, false));
    assert_eq!(
        letters::list(&looks, &LetterQuery::default())
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    let form = LetterRefForm { id: id.to_string() };
    assert_eq!(letters::retry(&looks, &form).await, Err(Failure::Forbidden));
    assert!(letters::claim(&looks).await.is_err() && letters::last(&looks, 1).await.is_err());

    let answer = owner
        .post("/rpc/console/letters/retry", &[("form[id]", &id.to_string())])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(all(&house).await[0].line.status, Status::Queued);
    assert_eq!(
        letters::retry(&house.started.ctx(), &form).await,
        Err(Failure::conflict(Reason::WrongStatus))
    );

    // A creation that is refused writes to nobody.
    let again = domain::tenants::NewTenantForm {
        name: "x".into(),
        slug: "post".into(),
        time_zone: "Europe/Moscow".into(),
        currency: "RUB".into(),
        language: "ru".into(),
        admin_email: "b@post.test".into(),
    };
    assert!(landlord::tenants::create(&house.started.ctx(), &again).await.is_err());
    assert_eq!(all(&house).await.len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_sent_once_and_its_text_is_wiped() {
    let house = House::open().await;
    let (mail, clock) = (Mail::open(false).await, Arc::new(Set::default()));
    house.tenant("once").await;
    let ctx = house.started.ctx();
    for n in 0..12 {
        let letter = domain::mail::Letter {
            kind: domain::mail::Kind::Reset,
            to: format!("n{n}@once.test"),
            subject: "Новый пароль".into(),
            text: format!("Ссылка {n}"),
        };
        let mut conn = house.started.home.db.acquire().await.unwrap();
        assert!(
            letters::queue(&mut conn, &ctx, &format!("test/{n}"), None, &letter)
                .await
                .unwrap()
        );
        assert!(
            !letters::queue(&mut conn, &ctx, &format!("test/{n}"), None, &letter)
                .await
                .unwrap()
        );
    }
    let program = mail.program(&house, &clock);
    let (one, other) = tokio::join!(send_due(&program, 20), send_due(&program, 20));
    assert_eq!(one.unwrap().sent + other.unwrap().sent, 13);
    clock.on(600);
    assert_eq!(send_due(&program, 20).await.unwrap(), Counts::default());
    let taken = mail.taken.lock().await;
    assert_eq!(taken.len(), 13, "each letter once");
    let ids: std::collections::BTreeSet<_> = taken
        .iter()
        .filter_map(|letter| letter.lines().find(|line| line.starts_with("Message-ID:")))
        .collect();
    assert_eq!(ids.len(), 13, "each with a name of its own");
    for letter in all(&house).await {
        assert_eq!((letter.line.status, letter.body.as_deref()), (Status::Sent, Some("")));
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_letter_waits_twice_as_long_each_time_and_is_given_up() {
    let house = House::open().await;
    let (mail, clock) = (Mail::open(true).await, Arc::new(Set::default()));
    house.tenant("wait").await;
    let program = mail.program(&house, &clock);
    for attempt in 1..=8_u32 {
        let counts = send_due(&program, 5).await.unwrap();
        let last = attempt == 8;
        assert_eq!(
            (counts.waiting, counts.failed),
            (u64::from(!last), u64::from(last)),
            "attempt {attempt}"
        );
        assert_eq!(
            send_due(&program, 5).await.unwrap(),
            Counts::default(),
            "not before its time"
        );
        clock.on(2_i64.pow(attempt - 1));
    }
    let letter = all(&house).await.remove(0);
    assert_eq!((letter.line.status, letter.line.attempts), (Status::Failed, 8));
    let cause = letter.cause.unwrap();
    assert!(cause.contains("451") && !cause.contains('\u{1}'), "{cause}");
    assert!(
        letter.body.is_some_and(|body| !body.is_empty()),
        "what was not sent can still be handed over"
    );

    // Whoever claims and dies holds a letter up for five minutes only.
    letters::retry(
        &program.ctx(),
        &LetterRefForm {
            id: letter.line.id.to_string(),
        },
    )
    .await
    .unwrap();
    assert!(letters::claim(&program.ctx()).await.unwrap().is_some());
    assert!(letters::claim(&program.ctx()).await.unwrap().is_none());
    clock.on(6);
    let mut late = letters::claim(&program.ctx()).await.unwrap().unwrap();
    assert_eq!(late.attempt, 2);
    late.attempt = 1;
    letters::mark_sent(&program.ctx(), &late).await.unwrap();
    assert_eq!(
        all(&house).await[0].line.status,
        Status::Queued,
        "the first worker's word comes too late"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_tenant_hands_over_arrives_once_whatever_crashes() {
    let house = House::open().await;
    let link = house.tenant("relay").await;
    let mut admin = house.newcomer("relay", &link).await;
    let invited = admin
        .call(
            "/rpc/crm/users/invite",
            "form[name]=Ivan&form[email]=ivan@relay.test&form[role]=operator",
        )
        .await;
    assert_eq!(invited.status, StatusCode::OK, "{}", invited.text);
    let path = invited
        .text
        .split('"')
        .find(|part| part.starts_with("/invitation/"))
        .unwrap()
        .to_owned();
    // The call's own task carries the letter over.
    for _ in 0..100 {
        if all(&house).await.len() == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let letter = all(&house).await.remove(0);
    assert_eq!(letter.line.to, "ivan@relay.test");
    assert!(letter.body.unwrap().contains(&format!("http://relay.localhost{path}")));

    let ctx = house.started.ctx();
    let id = landlord::tenants::by_slug(&ctx, "relay").await.unwrap();
    let inside = landlord::tenants::inside(&ctx, "relay").await.unwrap();
    // It is noted there a moment after the letter stands.
    let mut left = String::new();
    for _ in 0..100 {
        left = sqlx::query_scalar("select payload::text from outbox")
            .fetch_one(&mut *inside.db.acquire().await.unwrap())
            .await
            .unwrap();
        if left == "{}" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(left, "{}", "no link stays behind");

    // Handed over, but not noted: the crash between the two databases.
    let again = sqlx::AssertSqlSafe(format!(
        "update outbox set handed_at = null, payload = '{}'",
        r#"{"kind":"invitation","to":"ivan@relay.test","path":"/invitation/x","hours":168}"#
    ));
    sqlx::query(again)
        .execute(&mut *inside.db.acquire().await.unwrap())
        .await
        .unwrap();
    assert_eq!(relay(&inside, &ctx, id).await, Ok(1));
    assert_eq!(all(&house).await.len(), 2, "one letter all the same");

    // What nobody knows stays, and holds nothing up; what a crash left is found by the round.
    sqlx::query(
        "insert into outbox (topic, payload, created_at) values ('nonsense', '{}', now()), ('letter', '{}', now()),
        ('letter', '{\"kind\":\"reset\",\"to\":\"a@relay.test\",\"path\":\"/reset/x\",\"hours\":1}', now())",
    )
    .execute(&mut *inside.db.acquire().await.unwrap())
    .await
    .unwrap();
    let program = house.started.program();
    let another = sweep(&program, part_of(id + 1)).await;
    assert_eq!(another, Ok(Swept::default()), "another part of the round");
    let swept = Swept { handed: 1, failed: 0 };
    assert_eq!(sweep(&program, part_of(id)).await, Ok(swept));
    assert_eq!(all(&house).await.len(), 3);
    let waiting: i64 = sqlx::query_scalar("select count(*) from outbox where handed_at is null")
        .fetch_one(&mut *inside.db.acquire().await.unwrap())
        .await
        .unwrap();
    assert_eq!(waiting, 2);
    house.close().await;
}
