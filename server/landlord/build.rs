//! The schemas are compiled into the program: a changed migration builds it anew.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
