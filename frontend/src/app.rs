//! The application: its desk, its one router, and what the worker's notes do.

use crate::{
    components::Frame,
    desk::{Desk, Ended, Export, Fitness, Hello, Sending, Viewing, desk},
    logic::page::Page,
    pages,
    services::{
        browser,
        messages::{Answer, Ask, Progress},
        session,
    },
    texts::Lang,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    components::Router,
    hooks::{use_location, use_navigate},
    location::{BrowserUrl, LocationProvider},
};

/// Puts the application into the page.
pub fn mount() {
    leptos::mount::mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let desk = Desk::new(Lang::of(&browser::preferred_language()));
    provide_context(desk);
    if !browser::is_secure() {
        desk.fitness.set(Fitness::Insecure);
    }
    desk.vault.listen(move |note| hear(desk, note), move || session::crashed(desk));
    session::watch(desk);
    #[cfg(feature = "gallery")]
    crate::gallery::set(desk);
    // What is seen first needs no keys: their worker, more than half of all there is to load, comes once the page stands
    // and the browser has a moment, or with the first question before that.
    browser::when_idle(move || greet(desk));
    view! { <Router><Routed/></Router> }
}

#[component]
fn Routed() -> impl IntoView {
    let desk = desk();
    let (path, navigate) = (use_location().pathname, use_navigate());
    let kind =
        Memo::new(move |_| desk.session.with(|session| session.as_ref().map(|open| open.professional.is_some())));
    let page = Memo::new(move |_| {
        let page = Page::of(&path.get());
        match kind.get() {
            None if page == Page::Room => Page::Card,
            None if page.needs_session() => Page::LogIn,
            None => page,
            Some(professional) => page.inside(professional),
        }
    });
    Effect::new(move |_| {
        if let Some(page) = desk.go.get() {
            desk.go.update_untracked(|go| *go = None);
            navigate(&page.path(), NavigateOptions { scroll: true, ..NavigateOptions::default() });
        }
    });
    // Without a table of routes, it is on us to say that a page is there and the address may follow.
    let address = use_context::<BrowserUrl>();
    Effect::new(move |_| {
        path.track();
        if let Some(address) = &address {
            address.ready_to_complete();
        }
    });
    Effect::new(move |before: Option<(Page, Lang)>| {
        let now = (page.get(), desk.lang.get());
        announce(&now.0, now.1, before.is_some_and(|before| before.0 != now.0));
        now
    });
    move || {
        desk.lang.track();
        let page = page.get();
        view! { <Frame page=page.clone()>{pages::show(page)}</Frame> }
    }
}

/// Title and language follow the page; the focus goes to its heading, but not on the first load.
fn announce(page: &Page, lang: Lang, moved: bool) {
    let document = browser::document();
    // The title never names a document: browsers keep titles in their history.
    document.set_title(&format!("{} — Scellé", pages::title(page, lang)));
    if let Some(root) = document.document_element() {
        drop(root.set_attribute("lang", lang.code()));
    }
    if moved {
        request_animation_frame(|| browser::focus("titre-page"));
    }
}

/// The first question of a page load.
pub fn greet(desk: Desk) {
    spawn_local(async move {
        match desk.vault.ask(Ask::Hello).await.map(|reply| reply.answer) {
            Ok(Answer::Hello { device, subtle, build }) => {
                desk.boot_trouble.set(None);
                if !subtle && desk.fitness.get_untracked() == Fitness::Fit {
                    desk.fitness.set(Fitness::NoKeys);
                }
                desk.hello.set(Some(Hello { device, build }));
            }
            Ok(_) => {}
            Err(trouble) => desk.boot_trouble.set(Some(trouble)),
        }
    });
}

fn hear(desk: Desk, note: Progress) {
    match note {
        Progress::Step { step, done, millis } => desk.opening.steps.update(|steps| {
            let time = done.then_some(millis);
            match steps.iter_mut().find(|have| have.0 == step) {
                Some(have) => have.1 = time,
                None => steps.push((step, time)),
            }
        }),
        Progress::Bytes { task, stage, done, total } => bytes(desk, task, stage, done, total),
        Progress::Waiting { task } => waiting(desk, task),
        Progress::Digits { digits } => desk.room.entry.digits.set(Some(digits)),
        Progress::CardOut => session::card_out(desk),
        Progress::Ended { why } if desk.session.with_untracked(Option::is_some) => {
            session::end(desk, Ended::Why(why));
        }
        Progress::Ended { why } => session::end_first_use(desk, why),
    }
}

fn bytes(desk: Desk, task: u32, stage: crate::services::messages::Stage, done: u64, total: u64) {
    if task == desk.view_task.get_value() {
        if desk.viewing.with_untracked(|viewing| matches!(viewing, Viewing::Busy { .. })) {
            desk.viewing.set(Viewing::Busy { stage, done, total, waiting: false });
        }
    } else if task == desk.export_task.get_value() {
        desk.export.set(Export::Busy { done, total });
    } else {
        desk.queue.update(|queue| {
            if let Some(item) = queue.iter_mut().find(|item| item.task == task) {
                item.pace.mark(browser::now(), done);
                item.state = Sending::UnderWay { stage, done, total, waiting: false };
            }
        });
    }
}

fn waiting(desk: Desk, task: u32) {
    if task == desk.view_task.get_value() {
        desk.viewing.update(|viewing| {
            if let Viewing::Busy { waiting, .. } = viewing {
                *waiting = true;
            }
        });
    }
    desk.queue.update(|queue| {
        for item in queue.iter_mut().filter(|item| item.task == task) {
            if let Sending::UnderWay { waiting, .. } = &mut item.state {
                *waiting = true;
            }
        }
    });
}
