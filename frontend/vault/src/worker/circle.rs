//! The circle on its owner's side: the directory, a grant, the comparison, a removal, and who has a
//! key of what.

use js_sys::Date;
use qrcode::{Color, EcLevel, QrCode};
use scelle_client::{Account, Trouble as Engine, circle::MemberRow as EngineRow, documents::Listed, grant::Terms};
use scelle_protocol::{ReaderId, Time, statements};
use std::collections::BTreeMap;

use super::{Reply, Worker, answers, browser::Browser};
use scelle_seam::{Answer, Circle, DirectoryRow, GrantForm, SoFar, ToSign, Trouble};

impl Worker {
    pub(super) async fn search_directory(&self, text: &str) -> Result<Reply, Trouble> {
        let found = self.account()?.search(text).await.map_err(answers::trouble)?;
        let row = |row: scelle_protocol::wire::DirectoryRow| {
            let profession = u16::try_from(row.profession).unwrap_or_default();
            DirectoryRow {
                id_nat: row.id_nat,
                name: row.name,
                profession,
                words: answers::words(profession),
                practice: row.practice,
            }
        };
        Ok(Answer::Found { rows: found.rows.into_iter().map(row).collect(), more: found.more }.into())
    }

    pub(super) async fn look_at(&self, id_nat: &str) -> Result<Reply, Trouble> {
        let verified = self.account()?.look_at(id_nat).await.map_err(answers::trouble)?;
        Ok(Answer::Professional(answers::professional(&verified.profile)).into())
    }

    /// The professional is verified once more: what is sealed to rests on what stands now.
    pub(super) async fn prepare_grant(&self, form: GrantForm) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let until = form.until.as_deref().map(|day| end_of(day).ok_or(Trouble::Refused)).transpose()?;
        let documents = self.so_far(&account, &form.documents).await?;
        let to = account.look_at(&form.id_nat).await.map_err(answers::trouble)?;
        let rights = statements::Rights { read: form.rights.read, deposit: form.rights.deposit };
        let terms = Terms { rights, from: None, until, documents: documents.clone() };
        let act = account.prepare_grant(&to, terms).map_err(answers::trouble)?;
        let answer = to_sign(act.text());
        self.grant.replace(Some((act, documents)));
        Ok(answer)
    }

    pub(super) async fn finish_grant(&self, shown: &str) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let (act, documents) = self.grant.borrow_mut().take().ok_or(Trouble::TextOld)?;
        let granted = account.finish_grant(act, shown).await.map_err(answers::trouble)?;
        if matches!(granted.given, Err(Engine::Line(_))) {
            // The grant stands. The documents follow as soon as the line does.
            self.owed.borrow_mut().push((granted.reader, documents));
        }
        self.circle().await
    }

    pub(super) async fn circle(&self) -> Result<Reply, Trouble> {
        let account = self.account()?;
        self.give_owed(&account).await;
        let circle = account.circle().await.map_err(answers::trouble)?;
        let mut documents: BTreeMap<ReaderId, u32> = BTreeMap::new();
        for (_, readers) in account.access().await.map_err(answers::trouble)? {
            for reader in readers {
                *documents.entry(reader).or_default() += 1;
            }
        }
        let row =
            |row: &EngineRow| answers::member(row, documents.get(&row.person.reader).copied().unwrap_or_default());
        let fingerprint = circle.fingerprint.to_string();
        let (qr, qr_side) = modules(&fingerprint);
        let members = circle.members.iter().map(row).collect();
        Ok(Answer::Circle(Circle { members, fingerprint, qr, qr_side }).into())
    }

    pub(super) async fn compare_member(&self, reader: &str) -> Result<Reply, Trouble> {
        let reader: ReaderId = reader.parse().map_err(|_| Trouble::NotFound)?;
        let (account, turn) = (self.account()?, self.comparisons.begin());
        let digits = account.compare_with_member(reader, &turn).await.map_err(answers::trouble)?;
        Ok(Answer::Digits(digits).into())
    }

    pub(super) fn prepare_revocation(&self, reader: &str, reason: &str) -> Result<Reply, Trouble> {
        let reader: ReaderId = reader.parse().map_err(|_| Trouble::NotFound)?;
        let act = self.account()?.prepare_revocation(reader, reason).map_err(answers::trouble)?;
        let answer = to_sign(act.text());
        self.revocation.replace(Some(act));
        Ok(answer)
    }

    pub(super) async fn finish_revocation(&self, shown: &str) -> Result<Reply, Trouble> {
        let (account, act) = (self.account()?, self.revocation.borrow_mut().take().ok_or(Trouble::TextOld)?);
        account.finish_revocation(act, shown).await.map_err(answers::trouble)?;
        self.circle().await
    }

    pub(super) async fn access(&self) -> Result<Reply, Trouble> {
        let account = self.account()?;
        let access = account.access().await.map_err(answers::trouble)?;
        let own = account.own_reader().map_err(answers::trouble)?;
        // The page counts members: the owner reads everything, and is named apart.
        let others = |readers: Vec<ReaderId>| readers.into_iter().filter(|reader| *reader != own).collect::<Vec<_>>();
        let named = |readers| others(readers).iter().map(ToString::to_string).collect();
        Ok(Answer::Access(access.into_iter().map(|(of, readers)| (of.to_string(), named(readers))).collect()).into())
    }

    /// Forgets what waited to be signed or given.
    pub(super) fn forget_circle(&self) {
        self.grant.replace(None);
        self.revocation.replace(None);
        self.owed.borrow_mut().clear();
        self.comparisons.end();
    }

    async fn so_far(&self, account: &Account<Browser>, which: &SoFar) -> Result<Vec<Listed>, Trouble> {
        let wanted = |one: &Listed| match which {
            SoFar::Nothing => false,
            SoFar::Everything => one.statement.as_ref().is_ok_and(|statement| !statement.personal),
            SoFar::These(ids) => ids.contains(&one.document.to_string()),
        };
        // What a colleague has deposited since the page last looked is part of everything.
        if *which == SoFar::Everything || (*which != SoFar::Nothing && self.listed.borrow().is_empty()) {
            let listed = account.list().await.map_err(answers::trouble)?;
            self.listed.replace(listed);
        }
        Ok(self.listed.borrow().iter().filter(|one| wanted(one)).cloned().collect())
    }

    async fn give_owed(&self, account: &Account<Browser>) {
        let owed = std::mem::take(&mut *self.owed.borrow_mut());
        for (reader, documents) in owed {
            // Whoever may receive nothing any more is owed nothing.
            if matches!(account.give(reader, &documents).await, Err(Engine::Line(_))) {
                self.owed.borrow_mut().push((reader, documents));
            }
        }
    }
}

fn to_sign(text: &str) -> Reply {
    Answer::ToSign(ToSign { consent: text.to_owned(), others: Vec::new() }).into()
}

/// The end of a day where the user is: the last day is meant whole.
fn end_of(day: &str) -> Option<Time> {
    let mut parts = day.splitn(3, '-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let known = (1..=12_i32).contains(&month) && (1..=31_i32).contains(&day);
    let midnight = Date::new_with_year_month_day(year, month - 1, day + 1).get_time() / 1000.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a time after 1970")]
    let seconds = (known && midnight.is_finite() && midnight > 0.0).then_some(midnight as u64)?;
    Some(Time(seconds))
}

/// The fingerprint as a QR code: modules row by row, and the side.
fn modules(fingerprint: &str) -> (Vec<bool>, u32) {
    let Ok(code) = QrCode::with_error_correction_level(fingerprint.as_bytes(), EcLevel::M) else {
        return (Vec::new(), 0);
    };
    let dark = code.to_colors().iter().map(|color| *color == Color::Dark).collect();
    (dark, u32::try_from(code.width()).unwrap_or_default())
}
