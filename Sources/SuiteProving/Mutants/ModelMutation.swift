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

/// What is wrong with the mutants that a model declares.
package struct InvalidMutants: Error {
    /// "the mutant 'x' of the model breaks 'RANGE-MAXX', and no specification has that clause"
    package var messages: [String]
}

/// Returns every fault that a model declares, and every setting moved to each of its other readings.
///
/// A model that is used with specifications of which it knows no clause at all has mutants that break none.
///
/// - Parameters:
///   - clauses: Those of the specifications.
///   - policy: The settings in force: a mutant moves them elsewhere.
/// - Throws: `InvalidMutants` when some mutant names another clause or none, or has the id of one before it.
package func modelMutations(
    of model: any Model.Type, clauses: Set<ClauseID>, policy: [DataValue.Member] = []
) throws(InvalidMutants) -> [ModelMutation] {
    let faults = model.mutants.map { fault in
        let mutant = Mutant(id: fault.id, kind: .model, summary: fault.summary)
        return (fault.clauses, ModelMutation(mutant: mutant, change: .fault(fault.id)))
    }
    let settings = model.settings.flatMap { setting in setting.movements(in: policy).map { (setting.clauses, $0) } }
    let all = faults + settings
    let isStrange = !all.contains { names, _ in names.contains { ClauseID($0).map(clauses.contains) ?? false } }
    let messages = faultsOfDeclaration(all) + (isStrange ? [] : unknownClauses(all, known: clauses))
    guard messages.isEmpty else { throw InvalidMutants(messages: messages) }
    return all.map { names, mutation in
        var mutation = mutation
        mutation.mutant.clauses = isStrange ? [] : names.compactMap { ClauseID($0) }
        return mutation
    }
}

private func faultsOfDeclaration(_ all: [([String], ModelMutation)]) -> [String] {
    var ids: Set<[UInt8]> = []
    return all.flatMap { names, mutation in
        let id = mutation.mutant.id
        var messages: [String] = []
        if names.isEmpty { messages.append("the mutant '\(id)' of the model names no clause that it breaks") }
        if !ids.insert(Array(id.utf8)).inserted { messages.append("the model has two mutants with the id '\(id)'") }
        return messages
    }
}

private func unknownClauses(_ all: [([String], ModelMutation)], known: Set<ClauseID>) -> [String] {
    all.flatMap { names, mutation in
        names.filter { ClauseID($0).map(known.contains) != true }.map { name in
            "the mutant '\(mutation.mutant.id)' of the model breaks '\(name)', and no specification has that clause"
        }
    }
}

extension PolicySetting {
    /// The setting at each value but the one that is in force.
    fileprivate func movements(in policy: [DataValue.Member]) -> [ModelMutation] {
        let inForce = policy.last { $0.name.utf8.elementsEqual(name.utf8) }?.value ?? defaultValue
        let values = inForce == defaultValue ? alternatives : [defaultValue] + alternatives
        return values.filter { $0 != inForce }.map { value in
            let new = written(value)
            let mutant = Mutant(
                id: "policy.\(name)=\(new)", kind: .policy,
                summary: "\(name) is \(new), not \(written(inForce)): \(summary.withoutFullStop)")
            return ModelMutation(mutant: mutant, change: .setting(DataValue.Member(name, value)))
        }
    }
}

extension String {
    fileprivate var withoutFullStop: Substring { utf8.last == UInt8(ascii: ".") ? dropLast() : self[...] }
}

/// Texts as they are, everything else as JSON.
private func written(_ value: DataValue) -> String {
    if let text = value.string { return text.displayed }
    var bytes: [UInt8] = []
    value.append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}
