internal import AssayCore
internal import Comparison
internal import DataFormats

extension Differences {
    /// Adds what was found of a part.
    mutating func add(contentsOf other: Differences, note: String? = nil) {
        for difference in other.shown { add(note.map(difference.noting) ?? difference) }
        // What is not described is counted; the limit is reached by then, or was for the part.
        for _ in other.shown.count..<other.count { add(Difference(.value, at: .whole, note: "not described")) }
    }
}

extension Difference {
    /// The same with a remark before its own.
    func noting(_ remark: String) -> Difference {
        var difference = self
        difference.note = note.map { "\(remark); \($0)" } ?? remark
        return difference
    }

    init(unreadableJSON bytes: [UInt8], _ error: JSONSyntaxError) {
        self.init(
            .unreadable, at: .byte(error.offset), expected: "JSON", actual: bytes.excerpt(from: error.offset),
            note: bytes.isEmpty ? "there is no content" : "line \(error.line), column \(error.column): \(error.message)")
    }

    init(unreadableCSV bytes: [UInt8], _ error: CSVSyntaxError) {
        self.init(
            .unreadable, at: .record(error.record, key: []), expected: "CSV", actual: bytes.excerpt(from: error.byte),
            note: "line \(error.line), column \(error.column): \(error.message)")
    }
}

extension [UInt8] {
    /// Some 40 bytes from an offset on, as text; `nil` for no bytes at all.
    func excerpt(from offset: Int = 0) -> String? {
        if isEmpty { return nil }
        // From the start when little else is there.
        let start = offset < 40 ? 0 : offset - 20
        let shown = self[Swift.min(start, count)...].prefix(60)
        let text = String(decoding: shown.drop { $0 & 0xC0 == 0x80 }, as: UTF8.self)
        return (start > 0 ? "…" : "") + text + (shown.endIndex < count ? "…" : "")
    }
}
