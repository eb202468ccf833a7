package import AssayCore
import YAMLReader

/// Reads the scenarios of one file.
///
/// - Parameters:
///   - defaultSuite: The suite's name when the file gives none: its path below the specs folder, without extension.
///   - context: What the scenarios may refer to outside the file.
/// - Throws: Everything that is wrong with the file, in the order of its text.
package func loadSuite(
    _ file: SourceFile, named defaultSuite: String, in context: LoadingContext
) throws(InvalidInput) -> SuiteFile {
    var reader = NodeReader(file: file)
    guard let root = try reader.root("a scenario file") else { throw InvalidInput(reader.diagnostics) }
    let suite = reader.suite(root, named: defaultSuite, in: context)
    try reader.throwIfInvalid()
    return suite
}

extension NodeReader {
    fileprivate mutating func suite(_ root: Node, named defaultSuite: String, in context: LoadingContext) -> SuiteFile {
        _ = fields(of: root, "suite", ["assay", "suite", "title", "specification", "variables", "defaults", "scenarios"])
        let name = suiteName(root, defaultSuite)
        var suite = SuiteFile(
            suite: name, suiteRange: root["suite"]?.range, title: root["title"].flatMap { text($0, "title") },
            specification: nil, scenarios: [], warnings: [], file: file)
        let clauses = clauseContext(root, context)
        suite.specification = clauses.specification?.name
        let variables = root["variables"].map { self.variables($0) } ?? []
        if let defaults = root["defaults"] { _ = fields(of: defaults, "defaults", defaultKeys) }
        guard let list = root["scenarios"] else {
            report("missing-key", "the file has no scenarios", fix: "add 'scenarios:' with a list", at: start(of: root))
            return suite
        }
        let environment = SuiteEnvironment(
            suite: name, variables: variables, defaults: root["defaults"], clauses: clauses, context: context)
        let nodes = sequence(list, "scenarios") ?? []
        if list.kind == .sequence, nodes.isEmpty { report("no-scenarios", "the list of scenarios is empty", at: list.range) }
        for node in nodes {
            if let scenario = scenario(node, in: environment) { suite.scenarios.append(scenario) }
        }
        refuseDuplicates(among: suite.scenarios)
        for variable in variables where !scope.used.contains(variable.name) {
            warn("unused-variable", "the variable '\(variable.name)' is never used", fix: "remove it", at: variable.nameRange)
        }
        suite.warnings = warnings
        suite.companions = companions
        return suite
    }

    private mutating func suiteName(_ root: Node, _ defaultSuite: String) -> String {
        if let node = root["suite"] { return slug(node, "the suite's name", withFolders: true) ?? defaultSuite }
        if !isSlugPath(defaultSuite) {
            report(
                "bad-id", "the file's path gives the suite '\(defaultSuite)', which is not an id",
                fix: "add 'suite: some-name', or rename the file", at: start(of: root))
        }
        return defaultSuite
    }

    private mutating func clauseContext(_ root: Node, _ context: LoadingContext) -> ClauseContext {
        let known = context.specifications
        guard let node = root["specification"] else {
            return context.lacksSpecifications
                ? ClauseContext(nil, isUnknown: true) : ClauseContext(known.count == 1 ? known[0] : nil)
        }
        guard let name = text(node, "specification") else { return ClauseContext(nil, isUnknown: true) }
        if let found = known.first(where: { $0.name == name }) { return ClauseContext(found) }
        if context.lacksSpecifications { return ClauseContext(nil, isUnknown: true) }
        report(
            "unknown-specification", "there is no specification '\(name)'",
            fix: nearestName(to: name, among: known.map(\.name)).map { "did you mean '\($0)'?" }
                ?? "add it as specs/\(name)/spec.yaml", at: node.range)
        return ClauseContext(nil, isUnknown: true)
    }

    private mutating func refuseDuplicates(among scenarios: [Scenario]) {
        var first: [String: SourceRange] = [:]
        for scenario in scenarios {
            if let earlier = first[scenario.id.name] {
                report(
                    "duplicate-id", "the scenario id '\(scenario.id.name)' is given twice in this suite",
                    fix: "give one of them another id",
                    at: scenario.range, notes: [note("first given here", at: earlier)])
            } else {
                first[scenario.id.name] = scenario.range
            }
        }
    }
}

/// The clauses that a file may cite.
struct ClauseContext {
    let specification: Specification?
    /// The file names a specification that there is not: its clauses cannot be judged.
    let isUnknown: Bool
    private let known: Set<ClauseID>

    init(_ specification: Specification?, isUnknown: Bool = false) {
        self.specification = specification
        self.isUnknown = isUnknown
        known = Set(specification?.clauses.map(\.id) ?? [])
    }

    func contains(_ id: ClauseID) -> Bool { known.contains(id) }
}

/// What all scenarios of a file share.
struct SuiteEnvironment {
    var suite: String
    var variables: [Template.Member]
    var defaults: Node?
    var clauses: ClauseContext
    var context: LoadingContext
}
