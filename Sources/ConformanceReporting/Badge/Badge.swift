import AssayCore

/// What a badge says of a run: `must 118/120 · 98%`.
///
/// Only a whole run earns figures. The part is rounded down, so that 100 % is all.
struct Badge {
    enum Color: String {
        case green = "#2e7d32"
        case yellow = "#8a6d00"
        case red = "#c62828"
        case grey = "#5f6368"

        /// As shields.io takes it.
        var digits: String { String(decoding: rawValue.utf8.dropFirst(), as: UTF8.self) }
    }

    static let label = "conformance"

    let message: String
    let color: Color

    init(_ header: RunHeader, _ summary: RunSummary) {
        let standing = RunStanding(header, summary)
        guard standing.isWhole else {
            (message, color) = ("partial", .grey)
            return
        }
        guard !standing.isEmpty else {
            (message, color) = ("nothing checked", .grey)
            return
        }
        let (text, isWhole) = Self.figure(header, summary)
        message = text
        color = !standing.isGood ? .red : isWhole ? .green : .yellow
    }

    /// Of the most binding level that has clauses; of the cases where there are none.
    private static func figure(_ header: RunHeader, _ summary: RunSummary) -> (text: String, isWhole: Bool) {
        for level in Clause.Level.allCases {
            let counts = ClauseCounts(of: header, in: summary, level: level)
            guard let percentage = counts.percentage else { continue }
            let text = "\(level.rawValue) \(counts.conforming)/\(counts.applicable) \u{B7} \(percentage)%"
            return (text, counts.conforming == counts.applicable)
        }
        let passed = summary.count(.passed)
        let total = summary.total - summary.count(.inapplicable)
        return ("cases \(passed)/\(total) \u{B7} \(passed * 100 / max(total, 1))%", passed == total)
    }
}
