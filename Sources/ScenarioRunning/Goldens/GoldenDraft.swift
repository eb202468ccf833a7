internal import AssayCore

/// New content for a golden file, before it is known whether the whole case lets it be accepted.
struct GoldenDraft {
    var path: String
    var old: [UInt8]?
    var new: [UInt8]
    var subject: String
    /// Why the content itself can be no golden.
    var fault: String?
    /// The index of the check that compares with the golden.
    var check: Int

    var differs: Bool { old != new }
}
