extension JSONNode {
    /// Members whose name has come before in the same object.
    package struct Duplicates: Sendable {
        /// The first ones in the order of the text, each with the steps that lead to it.
        package private(set) var shown: [(path: [JSONStep], value: JSONNode)] = []
        /// All of them.
        package private(set) var count = 0

        fileprivate mutating func add(_ value: JSONNode, at path: [JSONStep], limit: Int) {
            count += 1
            if shown.count < limit { shown.append((path, value)) }
        }
    }

    /// Everything in this value that has the name of an earlier member beside it. O(1) when the document has none.
    ///
    /// - Parameter limit: How many are given; the rest is only counted.
    package func duplicateMembers(limit: Int) -> Duplicates {
        var found = Duplicates()
        guard tape.hasDuplicateNames else { return found }
        var path: [JSONStep] = []
        collectDuplicates(&path, limit: limit, into: &found)
        return found
    }

    private func collectDuplicates(_ path: inout [JSONStep], limit: Int, into found: inout Duplicates) {
        switch kind {
        case .array:
            for (index, element) in elements.enumerated() where element.entry.isContainer {
                path.append(.index(index))
                element.collectDuplicates(&path, limit: limit, into: &found)
                path.removeLast()
            }
        case .object:
            let repeated = repeatedNames()
            for member in members where member.value.entry.isContainer || repeated.contains(member.name.index) {
                path.append(.name(member.name.string ?? ""))
                if repeated.contains(member.name.index) { found.add(member.value, at: path, limit: limit) }
                member.value.collectDuplicates(&path, limit: limit, into: &found)
                path.removeLast()
            }
        case .null, .bool, .number, .string:
            return
        }
    }

    private func repeatedNames() -> Set<Int> {
        tape.withView { view in
            let names = sortedNames(ofObject: index, entries: view.entries, bytes: view.bytes)
            return Set(
                zip(names, names.dropFirst()).compactMap { compareNames($0, $1, view.entries, view.bytes) == 0 ? $1 : nil })
        }
    }
}
