/// What a count has to reach: `>=99.5%`, `<=3`.
public struct Threshold: Sendable, Hashable {
    public enum Comparison: String, Sendable, CaseIterable {
        // The longer ones first, as they begin like the others.
        case atMost = "<="
        case atLeast = ">="
        case equal = "="
        case below = "<"
        case above = ">"
    }

    /// With what is counted before it, as it was written but for spaces.
    public let text: String
    public let comparison: Comparison
    public let isPercentage: Bool
    /// The bound is `value / scale`; `scale` is a power of ten.
    private let value: Int
    private let scale: Int

    /// Reads `must>=99.5%`: the name of what is counted, and the bound.
    static func parse(_ text: String, example: String) throws(Gate.Invalid) -> (name: String, threshold: Threshold) {
        let bytes = Array(text.utf8).filter { $0 != UInt8(ascii: " ") }
        guard let start = bytes.firstIndex(where: { "<>=".utf8.contains($0) }),
            let comparison = Comparison.allCases.first(where: { bytes[start...].starts(with: $0.rawValue.utf8) })
        else { throw Gate.Invalid("'\(text)' compares nothing", fix: "write it like \(example)") }
        var number = bytes[(start + comparison.rawValue.utf8.count)...]
        let isPercentage = number.last == UInt8(ascii: "%")
        if isPercentage { number.removeLast() }
        guard let (value, scale) = bound(number) else {
            throw Gate.Invalid(
                "'\(String(decoding: number, as: UTF8.self))' in '\(text)' is no figure",
                fix: "write a number, or a percentage like 99.5%")
        }
        if isPercentage, value > 100 * scale {
            throw Gate.Invalid("no part is more than 100% of the whole: '\(text)'", fix: "write at most 100%")
        }
        if !isPercentage, scale != 1 {
            throw Gate.Invalid("'\(text)' counts things", fix: "write a whole number, or a percentage")
        }
        let threshold = Threshold(
            text: String(decoding: bytes, as: UTF8.self), comparison: comparison, isPercentage: isPercentage, value: value,
            scale: scale)
        return (String(decoding: bytes[..<start], as: UTF8.self), threshold)
    }

    /// Of `12`, `99.5`.
    private static func bound(_ digits: ArraySlice<UInt8>) -> (value: Int, scale: Int)? {
        let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard digits.count <= 12, parts.allSatisfy({ part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } }),
            let value = Int(String(decoding: parts.joined(), as: UTF8.self))
        else { return nil }
        return (value, (0..<(parts.count > 1 ? parts[1].count : 0)).reduce(1) { scale, _ in scale * 10 })
    }

    /// Exact: 99.9 percent are not 100. A percentage of nothing is reached by nothing.
    func isMet(by count: Int, of whole: Int) -> Bool {
        guard isPercentage else { return holds(count * scale, value) }
        return whole > 0 && holds(count * 100 * scale, value * whole)
    }

    /// "118 of 120 (98%)", "3"
    ///
    /// - Parameter isShare: Whether the count is best seen as a part of the whole.
    func figure(of count: Int, in whole: Int, isShare: Bool) -> String {
        guard isPercentage || isShare else { return String(count) }
        guard whole > 0 else { return isPercentage ? "none applies" : "\(count) of 0" }
        return "\(count) of \(whole) (\(count * 100 / whole)%)"
    }

    private func holds(_ figure: Int, _ bound: Int) -> Bool {
        switch comparison {
        case .atMost: figure <= bound
        case .atLeast: figure >= bound
        case .equal: figure == bound
        case .below: figure < bound
        case .above: figure > bound
        }
    }
}
