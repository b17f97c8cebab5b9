//! Small parts of the screen, on plain HTML. They know words and looks, never the worker.

mod chips;
mod dialog;
mod empty;
mod facts;
mod field;
mod frame;
mod icon;
mod kit_sheet;
mod password;
mod progress;
mod readers;
mod rows;
mod say;
mod statement;
mod stay;
mod steps;
mod summary;
mod verdict;

pub use chips::Chip;
pub use dialog::Dialog;
pub use empty::Empty;
pub use facts::{Fact, Facts};
pub use field::{Field, TextField};
pub use frame::{Frame, LanguageSwitch};
pub use icon::Icon;
pub use kit_sheet::KitSheet;
pub use password::{NewPassword, PasswordField};
pub use progress::{Ghosts, TaskProgress};
pub use readers::{OnlyYou, initials};
pub use rows::Timeline;
pub use say::{Say, TroubleSay};
pub use statement::Statement;
pub use stay::StayDialog;
pub use steps::{MakingSteps, Trail};
pub use summary::{ErrorSummary, Wrong, field_of, wrongs};
pub use verdict::Verdict;
