internal import AssayCore
internal import CGMime

/// Returns text of a charset as it is named in messages, and what was wrong with it.
///
/// What cannot be converted is U+FFFD, as everywhere. Text of no known charset is read as UTF-8 where it is that, else as
/// ISO 8859-1, so that nothing of it is lost.
func decodeText(_ bytes: [UInt8], charset: String?) -> (text: String, fault: String?) {
    let name = charset ?? "us-ascii"
    if ["us-ascii", "ascii", "utf-8", "utf8"].contains(where: name.equalsIgnoringASCIICase) {
        let isASCII = !name.lowercased().hasPrefix("utf")
        if let text = String(validating: bytes, as: UTF8.self) {
            let isSound = !isASCII || bytes.allSatisfy { $0 < 0x80 }
            return (text, isSound ? nil : "text that says it is ASCII is not: it is read as UTF-8")
        }
        if !isASCII { return (String(decoding: bytes, as: UTF8.self), "text that says it is UTF-8 is not") }
        return (latin1(bytes), "text that says it is ASCII is not: it is read as ISO 8859-1")
    }
    guard let converter = CharsetConverter(from: name) else {
        let text = String(validating: bytes, as: UTF8.self) ?? latin1(bytes)
        return (text, "the charset '\(name)' is not known")
    }
    let (converted, isWhole) = converter.convert(bytes)
    return (String(decoding: converted, as: UTF8.self), isWhole ? nil : "text that says it is \(name) is not")
}

private func latin1(_ bytes: [UInt8]) -> String {
    String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
}

/// iconv by the names that mail has for charsets.
@safe private final class CharsetConverter {
    private let handle: GIConv

    init?(from charset: String) {
        MIMELibrary.start()
        let opened = unsafe g_iconv_open("UTF-8", g_mime_charset_iconv_name(charset))
        // (iconv_t) -1 is its failure.
        guard let opened = unsafe opened, unsafe OpaquePointer(bitPattern: -1) != opened else { return nil }
        unsafe handle = opened
    }

    deinit {
        _ = unsafe g_iconv_close(handle)
    }

    /// - Returns: UTF-8, and whether all bytes could be converted.
    func convert(_ bytes: [UInt8]) -> (bytes: [UInt8], isWhole: Bool) {
        var input = bytes.map { CChar(bitPattern: $0) }
        var output: [UInt8] = []
        var isWhole = true
        var room = [CChar](repeating: 0, count: 16 << 10)
        unsafe input.withUnsafeMutableBufferPointer { source in
            var next = source.baseAddress
            var left = source.count
            while left > 0 {
                let before = left
                let count = unsafe room.withUnsafeMutableBufferPointer { target in
                    var end = target.baseAddress
                    var free = target.count
                    _ = unsafe g_iconv(handle, &next, &left, &end, &free)
                    return target.count - free
                }
                output += room[..<count].map { UInt8(bitPattern: $0) }
                // iconv stops where its room ends too; where it cannot even begin, the byte at hand is none of this charset.
                guard left == before, count == 0 else { continue }
                isWhole = false
                output += Array("\u{FFFD}".utf8)
                unsafe next = next.map { unsafe $0 + 1 }
                left -= 1
            }
        }
        return (output, isWhole)
    }
}
