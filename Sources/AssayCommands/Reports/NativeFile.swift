import AssayCore
import ConformanceReporting
import Glibc

/// A native report on disk: read from its beginning to its end, never as a whole.
struct NativeFile {
    /// As it was typed.
    let shown: String
    private let path: String

    init(_ shown: String, workingFolder: String) {
        self.shown = shown
        path = FilePath.join(workingFolder, shown)
    }

    /// Hands over what the report says, line by line, with the place of each line.
    ///
    /// - Throws: `CommandFailure` for a file that is no whole report, `FileFailure` for one that cannot be read.
    func forEachEntry(_ body: (NativeReader.Entry, Range<Int>) throws -> Void) throws {
        let descriptor = try opened()
        defer { close(descriptor) }
        var reader = NativeReader()
        var lines = LineBuffer()
        do {
            while let line = try lines.next(from: descriptor, shown) {
                try reader.read(line.bytes[...]) { try body($0, line.place) }
            }
            try reader.finish { _ in }
        } catch let invalid as InvalidReport {
            throw CommandFailure(
                .unusableInput, "\(shown):\(invalid.line): \(invalid.message)",
                fix: "name a report that '--report json=FILE' wrote, and that is complete")
        }
    }

    /// Reads results again whose places are known, in any order.
    func results(at places: some Sequence<Range<Int>>, showsTimes: Bool, _ body: (CaseResult) throws -> Void) throws {
        let descriptor = try opened()
        defer { close(descriptor) }
        for place in places {
            var bytes = [UInt8](repeating: 0, count: place.count)
            guard pread(descriptor, &bytes, place.count, off_t(place.lowerBound)) == place.count,
                let result = try? NativeReader.result(of: bytes, showsTimes: showsTimes)
            else { throw FileFailure(shown, "it changed while it was read") }
            try body(result)
        }
    }

    private func opened() throws(FileFailure) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(errnoOf: shown) }
        return descriptor
    }
}

/// Cuts what a file holds into lines.
private struct LineBuffer {
    private var bytes: [UInt8] = []
    private var start = 0
    private var offset = 0
    private var isAtEnd = false

    /// Returns the next line with its line break, and its place in the file.
    mutating func next(from descriptor: Int32, _ shown: String) throws(FileFailure) -> (bytes: [UInt8], place: Range<Int>)? {
        var searched = start
        while true {
            if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) { return take(end + 1) }
            searched = bytes.count
            if isAtEnd { return start < bytes.count ? take(bytes.count) : nil }
            if start > 0 {
                bytes.removeFirst(start)
                (searched, start) = (searched - start, 0)
            }
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(descriptor, &piece, piece.count)
            guard count >= 0 else { throw FileFailure(errnoOf: shown) }
            isAtEnd = count == 0
            bytes += piece[..<count]
        }
    }

    private mutating func take(_ end: Int) -> (bytes: [UInt8], place: Range<Int>) {
        let line = Array(bytes[start..<end])
        let place = offset..<offset + line.count
        (start, offset) = (end, place.upperBound)
        return (line, place)
    }
}
