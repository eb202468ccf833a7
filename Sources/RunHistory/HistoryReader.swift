internal import AssayCore
import GRDB

/// A history file that is only looked at.
package struct HistoryReader: Sendable {
    private static let runColumns = "runs.*, EXISTS (SELECT 1 FROM results WHERE results.run = runs.id) AS has_results"
    private let database: DatabaseQueue

    /// - Throws: `HistoryFailure` for what is no history.
    package init(_ path: String) throws(HistoryFailure) {
        do {
            try Schema.checkKind(of: path)
            database = try DatabaseQueue(path: path, configuration: Schema.configuration(readonly: true))
            try database.read(Schema.check)
        } catch {
            throw HistoryFailure(error)
        }
    }

    /// Hands over all runs, the oldest first.
    package func forEachRun(_ body: (PastRun) throws -> Void) throws {
        try database.read { db in
            let rows = try Row.fetchCursor(db, sql: "SELECT \(Self.runColumns) FROM runs ORDER BY id")
            while let row = try rows.next() { try body(PastRun(row)) }
        }
    }

    /// Returns what became of a case in each run that is kept, the oldest first.
    package func results(of id: String) throws(HistoryFailure) -> [PastResult] {
        do {
            return try database.read { db in
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT \(Self.runColumns), results.verdict, results.attempts, results.duration AS own_duration FROM results
                        JOIN runs ON runs.id = results.run WHERE results."case" = (SELECT id FROM cases WHERE name = ?)
                        ORDER BY run
                        """, arguments: [id])
                return rows.compactMap { row in
                    guard let verdict = Verdict(rawValue: row["verdict"]) else { return nil }
                    return PastResult(
                        run: PastRun(row), verdict: verdict, attempts: row["attempts"],
                        duration: (row["own_duration"] as Int64?).map { .microseconds($0) })
                }
            }
        } catch {
            throw HistoryFailure(error)
        }
    }

    /// The ids of all cases that are known.
    package func names() throws(HistoryFailure) -> [String] {
        do {
            return try database.read { try String.fetchAll($0, sql: "SELECT name FROM cases ORDER BY id") }
        } catch {
            throw HistoryFailure(error)
        }
    }
}
