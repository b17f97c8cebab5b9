//! What every request passes: patience with its body, the nonce, the session's proof, the reader's proof, the size of
//! its body, and the one log line that names none of them.

pub mod body;
pub mod nonce;
pub mod pace;
pub mod reader;
pub mod replay;
pub mod session;
pub mod trace;

pub use body::Json;
pub use reader::Reader;
