package import AssayCore

/// The failures that are known of on the target of a run. A listed failure is known only as it is listed: what passes, fails in
/// another way or is past its date is a failure of the run.
package struct KnownFailures: Sendable {
    private let entries: [KnownFailure]
    private let now: Instant

    /// - Parameter now: Entries that ended before are no longer known.
    package init(_ entries: [KnownFailure], target: String, now: Instant) {
        self.entries = entries.filter { $0.target.map { $0.utf8.elementsEqual(target.utf8) } ?? true }
        self.now = now
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// Returns the result with its verdict as the list makes it.
    package func judged(_ result: CaseResult) -> CaseResult {
        guard !entries.isEmpty else { return result }
        let listed = entries.filter { $0.covers(result.id) }
        guard let first = listed.first else { return result }
        switch result.verdict {
        case .passed: return failed(result, "it is a known failure, and it passed: remove the entry", first)
        case .failed, .errored:
            if let ended = listed.first(where: { $0.end.map { $0 <= now } ?? false }) {
                return failed(result, "it is a known failure whose time is over", ended)
            }
            if let other = listed.first(where: { !$0.describes(result) }) {
                return failed(result, "it is a known failure, and fails in another way than is listed", other)
            }
            if let check = result.checks.first(where: { check in !listed.contains { $0.describes(check, of: result) } }) {
                return failed(result, "it is a known failure, and '\(check.subject)' fails beyond what is listed", first)
            }
            return known(result, listed)
        case .skipped, .inapplicable, .known: return result
        }
    }

    /// What the list lacks, or has wrongly, for a case that did not pass.
    package struct Gap: Sendable {
        /// Entries about the case that do not describe it, or whose time is over.
        package var outdated: [KnownFailure]
        /// Checks that no other entry about it describes.
        package var uncovered: [CheckResult]
    }

    /// - Parameter result: `failed` or `errored`, as the run judged it.
    /// - Returns: `nil` when the failure is known.
    package func gap(_ result: CaseResult) -> Gap? {
        guard judged(result).verdict != .known else { return nil }
        let listed = entries.filter { $0.covers(result.id) }
        let outdated = listed.filter { entry in (entry.end.map { $0 <= now } ?? false) || !entry.describes(result) }
        let rest = listed.filter { !outdated.contains($0) }
        let uncovered = result.checks.filter { check in
            check.isViolation && !rest.contains { $0.describes(check, of: result) }
        }
        return Gap(outdated: outdated, uncovered: uncovered)
    }

    private func known(_ result: CaseResult, _ entries: [KnownFailure]) -> CaseResult {
        var result = result
        result.verdict = .known
        result.reason = entries.map { $0.because + ($0.issue.map { " (\($0))" } ?? "") }.joined(separator: "; ")
        return result
    }

    private func failed(_ result: CaseResult, _ reason: String, _ entry: KnownFailure) -> CaseResult {
        var result = result
        let range = entry.place.range.start
        let place = "\(entry.place.path):\(range.line):\(range.column)"
        result.reason = ["\(reason) (\(place))", result.reason].compactMap { $0 }.joined(separator: "; ")
        // A run that cannot be judged stays one.
        if result.verdict == .passed { result.verdict = .failed }
        return result
    }
}

extension KnownFailure {
    /// Whether something of a case that did not pass is what is listed.
    fileprivate func describes(_ result: CaseResult) -> Bool {
        guard result.verdict == verdict else { return false }
        if verdict == .errored, check == nil, clause == nil {
            return message.map { (result.reason ?? "").contains(text: $0) } ?? true
        }
        return result.checks.contains { $0.isViolation && matches($0, of: result) }
    }

    /// Whether a check is covered: one that holds, or only should hold, needs no entry.
    fileprivate func describes(_ check: CheckResult, of result: CaseResult) -> Bool {
        !check.isViolation || matches(check, of: result)
    }

    private func matches(_ found: CheckResult, of result: CaseResult) -> Bool {
        if let check, !check.utf8.elementsEqual(found.subject.utf8) { return false }
        if let clause, !found.clauses.contains(clause) { return false }
        guard let message, verdict == .failed else { return true }
        return found.differences.contains { $0.sentence.contains(text: message) }
            || (result.reason ?? "").contains(text: message)
    }
}

extension String {
    /// Whether the bytes of the other text stand in this one.
    fileprivate func contains(text: String) -> Bool {
        let (bytes, part) = (Array(utf8), Array(text.utf8))
        guard !part.isEmpty else { return true }
        guard bytes.count >= part.count else { return false }
        return (0...(bytes.count - part.count)).contains { bytes[$0...].starts(with: part) }
    }
}
