package import AssayCore
internal import DataFormats

/// What a model is changed by, with the name that it has as a mutant.
package struct ModelMutation: Sendable {
    package enum Change: Sendable {
        /// The model has this fault.
        case fault(String)
        case setting(DataValue.Member)
    }

    package var mutant: Mutant
    package var change: Change
}

/// A mutant of a model that names a clause which no specification has.
package struct UnknownClauses: Error {
    /// "the mutant 'x' of the model breaks 'RANGE-MAXX', and no specification has that clause"
    package var messages: [String]
}

/// Returns every fault that a model declares, and every setting moved to each of its other readings.
///
/// - Parameter clauses: Those of the specifications.
/// - Throws: `UnknownClauses` when some mutant names another.
package func modelMutations(of model: any Model.Type, clauses: Set<ClauseID>) throws(UnknownClauses) -> [ModelMutation] {
    let faults = model.mutants.map { fault in
        (
            fault.clauses,
            ModelMutation(mutant: Mutant(id: fault.id, kind: .model, summary: fault.summary), change: .fault(fault.id))
        )
    }
    let settings = model.settings.flatMap { setting in
        setting.alternatives.map { (setting.clauses, ModelMutation(setting, moved: $0)) }
    }
    var unknown: [String] = []
    let mutations = (faults + settings).map { names, mutation in
        var mutation = mutation
        for name in names {
            guard let id = ClauseID(name), clauses.contains(id) else {
                unknown.append(
                    "the mutant '\(mutation.mutant.id)' of the model breaks '\(name)', and no specification has that clause")
                continue
            }
            mutation.mutant.clauses.append(id)
        }
        return mutation
    }
    guard unknown.isEmpty else { throw UnknownClauses(messages: unknown) }
    return mutations
}

extension ModelMutation {
    fileprivate init(_ setting: PolicySetting, moved value: DataValue) {
        let new = written(value)
        mutant = Mutant(
            id: "policy.\(setting.name)=\(new)", kind: .policy,
            summary: "\(setting.name) is \(new), not \(written(setting.defaultValue))")
        change = .setting(DataValue.Member(setting.name, value))
    }
}

/// Texts as they are, everything else as JSON.
private func written(_ value: DataValue) -> String {
    if let text = value.string { return text.displayed }
    var bytes: [UInt8] = []
    value.append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}
