internal import DataFormats

/// A secret, or a code of it, to be found however a system may have written it out.
///
/// Each character is known as it is, percent-encoded, as JSON and programming languages escape it, as XML and HTML do, and in
/// quoted-printable, whether all are written alike or not.
struct SecretPattern: Sendable {
    /// In UTF-8, as it is.
    let bytes: [UInt8]
    private let characters: [SecretCharacter]
    private let style: Style

    enum Style: Sendable {
        case text
        /// The characters of base64: breaks of lines may stand between them.
        case base64
        /// Digits of either case, with blanks, colons or hyphens between them.
        case hexadecimal
    }

    init(_ text: String, _ style: Style = .text) {
        bytes = Array(text.utf8)
        characters = text.unicodeScalars.map(SecretCharacter.init)
        self.style = style
    }

    var length: Int { characters.count }

    /// The bytes that it can begin with.
    var firstBytes: Set<UInt8> {
        guard let first = characters.first else { return [] }
        var found: Set<UInt8> = [first.utf8[0]]
        switch style {
        case .hexadecimal: found.insert(first.utf8[0] ^ 0x20)
        case .base64 where first.isAlphanumeric: break
        case .base64, .text: found.formUnion(SecretCharacter.escapes)
        }
        if first.utf8 == [0x20] { found.insert(UInt8(ascii: "+")) }
        return found
    }

    /// Returns where the pattern ends that begins at `start`; `nil` when none does.
    ///
    /// - Parameters:
    ///   - first: The character that it begins with: what is before may have been cut off.
    ///   - isCut: Whether the end of the text may stand for the rest.
    func end(in text: ArraySlice<UInt8>, at start: Int, from first: Int = 0, isCut: Bool = false) -> Int? {
        // An escape can be read in two ways where the secret itself looks like one, so there may be several places.
        var places = [start]
        var index = first
        while index < characters.count {
            if places.count == 1 {
                guard let run = plainRun(in: text, at: places[0], from: index) else { return nil }
                (places[0], index) = run
                if index == characters.count { break }
            }
            var next: [Int] = []
            for place in places {
                let here = index == first ? place : skippingBreaks(in: text, at: place)
                if isCut, here == text.endIndex { return here }
                for end in ends(of: characters[index], in: text, at: here) where !next.contains(end) { next.append(end) }
                if isCut, next.isEmpty, SecretCharacter.isCutEscape(text[here...]) { return text.endIndex }
            }
            if next.isEmpty { return nil }
            places = next
            index += 1
        }
        return places.max()
    }

    /// Goes past the characters that can be read in one way only, as most can: as they are.
    ///
    /// - Returns: Where that ends; `nil` when the text has another character there.
    private func plainRun(in text: ArraySlice<UInt8>, at start: Int, from first: Int) -> (place: Int, index: Int)? {
        var (place, index) = (start, first)
        if style == .hexadecimal { return (place, index) }
        while index < characters.count, place < text.endIndex, !SecretCharacter.mayBeReadOtherwise(text[place]) {
            for byte in characters[index].utf8 {
                guard place < text.endIndex, text[place] == byte else { return nil }
                place += 1
            }
            index += 1
        }
        return (place, index)
    }

    private func ends(of character: SecretCharacter, in text: ArraySlice<UInt8>, at place: Int) -> [Int] {
        if style == .hexadecimal {
            guard place < text.endIndex, text[place] | 0x20 == character.utf8[0] | 0x20 else { return [] }
            return [place + 1]
        }
        return character.ends(in: text, at: place)
    }

    private func skippingBreaks(in text: ArraySlice<UInt8>, at place: Int) -> Int {
        let breaks: [UInt8]
        switch style {
        case .text: return place
        case .base64: breaks = [0x0D, 0x0A]
        case .hexadecimal: breaks = [0x20, UInt8(ascii: ":"), UInt8(ascii: "-")]
        }
        var place = place
        while place < text.endIndex, breaks.contains(text[place]) { place += 1 }
        return place
    }
}

/// A character of a secret.
struct SecretCharacter: Sendable {
    let utf8: [UInt8]
    private let scalar: Unicode.Scalar

    init(_ scalar: Unicode.Scalar) {
        self.scalar = scalar
        utf8 = Array(String(scalar).utf8)
    }

    var isAlphanumeric: Bool { scalar.properties.isAlphabetic || scalar.properties.numericType != nil }

    /// What escapes begin with: `%41`, `\u0041`, `&#65;`, `=41`.
    static let escapes = Array("%\\&=".utf8)

    /// Whether a byte may begin an escape, stand for another, be doubled, or be a break of lines.
    static func mayBeReadOtherwise(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "&"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "\""),
            UInt8(ascii: "'"), 0x0A, 0x0D:
            true
        default: false
        }
    }

    /// Whether an escape begins there that a cut may have left no more of.
    static func isCutEscape(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first, escapes.contains(first), rest.count < 10 else { return false }
        return rest.dropFirst().allSatisfy { $0.isEscapeByte }
    }

    /// Returns where the character ends that begins at `place`, for each way to read it.
    func ends(in text: ArraySlice<UInt8>, at place: Int) -> [Int] {
        guard place < text.endIndex else { return [] }
        let plain = text[place...].starts(with: utf8) ? [place + utf8.count] : []
        switch text[place] {
        // A quote within quotes is doubled, as in CSV.
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return plain + plain.filter { text[$0...].first == text[place] }.map { $0 + 1 }
        case UInt8(ascii: "%"), UInt8(ascii: "="): return plain + [coded(by: text[place], in: text, at: place)].compactMap { $0 }
        case UInt8(ascii: "\\"): return plain + [escaped(in: text, at: place + 1)].compactMap { $0 }
        case UInt8(ascii: "&"): return plain + [reference(in: text, at: place + 1)].compactMap { $0 }
        case UInt8(ascii: "+") where scalar == " ": return [place + 1]
        default: return plain
        }
    }

    /// `%C3%A9`, `=C3=A9`
    private func coded(by mark: UInt8, in text: ArraySlice<UInt8>, at place: Int) -> Int? {
        var place = place
        for byte in utf8 {
            guard place + 2 < text.endIndex, text[place] == mark, text[(place + 1)...(place + 2)].hexadecimalValue == UInt32(byte)
            else { return nil }
            place += 3
        }
        return place
    }

    private static let letters: [UInt8: UInt32] = [
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "b"): 0x08,
        UInt8(ascii: "f"): 0x0C, UInt8(ascii: "v"): 0x0B, UInt8(ascii: "a"): 0x07, UInt8(ascii: "e"): 0x1B, UInt8(ascii: "0"): 0,
    ]

    /// What follows a backslash: `n`, `"`, `u00e9`, `ud83d\ude42`, `u{E9}`, `xE9`.
    private func escaped(in text: ArraySlice<UInt8>, at place: Int) -> Int? {
        guard place < text.endIndex else { return nil }
        let letter = text[place]
        if letter == UInt8(ascii: "u") { return unicodeEscaped(in: text, at: place + 1) }
        if letter == UInt8(ascii: "x"), place + 2 < text.endIndex {
            return text[(place + 1)...(place + 2)].hexadecimalValue == scalar.value ? place + 3 : nil
        }
        if Self.letters[letter] == scalar.value { return place + 1 }
        return utf8 == [letter] && !isAlphanumeric ? place + 1 : nil
    }

    private func unicodeEscaped(in text: ArraySlice<UInt8>, at place: Int) -> Int? {
        if place < text.endIndex, text[place] == UInt8(ascii: "{") {
            guard let close = text[place...].prefix(10).firstIndex(of: UInt8(ascii: "}")) else { return nil }
            return text[(place + 1)..<close].hexadecimalValue == scalar.value ? close + 1 : nil
        }
        var place = place
        for (index, unit) in String(scalar).utf16.enumerated() {
            if index > 0 {
                guard text[place...].starts(with: "\\u".utf8) else { return nil }
                place += 2
            }
            guard place + 4 <= text.endIndex, text[place..<(place + 4)].hexadecimalValue == UInt32(unit) else { return nil }
            place += 4
        }
        return place
    }

    private static let names: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
    ]

    /// What follows an ampersand: `amp;`, `#38;`, `#x26;`.
    private func reference(in text: ArraySlice<UInt8>, at place: Int) -> Int? {
        guard place < text.endIndex, let end = text[place...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = String(decoding: text[place..<end], as: UTF8.self)
        let value: UInt32? =
            if name.hasPrefix("#x") || name.hasPrefix("#X") {
                text[(place + 2)..<end].hexadecimalValue
            } else if name.hasPrefix("#") { UInt32(name.dropFirst()) } else { Self.names[name]?.value }
        return value == scalar.value ? end + 1 : nil
    }
}

extension ArraySlice<UInt8> {
    /// `nil` unless all are digits.
    fileprivate var hexadecimalValue: UInt32? {
        guard allSatisfy(\.isHexadecimalDigit) else { return nil }
        return UInt32(String(decoding: self, as: UTF8.self), radix: 16)
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
    }

    /// Whether it stands in an escape behind its beginning.
    fileprivate var isEscapeByte: Bool {
        isHexadecimalDigit || "u{x#\\ampltgquosnbd%=".utf8.contains(self)
    }
}
