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
    Circle,
    WhoReads,
    Name,
    /// A member of the circle, by reader id.
    Compare(String),
    Remove(String),
    /// The way in with a card.
    Card,
    /// A professional's records.
    Room,
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
            "/cercle" => Self::Circle,
            "/cercle/nommer" => Self::Name,
            "/cercle/qui-voit-quoi" => Self::WhoReads,
            "/professionnel" => Self::Card,
            "/dossiers" => Self::Room,
            "/hebergeur" => Self::Host,
            "/session-terminee" => Self::Ended,
            other => Self::with_id(other),
        }
    }

    fn with_id(path: &str) -> Self {
        let Some((folder, id)) = path.rsplit_once('/') else { return Self::NotFound };
        match folder {
            _ if !is_id(id) => Self::NotFound,
            "/documents" => Self::Document(id.to_owned()),
            "/cercle/comparer" => Self::Compare(id.to_owned()),
            "/cercle/retirer" => Self::Remove(id.to_owned()),
            _ => Self::NotFound,
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
            Self::Circle => "/cercle".to_owned(),
            Self::WhoReads => "/cercle/qui-voit-quoi".to_owned(),
            Self::Name => "/cercle/nommer".to_owned(),
            Self::Compare(reader) => format!("/cercle/comparer/{reader}"),
            Self::Remove(reader) => format!("/cercle/retirer/{reader}"),
            Self::Card => "/professionnel".to_owned(),
            Self::Room => "/dossiers".to_owned(),
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
                | Self::Circle
                | Self::WhoReads
                | Self::Name
                | Self::Compare(_)
                | Self::Remove(_)
                | Self::Room
        )
    }

    /// Where a session of that kind shows this page: a professional has one screen, a patient all
    /// the others.
    pub fn inside(self, professional: bool) -> Self {
        match (professional, self.needs_session()) {
            (true, true) => Self::Room,
            (false, _) if self == Self::Room => Self::Home,
            _ => self,
        }
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
            Page::Circle,
            Page::WhoReads,
            Page::Name,
            Page::Compare("0a1b".into()),
            Page::Remove("0a1b".into()),
            Page::Card,
            Page::Room,
            Page::Host,
            Page::Ended,
        ] {
            assert_eq!(Page::of(&page.path()), page);
        }
    }

    #[test]
    fn a_professional_sees_no_page_of_a_patient_nor_the_other_way_round() {
        assert_eq!(Page::Settings.inside(true), Page::Room);
        assert_eq!(Page::Circle.inside(true), Page::Room);
        assert_eq!(Page::Host.inside(true), Page::Host);
        assert_eq!(Page::Room.inside(false), Page::Home);
        assert_eq!(Page::Circle.inside(false), Page::Circle);
    }

    #[test]
    fn an_odd_path_is_not_found() {
        for path in [
            "/x",
            "/documents/",
            "/documents/a/b",
            "/documents/..%2f",
            "/documents/<b>",
            "/cercle/retirer/<b>",
            "/cercle/autre/0a1b",
        ] {
            assert!(matches!(Page::of(path), Page::NotFound | Page::Documents), "{path}");
        }
    }
}
