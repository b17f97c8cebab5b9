//! Black-box journeys.
