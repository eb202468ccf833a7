internal import DataFormats
package import Transfers

/// The mailbox of Mailpit, by its HTTP API version 1. Nothing in it is changed or marked as read.
///
/// API: https://mailpit.axllent.org/docs/api-v1/. Recipients that a message's header does not name are in a `Bcc` that Mailpit
/// adds to the message.
package struct MailpitMailbox: MailSource {
    private let catcher: MailCatcher

    package init(_ address: MailCatcherAddress, engine: TransferEngine) {
        catcher = MailCatcher(product: "Mailpit", engine: engine, address: address)
    }

    package func mark() async throws -> MailMark {
        .names(Set(try await newNames(besides: [])))
    }

    package func messages(after mark: MailMark) async throws -> (messages: [ArrivedMail], mark: MailMark) {
        guard case .names(var known) = mark else { throw MailFailure("the mark is of another mailbox") }
        var messages: [ArrivedMail] = []
        for name in try await newNames(besides: known) {
            messages.append(ArrivedMail(try await catcher.bytes("/api/v1/message/\(name)/raw")))
            known.insert(name)
        }
        return (messages, .names(known))
    }

    private func newNames(besides known: Set<String>) async throws -> [String] {
        try await catcher.entries(besides: known) { start in
            let target = "/api/v1/messages?start=\(start)&limit=\(MailCatcher.pageSize)"
            let answer = try await catcher.json(target)
            guard let total = answer["total"]?.natural, let list = answer["messages"], list.kind == .array else {
                throw catcher.failure(target, without: "'total' and 'messages'")
            }
            let entries = try list.elements.map { message in
                // It becomes part of a path.
                guard let name = message["ID"]?.string, name.isName else { throw catcher.failure(target, without: "an 'ID'") }
                return (name, ())
            }
            return MailCatcher.Page(entries: entries, total: total)
        }.map(\.name)
    }
}

extension String {
    /// Whether it is letters, digits and what may stand between them in a path.
    var isName: Bool {
        !isEmpty && self != "." && self != ".."
            && utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "-_.=@~".utf8.contains(byte)
            }
    }
}
