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
        guard let goldenBytes = golden.bytes else {
            return judgement(golden, missing(golden), try draft(golden, of: normalized, expect))
        }
        let comparison = try differences(from: placeholders.golden(goldenBytes, by: expect.normalize), of: normalized, by: expect)
        switch comparison {
        case .success(let found):
            // No line end that is written has a CR: version control, or an editor, has put it there.
            let isRight = found.isEmpty && !goldenBytes.contains(0x0D)
            return judgement(golden, found, isRight ? kept(golden) : try draft(golden, of: normalized, expect))
        case .failure(let fault):
            return judgement(
                golden, unreadable(golden, goldenBytes, fault.message, at: fault.range), try draft(golden, of: normalized, expect)
            )
        }
    }

    private mutating func differences(
        from golden: [UInt8], of normalized: NormalizedJSON, by expect: Expectation
    ) throws(ResolutionError) -> Result<Differences, InvalidExpectation> {
        let expected: JSONDocument
        do {
            expected = try JSONDocument(parsing: golden)
        } catch {
            return .failure(InvalidExpectation("line \(error.line), column \(error.column): \(error.message)"))
        }
        return try differences(from: expected, of: normalized.document, by: expect).map { $0.replacing(normalized.faults) }
    }

    mutating func judgeTable(
        _ bytes: [UInt8], of part: GoldenPart, by reference: GoldenReference, _ options: TableOptions, _ expect: Expectation
    ) throws(ResolutionError) -> ContentJudgement {
        let golden = try find(reference, of: part, fileExtension: "csv")
        let normalized = try normalize(table: bytes, options, by: expect)
        guard let goldenBytes = golden.bytes else {
            return judgement(golden, missing(golden), draft(golden, of: normalized, options))
        }
        if !goldenBytes.hasSameBytes(as: normalized.bytes), lineOfConflictMarker(in: goldenBytes) != nil {
            return judgement(golden, unreadable(golden, goldenBytes, ""), draft(golden, of: normalized, options))
        }
        do {
            let comparison = try TableComparison(
                goldenBytes: placeholders.golden(goldenBytes, by: expect.normalize), options: options)
            let found = comparison.differences(in: normalized.bytes, limit: limit).replacing(normalized.faults)
            if let fault = comparison.dialectFaultOfGolden {
                goldenFaults.append(GoldenFault(path: golden.shownPath, message: fault))
            }
            let isRight = found.isEmpty && comparison.dialectFaultOfGolden == nil
            return judgement(golden, found, isRight ? kept(golden) : draft(golden, of: normalized, options))
        } catch {
            return judgement(
                golden, unreadable(golden, goldenBytes, error.message), draft(golden, of: normalized, options))
        }
    }

    mutating func judgeText(
        _ bytes: [UInt8], of part: GoldenPart, by reference: GoldenReference
    ) throws(ResolutionError) -> ContentJudgement {
        let golden = try find(reference, of: part, fileExtension: "txt")
        guard let expected = golden.bytes else { return judgement(golden, missing(golden), draft(golden, of: bytes)) }
        if expected.hasSameBytes(as: bytes) { return judgement(golden, noDifferences(), kept(golden)) }
        if lineOfConflictMarker(in: expected) != nil {
            return judgement(golden, unreadable(golden, expected, ""), draft(golden, of: bytes))
        }
        let found = Comparison.textDifferences(expected: expected, actual: bytes, limit: limit)
        return judgement(golden, found, draft(golden, of: bytes))
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

    private func unreadable(_ golden: Golden, _ bytes: [UInt8], _ message: String, at range: SourceRange? = nil) -> Differences {
        let note =
            lineOfConflictMarker(in: bytes).map { "\(golden.shownPath):\($0): a merge conflict is not resolved there" }
            ?? "\(golden.shownPath): \(message)"
        return differences(
            Difference(.unreadable, at: .whole, expected: "golden file \(golden.shownPath)", note: note, range: range))
    }

    // MARK: - New contents

    private func kept(_ golden: Golden) -> GoldenDraft? {
        environment.proposesGoldens ? GoldenDraft(path: golden.path, old: golden.bytes, change: nil) : nil
    }

    private func draft(_ golden: Golden, _ bytes: [UInt8], fault: String?) -> GoldenDraft {
        GoldenDraft(path: golden.path, old: golden.bytes, change: GoldenDraft.Change(new: bytes, fault: fault))
    }

    private func draft(_ golden: Golden, of text: [UInt8]) -> GoldenDraft? {
        guard environment.proposesGoldens else { return nil }
        let isText = String(validating: text, as: UTF8.self) != nil
        return draft(golden, text, fault: isText ? nil : "the content is no text in UTF-8")
    }

    private func draft(
        _ golden: Golden, of normalized: NormalizedJSON, _ expect: Expectation
    ) throws(ResolutionError) -> GoldenDraft? {
        guard environment.proposesGoldens else { return nil }
        var fault = normalized.faults.first.map(\.sentence)
        if normalized.document.hasDuplicateNames { fault = "an object of the answer has a name twice" }
        if fault == nil { fault = try arrayFault(of: normalized.document, by: expect) }
        return draft(golden, normalized.document.root.goldenJSON(), fault: fault)
    }

    /// A table that departs from itself, as one of another dialect does, would never be equal to its golden.
    private func draft(_ golden: Golden, of normalized: NormalizedTable, _ options: TableOptions) -> GoldenDraft? {
        guard environment.proposesGoldens else { return nil }
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

extension Difference {
    /// For a message that has no room for more.
    package var sentence: String {
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
