//! Tests of `kit`: what it gives, and each refusal.

use super::*;

fn kit() -> RecoveryKit {
    RecoveryKit::from_parts(AccountId([0xA5; 16]), KitKey::from_bytes(&[0x3C; 32]))
}

#[test]
fn a_kit_is_printed_in_seventeen_groups_of_five_and_read_back() {
    let printed = kit().print();
    assert_eq!(printed.groups().count(), 17);
    assert!(printed.groups().all(|group| group.len() == 5));
    assert_eq!(RecoveryKit::read(&printed.line()), Ok(kit()));
    assert_eq!(RecoveryKit::read(&printed.payload()), Ok(kit()));
}

#[test]
fn case_separators_and_lookalikes_are_forgiven() {
    let line = kit().print().line();
    let sloppy = line.to_lowercase().replace(' ', "-").replace('1', "l").replace('0', "o");
    assert_eq!(RecoveryKit::read(&format!("\n {sloppy}\t")), Ok(kit()));
}

#[test]
fn every_single_typo_is_found() {
    let payload = kit().print().payload().strip_prefix("SCELLE1:").expect("its prefix").to_owned();
    for at in 0..payload.len() {
        let old = &payload[at..=at];
        for sign in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().filter(|c| c.to_string() != old) {
            let mut typed = payload.clone();
            typed.replace_range(at..=at, &sign.to_string());
            assert_eq!(RecoveryKit::read(&typed), Err(KitError::Checksum), "{at}");
        }
    }
}

#[test]
fn two_exchanged_groups_are_found() {
    let printed = kit().print();
    let mut groups: Vec<&str> = printed.groups().collect();
    let other = groups.iter().position(|g| *g != groups[0]).expect("groups differ");
    groups.swap(0, other);
    assert_eq!(RecoveryKit::read(&groups.join(" ")), Err(KitError::Checksum));
}

#[test]
fn an_impossible_sign_is_named_by_its_group() {
    let mut line = kit().print().line().to_string();
    line.replace_range(7..8, "U");
    assert_eq!(RecoveryKit::read(&line), Err(KitError::Sign { group: 2, place: 2 }));
    assert_eq!(RecoveryKit::read("é"), Err(KitError::Sign { group: 1, place: 1 }));
}

#[test]
fn a_missing_or_added_sign_is_counted() {
    let line = kit().print().line();
    assert_eq!(RecoveryKit::read(&line[1..]), Err(KitError::Length { found: 84 }));
    assert_eq!(RecoveryKit::read(&format!("{}0", *line)), Err(KitError::Length { found: 86 }));
    assert_eq!(RecoveryKit::read(""), Err(KitError::Length { found: 0 }));
}

#[test]
fn the_keys_of_a_kit_differ_from_each_other_and_between_accounts() {
    let other = RecoveryKit::from_parts(AccountId([1; 16]), KitKey::from_bytes(&[0x3C; 32]));
    assert_ne!(kit().login_secret().expose(), kit().successor_secret().expose());
    assert_ne!(kit().login_secret(), other.login_secret());
    assert_ne!(kit().successor_hash(), other.successor_hash());
}

#[test]
fn the_code_is_square() {
    let (modules, width) = kit().qr_modules();
    assert_eq!(modules.len(), width * width);
    // Finder pattern in the corner: seven dark modules.
    assert!(modules[..7].iter().all(|dark| *dark));
}

proptest::proptest! {
    #[test]
    fn reading_any_text_never_panics(text in "\\PC*") {
        let _ = RecoveryKit::read(&text);
    }

    #[test]
    fn any_kit_comes_back(account in proptest::array::uniform16(0u8..), key in proptest::array::uniform32(0u8..)) {
        let kit = RecoveryKit::from_parts(AccountId(account), KitKey::from_bytes(&key));
        proptest::prop_assert_eq!(RecoveryKit::read(&kit.print().line()), Ok(kit));
    }
}

#[test]
fn a_group_copied_from_paper_is_recognised_and_the_old_sheets_is_not() {
    let account = AccountId([0x5a; 16]);
    let (new, old) = (RecoveryKit::make(account).print(), RecoveryKit::make(account).print());
    let groups: Vec<&str> = new.groups().collect();
    for (number, group) in groups.iter().enumerate() {
        assert!(new.has(number, &format!(" {} ", group.to_lowercase())));
        assert!(!new.has(number, &group[1..]) && !new.has(number, "é"));
        let shared = old.has(number, group);
        assert!(number >= FIRST_OWN_GROUP || shared || number + 1 == FIRST_OWN_GROUP, "group {number}");
        assert!(number < FIRST_OWN_GROUP || !shared, "group {number} is on both sheets");
    }
    assert!(!new.has(17, groups[0]));
}
