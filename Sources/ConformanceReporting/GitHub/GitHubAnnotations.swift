package import AssayCore

/// Workflow commands that make GitHub Actions mark the lines of scenarios.
///
/// Failed and errored cases are errors, checks that only should hold are warnings, known failures and flaky cases notices. GitHub
/// shows ten of a kind and drops the others: the worst ten are written, the last one saying how many more there are. Then comes
/// one line with the totals. No other line is written, so that nothing of the target's is taken for a command.
/// Form: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
package struct GitHubAnnotations: ReportWriter {
    fileprivate enum Command: String, CaseIterable { case error, warning, notice }

    private static let shownOfEach = 10

    private var header: RunHeader?
    // Of each command, what is wrong with the run as a whole is the worst, 0.
    private var annotations: [WorstFirst]

    package init() {
        annotations = Command.allCases.map { _ in WorstFirst(kinds: 3, count: Self.shownOfEach) }
    }

    package mutating func begin(_ header: RunHeader, into output: inout [UInt8]) { self.header = header }

    package mutating func add(_ result: CaseResult, into output: inout [UInt8]) {
        switch result.verdict {
        case .failed: add(.error, kind: 1, "failed", result)
        case .errored: add(.error, kind: 2, "errored", result)
        case .known: add(.notice, kind: 1, "known failure", result)
        case .passed where result.hasWarnings:
            let isShould = result.checks.contains { !$0.holds && $0.level == .should }
            add(.warning, kind: isShould ? 1 : 2, "passed with warnings", result)
        case .passed where result.isFlaky: add(.notice, kind: 2, "flaky", result)
        case .passed, .skipped, .inapplicable: break
        }
    }

    package mutating func finish(_ summary: RunSummary, into output: inout [UInt8]) {
        guard let header else { return }
        let standing = RunStanding(header, summary)
        if summary.isInterrupted { add(.error, standing.interruption) }
        if standing.isEmpty { add(.error, "nothing was checked") }
        for gate in standing.gates where !gate.isMet { add(.error, gate.line) }
        if header.isPartial { add(.warning, RunStanding.partialRemark) }
        for command in Command.allCases { write(command, into: &output) }
        // Begins with a number: never with a command.
        output += (([standing.totals] + standing.remarks).joined(separator: "; ") + "\n").utf8
    }

    private func write(_ command: Command, into output: inout [UInt8]) {
        let kept = annotations[command.index]
        let total = kept.pieces.count + kept.leftOut
        let room = kept.leftOut > 0 ? Self.shownOfEach - 1 : Self.shownOfEach
        for piece in kept.pieces.prefix(room) { output += piece }
        guard total > room else { return }
        output += Self.line(command, [("title", "assay")], "and \(total - room) more").utf8
    }

    private mutating func add(_ command: Command, kind: Int, _ word: String, _ result: CaseResult) {
        annotations[command.index].add(kind: kind) {
            let id = shown(result.id.description, limit: 200)
            var properties: [(String, String)] = []
            if let place = result.findingPlace, !place.path.isEmpty {
                properties = [
                    ("file", place.path.displayed), ("line", String(place.range.start.line)),
                    ("col", String(place.range.start.column)),
                ]
            }
            properties.append(("title", "\(word): \(id)"))
            let clauses = result.citedClauses.prefix(20).map(\.rawValue).joined(separator: " ")
            let message = (result.fault ?? result.reason.map { shown($0) } ?? word) + (clauses.isEmpty ? "" : " [\(clauses)]")
            return Array(Self.line(command, properties, message).utf8)
        }
    }

    /// Of the run as a whole.
    private mutating func add(_ command: Command, _ message: String) {
        annotations[command.index].add(kind: 0) { Array(Self.line(command, [("title", "assay")], message).utf8) }
    }

    private static func line(_ command: Command, _ properties: [(String, String)], _ message: String) -> String {
        let properties = properties.map { "\($0)=\(escaped($1, inProperty: true))" }.joined(separator: ",")
        return "::\(command.rawValue) \(properties)::\(escaped(message, inProperty: false))\n"
    }

    private static func escaped(_ text: String, inProperty: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "%"): bytes += "%25".utf8
            case UInt8(ascii: "\r"): bytes += "%0D".utf8
            case UInt8(ascii: "\n"): bytes += "%0A".utf8
            case UInt8(ascii: ":") where inProperty: bytes += "%3A".utf8
            case UInt8(ascii: ",") where inProperty: bytes += "%2C".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension GitHubAnnotations.Command {
    fileprivate var index: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .notice: 2
        }
    }
}
