/// Why a native report cannot be relied on, and the line where that shows.
package struct InvalidReport: Error, Sendable, Equatable {
    /// From 1; the line after the last when something is missing at the end.
    package var line: Int
    /// The broken rule, quoting the offending text; lower case, no full stop.
    package var message: String
}

/// A fault within a line, before it is known which line it is.
struct InvalidLine: Error {
    var message: String

    init(_ message: String) {
        self.message = message
    }

    /// - Parameter path: Where it is in the line, `checks[0].place`; empty for the line as a whole.
    init(_ message: String, at path: String) {
        self.message = path.isEmpty ? message : "\(path): \(message)"
    }
}
