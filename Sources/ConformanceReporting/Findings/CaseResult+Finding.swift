import AssayCore

extension CaseResult {
    /// The check that tells best what is wrong: the first that makes the case a failure, else the first that does not hold.
    var decisiveCheck: CheckResult? { checks.first(where: \.isViolation) ?? checks.first { !$0.holds } }

    /// Where to look first: what could not be done, or the expectation that is not met.
    var findingPlace: SourcePlace? {
        verdict == .errored ? place ?? decisiveCheck?.markedPlace : decisiveCheck?.markedPlace ?? place
    }

    /// The reason, or the decisive check and its first difference, in one line; `nil` when there is neither.
    var fault: String? { reason.map { shown($0) } ?? decisiveCheck?.fault }
}

extension CheckResult {
    /// Where its first difference is expected otherwise, as far as that is on the line that is kept.
    var markedPlace: SourcePlace? { place.map { place in differences.first.map { place.marked(for: $0) } ?? place } }

    /// What was checked and the first difference, in one line: `status: expected 400, got 200`.
    var fault: String {
        let subject = shown(subject, limit: 120)
        return differences.first.map { "\(subject): \($0.line)" } ?? subject
    }
}

extension SourcePlace {
    /// The place of a difference's own expectation where it is on the line that is kept.
    func marked(for difference: Difference) -> SourcePlace {
        guard let own = difference.range, own.start.line == range.start.line else { return self }
        return SourcePlace(path: path, range: own, line: line)
    }
}
