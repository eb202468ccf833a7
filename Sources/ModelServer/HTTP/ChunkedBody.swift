/// A body in the chunked transfer coding (RFC 9112 section 7.1), while it arrives. Trailer fields are read and dropped.
struct ChunkedBody: Sendable {
    private enum State: Sendable { case size, data(Int), dataEnd, trailers, ended }

    private(set) var content: [UInt8] = []
    private var state = State.size
    private var trailerBytes = 0
    private let limit: Int

    /// Of a line with a chunk's size and extensions, and of all trailers.
    private static let longestLine = 8 << 10

    init(limit: Int) { self.limit = limit }

    /// Takes what belongs to the body off the front of `bytes`.
    ///
    /// - Returns: Whether the body is complete.
    mutating func take(_ bytes: inout ArraySlice<UInt8>) throws(HTTPFault) -> Bool {
        while true {
            switch state {
            case .size:
                guard let line = try line(&bytes) else { return false }
                let size = try Self.size(line)
                guard size <= limit - content.count else { throw .tooLargeBody(limit) }
                state = size == 0 ? .trailers : .data(size)
            case .data(let missing):
                let part = bytes.prefix(missing)
                content += part
                bytes = bytes.dropFirst(part.count)
                guard part.count == missing else {
                    state = .data(missing - part.count)
                    return false
                }
                state = .dataEnd
            case .dataEnd:
                guard let line = try line(&bytes) else { return false }
                guard line.isEmpty else { throw HTTPFault(400, "a chunk is longer than its size says") }
                state = .size
            case .trailers:
                guard let line = try line(&bytes) else { return false }
                if line.isEmpty { state = .ended }
                trailerBytes += line.count
                guard trailerBytes <= Self.longestLine else { throw HTTPFault(431, "the trailer fields are too long") }
            case .ended:
                return true
            }
        }
    }

    private func line(_ bytes: inout ArraySlice<UInt8>) throws(HTTPFault) -> ArraySlice<UInt8>? {
        guard let end = bytes.firstIndex(of: 0x0A) else {
            guard bytes.count <= Self.longestLine else { throw HTTPFault(400, "a line of the chunked body is too long") }
            return nil
        }
        guard end > bytes.startIndex, bytes[bytes.index(before: end)] == 0x0D else {
            throw HTTPFault(400, "a line of the chunked body does not end with CRLF")
        }
        let line = bytes[..<bytes.index(before: end)]
        bytes = bytes[bytes.index(after: end)...]
        return line
    }

    /// Reads `1A3;name=value`; extensions mean nothing here.
    private static func size(_ line: ArraySlice<UInt8>) throws(HTTPFault) -> Int {
        let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
        let text = String(decoding: digits, as: UTF8.self)
        guard !digits.isEmpty, digits.count <= 15, text.utf8.allSatisfy(\.isHexDigit), let size = Int(text, radix: 16) else {
            throw HTTPFault(400, "a chunk's size is not a hexadecimal number")
        }
        return size
    }
}

extension HTTPFault {
    static func tooLargeBody(_ limit: Int) -> HTTPFault { HTTPFault(413, "the body is larger than \(limit) bytes") }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
