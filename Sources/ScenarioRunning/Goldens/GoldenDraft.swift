internal import AssayCore

/// What a golden file would have to hold, before it is known whether the whole case lets it be accepted.
struct GoldenDraft {
    /// New content, and why it can be no golden.
    struct Change {
        var new: [UInt8]
        var fault: String?
    }

    var path: String
    var old: [UInt8]?
    /// `nil` when the file is right as it is.
    var change: Change?
    var subject = ""
    /// The index of the check that compares with the golden.
    var check = 0

    /// Whether there is something to accept, or to refuse.
    var isChange: Bool { change.map { $0.new != old || $0.fault != nil } ?? false }
}
