internal import AssayCore
internal import DataFormats

/// How the cells of one column are compared.
///
/// Cells of the same bytes are equal under every rule, also when the rule cannot read them: an optional time that is empty on
/// both sides is no difference. Cells of other bytes are equal only when the rule can read both.
enum CellRule: Sendable {
    case exact
    case decimal(within: Decimal?)
    case instant(within: Duration?)
    case digits
    case ignoringCase

    typealias Cell = CSVView.Cell

    init(_ comparison: TableOptions.CellComparison, of column: String) throws(InvalidExpectation) {
        switch comparison {
        case .decimal(let tolerance):
            let within = tolerance.map { Decimal($0) }
            guard within.map({ !$0.isNegative }) ?? true else {
                throw InvalidExpectation("the tolerance of column '\(column)' is negative")
            }
            self = .decimal(within: within)
        case .instant(let tolerance):
            guard tolerance.map({ $0 >= .zero }) ?? true else {
                throw InvalidExpectation("the tolerance of column '\(column)' is negative")
            }
            self = .instant(within: tolerance)
        case .digits: self = .digits
        case .ignoringCase: self = .ignoringCase
        }
    }

    /// Whether equality is more than being of the same canonical form.
    var hasTolerance: Bool {
        switch self {
        case .decimal(let within): within != nil
        case .instant(let within): within != nil
        case .exact, .digits, .ignoringCase: false
        }
    }

    /// Whether one cell lies before another on the scale of the rule's tolerance. What the rule cannot read comes first, by its
    /// bytes.
    func precedes(_ left: Cell, _ right: Cell) -> Bool {
        switch self {
        case .decimal: precedes(left, right) { Decimal($0.text) }
        case .instant: precedes(left, right) { $0.timestamp?.instant }
        case .exact, .digits, .ignoringCase: left.lexicographicallyPrecedes(right)
        }
    }

    private func precedes<Value: Comparable>(_ left: Cell, _ right: Cell, read: (Cell) -> Value?) -> Bool {
        switch (read(left), read(right)) {
        case (let left?, let right?): left < right
        case (nil, nil): left.lexicographicallyPrecedes(right)
        case (let value, _): value == nil
        }
    }

    func areEqual(_ expected: Cell, _ actual: Cell) -> Bool {
        if expected.hasSameBytes(as: actual) { return true }
        switch self {
        case .exact: return false
        case .decimal(let within):
            guard let left = Decimal(expected.text), let right = Decimal(actual.text) else { return false }
            return within.map { right.isWithin($0, of: left) ?? false } ?? (left == right)
        case .instant(let within):
            guard let left = expected.timestamp, let right = actual.timestamp else { return false }
            let areExact = left.isExact && right.isExact
            if let within {
                let distance = left.instant.distance(to: right.instant)
                // What was cut off could take it past the limit.
                return distance < within || (distance == within && areExact)
            }
            return left.instant == right.instant && left.isLeapSecond == right.isLeapSecond && areExact
        case .digits:
            let digits = expected.lazy.filter { $0.isDigit }
            return expected.contains { $0.isDigit } && digits.elementsEqual(actual.lazy.filter { $0.isDigit })
        case .ignoringCase:
            return expected.count == actual.count && expected.elementsEqual(actual) { $0.asciiLowercased == $1.asciiLowercased }
        }
    }

    /// Appends bytes that are the same for two cells exactly when the rule, its tolerance left aside, takes them as equal; no
    /// NUL is among them.
    func appendCanonical(_ cell: Cell, to bytes: inout [UInt8]) {
        // 0xFF is never in UTF-8, so that what the rule reads and what it cannot read are never the same.
        switch self {
        case .exact: bytes.append(contentsOf: cell)
        case .decimal:
            guard let decimal = Decimal(cell.text) else { return bytes.append(contentsOf: cell) }
            bytes.append(0xFF)
            bytes.append(contentsOf: decimal.description.utf8)
        case .instant:
            guard let timestamp = cell.timestamp, timestamp.isExact else { return bytes.append(contentsOf: cell) }
            bytes.append(0xFF)
            timestamp.instant.appendRFC3339(to: &bytes, fractionDigits: 9)
            if timestamp.isLeapSecond { bytes.append(UInt8(ascii: "L")) }
        case .digits:
            guard cell.contains(where: { $0.isDigit }) else { return bytes.append(contentsOf: cell) }
            bytes.append(0xFF)
            bytes.append(contentsOf: cell.lazy.filter { $0.isDigit })
        case .ignoringCase: bytes.append(contentsOf: cell.lazy.map { $0.asciiLowercased })
        }
    }

    /// What helps to see why two cells are not equal.
    func remark(expected: String, actual: String) -> String? {
        switch self {
        case .exact, .ignoringCase: remarkOnTexts(expected: expected, actual: actual)
        case .decimal(let within): remarkOnDecimals(expected, actual, within: within)
        case .instant(let within): remarkOnInstants(expected, actual, within: within)
        case .digits:
            [expected, actual].first { !$0.utf8.contains { $0.isDigit } }.map { "'\($0.shortened)' has no digits" }
        }
    }

    private func remarkOnDecimals(_ expected: String, _ actual: String, within: Decimal?) -> String? {
        guard let left = Decimal(expected) else { return "'\(expected.shortened)' is no decimal number" }
        guard let right = Decimal(actual) else { return "'\(actual.shortened)' is no decimal number" }
        guard let within, let distance = right.subtracting(left)?.magnitude else { return nil }
        return "\(distance) apart, allowed is \(within)"
    }

    private func remarkOnInstants(_ expected: String, _ actual: String, within: Duration?) -> String? {
        do {
            let (left, right) = (try RFC3339Timestamp(expected), try RFC3339Timestamp(actual))
            guard left.isExact && right.isExact else { return "finer than a nanosecond, which is not compared" }
            let distance = left.instant.distance(to: right.instant)
            if distance == .zero { return "one of them is a leap second" }
            return "\(distance.text) apart" + (within.map { ", allowed is \($0.text)" } ?? "")
        } catch {
            let culprit = (try? RFC3339Timestamp(expected)) == nil ? expected : actual
            return "'\(culprit.shortened)' is no RFC 3339 time: \(error.message) (column \(error.column))"
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The content as it stands in the file: quotes are still doubled.
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }

    fileprivate var timestamp: RFC3339Timestamp? {
        // No RFC 3339 time of use is longer; a cell of megabytes is none.
        guard count <= 256 else { return nil }
        return try? RFC3339Timestamp(text)
    }
}

extension Instant {
    fileprivate func distance(to other: Instant) -> Duration {
        let distance = other - self
        return distance < .zero ? .zero - distance : distance
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}

extension String {
    /// For a message; a long text is cut.
    fileprivate var shortened: String { utf8.count <= 80 ? self : "\(prefix(60))\u{2026}" }
}
