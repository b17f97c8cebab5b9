//! A professional's certificate, its revocation and its binding, against certificates, answers
//! and lists that OpenSSL made: what holds, and each fault refused by its own name.

mod binding;
mod certificate;
mod crl;
mod ocsp;
mod pki;
