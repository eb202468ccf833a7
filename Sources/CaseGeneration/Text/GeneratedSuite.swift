package import AssayCore

/// The scenario files of one operation: what is generated, and beside it what somebody made of that.
///
/// Each scenario is followed by a digest of its text. One whose text is another was changed by hand: it is moved, whole, to the file
/// of edited scenarios, and nothing of its id is generated from then on.
package struct GeneratedSuite {
    private let classes: OperationClasses
    private let operation: Operation
    private let specification: String
    /// The folder part of both suites' names.
    private let suite: String
    /// What the header says they were made of.
    private let source: String

    package init(of operation: Operation, specification: String, suite: String, source: String) {
        classes = OperationClasses(operation)
        self.operation = operation
        self.specification = specification
        self.suite = suite
        self.source = source
    }

    /// What both files become.
    package struct Files: Sendable, Equatable {
        package var generated: String
        /// `nil` where nothing was ever edited.
        package var edited: String?
        package var scenarioCount = 0
        package var added: [String] = []
        package var removed: [String] = []
        package var moved: [String] = []
    }

    /// - Parameters:
    ///   - generated: The file as it is; `nil` where there is none.
    ///   - edited: Likewise.
    /// - Throws: `GenerationFailure` where nothing can be generated, or something written by hand would be lost.
    package func files(over generated: String?, edited: String?) throws(GenerationFailure) -> Files {
        let old: GeneratedText? = if let generated { try GeneratedText(generated) } else { nil }
        let moved = old?.scenarios.filter(\.isEdited) ?? []
        var files = Files(generated: "", edited: edited)
        files.moved = moved.map(\.id)
        if let old, !moved.isEmpty { files.edited = Self.appending(moved, to: edited ?? editedHead(of: old)) }
        let kept = Set(files.edited.map(GeneratedText.ids(in:)) ?? [])
        let cases = try classes.cases().filter { !kept.contains($0.id) }
        let request = RequestText(classes)
        var text = GeneratedText.withDigest(headLines(request), indentation: "") + "scenarios:\n"
        for own in cases { text += "\n" + GeneratedText.withDigest(lines(of: own, request), indentation: "    ") }
        files.generated = text
        files.scenarioCount = cases.count
        let (new, past) = (cases.map(\.id), old?.scenarios.map(\.id) ?? [])
        files.added = new.filter { !past.contains($0) }
        files.removed = past.filter { !new.contains($0) && !kept.contains($0) }
        return files
    }

    private func headLines(_ request: RequestText) -> [String] {
        var lines = [
            "# Made by 'assay generate' of \(source). A scenario that somebody changes is moved to",
            "# \(operation.id).edited.yaml the next time, and stays there as it is.", "assay: 1",
            "suite: \(suite)/generated/\(operation.id)",
            "title: \"Generated: \(operation.id)\"", "specification: \(specification)", "defaults:",
        ]
        if let given = operation.given { lines += given.lines(after: "given:").map { "  \($0)" } }
        lines += ["  request:"] + request.ordinaryLines().map { "    \($0)" }
        return lines
    }

    private func lines(of own: GeneratedCase, _ request: RequestText) -> [String] {
        var lines = ["  - id: \(own.id)", "    title: \(own.title.yamlScalar)"]
        if !own.clauses.isEmpty { lines.append("    clauses: [\(own.clauses.map(\.rawValue).joined(separator: ", "))]") }
        lines.append("    tags: [\(own.tags.joined(separator: ", "))]")
        if let departures = request.departures(own.values) { lines.append("    request: \(departures)") }
        return lines + own.due.lines(after: "expect:").map { "    \($0)" }
    }

    private func editedHead(of old: GeneratedText) -> String {
        let lines = old.head.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("#") }
        let head = lines.joined(separator: "\n").replacing("/generated/\(operation.id)", with: "/edited/\(operation.id)")
            .replacing("title: \"Generated: ", with: "title: \"Edited: ")
        return "# Scenarios that were generated, and changed by hand.\n\(head)scenarios:\n"
    }

    private static func appending(_ scenarios: [GeneratedText.Scenario], to text: String) -> String {
        var text = text
        if !text.hasSuffix("\n") { text += "\n" }
        for scenario in scenarios { text += "\n" + scenario.text }
        return text
    }
}
