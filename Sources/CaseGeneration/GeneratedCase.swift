package import AssayCore

/// A scenario as the generator has it.
package struct GeneratedCase: Sendable, Hashable {
    package var id: String
    package var title: String
    package var clauses: [ClauseID]
    package var tags: [String]
    /// What differs from the ordinary request, by parameter.
    package var values: [Int: ParameterClass.Value]
    package var due: YAMLFragment
}

/// Why an operation is nothing to generate from.
package struct GenerationFailure: Error, Hashable {
    package var message: String
    package var fix: String
}

extension OperationClasses {
    /// All scenarios of an operation: what is right in combination, what is right alone, and each fault alone.
    package func cases() throws(GenerationFailure) -> [GeneratedCase] {
        if let lack = lacksUsual {
            let parameter = operation.parameters[lack]
            throw GenerationFailure(
                message: "the parameter '\(parameter.name)' of '\(operation.id)' has no value that is right",
                fix: "add 'examples: [..]'")
        }
        if let relation = usualAtOdds {
            let (own, other) = (operation.parameters[relation.subject].name, operation.parameters[relation.other].name)
            throw GenerationFailure(
                message: "the ordinary request of '\(operation.id)' has a '\(own)' that is wrong beside its '\(other)'",
                fix: "begin the 'examples' of both with two that are right beside each other")
        }
        var cases: [GeneratedCase] = []
        for (number, row) in rows().enumerated() { cases.append(try combination(row, isUsual: number == 0)) }
        for (index, parameter) in operation.parameters.enumerated() {
            for own in classes[index] where own.kind != .combined {
                cases.append(try single(own, of: parameter, at: index))
            }
        }
        for pair in valuesBeside() { cases.append(try beside(pair)) }
        for fault in faultsOfPresence() { cases.append(try presence(fault.relation, fault.classes)) }
        return cases
    }

    private func combination(_ row: PairwiseRow, isUsual: Bool) throws(GenerationFailure) -> GeneratedCase {
        var values: [Int: ParameterClass.Value] = [:]
        var words: [String] = []
        var key = ""
        for (index, number) in row.values.enumerated() {
            let own = classes[index][number]
            let word = "\(operation.parameters[index].name) \(own.id)"
            if index < row.width { key += "\(operation.parameters[index].place.rawValue).\(word);" }
            guard number > 0 else { continue }
            values[index] = own.value
            words.append(word)
        }
        return GeneratedCase(
            id: isUsual ? "usual" : "together-\(String(fnv1a(key), radix: 36))",
            title: isUsual ? "An ordinary request" : "Together: \(words.joined(separator: ", "))",
            clauses: operation.clauses, tags: ["generated", "accepted"], values: values, due: try accepted)
    }

    private func single(_ own: ParameterClass, of parameter: Parameter, at index: Int) throws(GenerationFailure) -> GeneratedCase
    {
        let relation = own.relation.map { operation.relations[$0] }
        let isFault = own.kind == .invalid
        let stated = isFault ? relation?.refused ?? parameter.refused : parameter.accepted
        let due = if let stated { stated } else if isFault { try refused } else { try accepted }
        let clause = relation == nil ? parameter.clause : relation?.clause
        var values = [index: own.value]
        if !isFault, own.value != .absent {
            addNeeded(by: index, to: &values)
            fit(&values, to: index, own.value)
        }
        return GeneratedCase(
            id: "\(idWord(of: parameter))-\(own.id)", title: "\(title(of: parameter)): \(own.words)",
            clauses: isFault ? [clause].compactMap(\.self) : operation.clauses,
            tags: ["generated", isFault ? "refused" : "accepted"], values: values, due: due)
    }

    /// What a parameter asks for beside it is there, so that it is right.
    private func addNeeded(by parameter: Int, to values: inout [Int: ParameterClass.Value]) {
        for relation in operation.relations where relation.subject == parameter && relation.kind == .requires {
            values[relation.other] = present(relation.other)
        }
    }

    private func beside(_ pair: Beside) throws(GenerationFailure) -> GeneratedCase {
        let relation = pair.relation
        let (subject, other) = (operation.parameters[relation.subject], operation.parameters[relation.other])
        let stated = pair.isRight ? subject.accepted : relation.refused ?? subject.refused
        let due = if let stated { stated } else if pair.isRight { try accepted } else { try refused }
        return GeneratedCase(
            id: "\(idWord(of: subject))-\(pair.id)",
            title: "\(title(of: subject)) \(pair.own), \(title(of: other)) \(pair.other)",
            clauses: pair.isRight ? operation.clauses : [relation.clause].compactMap(\.self),
            tags: ["generated", pair.isRight ? "accepted" : "refused"],
            values: [relation.subject: .value(.string(pair.own)), relation.other: .value(.string(pair.other))], due: due)
    }

    private func presence(_ number: Int, _ values: [Int: ParameterClass.Value]) throws(GenerationFailure) -> GeneratedCase {
        let relation = operation.relations[number]
        let (subject, other) = (operation.parameters[relation.subject], operation.parameters[relation.other])
        let isRequired = relation.kind == .requires
        let due = if let stated = relation.refused { stated } else { try refused }
        return GeneratedCase(
            id: "\(idWord(of: subject))-\(isRequired ? "without" : "beside")-\(idWord(of: other))",
            title: "\(title(of: subject)) \(isRequired ? "without" : "beside") \(title(of: other))",
            clauses: [relation.clause].compactMap(\.self), tags: ["generated", "refused"], values: values,
            due: due)
    }

    private func idWord(of parameter: Parameter) -> String {
        let word = ValueClasses.id(of: .string(parameter.name))
        let isAmbiguous = operation.parameters.count { ValueClasses.id(of: .string($0.name)) == word } > 1
        return isAmbiguous ? "\(parameter.place.rawValue)-\(word)" : word
    }

    private func title(of parameter: Parameter) -> String { "\(parameter.name) of the \(parameter.place.rawValue)" }

    private var accepted: YAMLFragment {
        get throws(GenerationFailure) {
            if let due = operation.accepted { return due }
            throw GenerationFailure(
                message: "the operation '\(operation.id)' does not say what is due to a request that is right",
                fix: "add 'accepted: {status: 200}'")
        }
    }

    private var refused: YAMLFragment {
        get throws(GenerationFailure) {
            if let due = operation.refused { return due }
            throw GenerationFailure(
                message: "the operation '\(operation.id)' does not say what is due to a request with a fault",
                fix: "add 'refused: {status: 400}'")
        }
    }
}

extension ParameterClass {
    fileprivate var words: String { id.split(separator: "-").joined(separator: " ") }
}
