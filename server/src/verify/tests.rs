//! A name server and hosts of our own: what is proven, and what must not be believed.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::Arc;

use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, TXT};
use hickory_resolver::proto::rr::{RData, Record, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

use super::*;

type Zone = HashMap<(String, RecordType), Vec<RData>>;

/// Answers out of a zone until the test ends.
async fn name_server(zone: Zone) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let at = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 1500];
        loop {
            let (length, from) = socket.recv_from(&mut buffer).await.unwrap();
            let asked = Message::from_vec(&buffer[..length]).unwrap();
            let query = asked.queries[0].clone();
            let name = query.name().to_ascii().trim_end_matches('.').to_lowercase();
            let mut answer = Message::response(asked.metadata.id, OpCode::Query);
            match zone.get(&(name, query.query_type())) {
                Some(found) => {
                    for data in found {
                        answer.add_answer(Record::from_rdata(query.name().clone(), 60, data.clone()));
                    }
                }
                None => answer.metadata.response_code = ResponseCode::NXDomain,
            }
            answer.add_query(query);
            socket.send_to(&answer.to_vec().unwrap(), from).await.unwrap();
        }
    });
    at
}

/// A host that says the same to everybody; gives its port.
async fn host(says: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut buffer = [0; 2048];
            let length = stream.read(&mut buffer).await.unwrap();
            let asked = String::from_utf8_lossy(&buffer[..length]).to_lowercase();
            assert!(asked.starts_with("get /.well-known/kvitok/token http/1.1"), "{asked}");
            assert!(asked.contains("host: crm.romashka.ru\r\n"), "{asked}");
            stream.write_all(says.as_bytes()).await.unwrap();
        }
    });
    port
}

fn txt(values: &[&str]) -> RData {
    RData::TXT(TXT::new(values.iter().map(|value| (*value).to_owned()).collect()))
}

fn claim(method: Method) -> Claim {
    Claim {
        name: "crm.romashka.ru".into(),
        method,
        token: "token".into(),
        answer: "proof".into(),
    }
}

async fn by_record(records: Option<Vec<RData>>) -> Result<(), Cause> {
    let zone = records
        .map(|records| (("_kvitok.crm.romashka.ru".to_owned(), RecordType::TXT), records))
        .into_iter()
        .collect();
    let verifier = Verifier::new(Some(name_server(zone).await), 80, false).unwrap();
    verifier.prove(&claim(Method::Dns)).await
}

#[tokio::test]
async fn a_record_proves_by_its_exact_text() {
    assert_eq!(by_record(Some(vec![txt(&["token"])])).await, Ok(()));
    assert_eq!(by_record(Some(vec![txt(&["spf"]), txt(&["token"])])).await, Ok(()));
    assert_eq!(by_record(Some(vec![txt(&["tok", "en"])])).await, Ok(()), "in parts");
    assert_eq!(by_record(Some(vec![txt(&["token2"])])).await, Err(Cause::WrongRecord));
    assert_eq!(by_record(None).await, Err(Cause::NoRecord));
}

async fn by_host(addresses: &[Ipv4Addr], port: u16, private_will_do: bool) -> Result<(), Cause> {
    let records = addresses.iter().map(|ip| RData::A(A(*ip))).collect();
    let zone = [(("crm.romashka.ru".to_owned(), RecordType::A), records)].into();
    let verifier = Verifier::new(Some(name_server(zone).await), port, private_will_do).unwrap();
    verifier.prove(&claim(Method::Http)).await
}

#[tokio::test]
async fn a_host_proves_by_our_own_answer() {
    let own = Ipv4Addr::LOCALHOST;
    let proof = host("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproof").await;
    assert_eq!(by_host(&[own], proof, true).await, Ok(()));
    let other = host("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello").await;
    assert_eq!(by_host(&[own], other, true).await, Err(Cause::NotOurs));
    let refused = host("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nproof").await;
    assert_eq!(by_host(&[own], refused, true).await, Err(Cause::NotOurs));
    let garbage = host("SSH-2.0-OpenSSH\r\n").await;
    assert_eq!(by_host(&[own], garbage, true).await, Err(Cause::NoAnswer));
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    assert_eq!(by_host(&[own], closed, true).await, Err(Cause::NoAnswer));
}

#[tokio::test]
async fn a_name_leads_to_no_private_network_and_nowhere_else() {
    let own = Ipv4Addr::LOCALHOST;
    let proof = host("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproof").await;
    assert_eq!(by_host(&[own], proof, false).await, Err(Cause::PrivateAddress));
    let mixed = [Ipv4Addr::new(93, 184, 216, 34), own];
    assert_eq!(
        by_host(&mixed, proof, false).await,
        Err(Cause::PrivateAddress),
        "one private address spoils the name"
    );
    let long = host("HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\nproof").await;
    assert_ne!(by_host(&[own], long, true).await, Ok(()), "too long an answer is none");
    // A redirect to the very host that would prove it is not followed.
    let location = Box::leak(
        format!("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{proof}/.well-known/kvitok/token\r\nContent-Length: 0\r\n\r\n")
            .into_boxed_str(),
    );
    let redirecting = host(location).await;
    assert_eq!(by_host(&[own], redirecting, true).await, Err(Cause::NotOurs));
}

#[tokio::test]
async fn a_silent_name_server_is_no_answer() {
    let silent = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let verifier = Arc::new(Verifier::new(Some(silent.local_addr().unwrap()), 80, false).unwrap());
    assert_eq!(verifier.prove(&claim(Method::Dns)).await, Err(Cause::NoAnswer));
}
