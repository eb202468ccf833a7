internal import AssayCore

/// The end of what a process printed. Never more than `count` lines of `longest` bytes, however much is added.
struct LastLines: Sendable {
    private static let longest = 2000

    private let count: Int
    /// A ring: the oldest line stands at `next` once it is full.
    private var lines: [[UInt8]] = []
    private var next = 0
    private var current: [UInt8] = []
    private var isCut = false

    init(count: Int) { self.count = max(count, 1) }

    /// As a terminal may show them, oldest first; with a last line that has not ended.
    var text: [String] {
        var all = Array(lines[next...] + lines[..<next])
        if !current.isEmpty { all.append(shown(current)) }
        return all.suffix(count).map { String(decoding: $0, as: UTF8.self).displayed }
    }

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if byte == 0x0A {
                endLine()
            } else if current.count < Self.longest {
                current.append(byte)
            } else {
                isCut = true
            }
        }
    }

    private mutating func endLine() {
        if current.last == 0x0D { current.removeLast() }
        let line = shown(current)
        if lines.count < count {
            lines.append(line)
        } else {
            lines[next] = line
            next = (next + 1) % count
        }
        current.removeAll(keepingCapacity: true)
        isCut = false
    }

    private func shown(_ line: [UInt8]) -> [UInt8] { isCut ? line + Array("…".utf8) : line }
}
