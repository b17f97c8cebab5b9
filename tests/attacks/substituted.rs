//! Attack 4: the key that somebody deposits to is another's. There is one key to seal to for each
//! reader, and the chain names it; the first statement of the chain is what two people compare.

use scelle_client::{Contradiction, KeptOut, Trouble, memberships::RecordStanding};
use scelle_protocol::wire::Chain;
use scelle_tests::cards::ALICE;
use scelle_tests::clinic::{BOTH, Clinic, befriend, names};
use scelle_tests::liar::Liar;
use scelle_tests::native::{about, deposit};
use scelle_verify::ChainState;

use crate::forger::{Forger, chain, moved_on, shows_the_chain};

fn replayed(chain: &Chain) -> Result<ChainState, scelle_verify::chain::ChainError> {
    ChainState::replay(chain.statements.iter().map(|one| one.entry.open.as_str()))
}

#[tokio::test]
async fn a_professional_who_was_named_is_shown_another_key_to_deposit_to_and_keeps_the_record_out() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let (patient, doctor) = (clinic.patient("camille").await, clinic.doctor(&ALICE).await);
    names(&patient, &ALICE, BOTH, vec![]).await.expect("names");
    patient.account.circle().await.expect("a chain");
    let honest = chain(&liar.kept("GET", "/chain").expect("it was fetched"));
    let forger = Forger::new();
    // The whole chain again, by keys of the host's own: it holds by itself.
    let mut forged = Chain { statements: vec![forger.genesis(&honest)] };
    forged.statements.push(forger.grant(&forged, &ALICE));
    let state = replayed(&forged).expect("a chain that holds by itself");
    let (reader, holder) = state.readers.iter().next().expect("a holder");
    assert!(forger.opens_what_is_sealed_to(&holder.seal, state.record, *reader), "who believes it seals to the host");
    let body = serde_json::to_vec(&forged).expect("plain data");
    liar.lies(move |asked, told| {
        if asked.method == "GET" && asked.path.ends_with("/chain") {
            told.body.clone_from(&body);
        }
    });
    let taken = doctor.account.take_in().await.expect("an answer");
    assert!(matches!(taken.kept_out[..], [(_, KeptOut::Grant)]), "{:?}", taken.kept_out);
    liar.is_honest();
    assert_eq!(doctor.account.take_in().await.expect("takes in").records.len(), 1);
}

#[tokio::test]
async fn a_member_who_is_shown_another_owner_than_was_compared_deposits_nothing() {
    let liar = Liar::new();
    let clinic = Clinic::behind(&liar).await;
    let (patient, doctor) = (clinic.patient("camille").await, clinic.doctor(&ALICE).await);
    befriend(&patient, &ALICE, &doctor.account, vec![]).await.expect("becomes a member");
    patient.account.circle().await.expect("a chain");
    let mut shown = chain(&liar.kept("GET", "/chain").expect("it was fetched"));
    let forger = Forger::new();
    shown.statements[0] = forger.genesis(&shown);
    shows_the_chain(&liar, &shown);
    liar.whispers(|asked| asked.path.ends_with("/deposits").then(moved_on));
    let refused = deposit(&doctor.account, about("Un"), vec![1; 10]).await;
    assert_eq!(refused, Err(Trouble::Contradiction(Contradiction::Chain)));
    assert!(liar.heard().iter().all(|one| !one.asked.path.ends_with("/deposits")), "a deposit reached the host");
    doctor.account.put_away();
    let rows = doctor.account.memberships().await.expect("the list");
    assert_eq!(rows[0].standing, RecordStanding::Wrong);
    liar.is_honest();
    doctor.account.take_record(rows[0].record).await.expect("at hand");
    deposit(&doctor.account, about("Un"), vec![1; 10]).await.expect("the honest way goes on");
}
