/// Cuts what a client sends into commands and messages.
///
/// A line ends with CRLF and nothing else. A message ends with CRLF `.` CRLF and nothing else: what other servers take for its end
/// too, such as LF `.` LF, would let a sender hide a second message in it, so a message with a bare CR or LF is refused.
struct SMTPInput {
    enum Event: Equatable {
        /// Without its CRLF.
        case command([UInt8])
        case overlongCommand
        /// A command that does not end with CRLF.
        case bareLineEnd
        /// Without the dots that were stuffed.
        case message([UInt8])
        case unacceptableMessage(SMTPReply)
    }

    private let settings: SMTPSinkSettings
    private var bytes: [UInt8] = []
    /// Where the line at hand starts in `bytes`.
    private var start = 0
    /// Up to where there is no LF after `start`.
    private var searched = 0
    /// The line at hand is too long and its beginning has been dropped.
    private var isOverlong = false
    private var message: Message?

    private struct Message {
        var bytes: [UInt8] = []
        var lineCount = 0
        var refusal: SMTPReply?
    }

    init(_ settings: SMTPSinkSettings) {
        self.settings = settings
    }

    /// Whether the client has sent more than was asked of it yet.
    var hasRest: Bool { start < bytes.count }

    mutating func add(_ more: some Sequence<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            searched -= start
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// What follows is a message.
    mutating func beginMessage() {
        message = Message()
    }

    /// Forgets what was sent and not looked at.
    mutating func drop() {
        bytes = []
        start = 0
        searched = 0
    }

    /// - Parameter limit: Of a command, in bytes.
    /// - Returns: `nil` until more was sent.
    mutating func next(limit: Int) -> Event? {
        while let line = nextLine(limit: message == nil ? limit : settings.maxTextLineBytes) {
            guard message != nil else { return command(line) }
            if let event = take(line) { return event }
        }
        return nil
    }

    private enum Line {
        /// With all that stood before the CRLF, bare CR and LF too.
        case whole(ArraySlice<UInt8>)
        case overlong
        /// Of commands only.
        case bareLineEnd
    }

    private mutating func nextLine(limit: Int) -> Line? {
        while let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
            let isWhole = end > start && bytes[end - 1] == UInt8(ascii: "\r")
            searched = end + 1
            guard isWhole || message == nil else { continue }
            let line = bytes[start..<(isWhole ? end - 1 : end)]
            start = end + 1
            let wasOverlong = isOverlong || line.count + 2 > limit
            isOverlong = false
            if wasOverlong { return .overlong }
            return isWhole ? .whole(line) : .bareLineEnd
        }
        searched = bytes.count
        if bytes.count - start > limit {
            isOverlong = true
            // A CR may be half of the line's end.
            start = bytes.count - 1
            searched = start
        }
        return nil
    }

    private func command(_ line: Line) -> Event {
        switch line {
        case .whole(let bytes): .command(Array(bytes))
        case .overlong: .overlongCommand
        case .bareLineEnd: .bareLineEnd
        }
    }

    /// - Returns: What came of the message when the line was its end.
    private mutating func take(_ line: Line) -> Event? {
        guard case .whole(let text) = line else {
            message?.lineCount += 1
            refuse(SMTPReply(554, "5.6.0 line \(message?.lineCount ?? 0) is longer than \(settings.maxTextLineBytes) bytes"))
            return nil
        }
        if text.elementsEqual([UInt8(ascii: ".")]) {
            defer { message = nil }
            return message.map { $0.refusal.map(Event.unacceptableMessage) ?? .message($0.bytes) }
        }
        message?.lineCount += 1
        if text.contains(where: { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }) {
            refuse(SMTPReply(554, "5.6.11 line \(message?.lineCount ?? 0) has a CR or LF alone: lines end with CRLF"))
        }
        guard let size = message?.bytes.count, message?.refusal == nil else { return nil }
        let unstuffed = text.first == UInt8(ascii: ".") ? text.dropFirst() : text
        guard size + unstuffed.count + 2 <= settings.maxMessageBytes else {
            refuse(SMTPReply(552, "5.3.4 the message is larger than \(settings.maxMessageBytes) bytes"))
            return nil
        }
        message?.bytes += unstuffed
        message?.bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
        return nil
    }

    /// The first reason stands; of the message nothing more is kept.
    private mutating func refuse(_ reply: SMTPReply) {
        guard message?.refusal == nil else { return }
        message?.refusal = reply
        message?.bytes = []
    }
}
