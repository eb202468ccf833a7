import AssayCore

/// The content of a body as lines that may stand in a report, JSON with a line for each member.
struct ContentLines {
    private(set) var lines: [String] = []
    /// What the lines do not show: how much is cut, how they end, what a content is that is no text.
    private(set) var remark: String?

    /// - Parameters:
    ///   - linesShown: How many lines are kept.
    ///   - bytesShown: How much of the body is looked at.
    init(_ body: [UInt8], type: String?, linesShown: Int = 200, bytesShown: Int = 64 << 10) {
        let kept = body.count > bytesShown ? Self.prefix(of: body, count: bytesShown) : body
        guard let text = String(validating: kept, as: UTF8.self), !text.utf8.contains(0) else {
            let head = body.prefix(32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            remark = "\(counted(body.count, "byte")), not text: \(head)\(body.count > 32 ? " \u{2026}" : "")"
            return
        }
        let content = kept.count == body.count && Self.isJSON(type) ? indentedJSON(text) ?? text : text
        add(content, more: body.count - kept.count, linesShown: linesShown)
    }

    private mutating func add(_ content: String, more: Int, linesShown: Int) {
        var parts = content.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        let carriageReturn = UInt8(ascii: "\r")
        let endInCRLF = parts.dropLast().allSatisfy { $0.last == carriageReturn } && parts.first?.last == carriageReturn
        if endInCRLF { parts = parts.map { $0.last == carriageReturn ? $0.dropLast() : $0 } }
        lines = parts.prefix(linesShown).map { shown(String(decoding: $0, as: UTF8.self), limit: 1000) }
        var remarks: [String] = []
        if parts.count > linesShown { remarks.append("\(counted(parts.count - linesShown, "more line"))") }
        if more > 0 { remarks.append("\(counted(more, "more byte"))") }
        if endInCRLF { remarks.append("lines end in CRLF") }
        if !remarks.isEmpty { remark = remarks.joined(separator: ", ") }
    }

    /// The first `count` bytes, less what would cut a UTF-8 sequence.
    private static func prefix(of body: [UInt8], count: Int) -> [UInt8] {
        var end = count
        while end > count - 4, end > 0, body[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(body[..<end])
    }

    private static func isJSON(_ type: String?) -> Bool {
        guard let media = type?.utf8.split(separator: UInt8(ascii: ";")).first else { return false }
        let name = String(decoding: media, as: UTF8.self).withoutTrailingSpaces.lowercased()
        return name.utf8.elementsEqual("application/json".utf8) || name.utf8.suffix(5).elementsEqual("+json".utf8)
    }
}
