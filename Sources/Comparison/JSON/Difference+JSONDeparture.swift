internal import AssayCore
internal import DataFormats

extension Difference {
    /// - Parameter path: Where the compared values stand in their document.
    init(_ departure: JSONDeparture, below path: [JSONStep] = [], note: String? = nil, range: SourceRange? = nil) {
        let kind: Kind =
            switch departure.kind {
            case .value: .value
            case .type: .type
            case .missing: .missing
            case .extra: .extra
            case .duplicate: .duplicate
            }
        let shown = ShownPair(departure.expected, departure.actual)
        self.init(
            kind, at: .json((path + departure.path).pointer), expected: shown.expected, actual: shown.actual,
            note: note ?? shown.note, range: range)
    }
}

/// Two values as a report shows them: JSON on one line, long ones cut; long texts cut round the first place that differs.
struct ShownPair {
    var expected: String?
    var actual: String?
    var note: String?

    private static let limit = 200
    /// How much of what is the same is shown before a difference, in bytes.
    private static let lead = 40

    init(_ expected: JSONNode?, _ actual: JSONNode?) {
        self.expected = expected?.displayed(limit: Self.limit)
        self.actual = actual?.displayed(limit: Self.limit)
        guard let expected, let actual else { return }
        if expected.kind == .number, actual.kind == .number { note = Self.remarkOnNumbers(expected, actual) }
        guard expected.kind == .string, actual.kind == .string else { return }
        showTexts(expected, actual) { DataValue.string($0).displayed(limit: Self.limit) }
    }

    /// Two strings that are texts outside JSON: shown without quotes and escapes.
    init(texts expected: JSONNode, _ actual: JSONNode) {
        self.expected = expected.plainText(limit: Self.limit)
        self.actual = actual.plainText(limit: Self.limit)
        showTexts(expected, actual) { $0 }
    }

    private mutating func showTexts(_ expected: JSONNode, _ actual: JSONNode, _ write: (String) -> String) {
        if let left = expected.string, let right = actual.string, !actual.hasLoneSurrogate {
            note = remarkOnTexts(expected: left, actual: right)
        }
        let (left, right) = (expected.withUTF8 { Array($0) }, actual.withUTF8 { Array($0) })
        guard max(left.count, right.count) > Self.limit else { return }
        let common = zip(left, right).prefix { $0 == $1 }.count
        guard common > Self.limit / 2 else { return }
        note = note ?? "the texts differ from byte \(common) on"
        self.expected = Self.window(left, from: common, write)
        self.actual = Self.window(right, from: common, write)
    }

    /// Two numbers that most readers of JSON take for the same: RFC 8785 writes them alike.
    private static func remarkOnNumbers(_ expected: JSONNode, _ actual: JSONNode) -> String? {
        guard max(expected.byteRange.count, actual.byteRange.count) <= limit, let canonical = try? expected.canonicalJSON(),
            canonical == (try? actual.canonicalJSON())
        else { return nil }
        return "the same as IEEE 754 doubles: \(String(decoding: canonical, as: UTF8.self))"
    }

    private static func window(_ bytes: [UInt8], from offset: Int, _ write: (String) -> String) -> String {
        func isBoundary(_ index: Int) -> Bool { index >= bytes.count || bytes[index] & 0xC0 != 0x80 }
        var start = max(0, offset - lead)
        var end = min(bytes.count, offset + limit - lead)
        while start > 0, !isBoundary(start) { start -= 1 }
        while !isBoundary(end) { end += 1 }
        let text = write(String(decoding: bytes[start..<end], as: UTF8.self))
        return "…" + text + (end < bytes.count ? "…" : "")
    }
}

extension JSONNode {
    /// A string itself, cut after `limit` scalars.
    func plainText(limit: Int = 200) -> String {
        let text = string ?? displayed(limit: limit)
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex), end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }
}
