//! Comparing, the owner's side: six digits that both screens show, or the whole fingerprint.

use super::{Title, circle};
use crate::{
    components::{Fingerprint, Ghosts, Icon, Say, SixDigits, TroubleSay, WaitFor},
    desk::{Compared, Desk, Load, desk, lang},
    logic::page::Page,
    services::messages::{Answer, Ask, MemberRow, MemberState, Trouble},
    texts::{Lang, circle as circle_words, compare as words},
};
use gloo::timers::callback::Interval;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

/// The page of the member with that reader id.
#[component]
pub fn Compare(reader: String) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    circle::refresh(desk);
    watch(desk);
    let (path, here) = (use_location().pathname, Page::Compare(reader.clone()));
    on_cleanup(move || {
        if Page::of(&path.get_untracked()) != here {
            desk.circle.comparing.empty();
        }
    });
    let found = Memo::new(move |_| match desk.circle.circle.get() {
        Load::Ready(_) => Load::Ready(circle::member(desk, &reader)),
        Load::Failed(trouble) => Load::Failed(trouble),
        _ => Load::Busy,
    });
    let title = move || match found.get() {
        Load::Ready(Some(member)) => words::title(l, member.name),
        _ => words::page(l).to_owned(),
    };
    let body = move || match found.get() {
        Load::Ready(Some(member)) if member.state == MemberState::Active => active(l, member).into_any(),
        Load::Ready(Some(member)) => view! { <Pending member=member/> }.into_any(),
        Load::Ready(None) => view! { <p>{words::gone(l)}</p> }.into_any(),
        Load::Failed(trouble) => view! { <TroubleSay trouble=trouble/> }.into_any(),
        _ => view! { <Ghosts title=circle_words::loading(l) more=circle_words::loading_more(l)/> }.into_any(),
    };
    view! {
        <header class="stack-s">
            <p><a class="backlink" href=Page::Circle.path()><Icon name="back"/>{circle_words::back(l)}</a></p>
            {move || view! { <Title text=title()/> }}
            <p class="lede">{words::lede(l)}</p>
        </header>
        <div class="stack-l measure">{body}</div>
    }
}

/// The member may confirm at any moment: looked at every few seconds, as long as the page stands.
fn watch(desk: Desk) {
    #[cfg(feature = "gallery")]
    if crate::gallery::on() {
        return;
    }
    let clock = StoredValue::new_local(Some(Interval::new(LOOK_MS, move || {
        if desk.circle.comparing.state.with_untracked(|state| *state != Compared::Waiting) {
            circle::refresh(desk);
        }
    })));
    on_cleanup(move || clock.update_value(|clock| drop(clock.take())));
    let state = desk.circle.comparing.state;
    super::focus_on_change("titre-page", move || state.with(std::mem::discriminant));
}

fn active(l: Lang, member: MemberRow) -> impl IntoView {
    view! {
        <Say kind="ok" icon="check" title=words::active_title(l, member.name)>
            <p>{words::active_more(l)}</p>
            <div class="btns"><a class="btn main" href=Page::Circle.path()>{circle_words::back(l)}</a></div>
        </Say>
    }
}

#[component]
fn Pending(member: MemberRow) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let comparing = desk.circle.comparing;
    let reader = StoredValue::new(member.reader);
    let body = move || match comparing.state.get() {
        Compared::Waiting => {
            view! { <WaitFor icon="clock" title=words::waiting(l) more=words::waiting_more(l)/> }.into_any()
        }
        Compared::Digits(digits) => view! { <Judge digits=digits/> }.into_any(),
        Compared::Same => view! {
            <Say kind="ok" icon="check" title=words::same_title(l)>
                <p>{words::same_owner(l)}</p>
                <div class="btns"><a class="btn main" href=Page::Circle.path()>{circle_words::back(l)}</a></div>
            </Say>
        }
        .into_any(),
        Compared::Different => alarm(desk, l, reader.get_value()).into_any(),
        state => before(desk, l, state, reader.get_value()).into_any(),
    };
    let other = move || matches!(comparing.state.get(), Compared::Ready | Compared::Failed(_));
    view! {
        {body}
        {move || other().then(|| view! { <OtherWay/> })}
    }
}

fn before(desk: Desk, l: Lang, state: Compared, reader: String) -> impl IntoView {
    let trouble = match state {
        Compared::Failed(trouble) => Some(view! { <TroubleSay trouble=trouble/> }),
        _ => None,
    };
    view! {
        {trouble}
        <section class="sheet stack" aria-labelledby="h-avant">
            <h2 id="h-avant">{words::before(l)}</h2>
            <ol class="list"><li>{words::before_1(l)}</li><li>{words::before_2(l)}</li><li>{words::before_3(l)}</li></ol>
            <div class="btns fill">
                <button class="btn main" type="button" on:click=move |_| start(desk, reader.clone())>
                    {words::start(l)}
                </button>
            </div>
        </section>
    }
}

/// The digits, and the only question that counts. Both answers weigh the same on the screen.
#[component]
pub fn Judge(digits: String) -> impl IntoView {
    let l = lang();
    let state = desk().circle.comparing.state;
    view! {
        <section class="sheet stack judge" aria-labelledby="h-six" role="status">
            <h2 id="h-six" class="aside-h">{words::digits(l)}</h2>
            <SixDigits digits=digits/>
            <p>{words::digits_do(l)}</p>
            <div class="btns fill">
                <button class="btn main" type="button" on:click=move |_| state.set(Compared::Same)>
                    <Icon name="check"/>{words::same(l)}
                </button>
                <button class="btn grave" type="button" on:click=move |_| state.set(Compared::Different)>
                    <Icon name="warn"/>{words::different(l)}
                </button>
            </div>
        </section>
    }
}

fn alarm(desk: Desk, l: Lang, reader: String) -> impl IntoView {
    let again = reader.clone();
    view! {
        <Say kind="alarm" icon="seal-broken" title=words::alarm(l) role="alert">
            <p>{words::alarm_safe(l)}</p>
            <ol><li>{words::alarm_1(l)}</li><li>{words::alarm_2(l)}</li><li>{words::alarm_3(l)}</li></ol>
            <div class="btns">
                <button class="btn" type="button" on:click=move |_| start(desk, again.clone())>{words::again(l)}</button>
                <a class="btn grave main" href=Page::Remove(reader).path()>{circle_words::remove(l)}</a>
            </div>
        </Say>
    }
}

#[component]
fn OtherWay() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let print = move || {
        desk.circle.circle.with(|circle| match circle {
            Load::Ready(circle) if !circle.fingerprint.is_empty() => {
                let (hex, modules, side) = (circle.fingerprint.clone(), circle.qr.clone(), circle.qr_side);
                Some(view! { <Fingerprint hex=hex modules=modules side=side/> })
            }
            _ => None,
        })
    };
    view! {
        <details class="sheet">
            <summary>{words::other_way(l)}</summary>
            <div class="stack"><p>{words::other_way_owner(l)}</p>{print}</div>
        </details>
    }
}

fn start(desk: Desk, reader: String) {
    let comparing = desk.circle.comparing;
    comparing.empty();
    comparing.state.set(Compared::Waiting);
    let turn = comparing.turn.get_value();
    spawn_local(async move {
        let result = desk.vault.ask(Ask::CompareMember { reader }).await;
        if comparing.turn.get_value() != turn {
            return;
        }
        comparing.state.set(judged(result.map(|reply| reply.answer)));
    });
}

/// What an answer to a comparison shows.
pub fn judged(result: Result<Answer, Trouble>) -> Compared {
    match result {
        Ok(Answer::Digits(digits)) => Compared::Digits(digits),
        Ok(Answer::Done) => Compared::Same,
        Ok(_) => Compared::Failed(Trouble::Internal),
        Err(Trouble::Different) => Compared::Different,
        Err(trouble) => Compared::Failed(trouble),
    }
}

const LOOK_MS: u32 = 4000;
