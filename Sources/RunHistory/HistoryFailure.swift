import GRDB

/// Why a history cannot be read or written.
package struct HistoryFailure: Error, Sendable {
    /// Without the file's name; lower case, no full stop.
    package var message: String
    package var fix: String?
    /// Whether the file holds something else than a history that can be used.
    package var isOfContent = false

    init(_ message: String, fix: String? = nil, isOfContent: Bool = false) {
        self.message = message
        self.fix = fix
        self.isOfContent = isOfContent
    }

    init(_ error: any Error) {
        switch error {
        case let failure as HistoryFailure: self = failure
        case let error as DatabaseError: self.init(error)
        default: self.init("\(error)")
        }
    }

    private init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_NOTADB: self.init("it is no history, nor any database of SQLite", fix: Self.anotherName, isOfContent: true)
        case .SQLITE_READONLY, .SQLITE_PERM: self.init("it, or the folder it is in, may not be written")
        case .SQLITE_CANTOPEN: self.init("it cannot be opened")
        case .SQLITE_BUSY, .SQLITE_LOCKED: self.init("another program has kept it locked for \(Schema.patience) seconds")
        case .SQLITE_FULL: self.init("there is no room left on the disk")
        case .SQLITE_CORRUPT: self.init("it is damaged", fix: "move it away: the next run begins a new one", isOfContent: true)
        default: self.init("\(error.message ?? "SQLite fails") (\(error.extendedResultCode))")
        }
    }

    static let anotherName = "give the history a file of its own"
}
