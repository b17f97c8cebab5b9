//! The host over HTTP and as a program: one binary of tests, a file for each concern.

mod blind;
mod card;
mod cards;
mod circle;
mod compare;
mod crash;
mod described;
mod directory;
mod gates;
mod line;
mod members;
mod openers;
mod page;
mod professionals;
mod quiet;
mod record;
mod revocation;
mod slow;
mod support;
