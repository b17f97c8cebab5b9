//! The timeline of documents, with its search and filters. Also shown on the home page.

use super::Title;
use crate::{
    components::{Chip, Empty, Ghosts, Icon, Timeline, TroubleSay},
    desk::{Desk, FIRST_ROWS, Load, desk, lang},
    logic::{
        dates::Day,
        groups::{Counts, Filter},
        kinds::kind,
        page::Page,
    },
    services::{
        browser,
        messages::{Answer, Ask, DocumentRow, Trouble},
    },
    texts::{Lang, common, documents as words, time},
};
use leptos::{prelude::*, task::spawn_local};

/// The page.
#[component]
pub fn Documents() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    load(desk);
    view! {
        <header class="acting">
            <Title text=words::your_documents(l)/>
            <p class="lede">{words::lede(l)}</p>
            <a class="btn main" href=Page::Deposit.path()><Icon name="add"/>{common::deposit(l)}</a>
        </header>
        <h2 class="vh">{common::documents(l)}</h2>
        <Shelf/>
    }
}

/// Asks for the list and the unfinished deposits, unless they are here already.
pub fn load(desk: Desk) {
    if desk.documents.with_untracked(|documents| matches!(documents, Load::Ready(_) | Load::Busy)) {
        return;
    }
    super::circle::load(desk);
    let at_hand = desk.at_hand();
    desk.listed.set_value(browser::now());
    desk.documents.set(Load::Busy);
    spawn_local(async move {
        let list = desk.vault.ask(Ask::List).await.map(|reply| reply.answer);
        // Another patient's record may be at hand by now.
        if desk.at_hand() != at_hand {
            return;
        }
        desk.documents.set(match list {
            Ok(Answer::Documents(rows)) => Load::Ready(rows),
            Ok(_) => Load::Failed(Trouble::Internal),
            Err(trouble) => Load::Failed(trouble),
        });
        if let Ok(Answer::Unfinished(list)) = desk.vault.ask(Ask::Unfinished).await.map(|reply| reply.answer)
            && desk.at_hand() == at_hand
        {
            desk.unfinished.set(list);
        }
    });
}

/// Asks for the list again without taking away what is shown.
pub fn refresh(desk: Desk) {
    let at_hand = desk.at_hand();
    desk.listed.set_value(browser::now());
    super::circle::recount(desk);
    spawn_local(async move {
        if let Ok(Answer::Documents(rows)) = desk.vault.ask(Ask::List).await.map(|reply| reply.answer)
            && desk.at_hand() == at_hand
        {
            desk.documents.set(Load::Ready(rows));
        }
    });
}

/// Others may have deposited since: asked again, but not at every step, for each list is an act in
/// the journal.
pub fn catch_up(desk: Desk) {
    #[cfg(feature = "gallery")]
    if crate::gallery::on() {
        return;
    }
    let old = browser::now() - desk.listed.get_value() > FRESH_MS;
    if old && desk.documents.with_untracked(|documents| matches!(documents, Load::Ready(_))) {
        refresh(desk);
    }
}

/// Filters and rows, in whatever state the list is.
#[component]
pub fn Shelf() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let state = Memo::new(move |_| {
        desk.documents.with(|documents| match documents {
            Load::Ready(rows) if rows.is_empty() => Load::Ready(false),
            Load::Ready(_) => Load::Ready(true),
            Load::Failed(trouble) => Load::Failed(*trouble),
            _ => Load::Busy,
        })
    });
    move || match state.get() {
        Load::Ready(true) => view! { <Full/> }.into_any(),
        Load::Ready(false) => view! {
            <Empty title=words::empty_title(l) more=words::empty_more(l) drawing=true>
                <a class="btn main" href=Page::Deposit.path()><Icon name="add"/>{words::deposit_one(l)}</a>
            </Empty>
        }
        .into_any(),
        Load::Failed(trouble) => view! {
            <TroubleSay trouble=trouble>
                <div class="btns">
                    <button class="btn" type="button" on:click=move |_| load(desk)>{common::retry(l)}</button>
                </div>
            </TroubleSay>
        }
        .into_any(),
        _ => view! { <Ghosts title=words::opening_labels(l) more=words::opening_labels_more(l)/> }.into_any(),
    }
}

#[component]
fn Full() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let rows = move || {
        desk.documents.with(|documents| match documents {
            Load::Ready(rows) => rows.clone(),
            _ => Vec::new(),
        })
    };
    let all = Memo::new(move |_| rows().len());
    let picked = Memo::new(move |_| desk.filter.with(|filter| filter.pick(&rows(), |row| search_words(l, row))));
    let count = move || match picked.with(Vec::len) {
        shown if shown == all.get() => words::count(l, shown),
        shown => words::count_of(l, shown, all.get()),
    };
    let none = Memo::new(move |_| picked.with(Vec::is_empty));
    let first = Memo::new(move |_| picked.with(|rows| rows.iter().take(desk.shown.get()).cloned().collect::<Vec<_>>()));
    let rest = Memo::new(move |_| picked.with(Vec::len).saturating_sub(desk.shown.get()));
    let list = move || {
        if none.get() {
            return view! {
                <Empty title=words::none_title(l) more=words::none_more(l)>
                    <button class="btn" type="button" on:click=move |_| desk.filter.set(Filter::default())>
                        {words::clear(l)}
                    </button>
                </Empty>
            }
            .into_any();
        }
        view! {
            <Timeline rows=first/>
            {move || (rest.get() > 0).then(|| view! {
                <p class="pager"><button class="btn" type="button"
                    on:click=move |_| desk.shown.update(|shown| *shown += FIRST_ROWS)>
                    {words::older(l, rest.get().min(FIRST_ROWS))}
                </button></p>
            })}
        }
        .into_any()
    };
    view! {
        <Filters count=Signal::derive(count)/>
        {list}
    }
}

#[component]
fn Filters(count: Signal<String>) -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let filter = desk.filter;
    let type_in = move |event| filter.update(|filter| filter.typed = event_target_value(&event));
    view! {
        <form role="search" class="stack-s filters" aria-label=words::filters(l)
            on:submit=|event| event.prevent_default()>
            <div class="find">
                <Icon name="search"/>
                <label class="vh" for="q">{words::search(l)}</label>
                <input id="q" type="search" placeholder=words::search_hint(l) autocomplete="off"
                    prop:value=move || filter.with(|filter| filter.typed.clone()) on:input=type_in/>
            </div>
            <Chips/>
            <p class="note" aria-live="polite">{count}</p>
        </form>
    }
}

#[component]
fn Chips() -> impl IntoView {
    let (desk, l) = (desk(), lang());
    let filter = desk.filter;
    let counts = Memo::new(move |_| {
        desk.documents.with(|documents| match documents {
            Load::Ready(rows) => Counts::of(rows),
            _ => Counts::default(),
        })
    });
    let chips =
        move || {
            let counts = counts.get();
            let unread = (counts.unread > 0).then(|| view! {
            <Chip label=words::unread(l) count=counts.unread on=Signal::derive(move || filter.with(|f| f.unread))
                flip=move |()| filter.update(|f| f.unread = !f.unread)/>
        });
            let personal = (counts.personal > 0).then(|| view! {
            <Chip label=words::personal(l) count=counts.personal on=Signal::derive(move || filter.with(|f| f.personal))
                flip=move |()| filter.update(|f| f.personal = !f.personal)/>
        });
            let groups = counts.groups.into_iter().map(|(group, count)| {
                view! {
                    <Chip label=words::group(l, group) count=count
                        on=Signal::derive(move || filter.with(|f| f.groups.contains(&group)))
                        flip=move |()| filter.update(|f| f.flip(group))/>
                }
            });
            view! { {unread} {groups.collect_view()} {personal} }
        };
    view! {
        <fieldset>
            <legend class="vh">{words::kinds(l)}</legend>
            <div class="chips">{chips}</div>
        </fieldset>
    }
}

/// Words of a row that are not its title: type and month.
fn search_words(l: Lang, row: &DocumentRow) -> String {
    let kind = kind(&row.kind);
    let date = Day::parse(&row.date).map(|day| time::day(l, day)).unwrap_or_default();
    format!("{} {} {} {date}", kind.fr.0, kind.fr.1, if l == Lang::En { kind.en } else { "" })
}

const FRESH_MS: f64 = 60_000.0;
