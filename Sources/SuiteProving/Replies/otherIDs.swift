internal import AssayCore

/// Returns the answers with every UUID that no request holds replaced by another, the same one by the same, and the texts that were
/// replaced; `nil` when there is none.
func withOtherIDs(_ replies: [Reply], asked requests: [Request]) -> (replies: [Reply], replaced: Set<[UInt8]>)? {
    var known: Set<[UInt8]> = []
    for request in requests { note(request, in: &known) }
    var replaced: Set<[UInt8]> = []
    func change(_ bytes: inout [UInt8]) {
        let original = bytes
        forEachID(in: original) { range in
            guard !known.contains(Array(original[range])) else { return }
            replaced.insert(Array(original[range]))
            // The last digit becomes another: version and variant stay.
            bytes[range.upperBound - 1] =
                original[range.upperBound - 1] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        }
    }
    func change(_ text: inout String) {
        var bytes = Array(text.utf8)
        change(&bytes)
        text = String(decoding: bytes, as: UTF8.self)
    }
    var changed = replies
    for index in changed.indices {
        var fields = changed[index].response.headers.fields
        for number in fields.indices { change(&fields[number].value) }
        changed[index].response.headers = HeaderFields(fields)
        change(&changed[index].response.body)
        for number in changed[index].mail.indices { change(&changed[index].mail[number]) }
    }
    func change(_ mail: inout Mail) {
        change(&mail.subject)
        change(&mail.text)
        for index in mail.attachments.indices {
            change(&mail.attachments[index].name)
            change(&mail.attachments[index].bytes)
        }
    }
    return replaced.isEmpty ? nil : (changed, replaced)
}

private func note(_ request: Request, in known: inout Set<[UInt8]>) {
    let texts = [request.path, request.query ?? ""] + request.headers.fields.map(\.value)
    for bytes in texts.map({ Array($0.utf8) }) + [request.body ?? []] {
        forEachID(in: bytes) { known.insert(Array(bytes[$0])) }
    }
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
