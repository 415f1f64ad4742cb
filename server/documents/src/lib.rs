//! Documents out of plain domain values, and tables out of files: CSV, charts, PDF.

pub mod charts;
pub mod pdf;
pub mod table;
