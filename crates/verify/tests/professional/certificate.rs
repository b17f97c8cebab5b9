//! Certificates: what is read, and each one that is refused.

use scelle_protocol::Time;
use scelle_verify::professional::{Professional, ProfessionalError, Trust};

use crate::pki::{authority, file, now, parts, professional, read, trust, wrap};

#[test]
fn a_doctors_card_is_read_and_trusted() {
    let alice = professional("alice");
    assert_eq!((alice.id_nat.as_str(), alice.rpps()), ("899700218896", "99700218896"));
    assert_eq!((alice.name().as_str(), alice.title.as_str()), ("ALICE ESSAI", "Médecin"));
    assert_eq!((alice.profession, alice.card), (10, true));
    assert_eq!((alice.not_before, alice.not_after), (Time(1_577_836_800), Time(2_524_521_600)));
    let issued = trust().check(&alice, now()).expect("issued by the authority of the tests");
    assert_eq!(issued.issuer().der(), authority("persons").der());
    assert_eq!(issued.name(), "TEST AC IGC-SANTE FORT PERSONNES");
}

#[test]
fn addresses_are_those_of_the_certificate_and_http_only() {
    let alice = professional("alice");
    assert_eq!(alice.ocsp_url().as_deref(), Some("http://ocsp.test"));
    assert_eq!(alice.crl_urls(), ["http://igc.test/ACI-FO-PP.crl"]);
    let bruno = professional("bruno");
    assert_eq!((bruno.ocsp_url(), bruno.crl_urls()), (None, Vec::new()));
}

#[test]
fn attributes_are_found_in_any_order_of_the_set() {
    let order = professional("order");
    assert_eq!((order.name().as_str(), order.id_nat.as_str()), ("MARIE-FRANÇOISE LI", "899700218896"));
}

#[test]
fn a_software_certificate_without_card_type_is_read() {
    let software = professional("software");
    assert_eq!((software.card, software.profession), (false, 10));
    assert!(trust().check(&software, now()).is_ok());
}

#[test]
fn a_nurses_card_is_read_with_its_own_profession() {
    assert_eq!(professional("bruno").profession, 60);
}

#[test]
fn the_cards_own_extensions_may_be_critical_since_they_are_looked_at() {
    assert!(professional("critical_own").card);
}

#[test]
fn a_subject_without_title_is_read() {
    assert_eq!(professional("no-title").title, "");
}

#[test]
fn a_name_shown_holds_no_character_that_cannot_be_seen() {
    assert_eq!(professional("hidden").given_name, "ALICE");
}

macro_rules! refused {
    ($($test:ident $name:literal $error:ident;)*) => {
        $(
            #[test]
            fn $test() {
                assert_eq!(read($name).err(), Some(ProfessionalError::$error));
            }
        )*
    };
}

refused! {
    the_cards_signature_certificate_is_refused "signature" Profile;
    a_certificate_that_also_signs_documents_is_refused "both_usages" Profile;
    a_key_usage_that_is_not_critical_is_refused "usage_not_critical" Profile;
    a_certificate_without_extended_key_usage_is_refused "no_extended" Profile;
    a_certificate_for_mail_is_refused "mail" Profile;
    a_leaf_that_says_it_is_an_authority_is_refused "false_ca" Profile;
    an_unknown_critical_extension_is_refused "unknown_critical" Profile;
    a_key_of_1024_bits_is_refused "short" Profile;
    a_signature_with_sha_1_is_refused "sha1" Profile;
    two_surnames_are_refused "two-surnames" Profile;
    a_subject_without_surname_is_refused "no-surname" Profile;
    a_name_longer_than_any_window_is_refused "long-name" Profile;
    a_certificate_without_profession_is_refused "no_profession" Profession;
    a_profession_that_is_not_a_number_is_refused "word_profession" Profession;
    a_profession_below_zero_is_refused "negative_profession" Profession;
    a_profession_that_the_list_gave_up_is_refused "assistant" Profession;
    a_psychologist_whom_the_list_no_longer_holds_is_refused "psychologist" Profession;
    a_card_of_training_is_refused "cpf" CardType;
    a_card_of_staff_is_refused "cpe" CardType;
    a_card_of_an_authorised_person_is_refused "cpa" CardType;
    a_real_staff_card_is_refused_by_its_type_first "staff" CardType;
    a_card_type_that_is_not_a_number_is_refused "word_card" CardType;
    an_adeli_number_is_refused "adeli" Number;
    a_number_within_a_structure_is_refused "structure" Number;
    twelve_digits_of_another_register_are_refused "not-rpps" Number;
    thirteen_digits_are_refused "thirteen" Number;
    digits_of_another_script_are_refused "wide-digits" Number;
    two_numbers_are_refused "two-numbers" Number;
    a_subject_without_number_is_refused "no-number" Number;
    an_authority_is_no_professional "persons" Profile;
}

#[test]
fn something_else_than_a_certificate_is_refused() {
    for der in [&b""[..], b"\x30\x00", b"-----BEGIN CERTIFICATE-----", file("alice.csr"), &[0x30; 20_000]] {
        let refused = Professional::read(der).err();
        assert_eq!(refused, Some(ProfessionalError::Profile));
    }
}

#[test]
fn a_certificate_whose_outer_algorithm_was_changed_is_refused() {
    let [content, mut algorithm, signature] = <[_; 3]>::try_from(parts(file("alice.der"))).expect("three parts");
    let last = algorithm.len() - 2;
    for (tag, reads) in [(0x05, true), (0x04, false), (0x30, false)] {
        // The parameters: NULL, which no signature covers out here.
        algorithm[last] = tag;
        let der = wrap(0x30, &[&content[..], &algorithm, &signature].concat());
        assert_eq!(Professional::read(&der).is_ok(), reads, "{tag:02x}");
    }
}

#[test]
fn a_certificate_beyond_any_size_is_refused() {
    let padded = |size: usize| {
        let value = wrap(4, &vec![0; size]);
        with_extensions(|extensions| extensions.push(wrap(0x30, &[&[6, 3, 0x2a, 3, 4][..], &value].concat())))
    };
    assert!(Professional::read(&padded(10_000)).is_ok());
    assert_eq!(Professional::read(&padded(16_000)).err(), Some(ProfessionalError::Profile));
}

#[test]
fn bytes_behind_a_certificate_are_refused() {
    let longer = [file("alice.der"), b"\x00"].concat();
    let refused = Professional::read(&longer).err();
    assert_eq!(refused, Some(ProfessionalError::Profile));
}

/// Alice's certificate with other extensions. Its signature holds no more, which is not `read`'s
/// to say.
fn with_extensions(change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let [mut content, algorithm, signature] = <[_; 3]>::try_from(parts(file("alice.der"))).expect("three parts");
    let mut fields = parts(&content);
    let explicit = fields.pop().expect("[3], the last field");
    let mut extensions = parts(&parts(&explicit)[0]);
    change(&mut extensions);
    fields.push(wrap(0xa3, &wrap(0x30, &extensions.concat())));
    content = wrap(0x30, &fields.concat());
    wrap(0x30, &[content, algorithm, signature].concat())
}

#[test]
fn an_extension_twice_is_refused() {
    let refusal = |change: fn(&mut Vec<Vec<u8>>)| Professional::read(&with_extensions(change)).err();
    assert_eq!(refusal(|_| ()), None, "the same bytes again");
    for at in 0..parts_of_alice() {
        let twice = with_extensions(|extensions| extensions.push(extensions[at].clone()));
        assert_eq!(Professional::read(&twice).err(), Some(ProfessionalError::Profile), "{at}");
    }
}

fn parts_of_alice() -> usize {
    let mut count = 0;
    with_extensions(|extensions| count = extensions.len());
    count
}

#[test]
fn a_certificate_with_more_extensions_than_any_real_one_is_refused() {
    let many = with_extensions(|extensions| {
        extensions.extend((0..100).map(|last| wrap(0x30, &[6, 3, 0x2a, 3, last, 4, 2, 5, 0])));
    });
    assert_eq!(Professional::read(&many).err(), Some(ProfessionalError::Profile));
}

fn check(name: &str, now: Time) -> Result<(), ProfessionalError> {
    trust().check(&professional(name), now).map(|_| ())
}

#[test]
fn an_expired_certificate_is_refused() {
    assert_eq!(check("expired", now()), Err(ProfessionalError::Expired));
}

#[test]
fn a_certificate_of_the_future_is_refused() {
    assert_eq!(check("future", now()), Err(ProfessionalError::NotYet));
}

#[test]
fn a_certificate_begins_five_minutes_early_and_ends_to_the_second() {
    let dated = professional("dated");
    assert_eq!(check("dated", Time(dated.not_before.0 - 300)), Ok(()));
    assert_eq!(check("dated", Time(dated.not_before.0 - 301)), Err(ProfessionalError::NotYet));
    assert_eq!(check("dated", dated.not_after), Ok(()));
    assert_eq!(check("dated", dated.not_after.plus(1)), Err(ProfessionalError::Expired));
}

#[test]
fn an_authority_that_expired_vouches_for_nobody() {
    let years = 11 * 366 * 24 * 3600;
    assert_eq!(check("alice", now().plus(years)), Err(ProfessionalError::Issuer));
}

#[test]
fn an_authority_that_nobody_pinned_is_refused() {
    assert_eq!(check("stranger-alice", now()), Err(ProfessionalError::Issuer));
}

#[test]
fn an_authority_of_the_same_name_with_another_key_is_refused() {
    assert_eq!(check("impostor-alice", now()), Err(ProfessionalError::Issuer));
}

#[test]
fn a_certificate_by_an_authority_of_organisations_is_refused() {
    assert_eq!(check("organisation", now()), Err(ProfessionalError::Organisation));
}

#[test]
fn without_the_tests_own_authority_the_pinned_ones_refuse_its_cards() {
    let refused = Trust::igc_sante().check(&professional("alice"), now()).err();
    assert_eq!(refused, Some(ProfessionalError::Issuer));
}

#[test]
fn a_test_authority_is_refused_unless_it_may_issue_for_persons() {
    use ProfessionalError::{Issuer, Organisation, Profile};
    let refusals = [
        ("organisations.der", Organisation),
        ("lone.der", Issuer),
        ("lists-only.der", Issuer),
        ("no-authority.der", Issuer),
        ("alice.der", Issuer),
        ("alice.csr", Profile),
    ];
    for (name, error) in refusals {
        assert_eq!(Trust::igc_sante().with_test_authority(file(name)).err(), Some(error), "{name}");
    }
}

#[test]
fn of_two_authorities_of_one_name_the_one_that_signed_is_found() {
    let both = trust().with_test_authority(file("impostor.der")).expect("an authority of persons");
    for (name, issuer) in [("alice", "persons"), ("impostor-alice", "impostor")] {
        let issued = both.check(&professional(name), now()).expect("one of the two");
        assert_eq!(issued.issuer().der(), authority(issuer).der());
    }
}
