import AssayCore
import ScenarioRunning

/// Golden files that a run met changed by something other than `assay accept`, each once, as warnings.
struct GoldenWarnings {
    private static let limit = 10
    private var shown: [GoldenFault] = []
    private var seen: Set<GoldenFault> = []

    mutating func add(_ faults: [GoldenFault]) {
        for fault in faults where seen.insert(fault).inserted && shown.count < Self.limit { shown.append(fault) }
    }

    /// Empty without any.
    var text: String {
        guard !seen.isEmpty else { return "" }
        let lines = shown.map { "warning: \($0.path.displayed): \($0.message.displayed)\n" }.joined()
        let hidden = seen.count - shown.count
        return lines + (hidden > 0 ? "warning: ... and \(hidden) more golden files\n" : "")
            + "  fix: answers are judged as the scenarios say; see 'assay check' for what to do about the files\n"
    }
}
