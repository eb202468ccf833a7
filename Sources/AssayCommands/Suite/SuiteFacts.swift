import AssayCore
import ScenarioLoading

/// What the scenarios of a file refer to outside it: goldens and clauses.
struct SuiteFacts: Sendable {
    /// How much is gathered.
    enum Extent {
        /// Only the goldens whose path a scenario gives: those of a case's own path never meet each other.
        case givenPaths
        case everything
    }

    /// A place where a scenario names golden files, one for each of its cases.
    struct GoldenOrigin: Sendable {
        var scenario: ScenarioID
        var range: SourceRange
        /// Whether the scenario gives the path itself.
        var isExplicit: Bool
        var form: GoldenForm
    }

    /// A case's claim on a golden file.
    struct GoldenUse: Sendable {
        var name: GoldenName
        /// Index among `origins`.
        var origin: Int
    }

    let extent: Extent
    private(set) var origins: [GoldenOrigin] = []
    private(set) var goldens: [GoldenUse] = []
    let specification: String?
    let clauses: Set<ClauseID>

    init(of file: SuiteFile, _ extent: Extent) {
        self.extent = extent
        specification = file.specification
        clauses = extent == .everything ? file.scenarios.reduce(into: []) { $0.formUnion($1.citedClauses) } : []
        for scenario in file.scenarios { gatherGoldens(of: scenario) }
    }

    private mutating func gatherGoldens(of scenario: Scenario) {
        let cases = scenario.cases
        for step in scenario.allSteps {
            for (part, content) in step.expect.contents {
                guard let golden = content.golden, golden.path != nil || extent == .everything else { continue }
                let form = GoldenForm(of: content)
                for element in cases {
                    let name =
                        golden.path.map { GoldenName(of: $0, in: element) }
                        ?? GoldenName(
                            goldenPath(for: element.id, step: step.id, part: part, fileExtension: form.fileExtension))
                    goldens.append(GoldenUse(name: name, origin: origins.count))
                }
                origins.append(
                    GoldenOrigin(scenario: scenario.id, range: golden.range, isExplicit: golden.path != nil, form: form))
            }
        }
    }
}

/// What a golden file holds.
enum GoldenForm: Sendable {
    case json
    case table(TableOptions)
    case text

    init(of content: ContentExpectation) {
        switch content.wanted {
        case .json, .jsonGolden: self = .json
        case .csv(let table): self = .table(table.options)
        case .text, .textGolden, .base64, .file, .empty: self = .text
        }
    }

    var fileExtension: String {
        switch self {
        case .json: "json"
        case .table: "csv"
        case .text: "txt"
        }
    }
}

extension Expectation {
    /// The body and the attachments, as far as something is expected of them.
    fileprivate var contents: [(GoldenPart, ContentExpectation)] {
        var contents: [(GoldenPart, ContentExpectation)] = []
        if let body { contents.append((.body, body)) }
        guard case .messages(let messages, _) = mail else { return contents }
        for (message, expected) in messages.enumerated() {
            for (number, attachment) in (expected.attachments ?? []).enumerated() {
                if let content = attachment.content {
                    contents.append((.attachment(message: message + 1, number: number + 1), content))
                }
            }
        }
        return contents
    }
}

/// The path of a golden below the golden folder, as far as it is known without running: a capture in it stays open.
enum GoldenName: Sendable, Hashable {
    case path(String)
    /// The text between the open holes.
    case open([String])

    init(_ path: String) {
        self = .path(FilePath.normalized(path))
    }

    /// Works out a path that a scenario gives.
    init(of template: Template, in element: ScenarioCase) {
        var pieces = NamePieces(element: element)
        pieces.append(template, depth: 0)
        self = pieces.texts.count == 1 ? GoldenName(pieces.texts[0]) : .open(pieces.texts)
    }

    /// The whole path; `nil` when part of it is open.
    var path: String? { if case .path(let path) = self { path } else { nil } }

    /// Whether a file of this path may be the one that is meant.
    func matches(_ path: String) -> Bool {
        guard case .open(let pieces) = self else { return self.path?.utf8.elementsEqual(path.utf8) == true }
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
}

/// A path on its way from a template to its text.
private struct NamePieces {
    let element: ScenarioCase
    var texts = [""]

    mutating func append(_ text: String) { texts[texts.count - 1] += text }

    mutating func append(_ template: Template, depth: Int) {
        switch template.shape {
        case .string(let text): append(text)
        case .number(let number): append(number.text)
        case .bool(let value): append(value ? "true" : "false")
        case .reference(let reference): append(reference, depth: depth)
        case .interpolated(let segments):
            for segment in segments {
                switch segment {
                case .literal(let text): append(text)
                case .reference(let reference): append(reference, depth: depth)
                }
            }
        case .null, .array, .object, .time, .converted, .file, .matcher: texts.append("")
        }
    }

    private mutating func append(_ reference: Template.Reference, depth: Int) {
        let members = (element.example?.values ?? []) + element.scenario.variables
        guard depth < 20, case .name(let name) = reference,
            let value = members.first(where: { $0.name.utf8.elementsEqual(name.utf8) })?.value
        else {
            texts.append("")
            return
        }
        append(value, depth: depth + 1)
    }
}
