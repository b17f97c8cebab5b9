//! The circle of a record: a grant with its parcel, the comparison of two screens, the acceptance,
//! and what is sealed to a member afterwards.

pub mod accept;
pub mod access;
pub mod compare;
pub mod grant;
pub mod wraps;
