internal import AssayCore
internal import Comparison
internal import DataFormats

/// What came of comparing a content.
struct ContentJudgement {
    var differences: Differences
    /// Where the expectation stands.
    var range: SourceRange
    /// What messages call the golden file.
    var golden: String?
    var draft: GoldenDraft?
}

extension CaseRun {
    /// Judges a body or an attachment and notes the result.
    ///
    /// - Parameter subject: What stands before the kind of content; `nil` for the body.
    mutating func check(
        _ content: ContentExpectation, in bytes: [UInt8], of part: GoldenPart, subject: String?, by expect: Expectation
    ) throws(ResolutionError) {
        let kind = content.kindName ?? (subject == nil ? "body" : "content")
        let name = subject.map { "\($0) \(kind)" } ?? kind
        let judgement = try judge(content, bytes, of: part, by: expect)
        if var draft = judgement.draft {
            draft.subject = name
            draft.check = checks.count
            drafts.append(draft)
        }
        record(name, at: judgement.range, judgement.differences, golden: judgement.golden)
    }

    /// Compares a content with what is expected of it, and notes nothing but bindings.
    mutating func judge(
        _ content: ContentExpectation, _ bytes: [UInt8], of part: GoldenPart, by expect: Expectation
    ) throws(ResolutionError) -> ContentJudgement {
        switch content.wanted {
        case .json(let template):
            return ContentJudgement(
                differences: try jsonDifferences(bytes, of: part, by: template, expect), range: template.range)
        case .jsonGolden(let golden): return try judgeJSON(bytes, of: part, by: golden, expect)
        case .csv(let table): return try judgeTable(bytes, of: part, by: table, at: content.range, expect)
        case .text(let template):
            return ContentJudgement(differences: try textDifferences(bytes, by: template), range: template.range)
        case .textGolden(let golden): return try judgeText(bytes, of: part, by: golden)
        case .base64(let template):
            guard let expected = decoded(base64: try scope.string(template)) else {
                throw ResolutionError("this is no base64 (RFC 4648 section 4)", at: template.range)
            }
            return ContentJudgement(
                differences: byteDifferences(expected: expected, actual: bytes, limit: limit), range: template.range)
        case .file(let template):
            let expected = try scope.bytes(ofFile: scope.string(template), at: template.range)
            return ContentJudgement(
                differences: byteDifferences(expected: expected, actual: bytes, limit: limit), range: template.range)
        case .empty(let isDue):
            return ContentJudgement(differences: differences(emptiness(of: bytes, isDue: isDue)), range: content.range)
        }
    }

    private mutating func jsonDifferences(
        _ bytes: [UInt8], of part: GoldenPart, by template: Template, _ expect: Expectation
    ) throws(ResolutionError) -> Differences {
        let expected =
            expect.arrays.isEmpty
            ? try expectedJSON(template, ofBody: part == .body) : try expectedJSON(template, arrangedBy: expect)
        if bytes.isEmpty, expected.acceptsAbsence { return noDifferences() }
        switch document(of: part, bytes) {
        case .success(let document):
            return expected.differences(from: document.root, context: &context, limit: limit)
        case .failure(let error):
            return differences(Difference(unreadableJSON: bytes, error))
        }
    }

    /// A whole text is compared line by line.
    mutating func textDifferences(_ bytes: [UInt8], by template: Template) throws(ResolutionError) -> Differences {
        let resolved = try scope.resolve(template)
        if case .string(let text) = resolved.shape {
            return Comparison.textDifferences(expected: text, actual: bytes, limit: limit)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return differences(
                Difference(.unreadable, at: .whole, expected: "text in UTF-8", note: "bytes that are not UTF-8"))
        }
        return try expectedText(resolved, isResolved: !template.isConstant).differences(
            from: text, context: &context, limit: limit)
    }

    private func emptiness(of bytes: [UInt8], isDue: Bool) -> Difference? {
        if bytes.isEmpty == isDue { return nil }
        if isDue {
            return Difference(.extra, at: .byte(0), actual: bytes.excerpt(), note: "\(bytes.count) bytes where none are due")
        }
        return Difference(.missing, at: .whole, expected: "at least one byte")
    }

    mutating func document(of part: GoldenPart, _ bytes: [UInt8]) -> Result<JSONDocument, JSONSyntaxError> {
        if part == .body { return document(ofBody: bytes) }
        return Result { () throws(JSONSyntaxError) in try JSONDocument(parsing: bytes) }
    }

    private mutating func judgeTable(
        _ bytes: [UInt8], of part: GoldenPart, by table: TableExpectation, at range: SourceRange, _ expect: Expectation
    ) throws(ResolutionError) -> ContentJudgement {
        switch table.rows {
        case .golden(let golden): return try judgeTable(bytes, of: part, by: golden, table.options, expect)
        case .rows(let rows):
            let expected = try expectedTable(rows, options: table.options, at: range)
            return ContentJudgement(
                differences: expected.differences(in: bytes, context: &context, limit: limit), range: range)
        case .file(let path):
            let expected = try scope.bytes(ofFile: scope.string(path), at: path.range)
            do {
                let comparison = try TableComparison(goldenBytes: expected, options: table.options)
                return ContentJudgement(differences: comparison.differences(in: bytes, limit: limit), range: path.range)
            } catch {
                throw ResolutionError(error, at: path.range)
            }
        }
    }
}

extension ContentExpectation {
    /// What a check is called after; `nil` for bytes of no kind.
    fileprivate var kindName: String? {
        switch wanted {
        case .json, .jsonGolden: "json"
        case .csv: "csv"
        case .text, .textGolden: "text"
        case .base64, .file, .empty: nil
        }
    }
}
