internal import AssayCore

/// The value of a key, as far as keys can be equal: strings by their UTF-8, numbers by value.
struct KeyIdentity: Hashable {
    private enum Kind: UInt8 { case string, null, bool, int, float }

    private let kind: Kind
    private let bytes: ArraySlice<UInt8>

    static func == (left: KeyIdentity, right: KeyIdentity) -> Bool {
        left.kind == right.kind && left.bytes.elementsEqual(right.bytes)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }

    /// The key as a text, whatever its type.
    init(text bytes: ArraySlice<UInt8>) {
        kind = .string
        self.bytes = bytes
    }

    /// Returns `nil` for a string: `init(text:)` says all about it.
    init?(typed type: CoreType, _ bytes: ArraySlice<UInt8>) {
        switch type {
        case .string: return nil
        case .null: self.init(.null, "")
        case .bool(let value): self.init(.bool, value ? "true" : "false")
        case .int:
            let number = CoreScalar.int(text: String(decoding: bytes, as: UTF8.self)).number?.text ?? ""
            self.init(.int, number == "-0" ? "0" : number)
        case .infinity: self.init(.float, bytes.first == UInt8(ascii: "-") ? "-.inf" : ".inf")
        case .notANumber: self.init(.float, ".nan")
        case .float:
            // As every reader of floats: by their binary value.
            let number = CoreScalar.float(text: String(decoding: bytes, as: UTF8.self)).number.flatMap { Double($0.text) } ?? 0
            self.init(.float, "\(number == 0 ? 0 : number)")
        }
    }

    private init(_ kind: Kind, _ text: String) {
        self.kind = kind
        bytes = Array(text.utf8)[...]
    }
}

extension NodeArena {
    /// Two keys are one when they have the same value, or the same text: JSON names have no other type.
    func isSameKey(_ left: NodeRecord, _ right: NodeRecord) -> Bool {
        if left.count == right.count, hasSameText(left, right) { return true }
        let (first, second) = (coreType(of: left), coreType(of: right))
        guard first != .string, second != .string else { return false }
        return KeyIdentity(typed: first, text[textRange(of: left)]) == KeyIdentity(typed: second, text[textRange(of: right)])
    }

    private func hasSameText(_ left: NodeRecord, _ right: NodeRecord) -> Bool {
        let bytes = text.span
        let (first, second) = (Int(left.first), Int(right.first))
        for offset in 0..<Int(left.count) where bytes[first + offset] != bytes[second + offset] { return false }
        return true
    }

    /// What the key equals: its text, and its value when that is not a string. Nothing for what can be no key, which is reported
    /// where it is met: a collection, an alias that stands for nothing.
    func identities(ofKey record: NodeRecord) -> [KeyIdentity] {
        guard record.kind == .scalar else { return [] }
        let bytes = text[textRange(of: record)]
        let typed = KeyIdentity(typed: coreType(of: record), bytes)
        return [KeyIdentity(text: bytes)] + (typed.map { [$0] } ?? [])
    }
}

extension TreeBuilder {
    /// Checks the keys of a finished mapping and expands its merge key; its children are still the last in `pending`.
    mutating func settleEntries(of mapping: OpenCollection) {
        let keys = pending.count - mapping.firstPending
        if keys <= 2 * 12 {
            comparePairwise(from: mapping.firstPending)
        } else {
            compareByHash(from: mapping.firstPending)
        }
        if mapping.hasMergeKey { expandMergeKey(from: mapping.firstPending) }
    }

    private mutating func comparePairwise(from first: Int) {
        for position in stride(from: first, to: pending.count, by: 2) {
            let key = arena.records[Int(arena.target(of: pending[position]))]
            guard key.kind == .scalar else { continue }
            for earlier in stride(from: first, to: position, by: 2) {
                let other = arena.records[Int(arena.target(of: pending[earlier]))]
                guard other.kind == .scalar, arena.isSameKey(other, key) else { continue }
                reportDuplicate(pending[position], of: pending[earlier])
                break
            }
        }
    }

    private mutating func compareByHash(from first: Int) {
        var seen: [KeyIdentity: UInt32] = [:]
        seen.reserveCapacity((pending.count - first) / 2)
        for position in stride(from: first, to: pending.count, by: 2) {
            let key = arena.records[Int(arena.target(of: pending[position]))]
            guard key.kind == .scalar else { continue }
            for identity in arena.identities(ofKey: key) {
                if let earlier = seen[identity], earlier != pending[position] {
                    reportDuplicate(pending[position], of: earlier)
                    break
                }
                seen[identity] = pending[position]
            }
        }
    }

    private mutating func reportDuplicate(_ key: UInt32, of first: UInt32) {
        let name = arena.string(of: arena.records[Int(arena.target(of: key))])
        let note = Diagnostic.Note("first given here", in: file, at: arena.range(of: first))
        report(
            Diagnostic(
                "duplicate-key", "the key '\(name.abbreviated)' is given twice", in: file, at: arena.range(of: key), notes: [note]
            ))
    }
}
