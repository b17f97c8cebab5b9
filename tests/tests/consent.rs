//! What a patient signs is what was shown: the consent, from the screen to the chain and back.

use scelle_client::{
    Trouble,
    consent::{Act, Notice},
    open_account::Opening,
};
use scelle_crypto::{device::SoftwareDevice, opaque::Password};
use scelle_protocol::{ProblemCode, Signed, statements::SealedConsent};
use scelle_tests::native::{NOTICE, Native, PASSWORD, World, camille, open_patient};
use scelle_verify::{Certificate, hash};

const FRENCH: Notice<'static> = Notice { version: "2026-11 fr", text: NOTICE };

/// An account in memory with its consent made ready, as at the last step of the page.
async fn at_the_last_step(native: &Native) -> (Opening<Native, SoftwareDevice>, Act) {
    let device = SoftwareDevice::make().expect("a key");
    let password = Password::new(PASSWORD);
    let opening = Opening::prepare(native.line(), device, "camille", password, camille(), |_, _| {}).await;
    let opening = opening.expect("makes everything");
    let act = opening.act_of_consent(FRENCH).await.expect("makes the consent ready");
    (opening, act)
}

#[tokio::test]
async fn the_text_that_was_shown_is_the_text_that_stands_signed_in_the_chain() {
    let world = World::new().await;
    let (opening, act) = at_the_last_step(&world.native).await;
    let shown = act.text().to_owned();
    for line in ["record: ", "number: 2\n", "previous: ", "deadline: ", "notice: 2026-11 fr\n", "agreed: "] {
        assert!(shown.contains(line), "{line} is not shown in\n{shown}");
    }
    let registered = opening.register().await.map_err(Trouble::from).expect("registers");
    registered.account.sign_act(&registered.device, act, &shown, || {}).await.expect("signs");
    let signed = registered.account.consents().expect("they hold").pop().expect("one");
    assert_eq!(signed.signed, shown);
    assert_eq!((signed.number, signed.text), (2, hash::sha256(NOTICE.as_bytes())));
    world.host.stop().await;
}

#[tokio::test]
async fn what_is_kept_of_a_consent_can_be_checked_without_us() {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    let kept = patient.account.consents().expect("they hold").pop().expect("one");
    let part: Signed<SealedConsent> = Signed::parse(&kept.sealed).expect("a sealed part");
    let scelle_protocol::text::SignatureLine::Rsa(_, bytes) = &part.signatures[0] else { panic!("RSA comes first") };
    let certificate = Certificate::from_der(&kept.certificate.expect("it is genesis' own")).expect("a certificate");
    assert!(certificate.verify_sha256_with_rsa(kept.signed.as_bytes(), &bytes.0).is_ok());
    let commitment = hash::sha256(&[&kept.salt.0, kept.sealed.as_bytes()].concat());
    assert!(kept.open.contains(&format!("\nsealed: {commitment}\n")));
    world.host.stop().await;
}

#[tokio::test]
async fn another_text_than_the_one_shown_is_not_signed_and_nothing_leaves() {
    let world = World::new().await;
    let patient = open_patient(&world.native, "camille", PASSWORD, camille()).await.expect("opens");
    let (account, device) = (&patient.account, &patient.device);
    let changes: [fn(&str) -> String; 3] =
        [|text| text.replace("2026-11 fr", "2026-11 en"), |text| format!("{text}\n"), |_| String::new()];
    for change in changes {
        let act = account.act_of_consent(device, &patient.certificate, FRENCH).await.expect("made ready");
        let shown = change(act.text());
        world.native.sent.replace(Some(Vec::new()));
        assert_eq!(account.sign_act(device, act, &shown, || {}).await, Err(Trouble::NotShown));
        assert_eq!(world.native.sent.take().map(|sent| sent.len()), Some(0), "a request left");
    }
    assert_eq!(account.record().expect("open").head().0, 2);
    world.host.stop().await;
}

#[tokio::test]
async fn a_text_read_for_longer_than_its_ten_minutes_is_not_signed_and_the_next_one_is() {
    let world = World::new().await;
    let (opening, act) = at_the_last_step(&world.native).await;
    let shown = act.text().to_owned();
    world.native.clock_error.set(541);
    assert_eq!(act.check(&shown, opening.now()), Err(Trouble::Problem(ProblemCode::Expired)));
    world.native.clock_error.set(539);
    assert_eq!(act.check(&shown, opening.now()), Ok(()));
    world.native.clock_error.set(0);
    let again = opening.act_of_consent(FRENCH).await.expect("made ready anew");
    assert_ne!(again.text(), shown, "another record, another deadline");
    let shown = again.text().to_owned();
    let registered = opening.register().await.map_err(Trouble::from).expect("registers");
    registered.account.sign_act(&registered.device, again, &shown, || {}).await.expect("signs");
    world.host.stop().await;
}

#[tokio::test]
async fn what_was_made_is_given_back_whole_when_the_host_does_not_answer() {
    let world = World::new().await;
    let (opening, act) = at_the_last_step(&world.native).await;
    let (shown, text) = (act.text().to_owned(), opening.text());
    world.native.tamper(|_, response| {
        response.status = 503;
        response.body.clear();
    });
    let back = opening.register().await.err().expect("the host is down");
    assert!(matches!(back.trouble, Trouble::Line(_)), "{:?}", back.trouble);
    assert_eq!(back.opening.text(), text);
    assert_eq!(act.check(&shown, back.opening.now()), Ok(()));
    world.host.stop().await;
}
