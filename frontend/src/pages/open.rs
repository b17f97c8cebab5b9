//! Opening a record: the five steps, and what each asks the worker. Views are in `open_steps`.

use super::{Title, open_steps};
use crate::{
    components::{ErrorSummary, Icon, Trail, TroubleSay, wrongs},
    desk::{Desk, Load, Opening, desk, lang},
    logic::{
        form::{self, Mend},
        kit,
        page::Page,
    },
    services::{
        browser,
        messages::{Answer, Ask, Trouble},
        session,
    },
    texts::{Lang, common, notice, opening},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

/// The wizard.
#[component]
pub fn Open() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let opening = desk.opening;
    let step = opening.step;
    Effect::new(move |before: Option<usize>| {
        let now = step.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(|| {
                browser::window().scroll_to_with_x_and_y(0.0, 0.0);
                browser::focus("titre-page");
            });
        }
        now
    });
    let path = use_location().pathname;
    on_cleanup(move || abandon(desk, &Page::of(&path.get_untracked())));
    view! {
        <header class="stack-s">
            <Trail step=step/>
            {move || view! { <Title text=titles(l, step.get()).0/> }}
            <p class="lede">{move || format!("{} {}", common::step_of(l, step.get(), 5), titles(l, step.get()).1)}</p>
        </header>
        <form class="stack-l" novalidate=true on:submit=move |event| { event.prevent_default(); next(desk); }>
            {move || opening.trouble.get().map(|trouble| view! { <TroubleSay trouble=trouble/> })}
            <ErrorSummary wrongs=wrongs(opening.mends)/>
            {move || open_steps::show(opening, step.get())}
            <Buttons/>
        </form>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let opening = desk.opening;
    let step = opening.step;
    let label = move || match step.get() {
        3 => opening::make(l),
        4 if opening.trouble.with(Option::is_some) => common::retry(l),
        5 => opening::sign(l),
        _ => common::go_on(l),
    };
    let missing = Memo::new(move |_| missing(l, opening));
    view! {
        <div class="btns fill">
            <button class="btn main" type="submit"
                aria-disabled=move || missing.with(Option::is_some).then_some("true") aria-describedby="reste">
                {move || (step.get() == 5).then(|| view! { <Icon name="key"/> })}
                {label}
            </button>
            {move || (2..4).contains(&step.get()).then(|| view! {
                <button class="btn" type="button" on:click=move |_| step.update(|step| *step -= 1)>
                    {common::back(l)}
                </button>
            })}
            <button class="btn bare" type="button" on:click=move |_| stop(desk)>{opening::stop(l)}</button>
        </div>
        <p class="note" id="reste" role="status">{move || missing.get()}</p>
    }
}

/// Why one cannot go on yet, in the steps where waiting is the reason.
fn missing(l: Lang, opening: Opening) -> Option<&'static str> {
    match opening.step.get() {
        4 if opening.trouble.with(Option::is_some) => None,
        4 if opening.kit.with(Option::is_none) => Some(opening::still_keys(l)),
        4 if !kit_is_copied(opening) => Some(opening::still_kit(l)),
        5 if opening.busy.get() => Some(opening::finishing(l)),
        _ => None,
    }
}

fn titles(l: Lang, step: usize) -> (&'static str, &'static str) {
    match step {
        1 => (opening::title_1(l), opening::lede_1(l)),
        2 => (opening::title_2(l), opening::lede_2(l)),
        3 => (opening::title_3(l), opening::lede_3(l)),
        4 => (opening::title_4(l), opening::lede_4(l)),
        _ => (opening::title_5(l), opening::lede_5(l)),
    }
}

fn next(desk: Desk) {
    let opening = desk.opening;
    if opening.busy.get_untracked() {
        return;
    }
    opening.trouble.set(None);
    opening.mends.set(mends(opening));
    if opening.mends.with_untracked(|mends| !mends.is_empty()) {
        return;
    }
    match opening.step.get_untracked() {
        3 => make_keys(desk),
        4 if opening.kit.with_untracked(Option::is_none) => make_keys(desk),
        4 => read_statements(desk),
        5 => finish(desk),
        _ => opening.step.update(|step| *step += 1),
    }
}

fn mends(opening: Opening) -> Vec<Mend> {
    match opening.step.get_untracked() {
        2 => form::credentials(
            &opening.identifier.get_untracked(),
            &opening.password.get_untracked(),
            &opening.again.get_untracked(),
            opening.strength.with_untracked(|judged| judged.as_ref().map(|judged| judged.strength)),
        ),
        3 => opening.who.with_untracked(|who| form::who(who, browser::today())),
        4 if opening.kit.with_untracked(Option::is_some) => kit_mends(opening),
        5 if !opening.agreed.get_untracked() => vec![Mend::NotAgreed],
        _ => Vec::new(),
    }
}

fn make_keys(desk: Desk) {
    let opening = desk.opening;
    opening.steps.set(Vec::new());
    opening.step.set(4);
    opening.busy.set(true);
    let ask = Ask::PrepareAccount {
        identifier: opening.identifier.get_untracked(),
        password: opening.password.get_untracked(),
        who: opening.who.get_untracked(),
    };
    spawn_local(async move {
        let result = desk.vault.ask(ask).await;
        opening.busy.set(false);
        match result.map(|reply| reply.answer) {
            Ok(Answer::Kit(kit)) => {
                opening.asked.set(form::two_groups(kit.groups.len(), browser::dice));
                opening.kit.set(Some(kit));
            }
            Ok(_) => opening.trouble.set(Some(Trouble::Internal)),
            Err(trouble) => opening.trouble.set(Some(trouble)),
        }
    });
}

/// The last step: asks for the statements and shows them whole.
pub fn read_statements(desk: Desk) {
    let (opening, l) = (desk.opening, desk.lang.get_untracked());
    opening.step.set(5);
    opening.statements.set(Load::Busy);
    spawn_local(async move {
        let ask = Ask::Statements { lang: l.code().to_owned(), notice: notice::whole(l) };
        opening.statements.set(match desk.vault.ask(ask).await.map(|reply| reply.answer) {
            Ok(Answer::Statements(texts)) => Load::Ready(texts),
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        });
    });
}

fn finish(desk: Desk) {
    let (opening, l) = (desk.opening, desk.lang.get_untracked());
    if !matches!(opening.statements.get_untracked(), Load::Ready(_)) {
        return;
    }
    opening.busy.set(true);
    spawn_local(async move {
        let ask = Ask::FinishAccount { lang: l.code().to_owned(), notice: notice::whole(l) };
        let result = desk.vault.ask(ask).await;
        opening.busy.set(false);
        match result.map(|reply| reply.answer) {
            Ok(Answer::Open(open)) => {
                desk.hello.update(|hello| {
                    if let Some(hello) = hello {
                        hello.device = true;
                    }
                });
                session::begin(desk, open);
            }
            Ok(_) => opening.trouble.set(Some(Trouble::Internal)),
            Err(trouble) => opening.trouble.set(Some(trouble)),
        }
    });
}

fn stop(desk: Desk) {
    if desk.session.with_untracked(Option::is_some) {
        return session::log_out(desk);
    }
    desk.goto(Page::Welcome);
}

/// Leaves nothing behind, here and in the worker, when the user goes to another page.
fn abandon(desk: Desk, to: &Page) {
    // A change of language draws the page anew; that is no reason to lose what was typed.
    if *to == Page::Open || desk.session.with_untracked(Option::is_some) {
        return;
    }
    let made = desk.opening.step.get_untracked() > 3;
    desk.opening.empty();
    if made {
        spawn_local(async move { drop(desk.vault.ask(Ask::AbandonAccount).await) });
    }
}

/// The two groups that are asked from paper, with what was copied.
pub fn copied(opening: Opening) -> [(usize, Option<usize>); 2] {
    let (first, second) = opening.asked.get();
    let (one, two) = opening.copied.get();
    opening.kit.with(|kit| {
        let differs = |n: usize, typed: &str| {
            kit.as_ref().and_then(|kit| kit.groups.get(n)).map_or(Some(1), |group| kit::differs_at(group, typed))
        };
        [(first, differs(first, &one)), (second, differs(second, &two))]
    })
}

fn kit_is_copied(opening: Opening) -> bool {
    copied(opening).iter().all(|group| group.1.is_none())
}

fn kit_mends(opening: Opening) -> Vec<Mend> {
    let wrong = untrack(|| copied(opening)).into_iter().filter(|group| group.1.is_some());
    wrong.map(|group| Mend::KitGroup(group.0 + 1)).collect()
}
