//! The dated timeline: months, and one row per document.

use super::{Icon, ReadersLine};
use crate::{
    desk::lang,
    logic::{dates::Day, groups, kinds::kind, page::Page},
    services::messages::DocumentRow,
    texts::{Lang, documents, time, trouble},
};
use leptos::prelude::*;

/// Rows under their months, in the order given. What stands on the page is tied to its document: a
/// list that changes under a finger or the focus must never turn one document's link into another's.
#[component]
pub fn Timeline(#[prop(into)] rows: Signal<Vec<DocumentRow>>) -> impl IntoView {
    let months = Memo::new(move |_| groups::months(rows.get()));
    let names = move || months.with(|months| months.iter().map(|(month, _)| *month).collect::<Vec<_>>());
    view! {
        <For each=names key=|month| *month let:month>
            <Month month=month rows=Signal::derive(move || months.with(|months| groups::of_month(months, month)))/>
        </For>
    }
}

#[component]
fn Month(month: Option<(i32, u32)>, rows: Signal<Vec<DocumentRow>>) -> impl IntoView {
    let l = lang();
    let name = match month {
        Some((year, month)) => time::month(l, year, month),
        None => time::undated(l).to_owned(),
    };
    let count = move || documents::count_month(l, rows.with(Vec::len));
    view! {
        <h3 class="month">{name}" "<span class="count">{count}</span></h3>
        <ol class="acts"><For each=move || rows.get() key=Clone::clone let:row>{act(l, row)}</For></ol>
    }
}

fn act(l: Lang, row: DocumentRow) -> AnyView {
    match row.refused {
        Some(refusal) => refused(l, &row, refusal).into_any(),
        None => document(l, row).into_any(),
    }
}

fn document(l: Lang, row: DocumentRow) -> impl IntoView {
    let kind = kind(&row.kind);
    let name = if l == Lang::Fr { kind.fr.0 } else { kind.en };
    let class = match (row.unread, row.personal) {
        (true, _) => "act new",
        (_, true) => "act veiled",
        _ => "act",
    };
    let by = row.author.unwrap_or_else(|| documents::by_you(l).to_owned());
    let file = format!("{by}, {}", time::size(l, row.size));
    let (id, personal) = (row.id.clone(), row.personal);
    view! {
        <li class=class>
            <time datetime=row.date.clone()>{margin(l, &row.date)}</time>
            <div>
                <p class="kind">
                    <Icon name=kind.group.icon()/>
                    <span>{name}</span>
                    {row.unread.then(|| view! { <span class="tag new">{documents::new(l)}</span> })}
                    {row.personal.then(|| view! {
                        <span class="tag veil"><Icon name="lock"/>{documents::personal(l)}</span>
                    })}
                </p>
                <h4><a href=Page::Document(row.id).path()>{row.title}</a></h4>
                <p class="by">{file}</p>
                <ReadersLine document=id personal=personal/>
            </div>
        </li>
    }
}

fn refused(l: Lang, row: &DocumentRow, refusal: crate::services::messages::Trouble) -> impl IntoView {
    let words = trouble::words(l, refusal);
    view! {
        <li class="act">
            <time datetime=row.date.clone()>{margin(l, &row.date)}</time>
            <div>
                <p class="kind">
                    <Icon name="seal-broken"/>
                    <span class="tag alarm">{documents::refused(l)}</span>
                </p>
                <h4>{documents::refused_title(l)}</h4>
                <p class="by">{words.happened}". "{words.safe}" "{words.todo}</p>
            </div>
        </li>
    }
}

fn margin(l: Lang, date: &str) -> String {
    Day::parse(date).map_or_else(|| time::undated(l).to_owned(), |day| time::short_day(l, day))
}
