internal import AssayCore

/// A scenario that has to fail passes only when it fails in just the ways that it states: these checks, no others, with what is said
/// of each.
extension CaseRun {
    /// Returns the result of a scenario that must fail, made of what became of it. What was left out stays left out.
    func inverted(_ result: CaseResult) -> CaseResult {
        switch result.verdict {
        case .skipped, .inapplicable, .known: return result
        case .passed, .failed, .errored: break
        }
        var inverted = result
        let broken = result.checks.filter { !$0.holds }
        let stated = scenario.mustFail.compactMap(\.check)
        inverted.checks = scenario.mustFail.map { check($0, among: broken, of: result) }
        inverted.checks += broken.filter { !stated.contains($0.subject) }.map(unexpected)
        if result.verdict == .errored, !scenario.mustFail.contains(where: { $0.check == nil }) {
            inverted.checks.append(unexpectedError(result))
        }
        let holds = inverted.checks.allSatisfy(\.holds)
        inverted.verdict = holds ? .passed : .failed
        inverted.reason = nil
        inverted.place = nil
        if holds, !environment.keepsAllExchanges { inverted.exchanges = [] }
        return inverted
    }

    private func check(_ due: DueFailure, among broken: [CheckResult], of result: CaseResult) -> CheckResult {
        guard let subject = due.check else {
            guard result.verdict == .errored else { return check(due, but: Found(actual: "an answer that can be judged")) }
            let reason = result.reason ?? "no reason"
            return check(due, but: reason.contains(due.message) ? nil : Found(actual: reason))
        }
        let own = broken.filter { $0.subject.utf8.elementsEqual(subject.utf8) }
        guard !own.isEmpty else {
            let isThere = result.checks.contains { $0.subject.utf8.elementsEqual(subject.utf8) }
            let subjects = broken.map { "'\($0.subject)'" }
            let others = subjects.isEmpty ? "" : "; what does not hold is \(subjects.joined(separator: ", "))"
            return check(due, but: Found(actual: (isThere ? "the check holds" : "there is no such check") + others))
        }
        let said = own.flatMap { $0.differences.map(\.placedSentence) }
        return check(due, but: said.contains { $0.contains(due.message) } ? nil : Found(actual: said.joined(separator: "; ")))
    }

    /// What came in place of the failure that was to be.
    private struct Found { var actual: String }

    private func check(_ due: DueFailure, but found: Found?) -> CheckResult {
        let subject = "must fail: \(due.check ?? "errored")"
        var result = CheckResult(subject: subject, step: nil, clauses: [], differences: [], differenceCount: 0)
        guard let found else { return result }
        result.differences = [Difference(.value, at: .whole, expected: due.message, actual: found.actual, range: due.range)]
        result.differenceCount = 1
        result.place = place(due.range)
        return result
    }

    private func unexpectedError(_ result: CaseResult) -> CheckResult {
        let difference = Difference(.value, at: .whole, expected: "an answer that can be judged", actual: result.reason)
        var check = CheckResult(subject: "must not fail: errored", step: nil, clauses: [], differences: [], differenceCount: 1)
        check.differences = [difference]
        check.place = result.place ?? place(scenario.range)
        return check
    }

    private func unexpected(_ found: CheckResult) -> CheckResult {
        var result = found
        result.subject = "must not fail: \(found.subject)"
        (result.clauses, result.level, result.golden) = ([], .must, nil)
        return result
    }
}

extension Difference {
    /// With the place that it is about.
    fileprivate var placedSentence: String {
        switch place {
        case .whole: sentence
        case .json(let pointer): "\(pointer): \(sentence)"
        case .cell(let record, let column, let key): "record \(record)\(Self.shown(key)), \(column): \(sentence)"
        case .record(let record, let key): "record \(record)\(Self.shown(key)): \(sentence)"
        case .column(let name): "column \(name): \(sentence)"
        case .line(let number): "line \(number): \(sentence)"
        case .byte(let offset): "byte \(offset): \(sentence)"
        }
    }

    private static func shown(_ key: [String]) -> String { key.isEmpty ? "" : " (\(key.joined(separator: ", ")))" }
}
