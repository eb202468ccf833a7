internal import AssayCore
internal import Comparison
internal import DataFormats

extension CaseRun {
    /// Judges an answer by everything that a step states of it.
    mutating func judge(_ reply: Reply, by expect: Expectation) throws(ResolutionError) {
        parsedBody = nil
        normalizing = NormalizationUse()
        if let limit = expect.latency, let taken = reply.response.timings?.total { checkLatency(taken, by: limit) }
        if let status = expect.status { try checkStatus(reply.response.status, by: status) }
        for member in expect.headers { try checkHeader(member, in: reply.response.headers) }
        if let content = expect.body {
            try check(content, in: reply.response.body, of: .body, subject: nil, by: expect)
        }
        listedMail = nil
        if let mail = expect.mail { try checkMail(reply.mail, by: mail, of: expect) }
        let listed = listedMail
        for check in expect.checks { try self.check(check, in: reply, by: expect) }
        try checkRelations(of: expect, in: reply, listed: listed)
        checkUnusedNormalizations(of: expect)
        checkArrayRules(of: expect)
    }

    private mutating func checkLatency(_ taken: Duration, by limit: LatencyLimit) {
        let isLate = taken >= limit.under
        let difference = Difference(
            .value, at: .whole, expected: "an answer in less than \(limit.under.text)",
            actual: Duration.milliseconds(Int64(taken / .milliseconds(1))).text, range: limit.range)
        record("latency", at: limit.range, differences(isLate ? difference : nil))
    }

    // MARK: - Status

    private mutating func checkStatus(_ status: Int, by template: Template) throws(ResolutionError) {
        let expected = try scope.resolve(template)
        record("status", at: expected.range, try statusDifferences(status, by: expected))
    }

    private mutating func statusDifferences(_ status: Int, by expected: Template) throws(ResolutionError) -> Differences {
        let alternatives: [Template] = if case .array(let items) = expected.shape { items } else { [expected] }
        if alternatives.isEmpty { throw ResolutionError("the list of status codes is empty", at: expected.range) }
        var found: [Differences] = []
        for alternative in alternatives {
            let differences = try differences(ofStatus: status, from: alternative)
            if differences.isEmpty { return differences }
            found.append(differences)
        }
        if found.count == 1 { return found[0] }
        let shown = alternatives.map { $0.scalarText ?? $0.kindName }.joined(separator: ", ")
        return differences(
            Difference(.value, at: .whole, expected: "one of \(shown)", actual: String(status), range: expected.range))
    }

    private mutating func differences(ofStatus status: Int, from expected: Template) throws(ResolutionError) -> Differences {
        switch expected.shape {
        case .number(let number) where number.integer != nil:
            if number.integer == status { return noDifferences() }
        case .string(let text):
            let bytes = Array(text.utf8)
            if let code = Int(text) {
                if code == status { return noDifferences() }
            } else if bytes.count == 3, bytes[1] | 0x20 == UInt8(ascii: "x"), bytes[2] | 0x20 == UInt8(ascii: "x"),
                (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(bytes[0])
            {
                if status / 100 == Int(bytes[0] - UInt8(ascii: "0")) { return noDifferences() }
            } else {
                throw ResolutionError("'\(text)' is no status code and no class of them such as 2xx", at: expected.range)
            }
        default:
            return try expectedText(expected, isResolved: true).differences(from: String(status), context: &context, limit: limit)
        }
        return differences(
            Difference(.value, at: .whole, expected: expected.scalarText, actual: String(status), range: expected.range))
    }

    // MARK: - Headers

    private mutating func checkHeader(_ member: Template.Member, in headers: HeaderFields) throws(ResolutionError) {
        let expected = try scope.resolve(member.value)
        let differences = try headerDifferences(headers[all: member.name], by: expected)
        record("header \(member.name)", at: expected.range, differences)
    }

    /// A list is about all values in order, all else about the only one: a second could contradict it.
    private mutating func headerDifferences(_ values: [String], by expected: Template) throws(ResolutionError) -> Differences {
        guard case .array(let items) = expected.shape else {
            let text = try expectedText(expected, isResolved: true)
            guard let value = values.first else { return differences(text.differenceFromNothing(at: .whole)) }
            var found = text.differences(from: value, context: &context, limit: limit)
            addSurplus(of: values, beyond: 1, at: expected.range, to: &found)
            return found
        }
        var found = noDifferences()
        for (index, item) in items.enumerated() {
            let text = try expectedText(item, isResolved: true)
            if index < values.count {
                found.add(
                    contentsOf: text.differences(from: values[index], context: &context, limit: limit), note: "value \(index + 1)"
                )
            } else if let missing = text.differenceFromNothing(at: .whole) {
                found.add(missing.noting("value \(index + 1)"))
            }
        }
        addSurplus(of: values, beyond: items.count, at: expected.range, to: &found)
        return found
    }

    private func addSurplus(of values: [String], beyond due: Int, at range: SourceRange, to found: inout Differences) {
        for (index, value) in values.enumerated().dropFirst(due) {
            found.add(Difference(.extra, at: .whole, actual: value, note: "value \(index + 1)", range: range))
        }
    }

    // MARK: - Extra checks

    private mutating func check(_ check: ExtraCheck, in reply: Reply, by expect: Expectation) throws(ResolutionError) {
        citation = Citation(clauses: check.clauses, level: check.level)
        defer { citation = nil }
        let (response, range) = (reply.response, check.range)
        switch check.demand {
        case .status(let expected): try checkStatus(response.status, by: expected)
        case .mail(let expected): try checkMail(reply.mail, by: expected, of: expect)
        case .header(let name, let expected):
            record(
                "header \(name)", at: expected.range,
                try headerDifferences(response.headers[all: name], by: scope.resolve(expected)))
        case .json(let query, let expected):
            record(
                "json \(query)", at: expected.range, try differences(atQuery: query, in: response.body, by: expected, at: range))
        case .csv(let column, let expected):
            let found = try differences(inColumn: column, of: response.body, dialect: expect.dialectOfBody, by: expected)
            record("csv \(column)", at: expected.range, found)
        }
    }

    private mutating func differences(
        atQuery query: String, in body: [UInt8], by template: Template, at range: SourceRange
    ) throws(ResolutionError) -> Differences {
        let expected = try expectedJSON(template)
        let document: JSONDocument
        switch self.document(ofBody: body) {
        case .success(let parsed): document = parsed
        case .failure(let error): return differences(Difference(unreadableJSON: body, error))
        }
        var found = noDifferences()
        let matches: [JSONMatch]
        switch try selection(by: query, in: document, at: range) {
        case .success(let selected): matches = selected
        case .failure(let error):
            return differences(Difference(.unreadable, at: .whole, expected: "'\(query)'", note: error.message))
        }
        // Both members of a name are selected: that there are two is a fault, whatever they are.
        var seen: Set<[UInt8]> = []
        for match in matches {
            if document.hasDuplicateNames, !seen.insert(Array(match.pointer.utf8)).inserted {
                found.add(.duplicateName(at: match.path, actual: match.node))
            }
            found.add(contentsOf: expected.differences(from: match.node, at: match.path, context: &context, limit: limit))
        }
        if matches.isEmpty, let missing = expected.differenceFromNothing(at: .json("")) {
            found.add(missing.noting("'\(query)' selects nothing"))
        }
        return found
    }

    private mutating func differences(
        inColumn column: String, of body: [UInt8], dialect: TableDialect, by template: Template
    ) throws(ResolutionError) -> Differences {
        let expected = try expectedText(template)
        let table: CSVDocument
        do {
            table = try CSVDocument(parsing: body, delimiter: dialect.delimiter)
        } catch {
            return differences(Difference(unreadableCSV: body, error))
        }
        let columns = table.columns(named: column, hasHeader: dialect.hasHeader)
        var found = noDifferences()
        var cells = 0
        for record in table.records.dropFirst(dialect.hasHeader ? 1 : 0) {
            for index in columns {
                guard record.indices.contains(index) else {
                    found.add(Difference(.ragged, at: .record(record.index + 1, key: []), expected: "a cell of '\(column)'"))
                    continue
                }
                cells += 1
                let place = Difference.Place.cell(record: record.index + 1, column: column, key: [])
                found.add(
                    contentsOf: expected.differences(from: record[index].text, at: place, context: &context, limit: limit))
            }
        }
        guard cells == 0, found.isEmpty else { return found }
        if let missing = expected.differenceFromNothing(at: .column(column)) {
            found.add(missing.noting(columns.isEmpty ? "there is no such column" : "the table has no rows"))
        } else if template.isAbsent, !columns.isEmpty, dialect.hasHeader {
            found.add(Difference(.extra, at: .column(column), actual: "a column '\(column)' without rows"))
        }
        return found
    }

    /// The body as JSON, read once for all checks of a step.
    mutating func document(ofBody bytes: [UInt8]) -> Result<JSONDocument, JSONSyntaxError> {
        if let parsedBody { return parsedBody }
        let result = Result { () throws(JSONSyntaxError) in try JSONDocument(parsing: bytes) }
        parsedBody = result
        return result
    }
}

extension Expectation {
    /// Everything that is expected of mail.
    var mailExpectations: [MailExpectation] {
        let checked = checks.compactMap { if case .mail(let mail) = $0.demand { mail } else { nil } }
        return (mail.map { [$0] } ?? []) + checked
    }

    /// How the body's table is written, as far as the expectation says so.
    fileprivate var dialectOfBody: TableDialect {
        if case .csv(let table) = body?.wanted { table.options.dialect } else { TableDialect() }
    }
}
