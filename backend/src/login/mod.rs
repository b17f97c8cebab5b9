//! Log-in: OPAQUE and a signature by the certificate. An account is found by its certificate,
//! so there is no identifier to be taken; whatever is wrong, the answer is one.

pub mod address;
pub mod finish;
pub mod start;
