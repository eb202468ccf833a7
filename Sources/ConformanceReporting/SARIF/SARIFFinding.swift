import AssayCore

/// One result of a SARIF log.
struct SARIFFinding {
    /// From the worst on.
    enum Kind: Int, CaseIterable {
        case violation, error, warning, note, known

        var level: String {
            switch self {
            case .violation, .error: "error"
            case .warning: "warning"
            case .note, .known: "note"
            }
        }
    }

    /// The rule of what could not be answered.
    static let unanswered = "assay.no-answer"
    /// The rule of what fails though every check holds: a listed failure that passes.
    static let misjudged = "assay.not-as-listed"
    /// The rule of checks that cite no clause.
    static let uncited = "assay.no-clause"

    let kind: Kind
    let rule: String
    private let result: CaseResult
    /// `nil` for what is wrong with the case as a whole.
    private let check: CheckResult?
    /// Which one it is of those in the case that are the same but for their place and differences.
    private let ordinal: Int

    /// What is wrong with a case: its reason when it could not be answered, and each check that does not hold.
    static func all(in result: CaseResult) -> [SARIFFinding] {
        var findings: [SARIFFinding] = []
        if result.verdict == .errored {
            findings.append(SARIFFinding(kind: .error, rule: unanswered, result: result, check: nil, ordinal: 0))
        }
        for check in result.checks where !check.holds {
            let ordinal = findings.count { $0.check?.isNamed(like: check) ?? false }
            let rule = (check.clauses.first ?? result.clauses.first)?.rawValue ?? uncited
            findings.append(
                SARIFFinding(kind: kind(of: check, in: result), rule: rule, result: result, check: check, ordinal: ordinal))
        }
        if result.verdict == .failed, !findings.contains(where: { $0.kind == .violation }) {
            findings.append(SARIFFinding(kind: .violation, rule: misjudged, result: result, check: nil, ordinal: 0))
        } else if findings.isEmpty, result.verdict == .known {
            findings.append(SARIFFinding(kind: .known, rule: unanswered, result: result, check: nil, ordinal: 0))
        }
        return findings
    }

    private static func kind(of check: CheckResult, in result: CaseResult) -> Kind {
        if result.verdict == .known { return .known }
        return switch check.level {
        case .must: .violation
        case .should: .warning
        case .may: .note
        }
    }

    func write(to line: inout JSONLine, ruleIndex: Int?) {
        line.member("ruleId", rule)
        line.member("ruleIndex", ruleIndex)
        line.member("level", kind.level)
        line.member("message") { $0.member("text", message) }
        if let place { line.member("locations", array: [place]) { $0.location($1) } }
        line.member("partialFingerprints") { line in
            // The name under which GitHub knows a result again.
            line.member("primaryLocationLineHash", "\(fingerprint):1")
            line.member("assayCheck/v1", fingerprint)
        }
        if kind == .known {
            line.member("suppressions", array: [result.reason]) { line, reason in
                line.elementObject { line in
                    line.member("kind", "external")
                    line.member("justification", reason.map { shown($0) })
                }
            }
        }
        line.member("properties") { line in
            line.member("case", result.id.description)
            line.member("verdict", result.verdict.rawValue)
            line.member("clauses", texts: (check?.clauses ?? result.clauses).map(\.rawValue))
        }
    }

    private var place: SourcePlace? { check.map { $0.markedPlace ?? result.place } ?? result.findingPlace }

    private var message: String {
        let id = shown(result.id.description, limit: 200)
        guard let check else { return "\(id): \(result.fault ?? result.verdict.rawValue)" }
        let step = check.step.map { "step '\(shown($0, limit: 80))', " } ?? ""
        let more = check.differenceCount > 1 ? " (and \(check.differenceCount - 1) more)" : ""
        return "\(id): \(step)\(check.fault)\(more)"
    }

    /// Of what names the check, not of where it stands: edits above it change nothing.
    private var fingerprint: String {
        var hash = Fingerprint()
        for text in [result.id.description, rule, check?.step ?? "", check?.subject ?? "", String(ordinal)] { hash.add(text) }
        return hash.text
    }
}

extension CheckResult {
    fileprivate func isNamed(like other: CheckResult) -> Bool {
        subject == other.subject && step == other.step && clauses == other.clauses
    }
}

extension JSONLine {
    fileprivate mutating func location(_ place: SourcePlace) {
        elementObject { line in
            line.member("physicalLocation") { line in
                line.member("artifactLocation") { $0.member("uri", place.path.percentEncodedPath) }
                line.member("region") { $0.region(of: place) }
            }
        }
    }

    private mutating func region(of place: SourcePlace) {
        let (start, end) = (place.range.start, place.range.end)
        member("startLine", max(start.line, 1))
        member("startColumn", max(start.column, 1))
        if end >= start {
            member("endLine", max(end.line, 1))
            member("endColumn", max(end.column, 1))
        }
        member("snippet") { $0.member("text", shown(place.line)) }
    }
}
