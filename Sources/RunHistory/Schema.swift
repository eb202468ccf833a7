import Foundation
import GRDB

/// The form of a history file.
enum Schema {
    /// Marks the file as a history: `asHi`.
    private static let application: Int32 = 0x6173_4869
    private static let version = 1
    /// Seconds that another process may be at work on the file.
    static let patience = 30

    /// - Throws: `HistoryFailure` for a file with a content that is no database; SQLite takes one that is short for an empty database, and writes
    ///   over it.
    static func checkKind(of path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { return }
        defer { try? file.close() }
        let start = try file.read(upToCount: fileMark.count) ?? Data()
        if !start.isEmpty, start != fileMark { throw DatabaseError(resultCode: .SQLITE_NOTADB) }
    }

    /// The first bytes of every database, see section 1.3 of SQLite's file format.
    private static let fileMark = Data("SQLite format 3\0".utf8)

    static func configuration(readonly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.busyMode = .timeout(Double(patience))
        return configuration
    }

    /// Makes the tables of a new file.
    ///
    /// - Throws: `HistoryFailure` for a database of something else, or of a newer version.
    static func prepare(_ db: Database) throws {
        if try isEmpty(db) {
            try db.execute(sql: tables)
            try db.execute(sql: "PRAGMA application_id = \(application); PRAGMA user_version = \(version)")
        }
        try check(db)
    }

    static func check(_ db: Database) throws {
        guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == application else {
            throw HistoryFailure("it is a database of something else", fix: HistoryFailure.anotherName, isOfContent: true)
        }
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found == version else {
            throw HistoryFailure(
                "it is a history of version \(found), and this assay knows version \(version)", fix: "take a newer assay",
                isOfContent: true)
        }
    }

    static func isEmpty(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
            && Int32.fetchOne(db, sql: "PRAGMA application_id") == 0
    }

    /// Moments are milliseconds since the epoch, durations microseconds; `verdict` is the word of reports.
    private static let tables = """
        CREATE TABLE runs (
          id INTEGER PRIMARY KEY AUTOINCREMENT, moment INTEGER NOT NULL, target TEXT NOT NULL, suite_hash TEXT NOT NULL,
          tool TEXT NOT NULL, marks TEXT NOT NULL, duration INTEGER, cases INTEGER NOT NULL, passed INTEGER NOT NULL,
          failed INTEGER NOT NULL, errored INTEGER NOT NULL, skipped INTEGER NOT NULL, inapplicable INTEGER NOT NULL,
          known INTEGER NOT NULL);
        CREATE INDEX runs_of_target ON runs (target, id);
        CREATE TABLE cases (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE results (
          run INTEGER NOT NULL, "case" INTEGER NOT NULL, verdict TEXT NOT NULL, attempts INTEGER NOT NULL, duration INTEGER,
          PRIMARY KEY ("case", run)) WITHOUT ROWID;
        CREATE INDEX results_of_run ON results (run);
        """
}
