internal import AssayCore
internal import Comparison
internal import DataFormats

extension CaseRun {
    /// A golden file as it was looked up.
    private struct Golden {
        var path: String
        /// Relative to the project folder.
        var shownPath: String
        /// `nil` when there is no such file.
        var bytes: [UInt8]?
        var range: SourceRange
    }

    mutating func judgeJSON(
        _ bytes: [UInt8], of part: GoldenPart, by reference: GoldenReference, _ expect: Expectation
    ) throws(ResolutionError) -> ContentJudgement {
        let golden = try find(reference, of: part, fileExtension: "json")
        let original: JSONDocument
        switch document(of: part, bytes) {
        case .success(let parsed): original = parsed
        case .failure(let error): return judgement(golden, differences(Difference(unreadableJSON: bytes, error)))
        }
        let normalized = try normalize(original, by: expect)
        let draft = environment.proposesGoldens ? self.draft(golden, of: normalized) : nil
        guard let goldenBytes = golden.bytes else { return judgement(golden, missing(golden), draft) }
        do {
            let expected = try JSONDocument(parsing: goldenBytes)
            let found = Comparison.differences(golden: expected, actual: normalized.document, limit: limit)
            return judgement(golden, found.replacing(normalized.faults), draft)
        } catch {
            let message = "line \(error.line), column \(error.column): \(error.message)"
            return judgement(golden, unreadable(golden, goldenBytes, message), draft)
        }
    }

    mutating func judgeTable(
        _ bytes: [UInt8], of part: GoldenPart, by reference: GoldenReference, _ options: TableOptions, _ expect: Expectation
    ) throws(ResolutionError) -> ContentJudgement {
        let golden = try find(reference, of: part, fileExtension: "csv")
        let normalized = try normalize(table: bytes, options.dialect, by: expect)
        let draft = environment.proposesGoldens ? self.draft(golden, of: normalized, options) : nil
        guard let goldenBytes = golden.bytes else { return judgement(golden, missing(golden), draft) }
        if goldenBytes != normalized.bytes, goldenBytes.conflictMarkerLine != nil {
            return judgement(golden, unreadable(golden, goldenBytes, ""), draft)
        }
        do {
            let comparison = try TableComparison(goldenBytes: goldenBytes, options: options)
            return judgement(
                golden, comparison.differences(in: normalized.bytes, limit: limit).replacing(normalized.faults), draft)
        } catch {
            return judgement(golden, unreadable(golden, goldenBytes, error.message), draft)
        }
    }

    mutating func judgeText(
        _ bytes: [UInt8], of part: GoldenPart, by reference: GoldenReference
    ) throws(ResolutionError) -> ContentJudgement {
        let golden = try find(reference, of: part, fileExtension: "txt")
        var draft: GoldenDraft?
        if environment.proposesGoldens {
            let fault = String(validating: bytes, as: UTF8.self) == nil ? "the content is no text in UTF-8" : nil
            draft = self.draft(golden, bytes, fault: fault)
        }
        guard let expected = golden.bytes else { return judgement(golden, missing(golden), draft) }
        if expected != bytes, expected.conflictMarkerLine != nil {
            return judgement(golden, unreadable(golden, expected, ""), draft)
        }
        return judgement(golden, Comparison.textDifferences(expected: expected, actual: bytes, limit: limit), draft)
    }

    private mutating func find(
        _ reference: GoldenReference, of part: GoldenPart, fileExtension: String
    ) throws(ResolutionError) -> Golden {
        let path =
            if let own = reference.path { try scope.string(own) } else {
                goldenPath(for: id, step: step, part: part, fileExtension: fileExtension)
            }
        let shownPath = environment.files.goldenDisplayPath(path)
        do {
            return Golden(
                path: path, shownPath: shownPath, bytes: try environment.files.golden(path), range: reference.range)
        } catch {
            throw ResolutionError("the golden file \(shownPath) cannot be read: \(error)", at: reference.range)
        }
    }

    private func judgement(_ golden: Golden, _ differences: Differences, _ draft: GoldenDraft? = nil) -> ContentJudgement {
        ContentJudgement(differences: differences, range: golden.range, golden: golden.shownPath, draft: draft)
    }

    private func missing(_ golden: Golden) -> Differences {
        differences(
            Difference(
                .missing, at: .whole, expected: "golden file \(golden.shownPath)", note: "make it with: assay accept '\(id)'"))
    }

    private func unreadable(_ golden: Golden, _ bytes: [UInt8], _ message: String) -> Differences {
        let note =
            bytes.conflictMarkerLine.map { "\(golden.shownPath):\($0): a merge conflict is not resolved there" }
            ?? "\(golden.shownPath): \(message)"
        return differences(Difference(.unreadable, at: .whole, expected: "golden file \(golden.shownPath)", note: note))
    }

    // MARK: - New contents

    private func draft(_ golden: Golden, _ bytes: [UInt8], fault: String?) -> GoldenDraft {
        GoldenDraft(path: golden.path, old: golden.bytes, new: bytes, subject: "", fault: fault, check: 0)
    }

    private func draft(_ golden: Golden, of normalized: NormalizedJSON) -> GoldenDraft {
        var fault = normalized.faults.first.map(\.sentence)
        if normalized.document.hasDuplicateNames { fault = "an object of the answer has a name twice" }
        return draft(golden, normalized.document.root.goldenJSON(), fault: fault)
    }

    /// A table that departs from itself, as one of another dialect does, would never be equal to its golden.
    private func draft(_ golden: Golden, of normalized: NormalizedTable, _ options: TableOptions) -> GoldenDraft {
        var fault = normalized.faults.first.map(\.sentence)
        do {
            let itself = try TableComparison(goldenBytes: normalized.bytes, options: options)
            fault = fault ?? itself.differences(in: normalized.bytes, limit: 1).shown.first?.sentence
        } catch {
            fault = fault ?? error.message
        }
        return draft(golden, normalized.bytes, fault: fault)
    }
}

extension [UInt8] {
    /// The line, from 1, that begins as version control marks a conflict.
    fileprivate var conflictMarkerLine: Int? {
        let marker = Array("<<<<<<<".utf8)
        var line = 1
        var start = startIndex
        while start < endIndex {
            if self[start] == marker[0], self[start...].starts(with: marker) { return line }
            guard let end = self[start...].firstIndex(of: 0x0A) else { return nil }
            start = end + 1
            line += 1
        }
        return nil
    }
}

extension Difference {
    /// For a message that has no room for more.
    fileprivate var sentence: String {
        let parts = [expected.map { "expected \($0)" }, actual.map { "got \($0)" }, note].compactMap { $0 }
        return parts.joined(separator: ", ")
    }
}

extension Differences {
    /// The same with `faults` first, in place of what else was found where they are.
    func replacing(_ faults: [Difference]) -> Differences {
        if faults.isEmpty { return self }
        let places = Set(faults.map(\.place))
        var result = Differences(limit: limit)
        for fault in faults { result.add(fault) }
        var left = Differences(limit: limit)
        for difference in shown where !places.contains(difference.place) { left.add(difference) }
        for _ in shown.count..<count { left.add(Difference(.value, at: .whole, note: "not described")) }
        result.add(contentsOf: left)
        return result
    }
}
