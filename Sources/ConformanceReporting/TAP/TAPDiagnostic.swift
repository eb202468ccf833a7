import AssayCore

/// The YAML block under a test point.
///
/// Only what the readers of TAP know of YAML is used: maps, lists of maps, and texts in double quotes with `\"` and `\\` alone.
/// A list of free texts is none of it, as some readers take `- "a: b"` for a map.
struct TAPDiagnostic {
    private static let differencesShown = 12

    private let result: CaseResult
    private let showsTimes: Bool

    /// `nil` when there is nothing to say besides the verdict.
    init?(of result: CaseResult, showsTimes: Bool) {
        let isPlainPass = result.verdict == .passed && !result.hasWarnings && !result.isFlaky
        guard showsTimes || !isPlainPass else { return nil }
        self.result = result
        self.showsTimes = showsTimes
    }

    func write(into output: inout [UInt8]) {
        var text = "  ---\n  verdict: \(result.verdict.rawValue)\n"
        if let title = result.title { text += Self.line("title", shown(title)) }
        if result.hasWarnings || ![.passed, .skipped, .inapplicable].contains(result.verdict), let fault = result.fault {
            text += Self.line("message", fault)
        }
        let clauses = result.citedClauses
        if !clauses.isEmpty {
            text += "  clauses:\n"
            for clause in clauses { text += "    - \(clause.rawValue)\n" }
        }
        if let place = result.findingPlace {
            text += "  at:\n" + Self.line("  file", shown(place.path))
            text += "    line: \(place.range.start.line)\n    column: \(place.range.start.column)\n"
        }
        text += differences
        if result.attempts > 1 { text += "  attempts: \(result.attempts)\n" }
        if showsTimes { text += "  duration_ms: \(result.duration.milliseconds)\n" }
        output += (text + "  ...\n").utf8
    }

    /// The first ones of each check that does not hold, and how many more there are.
    private var differences: String {
        var text = ""
        var shownCount = 0
        var count = 0
        for check in result.checks where !check.holds {
            count += check.differenceCount
            for difference in check.differences.prefix(Self.differencesShown - shownCount) {
                shownCount += 1
                text += Self.line("  - check", shown(check.subject, limit: 120))
                if let step = check.step { text += Self.line("    step", shown(step)) }
                text += "      level: \(check.level.rawValue)\n" + Self.line("    difference", difference.line)
            }
        }
        guard count > 0 else { return "" }
        return (text.isEmpty ? "" : "  differences:\n" + text) + (count > shownCount ? "  more: \(count - shownCount)\n" : "")
    }

    /// - Parameter text: On one line, without control characters.
    private static func line(_ key: String, _ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 8)
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return "  \(key): \"\(String(decoding: bytes, as: UTF8.self))\"\n"
    }
}
