//! The house's components and formatting; knows no feature.
