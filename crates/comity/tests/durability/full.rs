// SPDX-License-Identifier: EUPL-1.2
//! A node whose disk is full: a file system of eight megabytes that only it sees, filled up and
//! emptied again while it runs.

use std::io::Write as _;

use comity_domain::id::RequestId;
use jiff::SignedDuration;

use crate::arcadia::{Arcadia, Borealia};

/// Puts the data on a small file system, serves, and obeys two words: `fill` and `empty`.
const SMALL: &str = r#"
data=$1; shift
cp -a "$data" "$data.before" &&
mount -t tmpfs -o size=8m none "$data" &&
cp -a "$data.before/." "$data/" || exit 9
exec 3<&0
while read -r word <&3; do
    case $word in
        fill) head -c 100000000 /dev/zero > "$data/filler" 2>/dev/null;;
        empty) rm "$data/filler";;
    esac
    echo "the disk obeys: $word" >&2
done &
exec "$@" <&-
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_to_officer_and_peer_and_the_node_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let arcadia = Arcadia::found(&folder.path().join("xa"));
    let borealia = Borealia::open(&folder.path().join("xb"), &arcadia).await;
    let data = arcadia.data();
    let apart = ["unshare", "--map-root-user", "--mount", "sh", "-c", SMALL, "small"];
    let words: Vec<&str> = apart.into_iter().chain([data.to_str().unwrap()]).collect();
    let mut serving = arcadia.spawn(&words);
    serving.serves();
    let mut disk = serving.child.stdin.take().unwrap();
    arcadia.meet(&borealia);
    let id = arcadia.submitted();
    let request: RequestId = id.parse().unwrap();
    while arcadia.show(&id)["undelivered"] != serde_json::json!([]) {}

    writeln!(disk, "fill").unwrap();
    serving.says("the disk obeys: fill");
    let (mut done, text) = (0, "x".repeat(20_000));
    let refused = loop {
        let told = arcadia.note(&id, &text).unwrap();
        if !told.done() {
            break told;
        }
        done += 1;
    };
    assert_eq!(refused.status, 503, "{refused:?}");
    assert_eq!(refused.body["code"], "node.unavailable");
    let detail = refused.body["detail"].as_str().unwrap();
    assert!(detail.contains("disk is full") && detail.contains("try again"), "{detail}");
    // The peer is told to come later, keeps its message, and nobody calls it dead.
    borealia.note(request, &text).await;
    assert_eq!(borealia.deliver().await, 0);
    assert_eq!(borealia.node.store().outbox_len().await.unwrap(), 1);
    assert_eq!(borealia.node.dead_letters(&borealia.bo).await.unwrap(), []);
    // What can be read can still be read, and the node is alive.
    let seen = arcadia.show(&id);
    assert_eq!(seen["timeline"].as_array().unwrap().len(), 2 + done);
    assert!(serving.log().contains("the disk is full: nothing was written; free space for"));

    writeln!(disk, "empty").unwrap();
    serving.says("the disk obeys: empty");
    assert!(arcadia.note(&id, &text).unwrap().done());
    borealia.clock.wait(SignedDuration::from_mins(7));
    assert_eq!(borealia.deliver().await, 1);
    while arcadia.show(&id)["undelivered"] != serde_json::json!([]) {}
    let seen = arcadia.show(&id);
    assert_eq!(seen["timeline"].as_array().unwrap().len(), 2 + done + 2);
    let there = Box::pin(borealia.node.show(&borealia.bo, request)).await.unwrap();
    assert_eq!(seen["view"], serde_json::to_value(there.view).unwrap());
    drop(disk);
    serving.stop();
}
