import AssayCore
import YAMLReader

private let commonKeys = [
    "title", "about", "clauses", "tags", "given", "variables", "examples", "matrix", "needs", "exclusive", "skip", "only_on",
]
private let scenarioKeys = ["id", "request", "expect", "capture", "steps", "finally", "retry", "must_fail"] + commonKeys
let defaultKeys = ["given", "request", "expect", "clauses", "tags", "needs", "exclusive", "retry", "skip", "only_on"]

extension NodeReader {
    mutating func scenario(_ stated: Node, in environment: SuiteEnvironment) -> Scenario? {
        guard fields(of: stated, "scenario", scenarioKeys) != nil else { return nil }
        guard let idNode = stated["id"] else {
            report("missing-key", "the scenario has no id", fix: "add 'id: some-name'", at: start(of: stated))
            return nil
        }
        let id = slug(idNode, "the scenario's id")
        let outer = scope
        let variables = stated["variables"].map { self.variables($0) } ?? []
        let examples = examples(of: stated, beside: environment.variables + variables, environment.context)
        let given = merged(stated["given"], over: environment.defaults?["given"])
        func common(_ name: String) -> Node? { stated[name] ?? environment.defaults?[name] }
        let clauses = common("clauses").map { self.clauses($0, context: environment.clauses) } ?? []
        let steps = steps(stated, in: environment)
        let retry = stated["retry"] ?? environment.defaults?["retry"]
        let finally = stated["finally"].map { self.steps($0, "finally", retry: retry, in: environment) } ?? []
        if stated.has("steps") || stated.has("finally") {
            warnOfUnused((steps + finally).flatMap(\.captures).map { ($0.name, $0.range) }, kind: "capture")
        }
        (earlierSteps, stepPlaces) = ([], [:])
        let scenario = Scenario(
            id: ScenarioID(suite: environment.suite, name: id ?? ""), title: stated["title"].flatMap { text($0, "title") },
            about: stated["about"].flatMap { text($0, "about") }, clauses: clauses,
            tags: common("tags").map { tags($0) } ?? [],
            given: given.map { self.given($0, inputs: environment.context.inputs) } ?? GivenTemplate(),
            variables: environment.variables + variables, examples: examples, steps: steps, finally: finally,
            needs: common("needs").map { needs($0, in: environment.suite) } ?? [],
            exclusive: common("exclusive").flatMap { slug($0, "the lock") }, skip: common("skip").flatMap { skipReason($0) },
            onlyOn: common("only_on").map { targets($0, environment.context) } ?? [],
            mustFail: stated["must_fail"].map { dueFailures($0) } ?? [],
            hasMailbox: scope.used.contains("run:mailbox"), file: file, range: idNode.range)
        if let place = stated["must_fail"], let clauses = common("clauses") {
            report(
                "conflicting-keys", "a scenario that must fail shows nothing of the target, and speaks for no clause",
                fix: "remove 'clauses', here or under 'defaults'", at: clauses.range,
                notes: [note("it must fail here", at: place.range)])
        }
        if !clauses.isEmpty, !scenario.steps.isEmpty, scenario.allSteps.allSatisfy(\.expect.citesOnlyOwnClauses),
            let place = common("clauses")
        {
            warn(
                "unused-clauses", "no check speaks for these clauses: each has clauses of its own",
                fix: "remove them, or a check's own 'clauses'", at: place.range)
        }
        warnOfUnused(variables.map { ($0.name, $0.nameRange) }, kind: "variable")
        warnOfUnused((examples.first?.values ?? []).map { ($0.name, $0.nameRange) }, kind: "column")
        scope.restore(outer)
        return id == nil || scenario.steps.isEmpty ? nil : scenario
    }

    private func merged(_ own: Node?, over defaults: Node?) -> Node? {
        guard let own, let defaults else { return own ?? defaults }
        return own.merged(over: defaults)
    }

    private mutating func warnOfUnused(_ names: [(String, SourceRange)], kind: String) {
        for (name, range) in names where !scope.used.contains(name) {
            warn("unused-\(kind)", "the \(kind) '\(name)' is never used", fix: "remove it", at: range)
        }
    }

    /// Reads variables in order; each may use those before it.
    mutating func variables(_ node: Node) -> [Template.Member] {
        guard mapping(node, "variables") else { return [] }
        return node.entries.compactMap { entry in
            let name = entry.key.text
            guard isVariableName(name) else {
                report("bad-name", "'\(name)' is not a variable's name", fix: nameForm, at: entry.key.range)
                return nil
            }
            let value = template(entry.value, .request)
            scope.declare(name, at: entry.key.range)
            return value.map { Template.Member(name: name, nameRange: entry.key.range, value: $0) }
        }
    }

    private mutating func steps(_ stated: Node, in environment: SuiteEnvironment) -> [Step] {
        let alone = ["request", "expect", "capture"].first { stated.has($0) }
        let retry = stated["retry"] ?? environment.defaults?["retry"]
        guard let list = stated["steps"] else {
            return step(stated, id: nil, what: "scenario", retry: retry, in: environment).map { [$0] } ?? []
        }
        if let alone, let node = stated[alone] {
            report(
                "conflicting-keys", "'steps' and '\(alone)' exclude each other", fix: "move '\(alone)' into a step",
                at: node.range)
        }
        return self.steps(list, "steps", retry: retry, in: environment)
    }

    private mutating func steps(_ list: Node, _ what: String, retry: Node?, in environment: SuiteEnvironment) -> [Step] {
        let nodes = sequence(list, what) ?? []
        if list.kind == .sequence, nodes.isEmpty { report("empty-list", "the list of steps is empty", at: list.range) }
        return nodes.compactMap { node -> Step? in
            guard fields(of: node, "step", ["id", "request", "expect", "capture", "retry"]) != nil else { return nil }
            guard let idNode = node["id"] else {
                report("missing-key", "the step has no id", fix: "add 'id: some-name'", at: start(of: node))
                return nil
            }
            let id = slug(idNode, "the step's id")
            if let id, let earlier = stepPlaces[id] {
                report(
                    "duplicate-id", "the step '\(id)' is given twice", at: idNode.range,
                    notes: [note("first given here", at: earlier)])
            }
            let step = step(node, id: id ?? "", what: "step", retry: retry, in: environment)
            if let id {
                stepPlaces[id] = stepPlaces[id] ?? idNode.range
                earlierSteps.append(id)
            }
            return step
        }
    }

    /// - Parameter common: How the steps of the scenario are asked again that do not say so themselves.
    private mutating func step(
        _ node: Node, id: String?, what: String, retry common: Node?, in environment: SuiteEnvironment
    ) -> Step? {
        let place = node["id"]?.range ?? node.range
        var request: RequestTemplate?
        if let merged = merged(node["request"], replacing: ExclusiveKeys.ofRequests, over: environment.defaults?["request"]) {
            request = self.request(merged)
        } else {
            report("missing-key", "the \(what) has no request", fix: "add 'request:'", at: place)
        }
        var expect: Expectation?
        if let merged = merged(node["expect"], replacing: ExclusiveKeys.ofExpectations, over: environment.defaults?["expect"]) {
            let known = diagnostics.count
            expect = expectation(merged, context: environment.clauses)
            // What could not be read was to be checked: only what states nothing is said to check nothing.
            if expect?.isEmpty == true, diagnostics.count == known {
                report(
                    "nothing-checked", "the \(what) expects nothing, so it could not fail", fix: "state at least 'status'",
                    at: place)
            }
        } else {
            report(
                "nothing-checked", "the \(what) has no 'expect', so it could not fail",
                fix: "add 'expect:' with at least 'status'", at: place)
        }
        scope.declareBindings()
        let captures = node["capture"].map { self.captures($0) } ?? []
        let retry = (node["retry"] ?? common).flatMap { self.retry($0) }
        guard let request, let expect else { return nil }
        return Step(id: id, request: request, expect: expect, captures: captures, retry: retry, range: place)
    }

    /// As `merged(_:over:)`; of keys that exclude each other, those of the defaults give way to the stated one.
    private func merged(_ own: Node?, replacing exclusive: [ExclusiveKeys], over defaults: Node?) -> Node? {
        guard let own, let defaults else { return own ?? defaults }
        let rest = exclusive.reduce(defaults) { rest, keys in
            guard let place = own[path: keys.path], let stated = keys.names.first(where: { place.has($0) }) else { return rest }
            return rest.without(keys.names.filter { $0 != stated }, at: keys.path)
        }
        return own.merged(over: rest, withFieldsBelow: "headers")
    }

    private mutating func captures(_ node: Node) -> [Capture] {
        guard mapping(node, "capture") else { return [] }
        return node.entries.compactMap { entry in
            let name = entry.key.text
            guard isVariableName(name) else {
                report("bad-name", "'\(name)' is not a name", fix: nameForm, at: entry.key.range)
                return nil
            }
            if let earlier = scope.declared[name] {
                report(
                    "duplicate-name", "the capture '\(name)' would hide a name that is there already", fix: "choose another name",
                    at: entry.key.range, notes: [note("it is declared here", at: earlier)])
            }
            scope.declare(name, at: entry.key.range)
            let isSecret = entry.value["secret"].flatMap { isTrue($0, "secret") } ?? false
            return source(entry.value).map { Capture(name: name, source: $0, isSecret: isSecret, range: entry.key.range) }
        }
    }

    private mutating func source(_ node: Node) -> Capture.Source? {
        guard let fields = fields(of: node, "capture", ["json", "header", "status", "text", "secret"])?.without(["secret"]),
            fields.entries.count == 1, let entry = fields.entries.first
        else {
            report(
                "wrong-kind", "a capture takes one of 'json', 'header', 'status' and 'text'", fix: "as in {json: $.meta.id}",
                at: node.range)
            return nil
        }
        switch entry.key.text {
        case "json":
            guard let path = text(entry.value, "json") else { return nil }
            checkPath(path, at: entry.value.range)
            return .json(path)
        case "header": return text(entry.value, "header").map { .header($0) }
        case "status": return isTrue(entry.value, "status") ? .status : nil
        default: return isTrue(entry.value, "text") ? .text : nil
        }
    }

    /// `false` would capture nothing, under a name that others then use.
    private mutating func isTrue(_ node: Node, _ what: String) -> Bool {
        guard let value = boolean(node, what) else { return false }
        if !value {
            report("unknown-value", "'\(what)' can only be true", fix: "write {\(what): true}", at: node.range)
        }
        return value
    }

    mutating func clauses(_ node: Node, context: ClauseContext) -> [ClauseID] {
        var seen: Set<String> = []
        return texts(node, "clauses").compactMap { text, range in
            guard seen.insert(text).inserted else {
                report("duplicate-clause", "the clause '\(text)' is cited twice", fix: "remove one", at: range)
                return nil
            }
            guard let id = ClauseID(text), context.contains(id) else {
                if !context.isUnknown { reportUnknown(text, at: range, context) }
                return nil
            }
            return id
        }
    }

    private mutating func reportUnknown(_ text: String, at range: SourceRange, _ context: ClauseContext) {
        guard let specification = context.specification else {
            report(
                "no-specification", "the clause '\(text)' is cited, and the file names no specification",
                fix: "add 'specification: NAME'", at: range)
            return
        }
        if let now = specification.clauses.first(where: { ClauseID(text)?.isRevision(of: $0.id) == true })?.id {
            report(
                "outdated-clause", "'\(text)' is another revision of the clause than '\(specification.name)' has: '\(now)'",
                fix: "see that the scenario still tests what the clause says, then cite '\(now)'", at: range)
            return
        }
        let near = nearestName(to: text, among: specification.clauses.map(\.id.rawValue))
        report(
            "unknown-clause", "there is no clause '\(text)' in '\(specification.name)'",
            fix: near.map { "did you mean '\($0)'?" } ?? "define it in \(specification.file.path)", at: range)
    }

    /// A name without a suite is one of the same suite. Whether there is such a scenario is found out when all files are read.
    /// `{check: status, message: got 404}`, `{errored: connection refused}`, or a list of them.
    private mutating func dueFailures(_ node: Node) -> [DueFailure] {
        let items = node.kind == .sequence ? sequence(node, "must_fail") ?? [] : [node]
        if node.kind == .sequence, items.isEmpty {
            report("empty-list", "it is not said how the scenario must fail", fix: "add {check: .., message: ..}", at: node.range)
        }
        return items.compactMap { item in
            guard let fields = fields(of: item, "must_fail", ["check", "message", "errored"]) else { return nil }
            if let errored = fields["errored"] {
                for name in ["check", "message"] where fields[name] != nil {
                    report("conflicting-keys", "'errored' and '\(name)' exclude each other", fix: "remove one", at: errored.range)
                }
                return text(errored, "errored").map { DueFailure(check: nil, message: $0, range: item.range) }
            }
            for (name, purpose) in [("check", "status"), ("message", "part of what is said")] where fields[name] == nil {
                report("missing-key", "must_fail has no '\(name)'", fix: "add '\(name): \(purpose)'", at: item.range)
            }
            guard let check = fields["check"].flatMap({ text($0, "check") }),
                let message = fields["message"].flatMap({ text($0, "message") })
            else { return nil }
            return DueFailure(check: check, message: message, range: item.range)
        }
    }

    private mutating func needs(_ node: Node, in suite: String) -> [Scenario.Need] {
        var seen: Set<String> = []
        return texts(node, "needs").compactMap { text, range in
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard isSlugPath(text), let name = parts.last else {
                report(
                    "bad-id", "'\(text)' is not the id of a scenario", fix: "name all of its cases, as in 'suite/scenario'",
                    at: range)
                return nil
            }
            let id = ScenarioID(suite: parts.count > 1 ? parts.dropLast().joined(separator: "/") : suite, name: String(name))
            guard seen.insert(id.description).inserted else {
                report("duplicate-id", "the scenario '\(id)' is needed twice", fix: "remove one", at: range)
                return nil
            }
            return Scenario.Need(id: id, range: range)
        }
    }

    /// `skip: false` would skip as well as `true`: it takes a reason, and no scenario is skipped without one.
    private mutating func skipReason(_ node: Node) -> String? {
        if node.kind == .scalar, case .bool = node.yaml.coreValue {
            report(
                "wrong-kind", "skip takes the reason, and is '\(node.yaml.text)'",
                fix: "write 'skip: why', or leave it out to run the scenario", at: node.range)
            return nil
        }
        return text(node, "skip")
    }

    private mutating func tags(_ node: Node) -> [String] {
        texts(node, "tags").compactMap { text, range in
            if isVariableName(text), !["and", "or", "not"].contains(text) { return text }
            report("bad-tag", "'\(text)' is not a tag", fix: "use letters, digits, '_' and '-'", at: range)
            return nil
        }
    }

    private mutating func targets(_ node: Node, _ context: LoadingContext) -> [String] {
        if node.kind == .sequence, node.items.isEmpty {
            report(
                "empty-list", "the list of targets is empty", fix: "name one, or leave 'only_on' out for all targets",
                at: node.range)
        }
        return texts(node, "only_on").compactMap { text, range in
            if context.targets.contains(text) { return text }
            report(
                "unknown-target", "there is no target '\(text)'",
                fix: nearestName(to: text, among: context.targets).map { "did you mean '\($0)'?" } ?? "define it in assay.yaml",
                at: range)
            return nil
        }
    }
}

/// Keys of one mapping of which only one may be stated.
private struct ExclusiveKeys {
    /// Where the mapping stands, from the request or the expectation on.
    var path: [String] = []
    var names: [String]

    static let ofRequests = [
        ExclusiveKeys(names: bodyKinds), ExclusiveKeys(names: ["query", "raw_query"]),
        ExclusiveKeys(path: ["auth"], names: authKinds),
    ]
    static let ofExpectations = [
        ExclusiveKeys(names: contentKinds), ExclusiveKeys(path: ["csv"], names: tableSources),
    ]
}
