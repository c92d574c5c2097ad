// SPDX-License-Identifier: EUPL-1.2
//! One suite, mounted on every backend by [`conformance!`]; what only one of them can do is beside
//! it.

mod agree;
mod crash;
mod credential;
mod engine;
mod fetch;
mod inbox;
mod journal;
mod list;
mod outbox;
pub(crate) mod record;
mod register;

use comity_domain::id::{Code, MessageId, RequestId, StateCode};
use comity_domain::role::{Role, Side};
use comity_policy::{Binding, Permit};
use jiff::Timestamp;
use tempfile::TempDir;

use crate::{Append, Appended, ListRow, NewDelivery, NewEvent, Options, Sqlite, Store, StoreError};

/// Mounts tests, each an `async fn(&Store)`, on every backend.
macro_rules! conformance {
    ($($module:ident { $($test:ident),+ $(,)? })+) => {
        mod on_sqlite { $( mod $module { $(
            #[tokio::test]
            async fn $test() {
                let (_folder, store) = $crate::tests::in_a_folder();
                $crate::tests::$module::$test(&store).await;
            }
        )+ } )+ }

        mod in_memory { $( mod $module { $(
            #[tokio::test]
            async fn $test() {
                $crate::tests::$module::$test(&$crate::Store::memory()).await;
            }
        )+ } )+ }
    };
}

conformance! {
    journal {
        lines_are_read_by_kind_the_newest_first,
    }
    record {
        an_append_is_read_back_as_it_was_written,
        an_append_to_another_version_is_a_conflict,
        events_that_the_permit_does_not_name_are_refused,
        a_row_of_another_request_is_refused,
        a_conflict_leaves_nothing_behind,
        the_record_is_read_in_the_order_of_its_writing,
        the_head_follows_the_record,
        the_provenance_of_the_permit_is_written,
        a_whole_record_passes_its_check,
        concurrent_appends_to_distinct_requests_all_arrive,
        of_concurrent_appends_to_one_version_exactly_one_wins,
        references_count_by_state_and_year,
        a_request_keeps_its_reference,
        a_number_given_before_a_restore_is_given_to_its_request_alone,
        a_tombstone_is_written_once,
        ledger_rows_come_in_order_and_once,
        erasing_the_file_keeps_the_chain,
        an_erasure_is_open_until_it_is_certified,
        an_append_without_events_changes_no_version,
    }
    list {
        a_row_is_replaced_by_the_next_append,
        each_filter_selects,
        pages_follow_each_other_without_gap,
        the_newest_come_first_when_asked,
        rows_without_a_clock_come_last,
        a_term_finds_its_requests,
        rows_are_rebuilt_with_their_references,
        instants_are_kept_to_the_microsecond,
        requests_are_counted_by_what_they_are_alike_in,
    }
    outbox {
        messages_are_taken_when_they_are_due,
        a_lease_keeps_others_away_until_it_ends,
        a_request_sends_one_message_at_a_time,
        a_window_lets_several_go_in_parallel,
        a_retry_waits_and_counts,
        a_dead_letter_holds_back_what_follows,
        a_dead_letter_can_be_put_back_in_line,
        receipts_are_kept_with_their_places,
        settling_twice_changes_nothing,
        the_same_message_is_not_queued_twice,
        the_limit_of_a_taking_holds,
    }
    fetch {
        an_exhibit_is_fetched_when_it_is_due_and_then_no_more,
        what_came_to_nothing_is_due_again_later,
        what_was_stopped_is_shown_and_not_due,
        naming_an_exhibit_again_changes_nothing,
    }
    credential {
        credentials_are_kept_by_officer,
        one_use_counts_for_one_step,
        a_credential_is_changed_by_its_officer_alone,
    }
    inbox {
        a_parked_message_is_taken_once,
        a_parked_message_ends_by_itself,
        parking_is_bounded_per_request,
        parking_is_bounded_per_state,
        quarantine_keeps_thirty_days,
        quarantine_is_bounded_per_state,
        quarantined_bytes_are_cut,
        a_sweep_drops_what_has_ended,
    }
    register {
        directory_statements_are_kept_in_order,
        another_statement_at_the_same_place_is_a_conflict,
        peers_are_added_and_changed,
        officers_are_found_by_their_token,
        a_token_belongs_to_one_officer,
        settings_are_read_back,
    }
}

pub(super) fn in_a_folder() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), &Options::default()).unwrap();
    (folder, store)
}

pub(super) fn sqlite(store: &Store) -> &Sqlite {
    match store {
        Store::Sqlite(sqlite) => sqlite,
        Store::Memory(_) => panic!("not in a folder"),
    }
}

pub(super) fn request(n: u8) -> RequestId {
    RequestId::from_parts(1_767_225_600_000 + u64::from(n), [n; 10])
}

pub(super) fn message(n: u8) -> MessageId {
    MessageId::from_parts(1_767_225_600_000 + u64::from(n), [n; 10])
}

pub(super) fn state(code: &str) -> StateCode {
    code.parse().unwrap()
}

pub(super) fn code(text: &str) -> Code {
    text.parse().unwrap()
}

/// So many seconds after the first day of 2026.
pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + seconds).unwrap()
}

pub(super) fn event(text: &str) -> NewEvent {
    NewEvent {
        name: code("something-happened"),
        at: at(1),
        record: text.as_bytes().to_vec(),
        detail: Some(format!("detail of {text}").into_bytes()),
    }
}

pub(super) fn delivery(n: u8, due: i64) -> NewDelivery {
    let payload = vec![n; 3];
    NewDelivery { message: message(n), to: state("XB"), payload, not_before: at(due) }
}

pub(super) fn row(n: u8) -> ListRow {
    ListRow {
        request: request(n),
        side: Side::Requesting,
        peer: state("XB"),
        state: code("sent"),
        owner: Some((Side::Requested, Some(Role::Duty))),
        clock: Some((code("answer"), at(100 + i64::from(n)))),
        ours: None,
        theirs: None,
        measure: code("preservation"),
        urgency: code("urgent"),
        items: 3,
        open_items: 2,
        exhibits: 0,
        created: at(0),
        updated: at(1),
        archived: false,
        summary: Some(vec![7; 4]),
    }
}

pub(super) fn permit(request: RequestId, version: u64, events: &[NewEvent]) -> Permit {
    let binding = Binding { request, version, events: Append::digest(request, events) };
    Permit::for_clock("test", at(0), at(0), binding).unwrap()
}

/// Appends with a permit that fits.
pub(super) async fn put(
    store: &Store,
    request: RequestId,
    version: u64,
    append: Append,
) -> Result<Appended, StoreError> {
    let permit = permit(request, version, &append.events);
    store.append(permit, append).await
}

/// An append of one event.
pub(super) fn one(text: &str) -> Append {
    Append { events: vec![event(text)], ..Append::default() }
}

pub(super) fn is_conflict<T: std::fmt::Debug>(outcome: &Result<T, StoreError>) -> bool {
    matches!(outcome, Err(StoreError::Conflict { .. }))
}
