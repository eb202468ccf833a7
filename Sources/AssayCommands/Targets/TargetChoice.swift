import AssayCore
import ScenarioLoading
import ScenarioRunning

/// The target of a run, ready to be used, with the settings of its model.
struct TargetChoice: Sendable {
    var definition: TargetDefinition
    var target: any Target
    /// Those of the target in `assay.yaml`, overlaid by those of the command line.
    var policy: [DataValue.Member]
    /// `nil` for an in-process model.
    var live: LiveService?
    /// `nil` for a live service.
    var model: (any Model.Type)?
    /// Different for every run.
    let runID = String(UInt64.random(in: 0 ... .max), radix: 36)

    init(_ options: TargetOptions, in workspace: Workspace, context: CommandContext) throws {
        let definition = try Self.definition(options.target, in: workspace.project)
        try self.init(definition, set: options.set, in: workspace, context: context)
    }

    /// - Parameter needsEnvironment: Whether the environment variables that it names must be set, as they must for requests; else
    ///   settings that name one are left out.
    /// - Throws: `InvalidInput` with what is wrong with the target in `assay.yaml`, `CommandFailure` for what is typed.
    init(
        _ definition: TargetDefinition, set: [String], in workspace: Workspace, context: CommandContext,
        needsEnvironment: Bool = true
    ) throws {
        self.definition = definition
        let file = workspace.project.file
        let environment = context.environment
        let unset = ((definition.headers + definition.policy).map(\.value) + (definition.live?.texts ?? []))
            .flatMap { $0.unsetVariables(in: environment) }
        guard unset.isEmpty || !needsEnvironment else {
            throw InvalidInput(unset.map { Diagnostic(unset: $0.name, in: file, at: $0.range) })
        }
        if let live = definition.live {
            policy = try definition.policy.filter { $0.value.unsetVariables(in: environment).isEmpty }.map {
                DataValue.Member($0.name, try $0.value.settled(in: environment, file: file))
            }
            guard set.isEmpty else {
                throw CommandFailure(
                    .badUsage, "--set changes a model, and the target '\(definition.name)' is a live service",
                    fix: "choose another --target, or leave --set out")
            }
            guard needsEnvironment else {
                target = UnaskedTarget()
                return
            }
            let service = try LiveService(live, runID: runID, in: workspace, environment: environment)
            self.live = service
            target = service.target
            return
        }
        let model = try Self.model(of: definition, in: workspace.project, context: context)
        self.model = model
        target = Self.target(running: model)
        policy = try definition.policy.filter { $0.value.unsetVariables(in: environment).isEmpty }.map {
            DataValue.Member($0.name, try $0.value.settled(in: environment, file: file))
        }
        if let fault = TypedSettings.fault(of: policy, in: model) {
            throw InvalidInput([
                Diagnostic(
                    "invalid-policy", "policy.\(fault.setting): \(fault.message)", fix: fault.fix, in: file,
                    at: definition.policy.range(at: fault.path.dropFirst(), isName: fault.concernsName))
            ])
        }
        for setting in try TypedSettings(option: "--set", prefix: "policy.").read(set, of: model) {
            policy.removeAll { $0.name.utf8.elementsEqual(setting.name.utf8) }
            policy.append(setting)
        }
    }

    /// Whether what is the present there is not for the run to say.
    var hasOwnClock: Bool { definition.live.map { !$0.allowsGiven } ?? false }

    /// Whether a run without `--target` knows what it runs against.
    static func hasDefault(in project: Project) -> Bool { project.defaultTarget != nil || project.targets.count <= 1 }

    private static func target<M: Model>(running model: M.Type) -> any Target { ModelTarget(model) }

    static func definition(_ name: String?, in project: Project) throws -> TargetDefinition {
        let names = project.targets.map(\.name)
        guard let name = name ?? project.defaultTarget ?? (names.count == 1 ? names[0] : nil) else {
            guard names.isEmpty else {
                throw CommandFailure(
                    .badUsage, "assay.yaml has no default_target",
                    fix: "choose one with --target: \(names.joined(separator: ", "))")
            }
            throw InvalidInput([
                Diagnostic(
                    "no-target", "there is no target to run against", fix: "targets: {model: {model: NAME}}",
                    in: project.file, at: nil)
            ])
        }
        guard let definition = project.targets.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
            throw CommandFailure(
                .badUsage, "assay.yaml has no target '\(name)'",
                fix: suggestion(for: name, among: names) ?? "choose one of \(names.joined(separator: ", "))")
        }
        return definition
    }

    private static func model(
        of definition: TargetDefinition, in project: Project, context: CommandContext
    ) throws(InvalidInput) -> any Model.Type {
        let names = context.models.keys.sorted()
        guard let name = definition.model else {
            throw InvalidInput([
                Diagnostic(
                    "unsupported-target", "the target '\(definition.name)' names no model", fix: "add 'model: NAME'",
                    in: project.file, at: definition.nameRange)
            ])
        }
        guard let model = context.models[name] else {
            throw InvalidInput([
                Diagnostic(
                    "unknown-model", "there is no model '\(name)'",
                    fix: suggestion(for: name, among: names) ?? "choose one of \(names.joined(separator: ", "))",
                    in: project.file, at: definition.modelRange)
            ])
        }
        return model
    }
}

extension InvalidGiven {
    /// `window`, `query_names.to`
    fileprivate var setting: String { path.dropFirst().joined(separator: ".") }
}

extension Diagnostic {
    fileprivate init(unset name: String, in file: SourceFile, at range: SourceRange) {
        self.init(
            "unset-variable", "the environment variable '\(name)' is not set", fix: "set it before assay is started", in: file,
            at: range)
    }
}

extension TargetDefinition {
    /// The values of the secrets that it names: its service may tell them again wherever it answers.
    func secrets(in environment: [String: String]) -> [String] {
        ((headers + policy).map(\.value) + (live?.texts ?? [])).flatMap(\.secretNames).compactMap { environment[$0] }
    }
}

extension LiveDefinition {
    /// Everything in which an environment variable may be named.
    fileprivate var texts: [Template] {
        var texts = [url]
        if let proxy { texts.append(proxy) }
        if let start { texts += start.command + start.environment.map(\.value) }
        switch mail?.source {
        case .imap(let url, let user, let password): texts += [url] + [user, password].compactMap { $0 }
        case .mailpit(let url), .mailhog(let url): texts.append(url)
        case .smtpSink, nil: break
        }
        return texts
    }
}

extension Template {
    /// The environment variables that are named, alone or within texts, and that are not set.
    fileprivate func unsetVariables(in environment: [String: String]) -> [(name: String, range: SourceRange)] {
        references.compactMap { reference, range in
            switch reference {
            case .environment(let name), .secret(let name): environment[name] == nil ? (name, range) : nil
            case .name, .run: nil
            }
        }
    }

    fileprivate var secretNames: [String] {
        references.compactMap { if case .secret(let name) = $0.reference { name } else { nil } }
    }

    /// Everything that is named, alone or within texts.
    private var references: [(reference: Reference, range: SourceRange)] {
        switch shape {
        case .array(let items): items.flatMap(\.references)
        case .object(let members): members.flatMap(\.value.references)
        case .converted(_, let inner): inner.references
        case .reference(let reference): [(reference, range)]
        case .interpolated(let segments):
            segments.compactMap { if case .reference(let reference) = $0 { (reference, range) } else { nil } }
        default: []
        }
    }

    /// The value of a setting in `assay.yaml`, where environment variables are all that can be named.
    func settled(in environment: [String: String], file: SourceFile) throws(InvalidInput) -> DataValue {
        switch shape {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .number(let number): return .number(number)
        case .string(let text): return .string(text)
        case .array(let items):
            var values: [DataValue] = []
            for item in items { values.append(try item.settled(in: environment, file: file)) }
            return .array(values)
        case .object(let members):
            var values: [DataValue.Member] = []
            for member in members {
                values.append(DataValue.Member(member.name, try member.value.settled(in: environment, file: file)))
            }
            return .object(values)
        case .reference(let reference): return .string(try text(of: reference, in: environment, file: file))
        case .interpolated(let segments):
            var text = ""
            for segment in segments {
                switch segment {
                case .literal(let part): text += part
                case .reference(let reference): text += try self.text(of: reference, in: environment, file: file)
                }
            }
            return .string(text)
        case .time, .converted, .file, .matcher:
            throw InvalidInput([
                Diagnostic("not-a-setting", "a setting of a target is a plain value", in: file, at: range)
            ])
        }
    }

    private func text(
        of reference: Reference, in environment: [String: String], file: SourceFile
    ) throws(InvalidInput) -> String {
        switch reference {
        case .environment(let name), .secret(let name):
            if let value = environment[name] { return value }
            throw InvalidInput([Diagnostic(unset: name, in: file, at: range)])
        case .name(let name), .run(let name):
            throw InvalidInput([
                Diagnostic("unknown-variable", "'\(name)' has no value in assay.yaml", in: file, at: range)
            ])
        }
    }
}
