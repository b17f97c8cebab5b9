//! A new recovery kit: it opens, the old one opens nothing, and nothing changes before.

use scelle_client::{HostPins, Trouble, login, open_account::Opening};
use scelle_crypto::{device::SoftwareDevice, kit::RecoveryKit, opaque::Password};
use scelle_tests::native::{PASSWORD, World, about, camille, deposit, open_patient};

#[tokio::test]
async fn a_new_kit_opens_and_the_old_one_opens_nothing() {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    deposit(&patient.account, about("Bilan"), b"bonjour".to_vec()).await.expect("deposits");
    let new = RecoveryKit::make(patient.account.id);
    let early = login::log_in_with_kit(world.native.line(), &new).await;
    assert_eq!(early.err(), Some(Trouble::KitRefused), "nothing is replaced yet");
    login::log_in_with_kit(world.native.line(), &patient.kit).await.expect("the old kit is still good");

    patient.account.replace_kit(&new).await.expect("replaces");
    let old = login::log_in_with_kit(world.native.line(), &patient.kit).await;
    assert_eq!(old.err(), Some(Trouble::KitRefused));
    let by_kit = login::log_in_with_kit(world.native.line(), &new).await.expect("the new kit opens");
    assert_eq!(by_kit.list().await.expect("lists").len(), 1);
    assert_eq!(by_kit.openers().iter().filter(|opener| opener.kind == "kit").count(), 1);
    assert!(by_kit.check().await.expect("checks").missing.is_empty());

    let pins = HostPins::ask(&world.native.line()).await.expect("the host's keys");
    let password = Password::new(PASSWORD);
    let again = login::log_in(world.native.line(), pins, &patient.device, "camille", password, None).await;
    assert_eq!(again.expect("the computer still opens").openers().len(), 2);
    world.host.stop().await;
}

#[tokio::test]
async fn a_session_that_the_old_kit_opened_ends_and_the_one_that_asks_goes_on() {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    let thief = login::log_in_with_kit(world.native.line(), &patient.kit).await.expect("the kit opens");
    let owner = login::log_in_with_kit(world.native.line(), &patient.kit).await.expect("the kit opens");
    owner.replace_kit(&RecoveryKit::make(owner.id)).await.expect("replaces");
    assert!(thief.list().await.is_err());
    owner.list().await.expect("lists");
    patient.account.list().await.expect("the computer's own session goes on");
    world.host.stop().await;
}

#[tokio::test]
async fn a_lost_answer_leaves_nobody_in_doubt_about_which_kit_is_good() {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    let new = RecoveryKit::make(patient.account.id);
    world.native.tamper(|request, response| {
        if request.method == "POST" && request.path.ends_with("/openers") {
            response.status = 503;
            response.body.clear();
        }
    });
    patient.account.replace_kit(&new).await.expect("it was written, and that is found out");
    world.native.honest();
    login::log_in_with_kit(world.native.line(), &new).await.expect("the new kit opens");
    world.host.stop().await;
}

#[tokio::test]
async fn a_kit_replaced_before_the_record_opens_gives_the_successor_that_genesis_names() {
    let world = World::new().await;
    let device = SoftwareDevice::make().expect("a key");
    let password = Password::new(PASSWORD);
    let opening = Opening::prepare(world.native.line(), device, "camille", password, camille(), |_, _| {}).await;
    let registered = opening.expect("prepares").register().await.map_err(Trouble::from).expect("registers");
    let (account, new) = (&registered.account, RecoveryKit::make(registered.account.id));
    account.replace_kit(&new).await.expect("replaces");
    let notice = scelle_client::consent::Notice { version: "2026-11 fr", text: "Notice d’essai." };
    let act = account.act_of_consent(&registered.device, &registered.certificate, notice).await.expect("made ready");
    let genesis = act.opening().expect("a record is opened");
    assert!(genesis.contains(&format!("\nsuccessor: {}\n", new.successor_hash())));
    world.host.stop().await;
}
