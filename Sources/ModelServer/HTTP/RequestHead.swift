internal import AssayCore

/// The request line and the header fields of an HTTP/1 request, with how its body is framed.
///
/// Read by a parser of our own because nothing may change on the way to the model: libraries refuse methods that they do not know,
/// move or drop header fields and rewrite targets.
///
/// RFC 9112: https://www.rfc-editor.org/rfc/rfc9112
struct RequestHead: Sendable {
    enum Framing: Sendable, Hashable {
        /// No body was sent, not even an empty one.
        case none
        case length(Int)
        case chunked
    }

    var method: String
    var target: String
    var isHTTP10: Bool
    var headers: HeaderFields
    var framing: Framing
    var keepsAlive: Bool
    var expectsContinue: Bool

    /// - Parameter bytes: Up to and without the empty line; every line ends with CRLF.
    init(_ bytes: ArraySlice<UInt8>, limits: RequestLimits) throws(HTTPFault) {
        var lines = HeadLines(bytes)
        let line = try RequestLine(lines.next() ?? [], limits: limits)
        method = line.method
        target = line.target
        isHTTP10 = line.isHTTP10
        var fields: [HeaderFields.Field] = []
        while let line = lines.next() {
            guard fields.count < limits.headerFields else {
                throw HTTPFault(431, "the request has more than \(limits.headerFields) header fields")
            }
            fields.append(try Self.field(line))
        }
        headers = HeaderFields(fields)
        try Self.checkHost(headers, isHTTP10: isHTTP10)
        framing = try Self.framing(headers, isHTTP10: isHTTP10)
        let options = headers[all: "Connection"].flatMap(listMembers)
        let closes = options.contains { $0.equalsIgnoringASCIICase("close") }
        keepsAlive = !closes && (!isHTTP10 || options.contains { $0.equalsIgnoringASCIICase("keep-alive") })
        expectsContinue = !isHTTP10 && framing != .none && headers["Expect"]?.equalsIgnoringASCIICase("100-continue") == true
    }

    /// Reads `name: value` (RFC 9112 section 5); white space around the value is no part of it.
    private static func field(_ line: ArraySlice<UInt8>) throws(HTTPFault) -> HeaderFields.Field {
        if let first = line.first, first == 0x20 || first == 0x09 {
            throw HTTPFault(400, "a header field goes on in a second line, which RFC 9112 section 5.2 forbids")
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy(\.isTokenByte)
        else { throw HTTPFault(400, "'\(shown(line))' is no header field: NAME: VALUE") }
        let value = line[line.index(after: colon)...].trimmingBlanks
        if value.contains(0) || value.contains(0x0D) {
            throw HTTPFault(400, "a header field's value holds a NUL or a CR")
        }
        return HeaderFields.Field(name: String(decoding: line[..<colon], as: UTF8.self), value: text(value))
    }

    /// A value that is no UTF-8 is read as ISO 8859-1, a character a byte.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        return text
    }

    /// RFC 9112 section 3.2.
    private static func checkHost(_ headers: HeaderFields, isHTTP10: Bool) throws(HTTPFault) {
        let count = headers[all: "Host"].count
        guard count > 1 || (count == 0 && !isHTTP10) else { return }
        throw HTTPFault(400, count == 0 ? "the header field Host is missing" : "the header field Host is given \(count) times")
    }

    /// RFC 9112 section 6: what two recipients could read in two ways is refused.
    private static func framing(_ headers: HeaderFields, isHTTP10: Bool) throws(HTTPFault) -> Framing {
        let codings = headers[all: "Transfer-Encoding"].flatMap(listMembers)
        let lengths = headers[all: "Content-Length"].flatMap(listMembers)
        if !headers[all: "Transfer-Encoding"].isEmpty {
            guard lengths.isEmpty, !isHTTP10 else {
                throw HTTPFault(400, "Transfer-Encoding does not go with \(isHTTP10 ? "HTTP/1.0" : "Content-Length")")
            }
            guard codings.count == 1, codings[0].equalsIgnoringASCIICase("chunked") else {
                throw HTTPFault(501, "the only Transfer-Encoding that is understood is 'chunked'")
            }
            return .chunked
        }
        guard !headers[all: "Content-Length"].isEmpty else { return .none }
        guard let text = lengths.first, lengths.allSatisfy({ $0 == text }), text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { throw HTTPFault(400, "Content-Length is not one decimal number") }
        // More digits than an Int has are too large a body, whatever the limit.
        return .length(Int(text) ?? .max)
    }
}

/// `METHOD target HTTP/1.1`
private struct RequestLine {
    var method: String
    var target: String
    var isHTTP10: Bool

    init(_ line: ArraySlice<UInt8>, limits: RequestLimits) throws(HTTPFault) {
        let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(\.isTokenByte), !parts[1].isEmpty else {
            throw HTTPFault(400, "'\(shown(line))' is no request line: METHOD TARGET HTTP/1.1")
        }
        guard parts[2].elementsEqual("HTTP/1.1".utf8) || parts[2].elementsEqual("HTTP/1.0".utf8) else {
            throw parts[2].starts(with: "HTTP/".utf8)
                ? HTTPFault(505, "only HTTP/1.1 and HTTP/1.0 are spoken here")
                : HTTPFault(400, "'\(shown(line))' is no request line: METHOD TARGET HTTP/1.1")
        }
        guard parts[1].count <= limits.targetBytes else { throw HTTPFault(414, tooLongTarget(limits)) }
        guard parts[1].allSatisfy({ $0 > 0x20 && $0 != 0x7F }), let target = String(validating: parts[1], as: UTF8.self) else {
            throw HTTPFault(400, "the request's target holds a control character, or is no UTF-8")
        }
        method = String(decoding: parts[0], as: UTF8.self)
        self.target = target
        isHTTP10 = parts[2].last == UInt8(ascii: "0")
    }
}

func tooLongTarget(_ limits: RequestLimits) -> String { "the request's target has more than \(limits.targetBytes) bytes" }

/// The lines of a head, without their ends.
private struct HeadLines: IteratorProtocol {
    private var rest: ArraySlice<UInt8>?

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func next() -> ArraySlice<UInt8>? {
        guard let bytes = rest else { return nil }
        // The parser saw to it that a line feed has its carriage return.
        guard let end = bytes.firstIndex(of: 0x0A) else {
            rest = nil
            return bytes.isEmpty ? nil : bytes
        }
        rest = bytes[bytes.index(after: end)...]
        return bytes[..<bytes.index(before: end)]
    }
}

/// The members of a list as header fields have it (RFC 9110 section 5.6.1).
private func listMembers(_ value: String) -> [String] {
    value.utf8.split(separator: UInt8(ascii: ",")).compactMap {
        let member = String(Substring($0)).utf8
        let trimmed = Array(member)[...].trimmingBlanks
        return trimmed.isEmpty ? nil : String(decoding: trimmed, as: UTF8.self)
    }
}

/// The beginning of a line for a message.
private func shown(_ line: ArraySlice<UInt8>) -> String {
    String(decoding: line.prefix(80), as: UTF8.self).displayed + (line.count > 80 ? "…" : "")
}

extension ArraySlice<UInt8> {
    fileprivate var trimmingBlanks: ArraySlice<UInt8> {
        var slice = self.drop { $0 == 0x20 || $0 == 0x09 }
        while let last = slice.last, last == 0x20 || last == 0x09 { slice.removeLast() }
        return slice
    }
}

extension UInt8 {
    /// A byte of a token (RFC 9110 section 5.6.2).
    var isTokenByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
        default: false
        }
    }
}
