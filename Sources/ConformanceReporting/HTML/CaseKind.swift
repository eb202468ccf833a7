import AssayCore

/// How a case fares as a reader tells cases apart: its verdict, and whether it passed with a remark.
enum CaseKind: String, CaseIterable {
    case failed, errored, known, warned, flaky, skipped, inapplicable, passed

    init(of result: CaseResult) {
        self =
            switch result.verdict {
            case .failed: .failed
            case .errored: .errored
            case .known: .known
            case .skipped: .skipped
            case .inapplicable: .inapplicable
            case .passed: result.hasWarnings ? .warned : result.isFlaky ? .flaky : .passed
            }
    }

    /// On the badge of a case.
    var word: String { self == .warned ? "warning" : rawValue }

    /// Over a list of such cases.
    var title: String {
        switch self {
        case .failed: "Failed"
        case .errored: "Errored"
        case .known: "Known failures"
        case .warned: "Passed with warnings"
        case .flaky: "Flaky: passed at a later attempt"
        case .skipped: "Skipped"
        case .inapplicable: "Inapplicable"
        case .passed: "Passed"
        }
    }

    /// The class that gives it its colour.
    var tone: String {
        switch self {
        case .failed, .errored: "bad"
        case .known, .warned, .flaky: "open"
        case .skipped, .inapplicable: "faint"
        case .passed: "good"
        }
    }
}

extension CaseResult {
    /// All by which the page's filter finds it: one that passed with warnings at a second attempt is each of the three.
    var filterWords: String {
        var words = [verdict.rawValue]
        if hasWarnings { words.append(CaseKind.warned.rawValue) }
        if isFlaky { words.append(CaseKind.flaky.rawValue) }
        return words.joined(separator: " ")
    }
}
