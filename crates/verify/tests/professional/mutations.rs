//! Thousands of damaged certificates, answers and lists, the same ones at each run: none makes a
//! function panic or run on, none is taken for more than the whole one said.

use std::time::{Duration, Instant};

use scelle_verify::professional::{Professional, crl, ocsp};

use crate::pki::{authority, file, files, now, professional, trust};

/// xorshift64*: repeatable, and nothing more is asked of it.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).expect("31 bits") % sides.max(1)
    }

    fn byte(&mut self) -> u8 {
        // What steers a parser of DER comes up more often than chance would have it.
        const STEERING: [u8; 16] =
            [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x30, 0x31, 0x7f, 0x80, 0x82, 0x84, 0xa0, 0xff];
        let any = u8::try_from(self.roll(256)).expect("a byte");
        if self.roll(2) == 0 { any } else { STEERING[self.roll(STEERING.len())] }
    }

    /// One to four cuts, flips, copies and insertions.
    fn damage(&mut self, whole: &[u8]) -> Vec<u8> {
        let mut damaged = whole.to_vec();
        for _ in 0..=self.roll(4) {
            let at = self.roll(damaged.len());
            match self.roll(8) {
                0 => damaged.truncate(at),
                1 => damaged.insert(at, self.byte()),
                2 if at < damaged.len() => drop(damaged.remove(at)),
                3 => {
                    let end = at + self.roll(damaged.len() - at);
                    let piece = damaged[at..end].to_vec();
                    let to = self.roll(damaged.len());
                    damaged.splice(to..to, piece);
                }
                _ if at < damaged.len() => damaged[at] = self.byte(),
                _ => (),
            }
        }
        damaged
    }
}

/// Damages each file in turn and gives it to `judge`, which may take no longer than this.
fn damaged(ending: &str, rounds: usize, seed: u64, mut judge: impl FnMut(&str, &[u8], &[u8])) {
    let (files, mut dice) = (files(ending), Dice(seed));
    assert!(!files.is_empty(), "no {ending}");
    for round in 0..rounds {
        let (name, whole) = files[round % files.len()];
        let damaged = dice.damage(whole);
        let started = Instant::now();
        judge(name, whole, &damaged);
        assert!(started.elapsed() < Duration::from_secs(2), "{name}, round {round}");
    }
}

#[test]
fn damaged_certificates_are_read_or_refused_and_none_damaged_is_trusted() {
    let (trust, now, mut read) = (trust(), now(), 0);
    damaged(".der", 20_000, 0x5ce1_1e01, |name, whole, damaged| {
        let Ok(professional) = Professional::read(damaged) else { return };
        read += 1;
        let _addresses = (professional.ocsp_url(), professional.crl_urls());
        let changed = damaged != whole;
        assert!(!changed || trust.check(&professional, now).is_err(), "{name}");
    });
    assert!(read > 100, "only {read} were read: the damage is too great to say anything");
}

#[test]
fn damaged_answers_are_refused_or_say_what_the_whole_one_says() {
    let (alice, persons, now) = (professional("alice"), authority("persons"), now());
    damaged(".ocsp", 20_000, 0x5ce1_1e02, |name, whole, damaged| {
        // What stands outside the signature may be damaged unseen, and says nothing.
        if let Ok(answer) = ocsp::check(damaged, &alice, &persons, now) {
            assert_eq!(ocsp::check(whole, &alice, &persons, now), Ok(answer), "{name}");
        }
    });
}

#[test]
fn damaged_lists_are_refused_or_say_what_the_whole_one_says() {
    let (alice, persons, now) = (professional("alice"), authority("persons"), now());
    damaged(".crl", 20_000, 0x5ce1_1e03, |name, whole, damaged| {
        if let Ok(answer) = crl::check(damaged, &alice, &persons, now) {
            assert_eq!(crl::check(whole, &alice, &persons, now), Ok(answer), "{name}");
        }
    });
}

#[test]
fn noise_is_refused() {
    let (alice, persons, now, mut dice) = (professional("alice"), authority("persons"), now(), Dice(0x5ce1_1e04));
    for _ in 0..20_000 {
        let noise: Vec<u8> = (0..dice.roll(96)).map(|_| dice.byte()).collect();
        assert!(Professional::read(&noise).is_err());
        assert!(ocsp::check(&noise, &alice, &persons, now).is_err());
        assert!(crl::check(&noise, &alice, &persons, now).is_err());
    }
}

#[test]
fn sequences_within_sequences_without_end_are_refused() {
    let (alice, persons, now) = (professional("alice"), authority("persons"), now());
    for depth in [10, 100, 1_000, 16_000] {
        let deep: Vec<u8> = (0..depth).flat_map(|_| [0x30, 0x80]).collect();
        let long = nested(depth);
        for der in [deep, long] {
            assert!(Professional::read(&der).is_err());
            assert!(ocsp::check(&der, &alice, &persons, now).is_err());
            assert!(crl::check(&der, &alice, &persons, now).is_err());
        }
    }
    assert!(Professional::read(file("alice.der")).is_ok());
}

/// As deep, with true lengths.
fn nested(depth: usize) -> Vec<u8> {
    let mut reversed = Vec::new();
    for _ in 0..depth {
        let length = reversed.len();
        match length {
            0..=0x7f => reversed.push(u8::try_from(length).expect("short")),
            0x80..=0xffff => {
                reversed.extend(u16::try_from(length).expect("two bytes").to_le_bytes());
                reversed.push(0x82);
            }
            _ => break,
        }
        reversed.push(0x30);
    }
    reversed.reverse();
    reversed
}
