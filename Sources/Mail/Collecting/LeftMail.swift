internal import AssayCore

/// Messages that no case took: the first thousand and how many there are.
package struct LeftMail: Sendable, Hashable {
    package struct Message: Sendable, Hashable {
        package var from: String
        package var to: [String]
        package var subject: String
    }

    package private(set) var messages: [Message] = []
    package private(set) var count = 0

    private static let namedMessages = 3

    /// One line: `4 messages arrived that no case expected: 'Report' to qa@example.com, ..`; `nil` for none.
    package var sentence: String? {
        guard count > 0 else { return nil }
        let named = messages.prefix(Self.namedMessages).map(\.description)
        let more = count > named.count ? ["and \(count - named.count) more"] : []
        return "\(count == 1 ? "1 message" : "\(count) messages") arrived that no case expected: "
            + (named + more).joined(separator: ", ")
    }

    mutating func add(_ mail: Mail) {
        count += 1
        if messages.count < 1000 { messages.append(Message(from: mail.from, to: mail.to, subject: mail.subject)) }
    }
}

extension LeftMail.Message {
    /// `'Report' to qa@example.com and 2 others`
    fileprivate var description: String {
        let others = to.count - 1
        let rest = others < 1 ? "" : others == 1 ? " and 1 other" : " and \(others) others"
        return "'\(subject.shortened)' to \((to.first ?? "no one").shortened)\(rest)"
    }
}

extension String {
    /// Of one line, and of it what a reader needs to know it again.
    fileprivate var shortened: String {
        let text = unicodeScalars.prefix(80)
        return (text.count < unicodeScalars.count ? String(text) + "\u{2026}" : self).displayed
    }
}
