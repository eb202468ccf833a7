import DataFormats

/// A query and a document with a NUL between them; without one the document is a fixed one.
func checkJSONPath(_ bytes: [UInt8]) {
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let text = String(decoding: parts.first ?? [], as: UTF8.self)
    do throws(JSONPathSyntaxError) {
        let query = try JSONPath(parsing: text)
        let document = try? parts.count > 1 ? JSONDocument(parsing: Array(parts[1])) : JSONDocument(parsing: ownDocument)
        if let document { checkSelection(query, in: document) }
    } catch {
        demand(error.offset >= 0 && error.offset <= text.unicodeScalars.count, "a fault has a place")
        demand(!error.message.isEmpty, "a fault is named")
    }
}

private let ownDocument = #"{"a":[1,2.5,-3e2,null,true,{"b":"x\u0000","a":[[0]]}],"b":{"a":"é😀","":{}},"'":[],"\\":"1974-05-11"}"#

private func checkSelection(_ query: JSONPath, in document: JSONDocument) {
    guard let matches = try? query.select(in: document), !document.hasDuplicateNames else { return }
    for match in matches.prefix(30) where !match.path.contains(where: \.isReplaced) {
        guard let path = try? JSONPath(parsing: match.normalizedPath) else {
            return demand(false, "the normalized path \(match.normalizedPath) is a query")
        }
        guard let again = try? path.select(in: document) else { return demand(false, "a walk to one node is short") }
        demand(again.count == 1 && again[0].node.isIdentical(to: match.node), "\(match.normalizedPath) selects its node")
        demand(again[0].normalizedPath.utf8.elementsEqual(match.normalizedPath.utf8), "a normalized path is its own")
    }
}

extension JSONStep {
    /// Half of a surrogate pair in a name has no form in a query.
    fileprivate var isReplaced: Bool {
        if case .name(let name) = self { name.unicodeScalars.contains("\u{FFFD}") } else { false }
    }
}
