internal import AssayCore
internal import DataFormats

extension Judge {
    /// Pairs each expected element with the one that has its key, in whatever order they come. O(elements).
    ///
    /// What differs inside a pair is reported where the actual element stands. An element without a key, and one whose key an
    /// element before it has, belong to no pair.
    mutating func judgeKeyed(_ actual: JSONNode, _ keyed: KeyedItems, _ expected: ExpectedValue) {
        guard actual.kind == .array else { return add(actual, expected, kind: .type) }
        let elements = Array(actual.elements)
        let pairing = KeyPairing(elements, keyed)
        for (position, item) in keyed.items.enumerated() {
            guard let partner = pairing.partners[position] else {
                addMissing(item, note: "no element has the key \(keyed.keys[position].displayed(keyed.names))")
                continue
            }
            at(.index(partner)) { $0.judge(elements[partner], by: item) }
        }
        for stray in pairing.strays {
            at(.index(stray.index)) { $0.add(stray, elements[stray.index], keyed, expected) }
        }
    }

    private mutating func add(
        _ stray: KeyPairing.Stray, _ element: JSONNode, _ keyed: KeyedItems, _ expected: ExpectedValue
    ) {
        switch stray.fault {
        case .unexpected(let key):
            addExtra(element, note: "no element with the key \(key.displayed(keyed.names)) is expected", range: expected.range)
        case .repeated(let key, let first):
            record {
                Difference(
                    .duplicate, at: $0.place, actual: element.displayed(),
                    note: "element \(first + 1) has the key \(key.displayed(keyed.names)) already", range: expected.range)
            }
        case .missing(let name):
            let kind: Difference.Kind = element.kind == .object ? .missing : .type
            record {
                Difference(
                    kind, at: $0.place, expected: "an object with the key '\(name)'", actual: element.displayed(),
                    range: expected.range)
            }
        case .unfit(let name, let value):
            at(.name(name)) { judge in
                judge.record {
                    Difference(
                        .type, at: $0.place, expected: "a string, number or boolean as the key", actual: value?.displayed(),
                        range: expected.range)
                }
            }
        }
    }
}

/// Which element stands for which expected one.
private struct KeyPairing {
    enum Fault {
        case unexpected(ElementKey)
        case repeated(ElementKey, first: Int)
        case missing(String)
        case unfit(String, JSONNode?)
    }

    struct Stray {
        let index: Int
        let fault: Fault
    }

    private(set) var partners: [Int?]
    /// Elements that belong to none, in order.
    private(set) var strays: [Stray] = []

    init(_ elements: [JSONNode], _ keyed: KeyedItems) {
        partners = Array(repeating: nil, count: keyed.items.count)
        var first: [ElementKey: Int] = [:]
        for (index, element) in elements.enumerated() {
            switch ElementKey.find(keyed.names, member: { element[$0].map { $0 } }) {
            case .missing(let name): strays.append(Stray(index: index, fault: .missing(name)))
            case .unfit(let name, let value): strays.append(Stray(index: index, fault: .unfit(name, value)))
            case .key(let key):
                if let earlier = first[key] {
                    strays.append(Stray(index: index, fault: .repeated(key, first: earlier)))
                    continue
                }
                first[key] = index
                if let position = keyed.positions[key] {
                    partners[position] = index
                } else {
                    strays.append(Stray(index: index, fault: .unexpected(key)))
                }
            }
        }
    }
}
