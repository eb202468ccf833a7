import AssayCore
import DataFormats

/// A customer's part of the system: it sees its own messages only, and mails reports in the name of its own senders.
struct Space: Sendable {
    /// As the message log names it.
    let name: [UInt8]
    /// The identities of its verified sender addresses.
    fileprivate(set) var senders: Set<[UInt8]> = []
    /// The one that stands first in the data file.
    fileprivate(set) var firstKey: [UInt8]?

    func hasVerified(_ sender: EmailAddress) -> Bool { senders.contains(sender.identity) }
}

/// Every space, found by the keys that belong to it.
final class Spaces: Sendable {
    let spaces: [Space]
    private let indexByKey: [[UInt8]: Int]

    private init(spaces: [Space], indexByKey: [[UInt8]: Int]) {
        self.spaces = spaces
        self.indexByKey = indexByKey
    }

    /// Returns the space that the key belongs to; keys are compared byte by byte.
    func space(ofKey key: some Sequence<UInt8>) -> Space? {
        indexByKey[Array(key)].map { spaces[$0] }
    }

    /// Returns the spaces that the data file holds, read once for all who ask.
    ///
    /// - Throws: `InvalidGiven` when there is no file, or with the record and column of the first fault.
    static func read(_ file: DataFile?) throws -> Spaces {
        guard let file else {
            throw InvalidGiven(
                ["spaces"], "the model needs a data file of spaces, their keys and verified senders",
                fix: "add 'spaces: data/spaces.csv' with the columns Space, Kind and Value under 'given'")
        }
        return try file.content(as: Spaces.self) { bytes in try Spaces(bytes, path: file.path) }
    }

    private convenience init(_ bytes: [UInt8], path: String) throws(InvalidGiven) {
        let table = try DataTable(bytes, path: path, input: "spaces", columns: ["Space", "Kind", "Value"])
        var spaces: [Space] = []
        var indexByName: [[UInt8]: Int] = [:]
        var indexByKey: [[UInt8]: Int] = [:]
        for row in table.rows {
            let name = Array(table.value(0, of: row))
            let kind = table.value(1, of: row)
            let value = table.value(2, of: row)
            guard !name.isEmpty else { throw table.fault(0, of: row, "is empty") }
            guard !value.isEmpty else { throw table.fault(2, of: row, "is empty") }
            let index = indexByName[name] ?? spaces.count
            if index == spaces.count {
                spaces.append(Space(name: name))
                indexByName[name] = index
            }
            if kind.elementsEqual("key".utf8) {
                if spaces[index].firstKey == nil { spaces[index].firstKey = Array(value) }
                if let owner = indexByKey.updateValue(index, forKey: Array(value)), owner != index {
                    let other = table.shown(spaces[owner].name[...])
                    throw table.fault(2, of: row, "the key \(table.shown(value)) belongs to the space \(other) already")
                }
            } else if kind.elementsEqual("sender".utf8) {
                guard let sender = EmailAddress(String(decoding: value, as: UTF8.self)) else {
                    throw table.fault(2, of: row, "\(table.shown(value)) is not an email address")
                }
                spaces[index].senders.insert(sender.identity)
            } else {
                throw table.fault(1, of: row, "\(table.shown(kind)) is not one of key, sender")
            }
        }
        self.init(spaces: spaces, indexByKey: indexByKey)
    }
}
