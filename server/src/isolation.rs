//! The proof of isolation, on the installation as it runs: two tenants are opened for it, filled, marked with canaries
//! in every text, walked through by every kind of person at every route with every mix of host, session and id, and
//! deleted again. What bears the other one's canary is a leak.

mod visitor;

use std::sync::Arc;

use domain::isolation::Proof;
use domain::tenants::{NewTenantForm, PurgeForm, TenantRefForm};
use domain::{Failure, Role};
use landlord::{Ctx, Found, Resident, isolation};
use rand::RngExt;

use crate::web::{self, Site};
use visitor::Visitor;

/// How many real tenants are tried against one another on the level of the database, in one proof.
const REAL: i64 = 20;
/// Files and doors that are neither a page nor a function; a test holds the list to the router.
pub const FILES: &[&str] = &[
    "/audit.csv",
    "/enter/x",
    "/files/00000000-0000-4000-8000-000000000001",
    "/imports/1/refused.csv",
    "/imports/sample.csv",
    "/payments/1/receipt.pdf",
    "/tenant/x/crm",
    "/tenant/x/crm/subscribers",
];
/// Fits every function a little: what is not known is passed over.
const BODY: &str = "id=1&token=x&q=&after=&status=&sort=&show=&account=000001&language=ru&form[id]=1&query[q]=";

/// One of the two tenants.
struct Cage {
    resident: Arc<Resident>,
    canary: String,
    staff: Vec<(Role, Visitor)>,
}

/// Proves it and keeps the result.
///
/// # Errors
/// When the proof itself can't be made: a database that does not answer, a limit.
pub async fn prove(site: &Arc<Site>, ctx: &Ctx, asked_by: &str) -> Result<Proof, Failure> {
    let mark = format!("{:08x}", rand::rng().random::<u32>());
    let slugs = [format!("canary-a-{mark}"), format!("canary-b-{mark}")];
    let walked = walk(site, ctx, &slugs, &mark, asked_by).await;
    let mut left = Ok(());
    for slug in &slugs {
        left = left.and(remove(ctx, slug).await);
    }
    let proof = walked?;
    isolation::keep(ctx, &proof).await?;
    left?;
    Ok(proof)
}

async fn walk(site: &Arc<Site>, ctx: &Ctx, slugs: &[String; 2], mark: &str, asked_by: &str) -> Result<Proof, Failure> {
    let mut proof = Proof {
        started_at: site.clock.now(),
        asked_by: asked_by.to_owned(),
        ..Proof::default()
    };
    let router = web::router(site, std::path::Path::new("/nonexistent"));
    let a = cage(site, ctx, &router, &slugs[0], &format!("канарейка-{mark}-а")).await?;
    let b = cage(site, ctx, &router, &slugs[1], &format!("канарейка-{mark}-б")).await?;
    for (own, other) in [(&a, &b), (&b, &a)] {
        routes(site, &router, own, other, &mut proof).await;
    }
    let mut residents = vec![a.resident.clone(), b.resident.clone()];
    for slug in isolation::residents(ctx, REAL).await? {
        if let Found::Serve(resident) = ctx.registry.find(&slug, &ctx.request_id).await?
            && residents.iter().all(|known| known.id != resident.id)
        {
            residents.push(resident);
        }
    }
    isolation::attempt(ctx, &residents, &mut proof).await?;
    proof.finished_at = site.clock.now();
    Ok(proof)
}

/// Opens a tenant, fills it, signs its staff in, marks it.
async fn cage(site: &Arc<Site>, ctx: &Ctx, router: &axum::Router, slug: &str, canary: &str) -> Result<Cage, Failure> {
    let form = NewTenantForm {
        name: slug.to_owned(),
        slug: slug.to_owned(),
        time_zone: "Europe/Moscow".into(),
        currency: "RUB".into(),
        language: "ru".into(),
        admin_email: format!("{slug}@canary.invalid"),
    };
    landlord::tenants::create(ctx, &form).await?;
    let inside = landlord::tenants::inside(ctx, slug).await?;
    let people = tenant::demo::seed(&inside, 12).await?;
    let Found::Serve(resident) = ctx.registry.find(slug, &ctx.request_id).await? else {
        return Err(Failure::NotFound);
    };
    let mut staff = Vec::new();
    for (email, password, role) in people {
        let mut visitor = Visitor::new(router.clone(), site.address.root.child(slug).as_str());
        visitor.log_in(&email, &password).await;
        staff.push((role, visitor));
    }
    isolation::plant(ctx, &resident, canary).await?;
    Ok(Cage {
        resident,
        canary: canary.to_owned(),
        staff,
    })
}

/// Every route as each of A's staff: at home, at B's door, at the landlord's; and as nobody.
async fn routes(site: &Arc<Site>, router: &axum::Router, own: &Cage, other: &Cage, proof: &mut Proof) {
    let root = site.address.root.as_str().to_owned();
    let other_host = site.address.root.child(&other.resident.tenant.slug).as_str().to_owned();
    let (tenant_pages, landlord_pages) = web::page_routes();
    let addresses: Vec<String> = tenant_pages
        .iter()
        .chain(&landlord_pages)
        .map(|path| path.replace("{id}", "1").replace("{token}", "x"))
        .chain(FILES.iter().map(|file| (*file).to_owned()))
        .collect();
    let functions: Vec<&str> = server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    for (role, visitor) in &own.staff {
        let who = role.code();
        let mut sees_own = false;
        for (place, host) in [
            ("at home", visitor.host.as_str()),
            ("at the other's door", &other_host),
            ("at the landlord's", &root),
        ] {
            let mut visitor = visitor.at(host);
            let at_home = place == "at home";
            for address in &addresses {
                let answer = visitor.get(address).await;
                sees_own |= at_home && answer.text.contains(&own.canary);
                proof.check(!answer.text.contains(&other.canary), || {
                    format!("{who} {place}: {address} shows the other's data")
                });
                proof.check(at_home || answer.is_shut(address), || {
                    format!("{who} {place}: {address} let in with {}", answer.status)
                });
            }
            for function in &functions {
                let answer = visitor.call(function, BODY).await;
                proof.check(!answer.text.contains(&other.canary), || {
                    format!("{who} {place}: {function} shows the other's data")
                });
                let open = at_home || is_open(function) || answer.is_refused();
                proof.check(open, || format!("{who} {place}: {function} answered {}", answer.status));
            }
        }
        proof.check(sees_own, || {
            format!("{who} does not see the canary at home: the proof proves nothing")
        });
    }
    let mut nobody = Visitor::new(router.clone(), &other_host);
    for address in &addresses {
        let answer = nobody.get(address).await;
        proof.check(!answer.text.contains(&other.canary), || {
            format!("nobody: {address} shows data")
        });
    }
    for function in &functions {
        let answer = nobody.call(function, BODY).await;
        proof.check(!answer.text.contains(&other.canary), || {
            format!("nobody: {function} shows data")
        });
        let open = is_open(function) || answer.is_refused();
        proof.check(open, || format!("nobody: {function} answered {}", answer.status));
    }
}

/// What stands before a log-in answers anybody, by the token of a link alone.
fn is_open(function: &str) -> bool {
    function.contains("/doors/")
}

/// A tenant of a proof goes as every other one does. One that was never made is none to remove.
async fn remove(ctx: &Ctx, slug: &str) -> Result<(), Failure> {
    let id = match landlord::tenants::by_slug(ctx, slug).await {
        Ok(id) => id.to_string(),
        Err(Failure::NotFound) => return Ok(()),
        Err(failure) => return Err(failure),
    };
    landlord::tenants::trash(ctx, &TenantRefForm { id: id.clone() }).await?;
    let slug = slug.to_owned();
    landlord::tenants::purge(ctx, &PurgeForm { id, slug }).await
}
