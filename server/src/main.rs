//! The program `kvitok`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::run()
}
