/// The stable name of a scenario: the suite's path and the scenario's own id, `export/range/exactly-92-days`.
public struct ScenarioID: Hashable, Sendable, CustomStringConvertible {
    public var suite: String
    public var name: String

    public init(suite: String, name: String) {
        self.suite = suite
        self.name = name
    }

    public var description: String { "\(suite)/\(name)" }
}

/// A scenario, or one row of its examples: `export/range/range-overflow[a-day]`.
public struct CaseID: Hashable, Sendable, CustomStringConvertible {
    public var scenario: ScenarioID
    public var example: String?

    public init(scenario: ScenarioID, example: String? = nil) {
        self.scenario = scenario
        self.example = example
    }

    /// The case within its suite: `range-overflow[a-day]`.
    public var name: String { example.map { "\(scenario.name)[\($0)]" } ?? scenario.name }

    public var description: String { "\(scenario.suite)/\(name)" }
}

/// A clause of the specification under test, such as `RANGE-MAX`, or a revision of it: `RANGE-MAX~2`.
public struct ClauseID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let rawValue: String

    /// Returns `nil` unless `text` is letters, digits, `-`, `_` and `.` from a letter on, with an optional `~N`.
    public init?(_ text: some StringProtocol) {
        self.init(text: String(text))
    }

    private init?(text: String) {
        var isRevision = false
        var last: UInt8?
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "~") where last != nil && !isRevision: isRevision = true
            case _ where Self.isLetter(byte) && !isRevision: break
            case _ where Self.isDigit(byte) && last != nil: break
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): guard last != nil, !isRevision else { return nil }
            default: return nil
            }
            last = byte
        }
        guard let last, last != UInt8(ascii: "~") else { return nil }
        rawValue = text
    }

    public var description: String { rawValue }

    /// Whether both are the same clause, in whatever revisions.
    public func isRevision(of other: ClauseID) -> Bool { base.elementsEqual(other.base) }

    private var base: Substring.UTF8View { rawValue.utf8.prefix { $0 != UInt8(ascii: "~") } }

    public static func < (left: ClauseID, right: ClauseID) -> Bool { left.rawValue < right.rawValue }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
