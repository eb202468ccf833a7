/// SplitMix64: the same values on every run.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A value to write as JSON in many ways.
package indirect enum RandomJSON {
    case literal(String)
    case number(Int)
    case string(String)
    case array([RandomJSON])
    case object([(name: String, value: RandomJSON)])

    package static let texts = [
        "", "a", "é", "e\u{301}", "\"\\/", "\n\u{1}", "😀", "long text of more than sixteen bytes", "a~b/c",
    ]

    package static func value(depth: Int, using random: inout SeededRandom) -> RandomJSON {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 4), using: &random) {
        case 0: return .literal(["null", "true", "false"].randomElement(using: &random) ?? "null")
        case 1, 2: return .number(Int.random(in: -50...50, using: &random))
        case 3: return .string(texts.randomElement(using: &random) ?? "")
        case 4: return .array((0..<Int.random(in: 0..<5, using: &random)).map { _ in value(depth: depth - 1, using: &random) })
        default:
            let names = (texts + (0..<40).map { "n\($0)" }).shuffled(using: &random)
            let count = [0, 1, 3, 6, 45].randomElement(using: &random) ?? 0
            return .object(names.prefix(depth > 3 ? count : min(count, 6)).map { ($0, value(depth: depth - 2, using: &random)) })
        }
    }

    package var text: String {
        switch self {
        case .literal(let text): text
        case .number(let number): String(number)
        case .string(let string): Self.quoted(string)
        case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
        case .object(let members): "{" + members.map { "\(Self.quoted($0.name)):\($0.value.text)" }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The same value with its members in another order and some numbers in another form.
    package func rewritten(using random: inout SeededRandom) -> RandomJSON {
        switch self {
        case .literal, .string: return self
        case .number(let number):
            return .literal(
                ["\(number)", "\(number).0", "\(number)e0", "\(number * 10)e-1"].randomElement(using: &random) ?? "0")
        case .array(let elements): return .array(elements.map { $0.rewritten(using: &random) })
        case .object(let members):
            return .object(members.map { ($0.name, $0.value.rewritten(using: &random)) }.shuffled(using: &random))
        }
    }

    /// The same as `rewritten` with the elements of all arrays in another order too.
    package func shuffled(using random: inout SeededRandom) -> RandomJSON {
        switch self {
        case .literal, .string, .number: return rewritten(using: &random)
        case .array(let elements): return .array(elements.map { $0.shuffled(using: &random) }.shuffled(using: &random))
        case .object(let members):
            return .object(members.map { ($0.name, $0.value.shuffled(using: &random)) }.shuffled(using: &random))
        }
    }

    /// Written apart from the one under test.
    private static func step(_ name: String) -> String {
        "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    /// Another value, and the JSON Pointer of the part that differs.
    package func mutated(using random: inout SeededRandom) -> (RandomJSON, pointer: String) {
        switch self {
        case .literal(let text): return (.literal(text == "null" ? "false" : "null"), "")
        case .number(let number): return (.number(number + 1), "")
        case .string(let string): return (.string(string + "x"), "")
        case .array(var elements):
            guard let index = elements.indices.randomElement(using: &random) else { return (.array([.number(1)]), "") }
            let (changed, pointer) = elements[index].mutated(using: &random)
            elements[index] = changed
            return (.array(elements), "/\(index)" + pointer)
        case .object(var members):
            guard let index = members.indices.randomElement(using: &random) else { return (.object([("new", .number(1))]), "") }
            if Bool.random(using: &random) {
                members[index].name += "x"
                return (.object(members), "")
            }
            let (changed, pointer) = members[index].value.mutated(using: &random)
            members[index].value = changed
            return (.object(members), Self.step(members[index].name) + pointer)
        }
    }
}
