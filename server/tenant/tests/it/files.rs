//! Files that a tenant keeps.

use bytes::Bytes;
use domain::files::{FileQuery, FileRefForm, Kind};
use domain::{Count, Failure, Reason};
use futures::{StreamExt, TryStreamExt};
use object_store::ObjectStore;
use tenant::{Ctx, copies, files};
use uuid::Uuid;

use crate::support::{Office, failed, refused};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";

async fn objects(office: &Office) -> Vec<String> {
    let found: Vec<_> = office.files.list(None).try_collect().await.unwrap();
    found.into_iter().map(|object| object.location.to_string()).collect()
}

#[tokio::test]
async fn a_file_is_kept_opened_and_deleted() {
    let office = Office::open().await;
    let ctx = office.manager();
    let id = files::put(&ctx, "..\\secret\\Устав.exe", Bytes::from_static(PDF))
        .await
        .unwrap();
    let kept = objects(&office).await;
    assert_eq!(
        kept,
        [format!("files/{}", id.simple())],
        "no name of a person's is a name in the store"
    );

    let (line, content) = files::open(&office.operator(), id).await.unwrap();
    assert_eq!((line.name.as_str(), line.kind), ("Устав.exe.pdf", Kind::Pdf));
    assert_eq!(
        (line.size, line.created_by.as_str()),
        (u64::try_from(PDF.len()).unwrap(), "Михаил")
    );
    let bytes: Vec<Bytes> = content.try_collect().await.unwrap();
    assert_eq!(bytes.concat(), PDF);
    let listed = files::list(&office.operator(), &FileQuery::default()).await.unwrap();
    assert_eq!(
        (listed.page.items, listed.page.count, listed.max_mb),
        (vec![line], Count::Exactly(1), 1)
    );

    let form = FileRefForm { id: id.to_string() };
    files::remove(&ctx, &form).await.unwrap();
    assert!(objects(&office).await.is_empty());
    assert_eq!(failed(files::open(&ctx, id).await), Failure::NotFound);
    assert_eq!(failed(files::remove(&ctx, &form).await), Failure::NotFound);
    assert_eq!(office.count("select count(*) from event where noun = 'file'").await, 2);
    assert_eq!(
        office
            .count("select count(*) from file where deleted_at is not null")
            .await,
        1
    );
}

#[tokio::test]
async fn what_is_not_taken_leaves_nothing() {
    let office = Office::open().await;
    let ctx = office.manager();
    let put = async |bytes: Vec<u8>| files::put(&ctx, "a.pdf", Bytes::from(bytes)).await;
    assert_eq!(refused(put(Vec::new()).await, "file"), Reason::FileEmpty);
    assert_eq!(refused(put(b"MZ\x90\0".to_vec()).await, "file"), Reason::FileKind);
    let mut full = PDF.to_vec();
    full.resize(1024 * 1024, b' ');
    assert!(put(full.clone()).await.is_ok());
    full.push(b' ');
    assert_eq!(refused(put(full).await, "file"), Reason::FileTooLarge { max_mb: 1 });

    // A row that can't be written takes its bytes with it.
    office
        .tamper("alter table file add constraint no_more check (name = 'x') not valid")
        .await;
    assert!(put(PDF.to_vec()).await.is_err());
    assert_eq!(objects(&office).await.len(), 1);
}

#[tokio::test]
async fn rights_and_strange_ids() {
    let office = Office::open().await;
    for (ctx, want) in [
        (office.operator(), Failure::Forbidden),
        (office.nobody(), Failure::SignedOut),
    ] {
        assert_eq!(failed(files::put(&ctx, "a.pdf", Bytes::from_static(PDF)).await), want);
        assert_eq!(failed(files::remove(&ctx, &FileRefForm::default()).await), want);
    }
    assert_eq!(
        failed(files::list(&office.nobody(), &FileQuery::default()).await),
        Failure::SignedOut
    );
    assert_eq!(
        failed(files::open(&office.nobody(), Uuid::nil()).await),
        Failure::SignedOut
    );
    assert_eq!(
        failed(files::open(&office.operator(), Uuid::nil()).await),
        Failure::NotFound
    );
    for id in ["", "1", "../x", "files/x"] {
        let form = FileRefForm { id: id.into() };
        assert_eq!(
            failed(files::remove(&office.admin(), &form).await),
            Failure::NotFound,
            "{id}"
        );
    }
}

#[tokio::test]
async fn pages_follow_one_another() {
    let office = Office::open().await;
    let ctx = office.admin();
    for n in 0..53 {
        files::put(&ctx, &format!("{n}.txt"), Bytes::from(format!("text {n}")))
            .await
            .unwrap();
    }
    let first = files::list(&ctx, &FileQuery::default()).await.unwrap().page;
    let after = first.next.clone().unwrap();
    let second = files::list(&ctx, &FileQuery { after }).await.unwrap().page;
    assert_eq!((first.items.len(), second.items.len(), second.next), (50, 3, None));
    let ids: std::collections::BTreeSet<_> = first.items.iter().chain(&second.items).map(|line| line.id).collect();
    assert_eq!(ids.len(), 53);
    let (_, content) = files::open(&ctx, first.items[0].id).await.unwrap();
    assert_eq!(content.count().await, 1);
}

#[tokio::test]
async fn a_copy_gets_the_files_for_which_there_is_room() {
    let office = Office::open().await;
    let ctx = office.manager();
    let mut kept = Vec::new();
    for (minute, letter) in (0..).zip(["a", "b", "c"]) {
        let at = crate::support::later(&ctx, chrono::TimeDelta::minutes(minute));
        let bytes = [PDF, letter.as_bytes()].concat();
        kept.push(files::put(&at, "файл.pdf", bytes.into()).await.unwrap());
    }
    let lost = files::put(&ctx, "пропал.pdf", Bytes::from_static(PDF)).await.unwrap();
    let place = object_store::path::Path::from(format!("files/{}", lost.simple()));
    object_store::ObjectStoreExt::delete(&*office.files, &place)
        .await
        .unwrap();

    // The copy has the same rows and a store of its own; there is room for two files and a half.
    let from = ctx.files.clone();
    let copy = Ctx {
        files: files::Store::new(std::sync::Arc::new(object_store::memory::InMemory::new()), 1),
        ..office.system()
    };
    let room = i64::try_from(PDF.len() + 1).unwrap() * 5 / 2;
    assert_eq!(
        failed(
            copies::bring_files(
                &Ctx {
                    files: copy.files.clone(),
                    ..ctx.clone()
                },
                &from,
                room
            )
            .await
        ),
        Failure::Forbidden
    );
    let brought = copies::bring_files(&copy, &from, room).await.unwrap();
    assert_eq!((brought.files, brought.left_out), (2, 2));
    for (id, letter) in [(kept[1], "b"), (kept[2], "c")] {
        let (_, content) = files::open(&copy, id).await.unwrap();
        let bytes: Vec<Bytes> = content.try_collect().await.unwrap();
        assert!(bytes.concat().ends_with(letter.as_bytes()), "the latest first");
    }
    for id in [kept[0], lost] {
        assert_eq!(failed(files::open(&copy, id).await), Failure::NotFound);
    }
    assert_eq!(
        files::list(&copy, &FileQuery::default())
            .await
            .unwrap()
            .page
            .items
            .len(),
        2
    );
    assert_eq!(
        copies::bring_files(&copy, &from, room).await.unwrap().files,
        2,
        "once more is the same"
    );
}
