//! A host that is two: from one moment on, the same folder, keys and past under two programs. What
//! each says is truly signed, so that nothing but memory can tell them apart.

use scelle_tests::clinic::Clinic;
use scelle_tests::liar::Liar;
use scelle_tests::native::{World, config};
use std::path::Path;

/// The two that a clinic's host has become, both behind the liar's addresses; the first is before
/// which the liar stands.
pub struct Forked {
    pub clinic: Clinic,
    pub other: World,
}

impl Forked {
    /// Stops the host, copies its folder, starts both.
    pub async fn from(clinic: Clinic, liar: &Liar) -> Self {
        let Clinic { authority, responder, world } = clinic;
        let World { folder, host, .. } = world;
        host.stop().await;
        let copy = tempfile::tempdir().expect("a temporary folder");
        copies(folder.path(), copy.path());
        let start = async |folder: tempfile::TempDir| {
            let (test_authority, ocsp_url) = (Some(authority.persons()), Some(responder.address()));
            let set = backend::Config { test_authority, ocsp_url, ..config(folder.path()) };
            World::set_behind(liar, folder, set).await
        };
        let other = start(copy).await;
        let world = start(folder).await;
        Self { clinic: Clinic { authority, responder, world }, other }
    }

    /// From now on everybody talks to the other one.
    pub fn shows_the_other(&self, liar: &Liar) {
        liar.stands_before(self.other.host.api, self.other.host.client);
    }

    /// From now on everybody talks to the first again.
    pub fn shows_the_first(&self, liar: &Liar) {
        liar.stands_before(self.clinic.world.host.api, self.clinic.world.host.client);
    }
}

/// Copies a folder with all that is in it.
pub fn copies(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let place = to.join(entry.file_name());
        if entry.file_type().expect("an entry of a folder").is_dir() {
            std::fs::create_dir_all(&place).expect("a folder of ours");
            // A host looks at who may read its secrets.
            let mode = entry.metadata().expect("an entry of a folder").permissions();
            std::fs::set_permissions(&place, mode).expect("a folder of ours");
            copies(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).expect("a file");
        }
    }
}
