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
        (
            fault.clauses,
            ModelMutation(mutant: Mutant(id: fault.id, kind: .model, summary: fault.summary), change: .fault(fault.id))
        )
    }
    let settings = model.settings.flatMap { setting in
        setting.movements(in: policy).map { (setting.clauses, $0) }
    }
    let isStrange = !(faults + settings).contains { $0.0.contains { ClauseID($0).map(clauses.contains) ?? false } }
    var messages: [String] = []
    var ids: Set<[UInt8]> = []
    let mutations = (faults + settings).map { names, mutation in
        var mutation = mutation
        let id = mutation.mutant.id
        if names.isEmpty { messages.append("the mutant '\(id)' of the model names no clause that it breaks") }
        if !ids.insert(Array(id.utf8)).inserted { messages.append("the model has two mutants with the id '\(id)'") }
        for name in names {
            guard let clause = ClauseID(name), clauses.contains(clause) else {
                if isStrange { continue }
                messages.append("the mutant '\(id)' of the model breaks '\(name)', and no specification has that clause")
                continue
            }
            mutation.mutant.clauses.append(clause)
        }
        return mutation
    }
    guard messages.isEmpty else { throw InvalidMutants(messages: messages) }
    return mutations
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
