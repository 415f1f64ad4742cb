//! Where a request comes from. The socket says it; a forwarded header counts only where the socket's other end is one
//! of the proxies named in the configuration.

use std::net::{IpAddr, SocketAddr};

use axum::http::{Extensions, HeaderMap};
use ipnet::IpNet;

/// The other end of a connection. Set where connections are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// The client's address: the nearest one in the chain that is no proxy of ours. Nothing without a socket.
pub fn address(extensions: &Extensions, headers: &HeaderMap, proxies: &[IpNet]) -> Option<IpAddr> {
    let peer = extensions.get::<Peer>()?.0.ip().to_canonical();
    let is_ours = |ip: IpAddr| proxies.iter().any(|proxy| proxy.contains(&ip));
    if !is_ours(peer) {
        return Some(peer);
    }
    let said: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|value| value.to_str().unwrap_or("?").split(','))
        .map(str::trim)
        .collect();
    // From the right: each proxy adds whom it was asked by, and what stands left of a stranger is the stranger's word.
    let mut nearest = peer;
    for hop in said.into_iter().rev() {
        let Ok(ip) = hop.parse::<IpAddr>() else { break };
        nearest = ip.to_canonical();
        if !is_ours(nearest) {
            break;
        }
    }
    Some(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(peer: Option<&str>, forwarded: &[&str]) -> Option<String> {
        let mut extensions = Extensions::new();
        if let Some(peer) = peer {
            extensions.insert(Peer(SocketAddr::new(peer.parse().unwrap(), 1)));
        }
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let proxies = ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        address(&extensions, &headers, &proxies).map(|ip| ip.to_string())
    }

    #[test]
    fn only_a_known_proxy_is_believed() {
        let table: &[(Option<&str>, &[&str], Option<&str>)] = &[
            (None, &["1.2.3.4"], None),
            (Some("9.9.9.9"), &[], Some("9.9.9.9")),
            (Some("9.9.9.9"), &["1.2.3.4"], Some("9.9.9.9")),
            (Some("10.0.0.1"), &["1.2.3.4"], Some("1.2.3.4")),
            (Some("::ffff:10.0.0.1"), &["1.2.3.4"], Some("1.2.3.4")),
            (Some("::1"), &["2a00::5"], Some("2a00::5")),
            (Some("10.0.0.1"), &["6.6.6.6, 1.2.3.4, 10.0.0.2"], Some("1.2.3.4")),
            (Some("10.0.0.1"), &["6.6.6.6", "1.2.3.4"], Some("1.2.3.4")),
            (Some("10.0.0.1"), &["6.6.6.6, nonsense"], Some("10.0.0.1")),
            (Some("10.0.0.1"), &[], Some("10.0.0.1")),
        ];
        for (peer, forwarded, want) in table {
            assert_eq!(told(*peer, forwarded).as_deref(), *want, "{peer:?} {forwarded:?}");
        }
    }
}
