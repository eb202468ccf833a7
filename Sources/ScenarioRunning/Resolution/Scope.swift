internal import AssayCore
internal import DataFormats

/// What the names in a case's templates stand for. A variable is worked out when it is first needed, and once.
struct Scope {
    /// What `clock` means in a time expression.
    var clock = Instant(seconds: 0)
    /// The values of secrets that were used, in the order of their first use.
    private(set) var secrets: [String]

    private let scenario: Scenario
    private let id: CaseID
    private let example: Example?
    private let variables: [String: String]
    private let files: any RunFiles
    private let runID: String
    /// What stands in the addresses of this case alone, of all runs.
    var mailbox: String { "assay-\(runID)-\(String(fnv1a(id.description), radix: 36))" }
    private var captures: [String: Template] = [:]
    private var resolved: [String: Template] = [:]
    /// The names that are being worked out, outermost first.
    private var pending: [String] = []

    init(_ scenarioCase: ScenarioCase, in environment: RunEnvironment) {
        scenario = scenarioCase.scenario
        example = scenarioCase.example
        variables = environment.variables
        files = environment.files
        secrets = environment.secrets.filter { !$0.isEmpty }
        runID = environment.runID
        id = scenarioCase.id
    }

    var file: SourceFile { scenario.file }

    /// Makes a value known to what is resolved from now on.
    mutating func capture(_ name: String, _ value: Template) { captures[name] = value }

    func hasCapture(_ name: String) -> Bool { captures[name] != nil }

    /// Keeps a form of a secret from being shown.
    mutating func hide(_ text: String) {
        if !text.isEmpty, !secrets.contains(where: { $0.utf8.elementsEqual(text.utf8) }) { secrets.append(text) }
    }

    /// Keeps every text and number in a value from being shown.
    mutating func hide(all value: DataValue) {
        switch value {
        case .string(let text): hide(text)
        case .number(let number): hide(number.text)
        case .array(let items): for item in items { hide(all: item) }
        case .object(let members): for member in members { hide(all: member.value) }
        case .null, .bool: break
        }
    }

    /// Returns what a reference names.
    mutating func value(_ reference: Template.Reference, at range: SourceRange) throws(ResolutionError) -> Template {
        switch reference {
        case .name(let name):
            return Template(try value(named: name, at: range).shape, at: range)
        case .environment(let name):
            return Template(.string(try environmentVariable(name, at: range)), at: range)
        case .secret(let name):
            let value = try environmentVariable(name, at: range)
            hide(value)
            return Template(.string(value), at: range)
        case .run(let name):
            switch name {
            case "id": return Template(.string(runID), at: range)
            case "mailbox": return Template(.string(mailbox), at: range)
            default: throw ResolutionError("'run:\(name)' is not known: there are 'run:id' and 'run:mailbox'", at: range)
            }
        }
    }

    func bytes(ofFile path: String, at range: SourceRange) throws(ResolutionError) -> [UInt8] {
        do {
            return try files.bytes(path, namedIn: scenario.file)
        } catch {
            throw ResolutionError("'\(path)' cannot be read: \(error)", at: range)
        }
    }

    func data(_ path: String, at range: SourceRange) throws(ResolutionError) -> DataFile {
        do {
            return try files.data(path, namedIn: scenario.file)
        } catch {
            throw ResolutionError("'\(path)' cannot be read: \(error)", at: range)
        }
    }

    private func environmentVariable(_ name: String, at range: SourceRange) throws(ResolutionError) -> String {
        guard let value = variables[name] else {
            throw ResolutionError("the environment variable '\(name)' is not set", at: range)
        }
        return value
    }

    private mutating func value(named name: String, at range: SourceRange) throws(ResolutionError) -> Template {
        if let known = captures[name] ?? resolved[name] { return known }
        guard let template = definition(of: name) else {
            let isCapture = scenario.allSteps.contains { $0.captures.contains { $0.name.utf8.elementsEqual(name.utf8) } }
            throw ResolutionError("'\(name)' \(isCapture ? "was not captured" : "has no value here")", at: range)
        }
        if template.isConstant { return template }
        if let start = pending.firstIndex(of: name) {
            let circle = (pending[start...] + [name]).map { "'\($0)'" }.joined(separator: " needs ")
            throw ResolutionError("'\(name)' depends on itself: \(circle)", at: range)
        }
        pending.append(name)
        defer { pending.removeLast() }
        let value = try resolve(template)
        resolved[name] = value
        return value
    }

    /// An example's column wins over a variable of the same name; of several, the last.
    private func definition(of name: String) -> Template? {
        let column = example?.values.last { $0.name.utf8.elementsEqual(name.utf8) }
        return (column ?? scenario.variables.last { $0.name.utf8.elementsEqual(name.utf8) })?.value
    }
}
