import DataFormats

/// One document, or two that 0xFF divides, which stands in none.
func checkJSON(_ bytes: [UInt8]) {
    let documents = bytes.split(separator: 0xFF, maxSplits: 1).compactMap { try? JSONDocument(parsing: Array($0)) }
    for document in documents { checkWriting(of: document) }
    if documents.count == 2 { checkComparison(of: documents[0].root, documents[1].root) }
}

private func checkWriting(of document: JSONDocument) {
    var compact: [UInt8] = []
    document.root.append(to: &compact)
    for bytes in [compact, document.root.goldenJSON()] {
        guard let again = try? JSONDocument(parsing: bytes) else { return demand(false, "what is written reads") }
        demand(again.root.isEqual(to: document.root), "what is written reads as the same value")
        demand(again.root.valueHash == document.root.valueHash, "equal values have equal hashes")
        demand(again.root.goldenJSON() == document.root.goldenJSON(), "equal values written alike have equal golden files")
    }
    if !document.hasDuplicateNames {
        demand(document.root.departures(of: document.root, limit: 1).count == 0, "nothing departs from itself")
    }
    let duplicates = document.root.duplicateMembers(limit: 3)
    demand((duplicates.count > 0) == document.hasDuplicateNames, "duplicates are found where there are any")
}

private func checkComparison(of left: JSONNode, _ right: JSONNode) {
    demand(left.isEqual(to: right) == right.isEqual(to: left), "equality goes both ways")
    if left.isEqual(to: right) { demand(left.valueHash == right.valueHash, "equal values have equal hashes") }
    let there = left.departures(of: right, limit: 3)
    if left.duplicateMembers(limit: 0).count + right.duplicateMembers(limit: 0).count == 0 {
        demand((there.count == 0) == left.isEqual(to: right), "values differ exactly when there is a difference")
        demand(there.count == right.departures(of: left, limit: 3).count, "there are as many differences both ways")
    }
}
