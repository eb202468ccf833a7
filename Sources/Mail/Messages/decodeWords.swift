internal import AssayCore
internal import DataFormats

/// Returns the text of a header field with its encoded words decoded (RFC 2047).
///
/// Blanks between two encoded words are dropped (section 6.2), and their bytes are joined before they are converted where they
/// have the same charset: senders cut characters in two. What is no encoded word stays as it is. GMime has a function for this; it
/// stops at a word that ends in base64 padding when another follows.
func decodeWords(_ value: ArraySlice<UInt8>) -> String {
    var result = ""
    var plain: [UInt8] = []
    var pending: EncodedWord?
    var rest = value
    func finishWord() {
        if let word = pending { result += decodeText(word.bytes, charset: word.charset).text }
        pending = nil
    }
    while let byte = rest.first {
        guard let (word, end) = EncodedWord.read(rest) else {
            plain.append(byte)
            rest = rest.dropFirst()
            continue
        }
        rest = rest[end...]
        if var before = pending, plain.allSatisfy(\.isBlank), before.charset.equalsIgnoringASCIICase(word.charset) {
            before.bytes += word.bytes
            pending = before
        } else {
            let hadWord = pending != nil
            finishWord()
            if !hadWord || !plain.allSatisfy(\.isBlank) { result += decodeRawText(plain[...]) }
            pending = word
        }
        plain = []
    }
    finishWord()
    return result + decodeRawText(plain[...])
}

/// Returns bytes that a header should not have as what they most likely are: UTF-8, else ISO 8859-1.
func decodeRawText(_ bytes: ArraySlice<UInt8>) -> String {
    String(validating: bytes, as: UTF8.self) ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
}

/// `=?charset*language?encoding?text?=`, its text decoded.
private struct EncodedWord {
    var charset: String
    var bytes: [UInt8]

    /// - Returns: The word that stands at the start of `text`, and where it ends.
    static func read(_ text: ArraySlice<UInt8>) -> (word: EncodedWord, end: Int)? {
        guard text.starts(with: [UInt8(ascii: "="), mark]),
            let charsetEnd = text[(text.startIndex + 2)...].firstIndex(of: mark), charsetEnd > text.startIndex + 2,
            charsetEnd + 2 < text.endIndex, text[charsetEnd + 2] == mark,
            let textEnd = text[(charsetEnd + 3)...].firstIndex(of: mark), textEnd + 1 < text.endIndex,
            text[textEnd + 1] == UInt8(ascii: "=")
        else { return nil }
        let charset = text[(text.startIndex + 2)..<charsetEnd].prefix { $0 != UInt8(ascii: "*") }
        guard charset.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let encoded = text[(charsetEnd + 3)..<textEnd]
        let bytes: [UInt8]?
        switch text[charsetEnd + 1] | 0x20 {
        case UInt8(ascii: "b"): bytes = base64Bytes(encoded)
        case UInt8(ascii: "q"): bytes = quotedBytes(encoded)
        default: bytes = nil
        }
        return bytes.map { (EncodedWord(charset: String(decoding: charset, as: UTF8.self), bytes: $0), textEnd + 2) }
    }

    private static let mark = UInt8(ascii: "?")

    /// Padding may be missing.
    private static func base64Bytes(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let bare = text.filter { $0 != UInt8(ascii: "=") && !$0.isBlank }
        let padding = [UInt8](repeating: UInt8(ascii: "="), count: (4 - bare.count % 4) % 4)
        return decoded(base64: String(decoding: bare + padding, as: UTF8.self))
    }

    private static func quotedBytes(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "_") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "="), let high = rest.first?.hexValue, let low = rest.dropFirst().first?.hexValue {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}

extension UInt8 {
    fileprivate var hexValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
