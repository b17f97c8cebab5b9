//! The pages and their paths. No other place writes a path.

/// A page of the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    Welcome,
    Open,
    LogIn,
    Kit,
    AddComputer,
    Home,
    Documents,
    Deposit,
    Document(String),
    Journal,
    Settings,
    NewKit,
    Host,
    Ended,
    NotFound,
}

impl Page {
    /// The page that a path names.
    pub fn of(path: &str) -> Self {
        let path = path.trim_end_matches('/');
        match path {
            "" => Self::Welcome,
            "/ouvrir" => Self::Open,
            "/entrer" => Self::LogIn,
            "/entrer/kit" => Self::Kit,
            "/ajouter-cet-ordinateur" => Self::AddComputer,
            "/accueil" => Self::Home,
            "/documents" => Self::Documents,
            "/deposer" => Self::Deposit,
            "/journal" => Self::Journal,
            "/reglages" => Self::Settings,
            "/reglages/kit" => Self::NewKit,
            "/hebergeur" => Self::Host,
            "/session-terminee" => Self::Ended,
            other => match other.strip_prefix("/documents/") {
                Some(id) if is_id(id) => Self::Document(id.to_owned()),
                _ => Self::NotFound,
            },
        }
    }

    /// The path of this page.
    pub fn path(&self) -> String {
        match self {
            Self::Welcome | Self::NotFound => "/".to_owned(),
            Self::Open => "/ouvrir".to_owned(),
            Self::LogIn => "/entrer".to_owned(),
            Self::Kit => "/entrer/kit".to_owned(),
            Self::AddComputer => "/ajouter-cet-ordinateur".to_owned(),
            Self::Home => "/accueil".to_owned(),
            Self::Documents => "/documents".to_owned(),
            Self::Deposit => "/deposer".to_owned(),
            Self::Document(id) => format!("/documents/{id}"),
            Self::Journal => "/journal".to_owned(),
            Self::Settings => "/reglages".to_owned(),
            Self::NewKit => "/reglages/kit".to_owned(),
            Self::Host => "/hebergeur".to_owned(),
            Self::Ended => "/session-terminee".to_owned(),
        }
    }

    /// Whether the page shows something of a record, and so needs an open session.
    pub fn needs_session(&self) -> bool {
        matches!(
            self,
            Self::AddComputer
                | Self::Home
                | Self::Documents
                | Self::Deposit
                | Self::Document(_)
                | Self::Journal
                | Self::Settings
                | Self::NewKit
        )
    }
}

/// Document ids are short random words; anything else never reaches the worker.
fn is_id(id: &str) -> bool {
    (1..=128).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_again_under_its_path() {
        for page in [
            Page::Welcome,
            Page::Open,
            Page::LogIn,
            Page::Kit,
            Page::AddComputer,
            Page::Home,
            Page::Documents,
            Page::Deposit,
            Page::Document("aB3_-x".into()),
            Page::Journal,
            Page::Settings,
            Page::NewKit,
            Page::Host,
            Page::Ended,
        ] {
            assert_eq!(Page::of(&page.path()), page);
        }
    }

    #[test]
    fn an_odd_path_is_not_found() {
        for path in ["/x", "/documents/", "/documents/a/b", "/documents/..%2f", "/documents/<b>"] {
            assert!(matches!(Page::of(path), Page::NotFound | Page::Documents), "{path}");
        }
    }
}
