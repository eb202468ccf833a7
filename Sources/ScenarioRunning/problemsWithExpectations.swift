package import AssayCore
internal import Comparison
internal import DataFormats

/// Returns what is wrong with the constant expectations of a scenario, which nothing could ever be compared with: null for a header, a
/// row that is shorter than the first, a tolerance below zero. Each would make its case errored.
///
/// What depends on variables is worked out, and judged, when it runs.
package func problems(withExpectationsOf scenario: Scenario) -> [Diagnostic] {
    var trial = ExpectationTrial(file: scenario.file)
    for step in scenario.allSteps { trial.tryAll(of: step.expect) }
    return trial.problems
}

/// Makes expectations ready for comparing, only to see whether they can be.
private struct ExpectationTrial {
    let file: SourceFile
    private(set) var problems: [Diagnostic] = []

    init(file: SourceFile) { self.file = file }

    mutating func tryAll(of expect: Expectation) {
        if let status = expect.status { tryTexts(status) }
        for header in expect.headers { tryTexts(header.value) }
        if let body = expect.body { tryContent(body, expect.arrays) }
        if let mail = expect.mail { tryMail(mail, expect.arrays) }
        for check in expect.checks {
            switch check.demand {
            case .status(let status): tryTexts(status)
            case .mail(let mail): tryMail(mail)
            case .header(_, let expected): tryTexts(expected)
            case .json(_, let expected): tryJSON(expected)
            case .csv(_, let expected): tryText(expected)
            }
        }
    }

    private mutating func tryMail(_ mail: MailExpectation, _ arrays: [ArrayRule] = []) {
        for message in mail.messages {
            if let to = message.to { tryTexts(to) }
            for text in [message.from, message.subject, message.text] { if let text { tryText(text) } }
            for attachment in message.attachments ?? [] {
                for text in [attachment.name, attachment.type] { if let text { tryText(text) } }
                if let content = attachment.content { tryContent(content, arrays) }
            }
        }
    }

    private mutating func tryContent(_ content: ContentExpectation, _ arrays: [ArrayRule]) {
        switch content.wanted {
        case .json(let template): arrays.isEmpty ? tryJSON(template) : tryJSON(template, arrays)
        case .text(let template): tryText(template)
        case .csv(let table):
            guard case .rows(let rows) = table.rows, rows.allSatisfy({ $0.allSatisfy(\.isConstant) }) else { return }
            attempt(at: content.range) { () throws(InvalidExpectation) in
                _ = try TableComparison(rows: rows, options: table.options, at: content.range)
            }
        case .jsonGolden, .textGolden, .base64, .file, .empty: return
        }
    }

    private mutating func tryJSON(_ template: Template) {
        guard template.isConstant, !template.isSurelySound(depth: 0) else { return }
        attempt(at: template.range) { () throws(InvalidExpectation) in _ = try ExpectedJSON(template) }
    }

    /// What a rule selects that is no array is judged when it runs; here it is left out.
    private mutating func tryJSON(_ template: Template, _ rules: [ArrayRule]) {
        guard template.isConstant else { return }
        attempt(at: template.range) { () throws(InvalidExpectation) in
            let outline = try template.outline()
            let selections = rules.map { rule in
                (rule, (try? JSONPath(parsing: rule.path).select(in: outline)) ?? [])
            }
            _ = try ExpectedJSON(template, arrays: ArrangedArrays(selections), in: outline)
        }
    }

    /// A text, or a list of them.
    private mutating func tryTexts(_ template: Template) {
        guard case .array(let items) = template.shape else { return tryText(template) }
        for item in items { tryText(item) }
    }

    private mutating func tryText(_ template: Template) {
        switch template.shape {
        // Nothing can be wrong with these.
        case .string, .number, .bool: return
        default: guard template.isConstant else { return }
        }
        attempt(at: template.range) { () throws(InvalidExpectation) in _ = try ExpectedText(template) }
    }

    private mutating func attempt(at range: SourceRange, _ body: () throws(InvalidExpectation) -> Void) {
        do {
            try body()
        } catch {
            problems.append(Diagnostic("bad-expectation", error.message, in: file, at: error.range ?? range))
        }
    }
}

extension Template {
    /// Whether it is seen at a glance that a JSON value can be compared with it: most expectations are a few plain values, and there
    /// may be very many of them.
    fileprivate func isSurelySound(depth: Int) -> Bool {
        switch shape {
        case .null, .bool, .number, .string: return true
        case .array(let elements): return depth < 16 && elements.allSatisfy { $0.isSurelySound(depth: depth + 1) }
        case .object(let members):
            guard depth < 16, members.count < 32, members.allSatisfy({ $0.value.isSurelySound(depth: depth + 1) }) else {
                return false
            }
            return members.indices.allSatisfy { index in
                members[..<index].allSatisfy { !$0.name.utf8.elementsEqual(members[index].name.utf8) }
            }
        case .interpolated, .reference, .time, .converted, .file, .matcher: return false
        }
    }
}
