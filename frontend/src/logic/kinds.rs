//! French document types: the code that travels, and the group under which a patient looks for it.
//! Codes: LOINC and TRE_A05, as in JDV_J07-XdsTypeCode-CISIS. Words are in `texts::kinds`.

/// Groups of documents, as a patient sorts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Analyses,
    Imaging,
    Reports,
    Prescriptions,
    Prevention,
    Certificates,
    Summaries,
    Plans,
    Papers,
    Wishes,
    Other,
}

/// One document type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    pub code: &'static str,
    pub group: Group,
    /// Plain words, then the official name.
    pub fr: (&'static str, &'static str),
    pub en: &'static str,
}

/// The type of a code; an unknown code is an « autre document ».
pub fn kind(code: &str) -> &'static Kind {
    KINDS.iter().find(|kind| kind.code == code).unwrap_or(&OTHER)
}

/// All groups in the order of the filters.
pub const GROUPS: [Group; 11] = [
    Group::Analyses,
    Group::Imaging,
    Group::Reports,
    Group::Prescriptions,
    Group::Prevention,
    Group::Certificates,
    Group::Summaries,
    Group::Plans,
    Group::Papers,
    Group::Wishes,
    Group::Other,
];

impl Group {
    /// Name of its icon in `icons.svg`.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Analyses => "blood",
            Self::Imaging => "image",
            Self::Reports | Self::Summaries => "letter",
            Self::Prescriptions => "pill",
            Self::Prevention => "shield",
            Self::Certificates | Self::Wishes => "signed",
            Self::Plans => "journal",
            Self::Papers | Self::Other => "folder",
        }
    }
}

const fn of(code: &'static str, group: Group, plain: &'static str, official: &'static str, en: &'static str) -> Kind {
    Kind { code, group, fr: (plain, official), en }
}

const OTHER: Kind = of("EXPPAT_2", Group::Other, "Autre document", "Autre document du patient", "Other document");

/// Every type that can be chosen, group by group.
pub const KINDS: [Kind; 30] = [
    of("11502-2", Group::Analyses, "Analyse de biologie", "CR d’examens biologiques", "Laboratory results"),
    of(
        "60568-3",
        Group::Analyses,
        "Analyse de tissus ou de cellules",
        "CR d’anatomie et de cytologie pathologiques",
        "Pathology report",
    ),
    of("18748-4", Group::Imaging, "Radio, écho, scanner, IRM", "CR d’imagerie médicale", "Imaging report"),
    of(
        "IMG-KOS",
        Group::Imaging,
        "Images d’un examen",
        "Référence d’objets d’un examen d’imagerie",
        "Images of an examination",
    ),
    of(
        "11488-4",
        Group::Reports,
        "Compte rendu de consultation",
        "CR ou fiche de consultation ou de visite",
        "Consultation report",
    ),
    of("34112-3", Group::Reports, "Compte rendu d’hospitalisation", "CR hospitalier (séjour)", "Hospital stay report"),
    of("15507-7", Group::Reports, "Passage aux urgences", "CR de passage aux urgences", "Emergency visit report"),
    of("34874-8", Group::Reports, "Compte rendu d’opération", "CR opératoire", "Operation report"),
    of(
        "34794-8",
        Group::Reports,
        "Réunion de plusieurs spécialistes",
        "CR de réunion de concertation pluridisciplinaire",
        "Multidisciplinary meeting report",
    ),
    of(
        "11490-0",
        Group::Reports,
        "Lettre de sortie",
        "Lettre de liaison à la sortie d’un établissement de soins",
        "Discharge letter",
    ),
    of("18761-7", Group::Reports, "Lettre de transfert", "Note de transfert", "Transfer note"),
    of("96349-6", Group::Reports, "Lettre à un confrère", "Lettre d’adressage", "Referral letter"),
    of("80565-5", Group::Reports, "Médicaments administrés", "CR d’administration de médicaments", "Medicines given"),
    of(
        "57833-6",
        Group::Prescriptions,
        "Ordonnance de médicaments",
        "Prescription de produits de santé",
        "Prescription of medicines",
    ),
    of("57832-8", Group::Prescriptions, "Ordonnance de soins", "Prescription de soins", "Prescription of care"),
    of(
        "PRESC-BIO",
        Group::Prescriptions,
        "Ordonnance d’analyses",
        "Prescription d’actes de biologie médicale",
        "Prescription of laboratory tests",
    ),
    of("55115-0", Group::Prescriptions, "Ordonnance d’imagerie", "Demande d’actes d’imagerie", "Imaging request"),
    of(
        "PRESC-KINE",
        Group::Prescriptions,
        "Ordonnance de kinésithérapie",
        "Prescription d’actes de kinésithérapie",
        "Prescription of physiotherapy",
    ),
    of(
        "PRESC-INF",
        Group::Prescriptions,
        "Ordonnance de soins infirmiers",
        "Prescription d’actes infirmiers",
        "Prescription of nursing",
    ),
    of("PRESC-AAT", Group::Prescriptions, "Arrêt de travail", "Prescription d’arrêt de travail", "Sick leave"),
    of("60593-1", Group::Prescriptions, "Médicaments délivrés", "Dispensation médicamenteuse", "Medicines dispensed"),
    of("11369-6", Group::Prevention, "Carnet de vaccination", "Historique des vaccinations", "Vaccination history"),
    of("87273-9", Group::Prevention, "Vaccination", "Note de vaccination", "Vaccination note"),
    of("89601-9", Group::Certificates, "Certificat médical", "Certificat médical", "Medical certificate"),
    of("60591-5", Group::Summaries, "Synthèse médicale", "Synthèse médicale", "Medical summary"),
    of("PROT_ALD", Group::Plans, "Protocole de longue maladie", "Protocole de soins ALD", "Long-term illness protocol"),
    of("18776-5", Group::Plans, "Plan de soins", "Plan personnalisé de soins", "Care plan"),
    of("REMB", Group::Papers, "Remboursements", "Données de remboursement", "Reimbursements"),
    of("EXPPAT_3", Group::Wishes, "Directives anticipées", "Directives anticipées", "Advance directives"),
    OTHER,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_every_group_is_used() {
        for (n, kind) in KINDS.iter().enumerate() {
            assert!(KINDS[n + 1..].iter().all(|other| other.code != kind.code), "{}", kind.code);
        }
        for group in GROUPS {
            assert!(KINDS.iter().any(|kind| kind.group == group), "{group:?}");
        }
    }

    #[test]
    fn an_unknown_code_is_another_document() {
        assert_eq!(kind("x").group, Group::Other);
        assert_eq!(kind("11502-2").group, Group::Analyses);
    }
}
