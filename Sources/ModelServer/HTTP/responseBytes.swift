internal import AssayCore
internal import NIOHTTP1

/// How a response leaves: what the request decides about it.
struct ResponseManner: Sendable {
    /// The content of a response to HEAD is not sent (RFC 9110 section 9.3.2).
    var isHead = false
    /// Whether the connection ends with the response.
    var closes = false
    var isHTTP10 = false
}

/// Returns the response as HTTP/1.1 has it, with exactly its own fields but for those that frame it: Content-Length is the length
/// of the body, and Transfer-Encoding and Connection are the server's.
///
/// - Precondition: `unsendable(response)` is `nil`.
func responseBytes(_ response: Response, _ manner: ResponseManner) -> [UInt8] {
    // RFC 9110 section 6.4.1; the length of a 304 would be that of another response.
    let hasContent = response.status != 204 && response.status != 304
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256 + response.body.count)
    bytes += "HTTP/1.1 \(response.status) ".utf8
    bytes += HTTPResponseStatus(statusCode: response.status).knownReason.utf8
    bytes += crlf
    // What would be sent to GET has the length that the model says, where it answers HEAD without content.
    let keepsLength = manner.isHead && response.body.isEmpty
    for field in response.headers.fields where keepsLength && field.isLength || !field.framesMessage {
        append(field.name, field.value, to: &bytes)
    }
    if hasContent, !(keepsLength && response.headers["Content-Length"] != nil) {
        append("Content-Length", String(response.body.count), to: &bytes)
    }
    if manner.closes {
        append("Connection", "close", to: &bytes)
    } else if manner.isHTTP10 {
        append("Connection", "keep-alive", to: &bytes)
    }
    bytes += crlf
    if hasContent, !manner.isHead { bytes += response.body }
    return bytes
}

/// What keeps a model's response from being sent as HTTP; `nil` when nothing does.
func unsendable(_ response: Response) -> String? {
    guard (200...999).contains(response.status) else {
        return "the status \(response.status) is that of no final response"
    }
    for field in response.headers.fields {
        guard !field.name.isEmpty, field.name.utf8.allSatisfy(\.isTokenByte) else {
            return "'\(field.name.displayed)' is no name of a header field"
        }
        // A line break would begin another field, or another response.
        guard !field.value.utf8.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D }) else {
            return "the header field \(field.name) holds a line break or a NUL"
        }
    }
    return nil
}

private let crlf: [UInt8] = [0x0D, 0x0A]

private func append(_ name: String, _ value: String, to bytes: inout [UInt8]) {
    bytes += name.utf8
    bytes += [UInt8(ascii: ":"), 0x20]
    bytes += value.utf8
    bytes += crlf
}

extension HeaderFields.Field {
    fileprivate var isLength: Bool { name.equalsIgnoringASCIICase("Content-Length") }

    fileprivate var framesMessage: Bool {
        isLength || name.equalsIgnoringASCIICase("Transfer-Encoding") || name.equalsIgnoringASCIICase("Connection")
    }
}

extension HTTPResponseStatus {
    /// Empty for a status that has no registered phrase.
    fileprivate var knownReason: String {
        if case .custom = self { "" } else { reasonPhrase }
    }
}
