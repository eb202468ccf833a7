internal import AssayCore
internal import DataFormats

/// Takes the values of secrets out of everything that a report may show: as they are and in the forms that systems give them
/// (`SecretPattern`), in base64 and in hexadecimal, alone or within more, line by line, and cut short.
struct Redaction: Sendable {
    private let patterns: [SecretPattern]
    /// By the byte that a text has at some place: the patterns that may begin there.
    private let patternsByFirstByte: [[SecretPattern]]
    /// Whether there are any: most bytes of a text are asked no more than that.
    private let isFirstByte: [Bool]

    private static let mark = Array("***".utf8)

    /// - Returns: `nil` when there are no secrets.
    init?(of secrets: [String]) {
        if secrets.isEmpty { return nil }
        var patterns: [SecretPattern] = []
        for secret in secrets {
            patterns += Self.patterns(of: secret)
            // Texts are compared line by line, and shown so.
            let lines = secret.utf8.split { $0 == 0x0A || $0 == 0x0D }
            guard lines.count > 1 else { continue }
            for line in lines where line.count >= 8 { patterns += Self.patterns(of: String(decoding: line, as: UTF8.self)) }
        }
        var byFirstByte = [[SecretPattern]](repeating: [], count: 256)
        for pattern in patterns {
            for byte in pattern.firstBytes { byFirstByte[Int(byte)].append(pattern) }
        }
        self.patterns = patterns
        patternsByFirstByte = byFirstByte
        isFirstByte = byFirstByte.map { !$0.isEmpty }
    }

    private static func patterns(of secret: String) -> [SecretPattern] {
        var json: [UInt8] = []
        appendJSONString(secret, to: &json)
        // An escaped text may be escaped once more: JSON in a query, a query in JSON.
        let texts = [secret, String(decoding: json.dropFirst().dropLast(), as: UTF8.self), percentEncoded(secret)]
        let bytes = Array(secret.utf8)
        var patterns = unique(texts.map { Array($0.utf8) }).map { SecretPattern(String(decoding: $0, as: UTF8.self)) }
        patterns += unique(base64Forms(of: bytes)).map { SecretPattern(String(decoding: $0, as: UTF8.self), .base64) }
        // Fewer digits stand in too many texts.
        if bytes.count >= 4 { patterns.append(SecretPattern(hexadecimal(bytes), .hexadecimal)) }
        return patterns
    }

    private static func unique(_ forms: [[UInt8]]) -> [[UInt8]] {
        var known: Set<[UInt8]> = []
        return forms.filter { known.insert($0).inserted }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// What base64 makes of a secret, in either alphabet, alone and wherever among other bytes it stands: then the characters that
    /// depend on it alone. Those of a very short secret say too little, and stand in too many texts, to be looked for.
    private static func base64Forms(of secret: [UInt8]) -> [[UInt8]] {
        let alone = Array(base64(secret).utf8)
        let within = (0..<3).map { shift -> [UInt8] in
            let length = shift + secret.count
            let (start, end) = ((shift * 8 + 5) / 6, length * 8 / 6)
            return end - start < 4 ? [] : Array(Array(base64([UInt8](repeating: 0, count: shift) + secret).utf8)[start..<end])
        }
        return ([alone, alone.filter { $0 != UInt8(ascii: "=") }] + within).filter { !$0.isEmpty }.flatMap { [$0, urlSafe($0)] }
    }

    /// RFC 4648 section 5.
    private static func urlSafe(_ base64: [UInt8]) -> [UInt8] {
        base64.map { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
    }

    func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard let first = match(in: bytes[...]) else { return text }
        return String(decoding: redacted(bytes, from: first), as: UTF8.self)
    }

    func redacted(_ bytes: [UInt8]) -> [UInt8] {
        guard let first = match(in: bytes[...]) else { return bytes }
        return redacted(bytes, from: first)
    }

    func finds(_ bytes: [UInt8]) -> Bool { match(in: bytes[...]) != nil }

    private func redacted(_ bytes: [UInt8], from first: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes[...]
        var next: Range<Int>? = first
        while let found = next {
            result += rest[..<found.lowerBound] + Self.mark
            rest = bytes[found.upperBound...]
            next = match(in: rest)
        }
        return result + rest
    }

    /// The first place of a secret; of several that begin there, the longest.
    private func match(in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        for index in bytes.indices where isFirstByte[Int(bytes[index])] {
            let candidates = patternsByFirstByte[Int(bytes[index])]
            let end = candidates.reduce(index) { max($0, $1.end(in: bytes, at: index) ?? index) }
            if end > index { return index..<end }
        }
        return nil
    }

    // MARK: - What a cut has left

    /// The least part of a secret, next to where a text was cut, that is taken out: less would be found in any text.
    private static let leastRest = 4

    /// Takes out the beginning of a secret before an ellipsis, the end of one after it, and the midst of one between two.
    func withoutRests(_ text: String) -> String {
        let ellipsis = Array("\u{2026}".utf8)
        var rest = Array(text.utf8)[...]
        var pieces: [ArraySlice<UInt8>] = []
        while let cut = rest.firstRange(of: ellipsis) {
            pieces.append(rest[..<cut.lowerBound])
            rest = rest[cut.upperBound...]
        }
        if pieces.isEmpty { return text }
        pieces.append(rest)
        let cleared = pieces.enumerated().map { index, piece in
            withoutRests(Array(piece), isBegun: index == 0, isEnded: index + 1 == pieces.count)
        }
        return String(decoding: Array(cleared.joined(separator: ellipsis)), as: UTF8.self)
    }

    private func withoutRests(_ piece: [UInt8], isBegun: Bool, isEnded: Bool) -> [UInt8] {
        var piece = piece
        if !isBegun {
            let end = patterns.reduce(0) { max($0, endOfRest($1, in: piece, isCut: !isEnded)) }
            if end >= Self.leastRest { piece = Self.mark + piece[end...] }
        }
        if !isEnded {
            let start = piece.indices.dropLast(Self.leastRest - 1).first { index in
                patternsByFirstByte[Int(piece[index])].contains { $0.end(in: piece[...], at: index, isCut: true) == piece.count }
            }
            if let start { piece = piece[..<start] + Self.mark }
        }
        return piece
    }

    /// How far what begins a text is the end of a secret, or its midst.
    private func endOfRest(_ pattern: SecretPattern, in text: [UInt8], isCut: Bool) -> Int {
        (1..<max(pattern.length, 1)).reduce(0) { max($0, pattern.end(in: text[...], at: 0, from: $1, isCut: isCut) ?? 0) }
    }

    // MARK: - Excerpts in hexadecimal

    /// Takes each byte out of `48 65 6C` that may be of a secret: an excerpt of a few bytes seldom has a whole one.
    func withoutCodedRests(_ text: String) -> String {
        let pairs = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
        let bytes = pairs.compactMap { $0.count == 2 ? UInt8(Substring($0), radix: 16) : nil }
        guard bytes.count == pairs.count else { return text }
        let hidden = patterns.reduce(into: Set<Int>()) { $0.formUnion(Self.places(of: $1.bytes, in: bytes)) }
        return pairs.indices.map { hidden.contains($0) ? "**" : String(Substring(pairs[$0])) }.joined(separator: " ")
    }

    /// Where four bytes and more are such that stand so in the form too, or all of a shorter one.
    private static func places(of form: [UInt8], in bytes: [UInt8]) -> Set<Int> {
        let least = min(leastRest, form.count)
        var places: Set<Int> = []
        for start in bytes.indices {
            for offset in form.indices {
                let length = zip(bytes[start...], form[offset...]).prefix { $0.folded == $1.folded }.count
                if length >= least { places.formUnion(start..<(start + length)) }
            }
        }
        return places
    }
}

extension Scope {
    /// Returns a message as it may be shown, whatever secrets were used so far.
    func withoutSecrets(_ message: String) -> String { Redaction(of: secrets)?.redacted(message) ?? message }
}

extension UInt8 {
    /// `A` to `Z` as `a` to `z`: the digits of escapes are of either case.
    fileprivate var folded: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
