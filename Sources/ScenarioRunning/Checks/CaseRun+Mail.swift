internal import AssayCore
internal import Comparison
internal import DataFormats

extension CaseRun {
    /// Judges all mail that a request set in motion.
    mutating func checkMail(
        _ mail: [Mail], by expectation: MailExpectation, of expect: Expectation
    ) throws(ResolutionError) {
        switch expectation {
        case .none(let range):
            listedMail = nil
            checkCount(mail, due: [], partners: [], at: range)
        case .messages(let due, let range):
            let partners = try pair(due, with: mail, by: expect)
            listedMail = partners
            checkCount(mail, due: due, partners: partners, at: range)
            for (index, message) in due.enumerated() {
                guard let partner = partners[index] else { continue }
                try check(message, number: index + 1, in: mail[partner], by: expect)
            }
        case .oneOf(let alternatives): try checkAlternatives(mail, by: alternatives, of: expect)
        }
    }

    /// The first alternative that holds counts, with its checks alone; if none does, the one that leaves least to complain of.
    private mutating func checkAlternatives(
        _ mail: [Mail], by alternatives: [MailExpectation], of expect: Expectation
    ) throws(ResolutionError) {
        let start = checks.count
        let saved = (context, normalizing)
        var closest: [CheckResult] = []
        for alternative in alternatives {
            try checkMail(mail, by: alternative, of: expect)
            let found = Array(checks[start...])
            if found.allSatisfy(\.holds) { return }
            checks.removeSubrange(start...)
            // What an alternative binds that does not hold is bound to nothing.
            (context, normalizing) = saved
            if closest.isEmpty || faults(of: found) < faults(of: closest) { closest = found }
        }
        checks += closest
    }

    /// A wrong number of messages weighs more than all that can be wrong with them.
    private func faults(of checks: [CheckResult]) -> Int {
        checks.reduce(0) { $0 + ($1.holds ? 0 : $1.subject == "mail" ? 1_000_000 : 1) }
    }

    /// As many messages as are due, no more and no fewer.
    private mutating func checkCount(
        _ mail: [Mail], due: [MessageExpectation], partners: [Int?], at range: SourceRange
    ) {
        var found = noDifferences()
        let wait = mailWithin.map { "it did not come within \($0.text)" }
        for (index, message) in due.enumerated() where partners[index] == nil {
            found.add(
                Difference(
                    .missing, at: .whole, expected: "message \(index + 1)\(shownRecipient(of: message))", note: wait,
                    range: message.range))
        }
        for (index, message) in mail.enumerated() where !partners.contains(index) {
            found.add(Difference(.extra, at: .whole, actual: "to \(message.to.joined(separator: ", ")): \(message.subject)"))
        }
        record("mail", at: range, found)
    }

    private mutating func shownRecipient(of message: MessageExpectation) -> String {
        guard let to = message.to, let resolved = try? scope.resolve(to), let shown = try? ExpectedJSON(resolved).displayed else {
            return ""
        }
        return " to \(resolved.scalarText ?? shown)"
    }

    private mutating func check(
        _ message: MessageExpectation, number: Int, in mail: Mail, by expect: Expectation
    ) throws(ResolutionError) {
        let subject = "mail \(number)"
        if let to = message.to { record("\(subject) to", at: to.range, try recipientDifferences(mail.to, by: to)) }
        if let from = message.from { record("\(subject) from", at: from.range, try differences(of: mail.from, by: from)) }
        if let due = message.subject { record("\(subject) subject", at: due.range, try differences(of: mail.subject, by: due)) }
        if let text = message.text {
            record("\(subject) text", at: text.range, try textDifferences(Array(mail.text.utf8), by: text))
        }
        guard let due = message.attachments else { return }
        checkCount(of: mail.attachments, due: due, subject: subject, at: message.range)
        for (index, (expected, actual)) in zip(due, mail.attachments).enumerated() {
            let name = "\(subject) attachment \(index + 1)"
            if let due = expected.name { record("\(name) name", at: due.range, try differences(of: actual.name, by: due)) }
            if let due = expected.type { record("\(name) type", at: due.range, try differences(of: actual.contentType, by: due)) }
            guard let content = expected.content else { continue }
            try check(
                content, in: actual.bytes, of: .attachment(message: number, number: index + 1), subject: name, by: expect)
        }
    }

    private mutating func checkCount(
        of attachments: [Mail.Attachment], due: [AttachmentExpectation], subject: String, at range: SourceRange
    ) {
        var found = noDifferences()
        for (index, expected) in due.enumerated().dropFirst(attachments.count) {
            found.add(Difference(.missing, at: .whole, expected: "attachment \(index + 1)", range: expected.range))
        }
        for (index, attachment) in attachments.enumerated().dropFirst(due.count) {
            found.add(
                Difference(.extra, at: .whole, actual: "attachment \(index + 1): \(attachment.name), \(attachment.contentType)"))
        }
        record("\(subject) attachments", at: range, found)
    }

    private mutating func differences(of text: String, by template: Template) throws(ResolutionError) -> Differences {
        try expectedText(template).differences(from: text, context: &context, limit: limit)
    }

    /// One address is the only one; a list holds all of them in any order.
    private mutating func recipientDifferences(_ to: [String], by template: Template) throws(ResolutionError) -> Differences {
        let due = try scope.resolve(template)
        if case .array(let addresses) = due.shape {
            return try unorderedDifferences(to, by: Template(.matcher(.unordered(addresses)), at: due.range))
        }
        let expected = try expectedText(due, isResolved: true)
        guard let first = to.first else { return differences(expected.differenceFromNothing(at: .whole)) }
        var found = expected.differences(from: first, context: &context, limit: limit)
        for address in to.dropFirst() { found.add(Difference(.extra, at: .whole, actual: address, range: due.range)) }
        return found
    }

    private mutating func unorderedDifferences(_ to: [String], by template: Template) throws(ResolutionError) -> Differences {
        var bytes: [UInt8] = []
        DataValue.array(to.map(DataValue.string)).append(to: &bytes)
        do {
            let document = try JSONDocument(parsing: bytes)
            return try ExpectedJSON(template).differences(from: document.root, context: &context, limit: limit)
        } catch let error as InvalidExpectation {
            throw ResolutionError(error, at: template.range)
        } catch {
            throw ResolutionError("the recipients cannot be compared: \(error)", at: template.range)
        }
    }
}

// MARK: - Which message is which

extension CaseRun {
    /// Returns for each expected message the one that came which it is compared with: the pairs that leave least to complain of,
    /// recipients before all else.
    private mutating func pair(
        _ due: [MessageExpectation], with mail: [Mail], by expect: Expectation
    ) throws(ResolutionError) -> [Int?] {
        if due.isEmpty || mail.isEmpty { return due.map { _ in nil } }
        if due.count == 1 && mail.count == 1 { return [0] }
        var costs: [[Int]] = []
        for (index, message) in due.enumerated() {
            var row: [Int] = []
            for candidate in mail {
                // What is bound while trying is bound to nothing.
                let saved = (context, normalizing, placeholders)
                defer { (context, normalizing, placeholders) = saved }
                placeholders.areNumbered = false
                row.append(try cost(of: candidate, for: message, number: index + 1, by: expect))
            }
            costs.append(row)
        }
        return cheapestPairs(costs)
    }

    /// How many parts of a message depart; a wrong recipient weighs more than all others.
    private mutating func cost(
        of mail: Mail, for message: MessageExpectation, number: Int, by expect: Expectation
    ) throws(ResolutionError) -> Int {
        var cost = 0
        if let to = message.to, !(try recipientDifferences(mail.to, by: to).isEmpty) { cost += 1_000_000 }
        if let from = message.from, !(try differences(of: mail.from, by: from).isEmpty) { cost += 1 }
        if let subject = message.subject, !(try differences(of: mail.subject, by: subject).isEmpty) { cost += 1 }
        if let text = message.text, !(try textDifferences(Array(mail.text.utf8), by: text).isEmpty) { cost += 1 }
        guard let due = message.attachments else { return cost }
        cost += abs(due.count - mail.attachments.count)
        for (index, (expected, actual)) in zip(due, mail.attachments).enumerated() {
            if let name = expected.name, !(try differences(of: actual.name, by: name).isEmpty) { cost += 1 }
            if let type = expected.type, !(try differences(of: actual.contentType, by: type).isEmpty) { cost += 1 }
            guard let content = expected.content else { continue }
            let part = GoldenPart.attachment(message: number, number: index + 1)
            if !(try judge(content, actual.bytes, of: part, by: expect).differences.isEmpty) { cost += 1 }
        }
        return cost
    }
}
