package import AssayCore
internal import DataFormats
package import Transfers

/// Where the HTTP API of a mail catcher is, and how it is asked.
package struct MailCatcherAddress: Sendable {
    /// `http://127.0.0.1:8025`, with a path where the API is served below one.
    package var url: String
    /// Sent with every request, such as `Authorization`.
    package var headers = HeaderFields()
    package var options = TransferOptions()

    package init(url: String) {
        self.url = url
    }
}

/// What the two mail catchers have in common: lists in pages, newest first, of messages that have names.
struct MailCatcher: Sendable {
    /// For messages: `Mailpit`.
    let product: String
    let engine: TransferEngine
    let address: MailCatcherAddress

    struct Page<Entry> {
        var entries: [(name: String, entry: Entry)]
        /// Of all pages together.
        var total: Int
    }

    static var pageSize: Int { 100 }

    /// Returns what is in the mailbox and not among `known`, oldest first.
    ///
    /// - Parameter page: The entries from that place on, newest first.
    func entries<Entry>(
        besides known: Set<String>, page: (_ start: Int) async throws -> Page<Entry>
    ) async throws -> [(name: String, entry: Entry)] {
        var found: [(name: String, entry: Entry)] = []
        var names = known
        var start = 0
        while true {
            let page = try await page(start)
            // What arrives while pages are read moves the rest back: some entries come twice.
            let new = page.entries.filter { names.insert($0.name).inserted }
            found += new
            start += page.entries.count
            let isKnown = !page.entries.isEmpty && page.entries.allSatisfy { known.contains($0.name) }
            if page.entries.isEmpty || isKnown || start >= page.total { return found.reversed() }
        }
    }

    /// - Parameter target: Path and query below the address.
    func bytes(_ target: String) async throws -> [UInt8] {
        var base = address.url[...]
        while base.utf8.last == UInt8(ascii: "/") { base.removeLast() }
        var transfer = try HTTPTransfer(url: base + target, headers: address.headers)
        transfer.options = address.options
        let answer = try await engine.perform(transfer)
        guard answer.status == 200 else {
            throw MailFailure(
                "\(product) was asked for \(target) at \(base) and answered \(answer.status); is that the address of its API?")
        }
        return answer.body
    }

    func json(_ target: String) async throws -> JSONNode {
        do {
            return try JSONDocument(parsing: try await bytes(target)).root
        } catch let error as JSONSyntaxError {
            throw MailFailure("\(product) answered \(target) with what is no JSON: \(error.message)")
        }
    }

    /// What an answer lacks that it should have.
    func failure(_ target: String, without what: String) -> MailFailure {
        MailFailure("\(product) answered \(target) without \(what); is that the address of its API?")
    }
}

extension JSONNode {
    /// A whole number that is no less than zero.
    var natural: Int? { number.flatMap { Int($0.text) }.flatMap { $0 < 0 ? nil : $0 } }
}
