//! The mail server, as the configuration names it.

use std::time::Duration;

use anyhow::{Context, anyhow};
use landlord::letters::Claimed;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::Config;

/// An attempt takes no longer; a claim lasts much longer than that.
const LONGEST: Duration = Duration::from_secs(20);

/// The way to the mail server, if there is one.
pub struct Post {
    transport: Option<AsyncSmtpTransport<Tokio1Executor>>,
    from: Mailbox,
}

impl Post {
    /// The one that the configuration names. Nothing is asked of the server yet.
    ///
    /// # Errors
    /// One sentence that names the key; it never repeats the password in it.
    pub fn of(config: &Config) -> anyhow::Result<Self> {
        let from = match &config.mail_from {
            Some(from) => from
                .parse()
                .with_context(|| format!("mail_from «{from}» is not an address: write kvitok <mail@example.org>"))?,
            None => format!("kvitok <no-reply@{}>", config.sender_domain())
                .parse()
                .context("root_domain makes no address to send from: set mail_from")?,
        };
        let transport = match &config.smtp_url {
            Some(url) => Some(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|_| {
                        anyhow!("smtp_url is not an address of a mail server: write smtps://user:password@mail.example.org:465, or smtp://…:587?tls=required")
                    })?
                    .timeout(Some(LONGEST))
                    .build(),
            ),
            None => None,
        };
        Ok(Self { transport, from })
    }

    /// There is a mail server.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.transport.is_some()
    }

    /// Hands a letter to the mail server.
    ///
    /// # Errors
    /// What stood against it, in the server's words or ours.
    pub async fn send(&self, letter: &Claimed) -> Result<(), String> {
        let transport = self.transport.as_ref().ok_or("there is no mail server")?;
        let message = self.message(letter).map_err(|error| error.to_string())?;
        // The transport's own limit is for each step of the conversation.
        match tokio::time::timeout(LONGEST * 3, transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(match std::error::Error::source(&error) {
                Some(cause) => format!("{error}: {cause}"),
                None => error.to_string(),
            }),
            Err(_) => Err("the mail server took too long".to_owned()),
        }
    }

    /// The same letter has the same Message-ID, however often it is sent.
    fn message(&self, letter: &Claimed) -> anyhow::Result<Message> {
        let id = format!(
            "<{}.{}@{}>",
            letter.id,
            letter.created_at.timestamp_micros(),
            self.from.email.domain()
        );
        Ok(Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, letter.to.parse()?))
            .subject(letter.subject.clone())
            .message_id(Some(id))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(to: &str, subject: &str) -> Claimed {
        Claimed {
            id: 7,
            to: to.into(),
            subject: subject.into(),
            body: "Привет".into(),
            attempt: 1,
            created_at: chrono::DateTime::from_timestamp(1000, 0).unwrap(),
        }
    }

    #[test]
    fn a_letter_is_one_letter_however_often_it_is_sent() {
        let post = Post::of(&Config::default()).unwrap();
        assert!(!post.is_open());
        let text = || {
            String::from_utf8(
                post.message(&letter("anna@sad.test", "Новый пароль"))
                    .unwrap()
                    .formatted(),
            )
            .unwrap()
        };
        assert!(
            text().contains("Message-ID: <7.1000000000@localhost.localdomain>"),
            "{}",
            text()
        );
        let smuggled = post
            .message(&letter("anna@sad.test", "x\r\nBcc: all@evil.test"))
            .unwrap()
            .formatted();
        assert!(
            !String::from_utf8(smuggled)
                .unwrap()
                .lines()
                .any(|line| line.starts_with("Bcc"))
        );
        assert!(post.message(&letter("anna@sad.test\r\nBcc: x@y.z", "x")).is_err());
    }

    #[test]
    fn a_wrong_configuration_is_told_without_the_password() {
        let config = |smtp_url: &str, from: Option<&str>| Config {
            smtp_url: Some(smtp_url.into()),
            mail_from: from.map(str::to_owned),
            ..Config::default()
        };
        for bad in [
            "http://user:secret@mail.test",
            "secret",
            "smtp://user:secret@mail.test:port",
        ] {
            let told = format!("{:#}", Post::of(&config(bad, None)).err().unwrap());
            assert!(told.contains("smtp_url") && !told.contains("secret"), "{told}");
        }
        assert!(Post::of(&config("smtp://localhost", Some("nobody"))).is_err());
    }
}
