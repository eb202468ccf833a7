/// A generated file taken apart, so that what was changed in it is seen.
struct GeneratedText {
    struct Scenario {
        var id: String
        /// With its line end, without the digest.
        var text: String
        /// Whether it is not what was generated.
        var isEdited: Bool
    }

    /// Up to `scenarios:`, without the digest.
    let head: String
    let scenarios: [Scenario]

    /// - Throws: `GenerationFailure` when something outside the scenarios was changed.
    init(_ text: String) throws(GenerationFailure) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        guard let start = lines.firstIndex(of: "scenarios:"), start > 0,
            Self.digest(in: lines[start - 1]) == Self.digest(of: lines[..<(start - 1)])
        else {
            throw GenerationFailure(
                message: "what stands above the scenarios was changed by hand, and would be lost",
                fix: "say it in the specification ('given', 'headers', 'accepted'), then remove the file, or take the change back"
            )
        }
        head = Self.text(lines[..<(start - 1)])
        var scenarios: [Scenario] = []
        var own: [String] = []
        for line in lines[(start + 1)...] + ["  - id: "] {
            if line.hasPrefix("  - id: ") || line.hasPrefix("  -\t") {
                if let scenario = Self.scenario(own) { scenarios.append(scenario) }
                own = []
            }
            own.append(line)
        }
        self.scenarios = scenarios
    }

    /// - Returns: `nil` for blank lines.
    private static func scenario(_ lines: [String]) -> Scenario? {
        var lines = lines
        while lines.last?.allSatisfy({ $0 == " " }) == true { lines.removeLast() }
        guard let first = lines.first(where: { !$0.isEmpty }) else { return nil }
        let id = String(first.dropFirst("  - id: ".count)).trimmed
        let own = lines.filter { digest(in: $0) == nil }
        let isUntouched = lines.last.flatMap { digest(in: $0) }.map { $0 == digest(of: lines.dropLast()) } ?? false
        return Scenario(id: id, text: text(own[...]), isEdited: !isUntouched)
    }

    /// The ids that a file of scenarios states, whoever wrote it.
    static func ids(in text: String) -> [String] {
        text.matches(of: #/(?m)^ *- *\{? *id: *["']?([a-z0-9-]+)/#).map { String($0.1) }
    }

    static func withDigest(_ lines: [String], indentation: String) -> String {
        text(lines[...]) + "\(indentation)# digest: \(digest(of: lines[...]))\n"
    }

    private static func text(_ lines: ArraySlice<String>) -> String { lines.map { $0 + "\n" }.joined() }

    private static func digest(of lines: ArraySlice<String>) -> String { String(fnv1a(text(lines)), radix: 16) }

    private static func digest(in line: String) -> String? {
        line.wholeMatch(of: #/ *# digest: ([0-9a-z]+)/#).map { String($0.1) }
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
