extension JSONNode {
    /// Every member in this value whose name has come before in the same object, with the steps that lead to it; in the order
    /// of the text. O(1) when the document has none.
    package func duplicateMembers() -> [(path: [JSONStep], value: JSONNode)] {
        guard tape.hasDuplicateNames else { return [] }
        var found: [(path: [JSONStep], value: JSONNode)] = []
        var path: [JSONStep] = []
        collectDuplicates(&path, into: &found)
        return found
    }

    private func collectDuplicates(_ path: inout [JSONStep], into found: inout [(path: [JSONStep], value: JSONNode)]) {
        switch kind {
        case .array:
            for (index, element) in elements.enumerated() where element.entry.isContainer {
                path.append(.index(index))
                element.collectDuplicates(&path, into: &found)
                path.removeLast()
            }
        case .object:
            let repeated = repeatedNames()
            for member in members where member.value.entry.isContainer || repeated.contains(member.name.index) {
                path.append(.name(member.name.string ?? ""))
                if repeated.contains(member.name.index) { found.append((path, member.value)) }
                member.value.collectDuplicates(&path, into: &found)
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
