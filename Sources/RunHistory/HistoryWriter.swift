package import AssayCore
import GRDB

/// Appends one run to a history file.
///
/// Results are kept in a temporary table until the run is over: the file itself is locked only then, for as long as one transaction takes,
/// and a run that breaks off leaves nothing in it.
package final class HistoryWriter {
    /// How many runs of a target keep what became of each case; of older ones the totals stay.
    static let keptRuns = 50
    private static let batchSize = 512

    private let database: DatabaseQueue
    private let header: RunHeader
    private let target: String
    private var batch: [CaseResult] = []

    /// Opens the file, which is made where there is none.
    ///
    /// - Throws: `HistoryFailure` for a file that is no history or cannot be written.
    package init(_ path: String, for header: RunHeader) throws(HistoryFailure) {
        self.header = header
        // Another reading of the source is another target.
        target = ([header.target] + header.options.filter { $0.hasPrefix("--set ") }).joined(separator: " ")
        do {
            try Schema.checkKind(of: path)
            database = try DatabaseQueue(path: path, configuration: Schema.configuration(readonly: false))
            try database.inDatabase { db in
                // What is made here is undone: nothing is left of a run that does not come to its end, and what may not be written
                // shows before the run.
                try db.inTransaction(.immediate) {
                    try Schema.prepare(db)
                    return .rollback
                }
                try db.execute(
                    sql: """
                        PRAGMA temp_store = FILE;
                        CREATE TEMP TABLE current (
                          number INTEGER PRIMARY KEY, name TEXT NOT NULL, verdict TEXT NOT NULL, attempts INTEGER NOT NULL, duration INTEGER)
                        """)
            }
        } catch {
            throw HistoryFailure(error)
        }
    }

    package func add(_ result: CaseResult) throws(HistoryFailure) {
        // Nothing of its checks and exchanges is needed.
        var slim = result
        (slim.checks, slim.exchanges) = ([], [])
        batch.append(slim)
        if batch.count >= Self.batchSize { try storeBatch() }
    }

    /// Appends the run.
    ///
    /// - Returns: What is other than in the runs before.
    package func finish(_ summary: RunSummary, at moment: Instant) throws(HistoryFailure) -> RunChanges {
        try storeBatch()
        do {
            let changes = try database.inDatabase { db in
                var changes = RunChanges(earlierRuns: 0)
                try db.inTransaction(.immediate) {
                    try Schema.prepare(db)
                    changes = try compare(db)
                    try append(summary, at: moment, db)
                    try forgetOldResults(db)
                    return .commit
                }
                return changes
            }
            // The run is in the file: what does not get smaller now does so another time.
            try? database.inDatabase(Self.giveBackRoom)
            return changes
        } catch {
            throw HistoryFailure(error)
        }
    }

    private func storeBatch() throws(HistoryFailure) {
        do {
            try database.inDatabase { db in
                let insert = try db.cachedStatement(
                    sql: "INSERT INTO temp.current (name, verdict, attempts, duration) VALUES (?, ?, ?, ?)")
                // A transaction that touches temporary tables only: the file is not locked.
                try db.inTransaction(.deferred) {
                    for result in batch {
                        let duration = header.showsTimes ? Int64(result.duration / .microseconds(1)) : nil
                        try insert.execute(
                            arguments: [result.id.description, result.verdict.rawValue, result.attempts, duration])
                    }
                    return .commit
                }
            }
        } catch {
            throw HistoryFailure(error)
        }
        batch.removeAll(keepingCapacity: true)
    }

    private func compare(_ db: Database) throws -> RunChanges {
        var changes = RunChanges(
            earlierRuns: try Int.fetchOne(db, sql: "SELECT count(*) FROM runs WHERE target = ?", arguments: [target]) ?? 0)
        guard changes.earlierRuns > 0 else { return try compareWithNothing(changes, db) }
        let oldest =
            try Int64.fetchOne(
                db, sql: "SELECT id FROM runs WHERE target = ? ORDER BY id DESC LIMIT 1 OFFSET ?",
                arguments: [target, CaseHistory.flakyRuns - 2]) ?? 0
        let earlier = try db.makeStatement(
            sql: """
                SELECT results.run, results.verdict, results.attempts, results.duration, runs.suite_hash FROM results
                JOIN runs ON runs.id = results.run
                WHERE results."case" = (SELECT id FROM cases WHERE name = ?) AND runs.target = ? ORDER BY results.run DESC
                """)
        let rows = try Row.fetchCursor(db, sql: "SELECT name, verdict, attempts, duration FROM temp.current ORDER BY number")
        while let row = try rows.next() {
            let name: String = row["name"]
            guard let verdict = Verdict(rawValue: row["verdict"]) else { continue }
            var history = try CaseHistory(
                Row.fetchCursor(earlier, arguments: [name, target]), suiteHash: header.suiteHash, oldestFlaky: oldest)
            history.compare(name, verdict, attempts: row["attempts"], duration: row["duration"], into: &changes)
        }
        return changes
    }

    /// A case may be flaky within one run.
    private func compareWithNothing(_ changes: RunChanges, _ db: Database) throws -> RunChanges {
        var changes = changes
        let names = try String.fetchCursor(
            db, sql: "SELECT name FROM temp.current WHERE attempts > 1 AND verdict = 'passed' ORDER BY number")
        while let name = try names.next() { changes.flaky.add(name) }
        return changes
    }

    private func append(_ summary: RunSummary, at moment: Instant, _ db: Database) throws {
        var marks: [String] = []
        if header.isPartial { marks.append("partial") }
        if summary.isInterrupted { marks.append("interrupted") }
        if let shard = header.shard { marks.append("shard \(shard.index) of \(shard.count)") }
        let duration = header.showsTimes ? summary.duration.map { Int64($0 / .microseconds(1)) } : nil
        try db.execute(
            sql: """
                INSERT INTO runs (moment, target, suite_hash, tool, marks, duration, cases, passed, failed, errored, skipped,
                  inapplicable, known) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                moment.epochMilliseconds, target, header.suiteHash, header.tool, marks.joined(separator: ","), duration,
                summary.total, summary.count(.passed), summary.count(.failed), summary.count(.errored), summary.count(.skipped),
                summary.count(.inapplicable), summary.count(.known),
            ])
        let run = db.lastInsertedRowID
        try db.execute(
            sql: "INSERT INTO cases (name) SELECT name FROM temp.current WHERE true ORDER BY number ON CONFLICT DO NOTHING")
        try db.execute(
            sql: """
                INSERT INTO results (run, "case", verdict, attempts, duration)
                SELECT ?, cases.id, verdict, attempts, duration FROM temp.current JOIN cases USING (name)
                """, arguments: [run])
    }

    private func forgetOldResults(_ db: Database) throws {
        guard
            let newest = try Int64.fetchOne(
                db, sql: "SELECT id FROM runs WHERE target = ? ORDER BY id DESC LIMIT 1 OFFSET ?",
                arguments: [target, Self.keptRuns])
        else { return }
        try db.execute(
            sql: """
                DELETE FROM results WHERE run IN (
                  SELECT id FROM runs WHERE target = ? AND id <= ? AND EXISTS (SELECT 1 FROM results WHERE run = runs.id))
                """, arguments: [target, newest])
        guard db.changesCount > 0 else { return }
        try db.execute(
            sql: """
                DELETE FROM cases WHERE NOT EXISTS (SELECT 1 FROM results WHERE "case" = cases.id)
                """)
    }

    /// Makes the file smaller when a quarter of it is free.
    private static func giveBackRoom(_ db: Database) throws {
        let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        if free * 4 >= pages, free > 0 { try db.execute(sql: "VACUUM") }
    }
}
