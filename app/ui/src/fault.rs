//! `domain::Failure` as the error of a server function. It travels as JSON; what goes wrong on the way becomes a
//! failure too, so that a page has one kind of error to show.

use std::fmt;

use domain::{Failure, Fields};
use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// The error of every server function.
///
/// `server_fn` answers 500 to each failed call and puts the function's path into the `serverfnerror` header; the
/// server layer finds that header, reads this out of the body and sets [`Failure::status`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fault(pub Failure);

impl Fault {
    /// The fault in the body of a failed call.
    #[must_use]
    pub fn read(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        fault.0
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Fault {}

impl FromServerFnError for Fault {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        let failure = match value {
            // No network, or an answer that is not ours (a proxy's page): try again later.
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Deserialization(_) | ServerFnErrorErr::Response(_) => {
                Failure::Unreachable
            }
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Serialization(_) => Failure::Internal {
                reference: String::new(),
            },
            // Arguments that are none: a stranger's request, no page of ours sends it.
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Failure::Invalid {
                fields: Fields::default(),
            },
        };
        Self(failure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Reason;

    #[test]
    fn a_fault_survives_the_way() {
        let fault = Fault(Failure::field("amount", Reason::NotMoney));
        assert_eq!(Fault::de(fault.ser()), fault);
        assert_eq!(Fault::read(&fault.ser()), Some(fault));
        assert_eq!(Fault::de("<html>502</html>".into()), Fault(Failure::Unreachable));
        assert_eq!(Fault::read(b"<html>"), None);
    }

    #[test]
    fn what_breaks_on_the_way_is_a_failure() {
        let lost = ServerFnErrorErr::Request("offline".into());
        assert_eq!(Fault::from_server_fn_error(lost).0, Failure::Unreachable);
        let broken = ServerFnErrorErr::MissingArg("form".into());
        assert_eq!(Fault::from_server_fn_error(broken).0.status(), 422);
    }
}
