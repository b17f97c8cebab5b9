//! Opening a record: the five steps, and what each asks the worker. Views are in `open_steps`.

use super::{Title, open_steps, sign};
use crate::{
    components::{ErrorSummary, Icon, Trail, TroubleSay, is_copied, kit_mends, show_kit, wrongs},
    desk::{Desk, Opening, desk, lang},
    logic::{
        form::{self, Mend},
        page::Page,
    },
    services::{
        browser,
        messages::{Answer, Ask, Trouble},
        session,
    },
    texts::{Lang, common, opening},
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
        <div class="stack-s">
            <p class="note" id="reste" role="status">{move || missing.get()}</p>
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
        </div>
    }
}

/// Why one cannot go on yet, in the steps where waiting is the reason.
fn missing(l: Lang, opening: Opening) -> Option<&'static str> {
    match opening.step.get() {
        4 if opening.trouble.with(Option::is_some) => None,
        4 if opening.paper.kit.with(Option::is_none) => Some(opening::still_keys(l)),
        4 if !is_copied(opening.paper) => Some(opening::still_kit(l)),
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
        4 if opening.paper.kit.with_untracked(Option::is_none) => make_keys(desk),
        4 => read_statements(desk),
        5 => sign::sign(desk),
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
        4 if opening.paper.kit.with_untracked(Option::is_some) => kit_mends(opening.paper),
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
            Ok(Answer::Kit(kit)) => show_kit(opening.paper, kit),
            Ok(_) => opening.trouble.set(Some(Trouble::Internal)),
            Err(trouble) => opening.trouble.set(Some(trouble)),
        }
    });
}

/// The last step: makes ready what will be signed, and shows it whole.
pub fn read_statements(desk: Desk) {
    desk.opening.step.set(5);
    sign::prepare(desk);
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
