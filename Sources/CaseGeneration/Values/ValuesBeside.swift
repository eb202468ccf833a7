import AssayCore
import DataFormats

/// Values of an `enum` or a `list` that are right beside some values of another parameter only.
extension OperationClasses {
    /// What is not right beside everything that the other may be is tried where the other is as usual, or as it has to be.
    mutating func separateValuesBeside() {
        for relation in operation.relations {
            guard case .values(let beside) = relation.kind else { continue }
            let (subject, other) = (relation.subject, relation.other)
            if operation.parameters[other].isRequired {
                classes[subject] = classes[subject].enumerated().filter { number, own in
                    number == 0 || own.kind == .invalid || beside.contains { allows(own.value, $0, subject) }
                }.map(\.element)
            }
            for (number, own) in classes[subject].enumerated() where number > 0 && own.kind == .combined {
                if !beside.allSatisfy({ allows(own.value, $0, subject) }) { classes[subject][number].kind = .alone }
            }
            guard let usual = classes[subject].first?.value else { continue }
            for (number, own) in classes[other].enumerated() where number > 0 && own.kind == .combined {
                if !isRight(usual, beside: own.value, relation) { classes[other][number].kind = .alone }
            }
        }
    }

    /// Two ordinary values that are not right beside each other.
    var usualAtOdds: ParameterRelation? {
        operation.relations.first { relation in
            guard let own = classes[relation.subject].first, let other = classes[relation.other].first else { return false }
            return !isRight(own.value, beside: other.value, relation)
        }
    }

    /// Changes the one to what is right beside a value of the other.
    func fit(_ values: inout [Int: ParameterClass.Value], to parameter: Int, _ value: ParameterClass.Value) {
        for relation in operation.relations {
            guard case .values(let beside) = relation.kind else { continue }
            if relation.subject == parameter, let usual = classes[relation.other].first?.value,
                !isRight(value, beside: usual, relation),
                let fitting = beside.first(where: { allows(value, $0, parameter) })
            {
                values[relation.other] = .value(.string(fitting.other))
            } else if relation.other == parameter, let usual = classes[relation.subject].first?.value,
                !isRight(usual, beside: value, relation),
                let allowed = beside.first(where: { value == .value(.string($0.other)) })?.allowed.first
            {
                values[relation.subject] = .value(.string(allowed))
            }
        }
    }

    private func isRight(_ own: ParameterClass.Value, beside other: ParameterClass.Value, _ relation: ParameterRelation) -> Bool {
        guard case .values(let beside) = relation.kind,
            let entry = beside.first(where: { other == .value(.string($0.other)) })
        else { return true }
        return allows(own, entry, relation.subject)
    }

    /// What is none of its values, such as an empty one, was called right wherever it is.
    private func allows(_ value: ParameterClass.Value, _ beside: ParameterRelation.ValuesBeside, _ subject: Int) -> Bool {
        guard case .value(.string(let text)) = value else { return true }
        let parameter = operation.parameters[subject]
        let items = parameter.kind == .list ? text.split(separator: parameter.separator ?? ",").map(String.init) : [text]
        return items.allSatisfy { !parameter.values.contains($0) || beside.allowed.contains($0) }
    }

    /// A value beside one of another parameter.
    struct Beside {
        var relation: ParameterRelation
        /// Unique among those of the relation.
        var id: String
        var own: String
        var other: String
        var isRight: Bool
    }

    /// Beside each value of the other what is right, of a list all at once, and each class that is wrong. Values that are right beside
    /// the same ones are of one class, for which the first of them stands.
    func valuesBeside() -> [Beside] {
        operation.relations.flatMap { relation -> [Beside] in
            guard case .values(let beside) = relation.kind else { return [] }
            let parameter = operation.parameters[relation.subject]
            var seen: Set<[Bool]> = []
            let classes = parameter.values.filter { value in
                let isRight = beside.map { $0.allowed.contains(value) }
                return isRight.contains(true) && seen.insert(isRight).inserted
            }
            var ids: Set<String> = []
            return beside.flatMap { entry -> [Beside] in
                func new(_ word: String, _ own: String, _ isRight: Bool) -> Beside {
                    let base = "\(word)-beside-\(ValueClasses.id(of: .string(entry.other)))"
                    let id = ids.insert(base).inserted ? base : "\(base)-\(ids.count + 1)"
                    return Beside(relation: relation, id: id, own: own, other: entry.other, isRight: isRight)
                }
                let right =
                    if parameter.kind == .list, entry.allowed.count > 1 {
                        [new("all", entry.allowed.joined(separator: parameter.separator ?? ","), true)]
                    } else {
                        entry.allowed.map { new(ValueClasses.id(of: .string($0)), $0, true) }
                    }
                let wrong = classes.filter { !entry.allowed.contains($0) }
                return right + wrong.map { new(ValueClasses.id(of: .string($0)), $0, false) }
            }
        }
    }
}
