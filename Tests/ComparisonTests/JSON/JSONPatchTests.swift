import AssayCore
import DataFormats
import TestSupport
import Testing

@testable import Comparison

/// Differences of JSON are places and what stands there: applied to the golden they give what came. The seeds are fixed.
struct JSONPatchTests {
    @Test(arguments: 1...500 as ClosedRange<UInt64>)
    func `departures applied as a patch give the other value`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let value = RandomJSON.value(depth: 5, using: &random)
        // One that was changed a little, or another altogether.
        var other = value.rewritten(using: &random)
        for _ in 0..<Int.random(in: 0...5, using: &random) { other = other.edited(using: &random) }
        if seed.isMultiple(of: 7) { other = RandomJSON.value(depth: 5, using: &random) }
        let golden = try JSONDocument(parsing: value.text)
        let actual = try JSONDocument(parsing: other.text)
        let departures = golden.root.departures(of: actual.root, limit: .max)
        #expect(departures.count == departures.shown.count)
        var patched = Part(golden.root)
        // What is taken out of an array is its end: from the last place on, no index has moved.
        let gone = departures.shown.filter { $0.actual == nil }
        for departure in departures.shown where departure.actual != nil {
            patched.apply(departure.path[...], departure.actual.map(Part.init))
        }
        for departure in gone.reversed() { patched.apply(departure.path[...], nil) }
        let result = try JSONDocument(parsing: patched.text)
        #expect(result.root.isEqual(to: actual.root), "\(value.text)\n\(other.text)\n\(patched.text)")

        let found = differences(golden: golden, actual: actual, limit: .max)
        #expect(found.isEmpty == golden.root.isEqual(to: actual.root))
        #expect(found.shown.map(\.place) == departures.shown.map { .json($0.path.pointer) })
        #expect(differences(golden: actual, actual: actual, limit: 1).isEmpty)
    }

    @Test(arguments: 1...500 as ClosedRange<UInt64>)
    func `the order of members never matters, whichever side is the golden`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let value = RandomJSON.value(depth: 6, using: &random)
        let (one, other) = (value.rewritten(using: &random), value.rewritten(using: &random))
        let (left, right) = (try JSONDocument(parsing: one.text), try JSONDocument(parsing: other.text))
        #expect(differences(golden: left, actual: right, limit: 3).isEmpty)
        #expect(differences(golden: right, actual: left, limit: 3).isEmpty)
        #expect(left.root.valueHash == right.root.valueHash)
        let stated = try ExpectedJSON(Template.json(one.text))
        var context = MatchContext(clock: noon)
        #expect(stated.differences(from: right.root, context: &context, limit: 3).isEmpty)
    }
}

/// A JSON value that can be changed at a place.
private indirect enum Part {
    case scalar(String)
    case array([Part])
    case object([(name: String, value: Part)])

    init(_ node: JSONNode) {
        switch node.kind {
        case .array: self = .array(node.elements.map(Part.init))
        case .object: self = .object(node.members.map { ($0.name.string ?? "", Part($0.value)) })
        case .null, .bool, .number, .string: self = .scalar(node.displayed(limit: 10_000))
        }
    }

    /// Puts `value` at a place, where something may stand or not, or takes out what stands there.
    mutating func apply(_ path: ArraySlice<JSONStep>, _ value: Part?) {
        guard let step = path.first else {
            self = value ?? .scalar("missing")
            return
        }
        let rest = path.dropFirst()
        switch (self, step) {
        case (.array(var elements), .index(let index)):
            if index == elements.count { elements.append(.scalar("null")) }
            if rest.isEmpty, value == nil { elements.remove(at: index) } else { elements[index].apply(rest, value) }
            self = .array(elements)
        case (.object(var members), .name(let name)):
            let place = members.firstIndex { $0.name.utf8.elementsEqual(name.utf8) } ?? members.count
            if place == members.count { members.append((name, .scalar("null"))) }
            if rest.isEmpty, value == nil { members.remove(at: place) } else { members[place].value.apply(rest, value) }
            self = .object(members)
        default: self = .scalar("no such place")
        }
    }

    var text: String {
        switch self {
        case .scalar(let text): text
        case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { DataValue.string($0.name).displayed(limit: 10_000) + ":" + $0.value.text }.joined(separator: ",")
                + "}"
        }
    }
}

extension RandomJSON {
    /// The same with one thing put in, taken out or changed somewhere.
    fileprivate func edited(using random: inout SeededRandom) -> RandomJSON {
        let goesDeeper = Int.random(in: 0..<3, using: &random) > 0
        switch self {
        case .array(var elements):
            guard let index = elements.indices.randomElement(using: &random) else { return .array([.number(7)]) }
            switch Int.random(in: 0..<3, using: &random) {
            case _ where goesDeeper: elements[index] = elements[index].edited(using: &random)
            case 0: elements.remove(at: index)
            case 1: elements.insert(RandomJSON.value(depth: 2, using: &random), at: index)
            default: elements.append(RandomJSON.value(depth: 2, using: &random))
            }
            return .array(elements)
        case .object(var members):
            guard let index = members.indices.randomElement(using: &random) else { return .object([("new", .number(7))]) }
            switch Int.random(in: 0..<2, using: &random) {
            case _ where goesDeeper: members[index].value = members[index].value.edited(using: &random)
            case 0: members.remove(at: index)
            default:
                let name = "new\(random.next() % 100_000)"
                members.insert((name, RandomJSON.value(depth: 2, using: &random)), at: index)
            }
            return .object(members)
        case .literal, .number, .string: return RandomJSON.value(depth: 1, using: &random)
        }
    }
}
