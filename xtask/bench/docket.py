# SPDX-License-Identifier: EUPL-1.2
"""A page of a million lines in the order of an index, by Python and its sqlite3: what the machine
gives to a program that does nothing else."""

import json
import os
import sqlite3
import sys
import time

ROWS, PAGE, TIMES = 1_000_000, 100, 1_000


def main() -> None:
    path = sys.argv[1]
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, due INTEGER, noise BLOB)")
    rows = ((n, n * 7919 % 90_000, os.urandom(200)) for n in range(ROWS))
    db.executemany("INSERT INTO line VALUES (?, ?, ?)", rows)
    db.execute("CREATE INDEX line_by_due ON line (due, id)")
    db.commit()
    took, after = [], (-1, -1)
    for _ in range(TIMES):
        began = time.perf_counter()
        page = db.execute(
            "SELECT due, id, noise FROM line WHERE (due, id) > (?, ?) ORDER BY due, id LIMIT ?",
            (*after, PAGE),
        ).fetchall()
        took.append(time.perf_counter() - began)
        after = page[-1][:2]
    db.close()
    os.remove(path)
    print(json.dumps({"p99_ms": sorted(took)[TIMES * 99 // 100] * 1e3}))


main()
