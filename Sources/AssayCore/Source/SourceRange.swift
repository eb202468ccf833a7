/// A place in a text: line and column from 1; columns count Unicode scalars, as libyaml's do.
public struct SourcePosition: Hashable, Comparable, Sendable {
    private let packed: UInt64

    public var line: Int { Int(packed >> 32) }
    public var column: Int { Int(packed & 0xFFFF_FFFF) }

    public init(line: Int, column: Int) {
        packed = UInt64(UInt32(clamping: line)) << 32 | UInt64(UInt32(clamping: column))
    }

    public static func < (left: SourcePosition, right: SourcePosition) -> Bool { left.packed < right.packed }
}

/// The text from `start` up to but not including `end`.
public struct SourceRange: Hashable, Sendable {
    public var start: SourcePosition
    public var end: SourcePosition

    public init(start: SourcePosition, end: SourcePosition) {
        self.start = start
        self.end = end
    }

    public init(line: Int, column: Int, length: Int = 1) {
        self.init(
            start: SourcePosition(line: line, column: column),
            end: SourcePosition(line: line, column: column + length))
    }
}
