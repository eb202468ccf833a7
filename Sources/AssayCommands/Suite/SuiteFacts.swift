import AssayCore
import ScenarioLoading

/// What the scenarios of a file refer to outside it: goldens and clauses.
struct SuiteFacts: Sendable {
    /// A case's claim on a golden file.
    struct GoldenUse: Sendable {
        /// Below the golden folder; holes that only a run can fill are `nil` in `pieces` instead.
        var name: GoldenName
        /// Whether the scenario gives the path itself.
        var isExplicit: Bool
        var scenario: ScenarioID
        var range: SourceRange
    }

    var goldens: [GoldenUse]
    var specification: String?
    var clauses: Set<ClauseID>

    init(of file: SuiteFile) {
        specification = file.specification
        clauses = file.scenarios.reduce(into: []) { $0.formUnion($1.citedClauses) }
        goldens = file.scenarios.flatMap { scenario in scenario.cases.flatMap(Self.goldens) }
    }

    private static func goldens(of element: ScenarioCase) -> [GoldenUse] {
        element.scenario.steps.flatMap { step in
            var uses: [GoldenUse] = []
            func add(_ content: ContentExpectation?, _ part: GoldenPart) {
                guard let content, let golden = content.golden else { return }
                let name =
                    golden.path.map { GoldenName(of: $0, in: element) }
                    ?? GoldenName(
                        goldenPath(for: element.id, step: step.id, part: part, fileExtension: content.goldenExtension))
                uses.append(
                    GoldenUse(
                        name: name, isExplicit: golden.path != nil, scenario: element.scenario.id, range: golden.range))
            }
            add(step.expect.body, .body)
            if case .messages(let messages, _) = step.expect.mail {
                for (message, expected) in messages.enumerated() {
                    for (number, attachment) in (expected.attachments ?? []).enumerated() {
                        add(attachment.content, .attachment(message: message + 1, number: number + 1))
                    }
                }
            }
            return uses
        }
    }
}

extension ContentExpectation {
    fileprivate var goldenExtension: String {
        switch wanted {
        case .json, .jsonGolden: "json"
        case .csv: "csv"
        case .text, .textGolden, .base64, .file, .empty: "txt"
        }
    }
}

/// The path of a golden below the golden folder, as far as it is known without running: a capture in it stays open.
struct GoldenName: Sendable, Hashable {
    /// The text between the open holes; one piece when there is none.
    private(set) var pieces: [String]

    init(_ path: String) {
        pieces = [FilePath.normalized(path)]
    }

    /// Works out a path that a scenario gives.
    init(of template: Template, in element: ScenarioCase) {
        pieces = [""]
        append(template, in: element, depth: 0)
    }

    /// The whole path; `nil` when part of it is open.
    var path: String? { pieces.count == 1 ? FilePath.normalized(pieces[0]) : nil }

    /// Whether a file of this path may be the one that is meant.
    func matches(_ path: String) -> Bool {
        if let own = self.path { return own.utf8.elementsEqual(path.utf8) }
        var rest = Substring(path).utf8[...]
        guard let first = pieces.first, let last = pieces.last, rest.starts(with: first.utf8) else { return false }
        rest = rest.dropFirst(first.utf8.count)
        guard rest.count >= last.utf8.count, rest.suffix(last.utf8.count).elementsEqual(last.utf8) else { return false }
        rest = rest.dropLast(last.utf8.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = rest.indices.first(where: { rest[$0...].starts(with: piece.utf8) }) else { return false }
            rest = rest[found...].dropFirst(piece.utf8.count)
        }
        return true
    }

    private mutating func append(_ text: String) { pieces[pieces.count - 1] += text }

    private mutating func append(_ template: Template, in element: ScenarioCase, depth: Int) {
        switch template.shape {
        case .string(let text): append(text)
        case .number(let number): append(number.text)
        case .bool(let value): append(value ? "true" : "false")
        case .reference(let reference): append(reference, in: element, depth: depth)
        case .interpolated(let segments):
            for segment in segments {
                switch segment {
                case .literal(let text): append(text)
                case .reference(let reference): append(reference, in: element, depth: depth)
                }
            }
        case .null, .array, .object, .time, .converted, .file, .matcher: pieces.append("")
        }
    }

    private mutating func append(_ reference: Template.Reference, in element: ScenarioCase, depth: Int) {
        let members = (element.example?.values ?? []) + element.scenario.variables
        guard depth < 20, case .name(let name) = reference,
            let value = members.first(where: { $0.name.utf8.elementsEqual(name.utf8) })?.value
        else {
            pieces.append("")
            return
        }
        append(value, in: element, depth: depth + 1)
    }
}
