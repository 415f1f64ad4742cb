//! Looking for proofs of tenants' own domains, outside: a TXT record, or an answer of our own under the name.
//!
//! A name is somebody else's words, so nothing is trusted on the way: addresses of private networks are refused, the
//! connection goes to the very address that was judged, and no redirect is followed.

mod address;
mod http;

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use domain::domains::{Cause, Method, record_name};
use futures::future::BoxFuture;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{NameServerConfig, ResolverConfig};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;
use landlord::domains::{Claim, Prover};

/// A look takes no longer.
const PATIENCE: Duration = Duration::from_secs(8);
/// One question to a name server takes no longer.
const ONE_QUESTION: Duration = Duration::from_secs(2);

/// Looks in the name system and at the hosts themselves.
pub struct Verifier {
    /// Nothing on a machine that names no name server: then no domain can be proven, and the rest works.
    resolver: Option<TokioResolver>,
    /// The port on which hosts have to answer.
    port: u16,
    /// Addresses of private networks will do: for tests and for installations that have no others.
    private_will_do: bool,
}

impl Verifier {
    /// A verifier that asks one name server, or those of the machine.
    ///
    /// # Errors
    /// When the system has nothing to make a resolver of.
    pub fn new(name_server: Option<SocketAddr>, port: u16, private_will_do: bool) -> anyhow::Result<Self> {
        let mut builder = match name_server {
            Some(at) => {
                let mut server = NameServerConfig::udp_and_tcp(at.ip());
                for connection in &mut server.connections {
                    connection.port = at.port();
                }
                let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
                TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
            None => match TokioResolver::builder_tokio() {
                Ok(builder) => builder,
                Err(error) => {
                    tracing::warn!(%error, "the machine names no name server: tenants' own domains need `dns`");
                    return Ok(Self {
                        resolver: None,
                        port,
                        private_will_do,
                    });
                }
            },
        };
        let options = builder.options_mut();
        // «Check now» asks now: whoever has just set the record up does not want yesterday's answer.
        options.cache_size = 0;
        options.timeout = ONE_QUESTION;
        options.attempts = 2;
        Ok(Self {
            resolver: Some(builder.build()?),
            port,
            private_will_do,
        })
    }

    async fn look(&self, claim: &Claim) -> Result<(), Cause> {
        match claim.method {
            Method::Dns => self.record(claim).await,
            Method::Http => {
                let at = self.address(&claim.name).await?;
                http::ask(SocketAddr::new(at, self.port), claim).await
            }
        }
    }

    async fn record(&self, claim: &Claim) -> Result<(), Cause> {
        // With a dot at the end, so that no search domain of the machine is tried.
        let name = format!("{}.", record_name(&claim.name));
        let resolver = self.resolver.as_ref().ok_or(Cause::NoAnswer)?;
        let found = resolver.txt_lookup(name).await.map_err(|error| cause(&error))?;
        let mut records = found
            .answers()
            .iter()
            .filter_map(|record| match &record.data {
                RData::TXT(text) => Some(text.txt_data.concat()),
                _ => None,
            })
            .peekable();
        if records.peek().is_none() {
            return Err(Cause::NoRecord);
        }
        if records.any(|text| text.trim_ascii() == claim.token.as_bytes()) {
            Ok(())
        } else {
            Err(Cause::WrongRecord)
        }
    }

    /// The one address to connect to. A name with a private address among its addresses is refused as a whole: the
    /// next answer could be another one.
    async fn address(&self, name: &str) -> Result<IpAddr, Cause> {
        let resolver = self.resolver.as_ref().ok_or(Cause::NoAnswer)?;
        let found = resolver
            .lookup_ip(format!("{name}."))
            .await
            .map_err(|error| cause(&error))?;
        let addresses: Vec<IpAddr> = found.iter().collect();
        if !self.private_will_do && addresses.iter().any(|ip| !address::is_public(*ip)) {
            return Err(Cause::PrivateAddress);
        }
        addresses.first().copied().ok_or(Cause::NoRecord)
    }
}

impl Prover for Verifier {
    fn prove<'a>(&'a self, claim: &'a Claim) -> BoxFuture<'a, Result<(), Cause>> {
        Box::pin(async move {
            tokio::time::timeout(PATIENCE, self.look(claim))
                .await
                .unwrap_or(Err(Cause::NoAnswer))
        })
    }
}

fn cause(error: &NetError) -> Cause {
    if error.is_no_records_found() {
        Cause::NoRecord
    } else {
        tracing::info!(%error, "a domain's name server did not answer");
        Cause::NoAnswer
    }
}

#[cfg(test)]
mod tests;
