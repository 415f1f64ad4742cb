//! Documents out of plain domain values, and tables out of files: CSV, charts.

pub mod charts;
pub mod table;
