internal import DataFormats
package import Transfers

/// The mailbox of MailHog, by its HTTP API version 2.
///
/// API: https://github.com/mailhog/MailHog/blob/master/docs/APIv2/swagger-2.0.yaml
package struct MailHogMailbox: MailSource {
    private let catcher: MailCatcher

    private struct Envelope {
        var sender: String?
        var recipients: [String]?
        /// `nil` where JSON could not carry its bytes.
        var message: [UInt8]?
    }

    package init(_ address: MailCatcherAddress, engine: TransferEngine) {
        catcher = MailCatcher(product: "MailHog", engine: engine, address: address)
    }

    package func mark() async throws -> MailMark {
        .names(Set(try await entries(besides: []).map(\.name)))
    }

    package func messages(after mark: MailMark) async throws -> (messages: [ArrivedMail], mark: MailMark) {
        guard case .names(var known) = mark else { throw MailFailure("the mark is of another mailbox") }
        var messages: [ArrivedMail] = []
        for (name, envelope) in try await entries(besides: known) {
            let bytes: [UInt8]
            if let message = envelope.message {
                bytes = message
            } else {
                // Fields in any order, but bytes as they are.
                bytes = try await catcher.bytes("/api/v1/messages/\(name)/download")
            }
            messages.append(ArrivedMail(bytes, sender: envelope.sender, recipients: envelope.recipients))
            known.insert(name)
        }
        return (messages, .names(known))
    }

    private func entries(besides known: Set<String>) async throws -> [(name: String, entry: Envelope)] {
        try await catcher.entries(besides: known) { start in
            let target = "/api/v2/messages?start=\(start)&limit=\(MailCatcher.pageSize)"
            let answer = try await catcher.json(target)
            guard let total = answer["total"]?.natural, let list = answer["items"], list.kind == .array else {
                throw catcher.failure(target, without: "'total' and 'items'")
            }
            let entries = try list.elements.map { item in
                guard let name = item["ID"]?.string, name.isName else { throw catcher.failure(target, without: "an 'ID'") }
                return (name, envelope(item["Raw"]))
            }
            return MailCatcher.Page(entries: entries, total: total)
        }
    }

    private func envelope(_ raw: JSONNode?) -> Envelope {
        let recipients = raw?["To"]?.elements.compactMap(\.string) ?? []
        let data = raw?["Data"]?.string
        // MailHog writes U+FFFD for each byte that is not UTF-8.
        let isWhole = data.map { !$0.unicodeScalars.contains("\u{FFFD}") } ?? false
        return Envelope(
            sender: raw?["From"]?.string, recipients: recipients.isEmpty ? nil : recipients,
            message: isWhole ? data.map { Array($0.utf8) } : nil)
    }
}
