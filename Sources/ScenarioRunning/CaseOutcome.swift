package import AssayCore

/// What became of a case, and what its golden files would have to hold.
package struct CaseOutcome: Sendable {
    package var result: CaseResult
    /// Only when the run proposes goldens.
    package var goldens: [GoldenProposal]
    /// Golden files, relative to the golden folder, that the case wants as they are; only when the run proposes goldens.
    package var keptGoldens: [String]
    /// Why the case does not pass whatever golden files it gets: "the check 'status' of the case fails: expected 200, got 404".
    package var obstacle: String?
    /// Golden files whose own bytes are not as the scenario says they are. The answer is judged all the same.
    package var goldenFaults: [GoldenFault]

    package init(
        result: CaseResult, goldens: [GoldenProposal] = [], keptGoldens: [String] = [], obstacle: String? = nil,
        goldenFaults: [GoldenFault] = []
    ) {
        self.result = result
        self.goldens = goldens
        self.keptGoldens = keptGoldens
        self.obstacle = obstacle
        self.goldenFaults = goldenFaults
    }
}

/// A golden file that something other than `assay accept` has changed.
package struct GoldenFault: Sendable, Hashable {
    /// Relative to the project folder.
    package var path: String
    /// "its line ends are LF where CRLF is due"
    package var message: String

    package init(path: String, message: String) {
        self.path = path
        self.message = message
    }
}

/// New content of a golden file, where the file does not hold what the case needs.
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
