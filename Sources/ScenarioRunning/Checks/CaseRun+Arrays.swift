internal import AssayCore
internal import Comparison
internal import DataFormats

/// What a step's rules for arrays were used for.
struct ArrayRuleUse {
    /// Which of them selected anything, by their index.
    var rules: Set<Int> = []
    var hasMetJSON = false
    /// What they selected in stated values and is not to be compared so; the first ones.
    var faults: [Difference] = []

    fileprivate mutating func note(_ used: Set<Int>, _ found: [Difference] = []) {
        hasMetJSON = true
        rules.formUnion(used)
        for fault in found.prefix(100) where !faults.contains(fault) { faults.append(fault) }
    }
}

extension CaseRun {
    /// Compares an answer with its golden, arrays as the step's rules say.
    ///
    /// A rule is used when it selects something in the golden, or only in the answer: the golden lacks that, which is a
    /// difference.
    mutating func differences(
        from golden: JSONDocument, of actual: JSONDocument, by expect: Expectation
    ) throws(ResolutionError) -> Result<Differences, InvalidExpectation> {
        guard !expect.arrays.isEmpty else {
            return .success(Comparison.differences(golden: golden, actual: actual, limit: limit))
        }
        let arrays = try arrangedArrays(of: golden, by: expect)
        normalizing.arrays.note(arrays.usedRules)
        // The golden is at fault: another one, of this answer, may be right.
        if let fault = arrays.faults.first { return .failure(InvalidExpectation(fault.sentence, at: fault.range)) }
        if arrays.usedRules.count < expect.arrays.count {
            normalizing.arrays.rules.formUnion(try arrangedArrays(of: actual, by: expect).usedRules)
        }
        let limit = limit
        return Result { () throws(InvalidExpectation) in
            var unbound = MatchContext(clock: context.clock)
            return try ExpectedJSON(golden: golden, arrays: arrays)
                .differences(from: actual.root, context: &unbound, limit: limit)
        }
    }

    /// Returns what a template expects of a JSON value, arrays as the step's rules say.
    mutating func expectedJSON(_ template: Template, arrangedBy expect: Expectation) throws(ResolutionError) -> ExpectedJSON {
        let resolved = try scope.resolve(template)
        do {
            let outline = try resolved.outline()
            let arrays = try arrangedArrays(of: outline, by: expect)
            normalizing.arrays.note(arrays.usedRules, arrays.faults)
            return try ExpectedJSON(resolved, arrays: arrays, in: outline)
        } catch let error as InvalidExpectation {
            throw ResolutionError(error, at: template.range)
        } catch let error as ResolutionError {
            throw error
        } catch {
            throw ResolutionError("\(error)", at: template.range)
        }
    }

    /// Why an answer could not be the golden that it is compared with by the step's rules.
    func arrayFault(of document: JSONDocument, by expect: Expectation) throws(ResolutionError) -> String? {
        guard !expect.arrays.isEmpty else { return nil }
        let arrays = try arrangedArrays(of: document, by: expect)
        if let fault = arrays.faults.first { return fault.sentence }
        do {
            _ = try ExpectedJSON(golden: document, arrays: arrays)
            return nil
        } catch {
            return error.message
        }
    }

    /// Each rule is a demand: that there is something in what is expected that it selects, and that this is an array.
    mutating func checkArrayRules(of expect: Expectation) {
        let use = normalizing.arrays
        guard use.hasMetJSON else { return }
        for (index, rule) in expect.arrays.enumerated() {
            var found = noDifferences()
            for fault in use.faults where fault.range == rule.range { found.add(fault) }
            if !use.rules.contains(index) {
                found.add(
                    Difference(
                        .missing, at: .json(""), expected: "an array", note: "'\(rule.path)' selects nothing in what is expected",
                        range: rule.range))
            }
            if !found.isEmpty { record("arrays \(rule.path)", at: rule.range, found) }
        }
    }

    /// Returns the volatile values' order that a change in the order of arranged arrays does not change; `nil` without such arrays.
    func arrangedOrder(
        of document: JSONDocument, _ selections: [(rule: Normalization, matches: [JSONMatch])], by expect: Expectation
    ) throws(ResolutionError) -> ArrangedOrder? {
        guard !expect.arrays.isEmpty else { return nil }
        var labels: [Int: String] = [:]
        for (rule, matches) in selections { for match in matches { labels[match.node.offset] = rule.label } }
        return ArrangedOrder(of: document, try arrangedArrays(of: document, by: expect), volatile: labels)
    }

    private func arrangedArrays(of document: JSONDocument, by expect: Expectation) throws(ResolutionError) -> ArrangedArrays {
        var selections: [(rule: ArrayRule, nodes: [JSONMatch])] = []
        for rule in expect.arrays {
            switch try selection(by: rule.path, in: document, at: rule.range) {
            case .success(let matches): selections.append((rule, matches))
            case .failure(let error): throw ResolutionError("'\(rule.path)': \(error.message)", at: rule.range)
            }
        }
        return ArrangedArrays(selections)
    }
}
