internal import AssayCore

/// Returns the answers with every UUID that no request holds replaced by another, the same one by the same; `nil` when there is none.
func withOtherIDs(_ replies: [Reply], asked requests: [Request]) -> [Reply]? {
    var known: Set<[UInt8]> = []
    for request in requests { note(request, in: &known) }
    var isChanged = false
    let changed = replies.map { reply in
        var reply = reply
        func change(_ bytes: [UInt8]) -> [UInt8] {
            let (new, found) = replacingIDs(in: bytes, but: known)
            isChanged = isChanged || found
            return new
        }
        reply.response.body = change(reply.response.body)
        for index in reply.mail.indices {
            reply.mail[index].text = String(decoding: change(Array(reply.mail[index].text.utf8)), as: UTF8.self)
            for number in reply.mail[index].attachments.indices {
                reply.mail[index].attachments[number].bytes = change(reply.mail[index].attachments[number].bytes)
            }
        }
        return reply
    }
    return isChanged ? changed : nil
}

private func note(_ request: Request, in known: inout Set<[UInt8]>) {
    let texts = [request.path, request.query ?? ""] + request.headers.fields.map(\.value)
    for bytes in texts.map({ Array($0.utf8) }) + [request.body ?? []] {
        forEachID(in: bytes) { known.insert(Array(bytes[$0])) }
    }
}

/// The last digit becomes another: version and variant stay.
private func replacingIDs(in bytes: [UInt8], but known: Set<[UInt8]>) -> ([UInt8], Bool) {
    var result = bytes
    var isChanged = false
    forEachID(in: bytes) { range in
        guard !known.contains(Array(bytes[range])) else { return }
        result[range.upperBound - 1] = bytes[range.upperBound - 1] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        isChanged = true
    }
    return (result, isChanged)
}

/// Calls `body` with the place of every text of the form of a UUID (RFC 9562 section 4).
private func forEachID(in bytes: [UInt8], _ body: (Range<Int>) -> Void) {
    var start = 0
    while start + 36 <= bytes.count {
        if isID(bytes[start..<start + 36]), start == 0 || !isHexadecimal(bytes[start - 1]),
            start + 36 == bytes.count || !isHexadecimal(bytes[start + 36])
        {
            body(start..<start + 36)
            start += 36
        } else {
            start += 1
        }
    }
}

private func isID(_ bytes: ArraySlice<UInt8>) -> Bool {
    // The first hyphen is looked at first, as most texts have none there.
    guard bytes[bytes.startIndex + 8] == UInt8(ascii: "-") else { return false }
    return zip(0..., bytes).allSatisfy { index, byte in
        [8, 13, 18, 23].contains(index) ? byte == UInt8(ascii: "-") : isHexadecimal(byte)
    }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
}
