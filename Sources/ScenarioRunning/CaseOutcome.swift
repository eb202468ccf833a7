package import AssayCore

/// What became of a case, and what its golden files would have to hold.
package struct CaseOutcome: Sendable {
    package var result: CaseResult
    /// Only when the run proposes goldens.
    package var goldens: [GoldenProposal]

    package init(result: CaseResult, goldens: [GoldenProposal] = []) {
        self.result = result
        self.goldens = goldens
    }
}

/// New content of a golden file, where it is not what the file holds.
package struct GoldenProposal: Sendable, Hashable {
    package var id: CaseID
    /// Relative to the golden folder.
    package var path: String
    /// `nil` when there is no such file yet.
    package var old: [UInt8]?
    package var new: [UInt8]
    /// The check that compares with it: `json`, `mail 1 attachment 1 csv`.
    package var subject: String
    /// Why it must not be accepted: the case fails for another reason, or nothing could ever equal such a golden.
    package var refusal: String?

    package init(id: CaseID, path: String, old: [UInt8]?, new: [UInt8], subject: String, refusal: String?) {
        self.id = id
        self.path = path
        self.old = old
        self.new = new
        self.subject = subject
        self.refusal = refusal
    }
}
