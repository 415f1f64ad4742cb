//! `docs/database.md`: both databases as their own comments describe them. A table or column without a comment fails.

use crate::database::{KINDS, Scratch, connect};
use crate::project::{Project, say};
use anyhow::{Context, bail};
use std::fmt::Write;
use std::fs;

/// Tables of the project's own, partitions left out: a partition says what its parent says.
const COLUMNS: &str = "
    select t.relname,
           obj_description(t.oid, 'pg_class'),
           c.attname,
           format_type(c.atttypid, c.atttypmod),
           not c.attnotnull,
           col_description(t.oid, c.attnum)
      from pg_class t
      join pg_namespace n on n.oid = t.relnamespace
      join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
     where t.relkind in ('r', 'p')
       and not t.relispartition
       and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
     order by t.relname, c.attnum";

/// Writes the page, or with `check` only compares.
pub fn schema_docs(project: &Project, scratch: &Scratch, check: bool) -> anyhow::Result<()> {
    let mut page = String::from(
        "# The databases\n\nMade by `cargo xtask schema-docs` out of the comments in the migrations; a change there \
         changes this page.\n",
    );
    let mut silent = Vec::new();
    for kind in KINDS {
        let url = scratch.migrated(project, kind)?;
        describe(kind, &url, &mut page, &mut silent)?;
    }
    if !silent.is_empty() {
        bail!("without a comment: {}", silent.join(", "));
    }
    let path = project.root.join("docs/database.md");
    if fs::read_to_string(&path).is_ok_and(|old| old == page) {
        return Ok(());
    }
    if check {
        bail!("docs/database.md is stale: run `make prepare`");
    }
    fs::create_dir_all(path.parent().context("docs has no folder")?)?;
    fs::write(&path, page)?;
    say("docs/database.md written");
    Ok(())
}

fn describe(kind: &str, url: &str, page: &mut String, silent: &mut Vec<String>) -> anyhow::Result<()> {
    let title = if kind == "tenant" {
        "A tenant's database"
    } else {
        "The landlord's database"
    };
    write!(page, "\n## {title}\n")?;
    let mut current = String::new();
    for row in connect(url)?.query(COLUMNS, &[])? {
        let (table, meaning): (String, Option<String>) = (row.try_get(0)?, row.try_get(1)?);
        let (column, kind_of): (String, String) = (row.try_get(2)?, row.try_get(3)?);
        let (null, about): (bool, Option<String>) = (row.try_get(4)?, row.try_get(5)?);
        if table != current {
            let meaning = meaning.unwrap_or_else(|| {
                silent.push(format!("{kind}.{table}"));
                String::new()
            });
            write!(
                page,
                "\n### {table}\n\n{meaning}\n\n| column | type | null | meaning |\n| --- | --- | --- | --- |\n"
            )?;
            current.clone_from(&table);
        }
        let about = about.unwrap_or_else(|| {
            silent.push(format!("{kind}.{table}.{column}"));
            String::new()
        });
        let null = if null { "yes" } else { "" };
        writeln!(page, "| {column} | {} | {null} | {} |", cell(&kind_of), cell(&about))?;
    }
    Ok(())
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
