//! The professions of the list TRE_G15 (version of 28 March 2025) that are in use, in the words
//! of the two languages. Codes that the list has given up are not here, and so are refused.

/// French and English words for an active profession.
#[must_use]
pub const fn profession_words(code: u16) -> Option<(&'static str, &'static str)> {
    Some(match code {
        10 => ("Médecin", "Physician"),
        21 => ("Pharmacien", "Pharmacist"),
        26 => ("Audioprothésiste", "Hearing aid specialist"),
        28 => ("Opticien-lunetier", "Optician"),
        31 => ("Assistant dentaire", "Dental assistant"),
        32 => ("Physicien médical", "Medical physicist"),
        40 => ("Chirurgien-dentiste", "Dentist"),
        50 => ("Sage-femme", "Midwife"),
        60 => ("Infirmier", "Nurse"),
        69 => ("Infirmier psychiatrique", "Psychiatric nurse"),
        70 => ("Masseur-kinésithérapeute", "Physiotherapist"),
        80 => ("Pédicure-podologue", "Podiatrist"),
        81 => ("Orthoprothésiste", "Prosthetist and orthotist"),
        82 => ("Podo-orthésiste", "Orthopaedic shoemaker"),
        83 => ("Orthopédiste-orthésiste", "Orthotist"),
        84 => ("Oculariste", "Ocularist"),
        85 => ("Épithésiste", "Anaplastologist"),
        86 => ("Technicien de laboratoire médical", "Medical laboratory technician"),
        91 => ("Orthophoniste", "Speech therapist"),
        92 => ("Orthoptiste", "Orthoptist"),
        94 => ("Ergothérapeute", "Occupational therapist"),
        95 => ("Diététicien", "Dietitian"),
        96 => ("Psychomotricien", "Psychomotor therapist"),
        98 => ("Manipulateur d’électroradiologie médicale", "Radiographer"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::profession_words;

    #[test]
    fn a_profession_that_the_list_gave_up_has_no_words() {
        for code in [0, 9, 11, 35, 36, 37, 38, 39, 93, 97, 99, 1000, u16::MAX] {
            assert_eq!(profession_words(code), None, "{code}");
        }
    }

    #[test]
    fn the_list_has_twenty_four_active_professions() {
        assert_eq!((0..=u16::MAX).filter(|code| profession_words(*code).is_some()).count(), 24);
        assert_eq!(profession_words(10), Some(("Médecin", "Physician")));
    }
}
