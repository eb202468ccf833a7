internal import AssayCore
internal import Comparison

/// Why a part of a scenario cannot be worked out, sent or compared with, and where it stands.
struct ResolutionError: Error, Sendable {
    /// Lower case, no full stop.
    var message: String
    var range: SourceRange

    init(_ message: String, at range: SourceRange) {
        self.message = message
        self.range = range
    }

    init(_ error: InvalidExpectation, at range: SourceRange) {
        self.init(error.message, at: error.range ?? range)
    }
}
