//! The host over HTTP and as a program: one binary of tests, a file for each concern.

mod blind;
mod crash;
mod described;
mod gates;
mod openers;
mod page;
mod quiet;
mod record;
mod slow;
mod support;
