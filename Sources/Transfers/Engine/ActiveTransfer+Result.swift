internal import AssayCore
internal import CLibCurl

extension ActiveTransfer {
    /// What came of the transfer. libcurl's word that all is well is not enough: to it, half a header section is a response.
    func result(_ outcome: CURLcode) -> Result<RawAnswer, TransferFailure> {
        guard let easy else { return .failure(TransferFailure(.other, "the transfer was not begun")) }
        if let failure = failure(outcome, easy) { return .failure(failure) }
        var answer = answer
        if case .http(let transfer) = work {
            if transfer.cookies != nil { answer.cookies = easy.cookies }
            answer.version = easy.httpVersion
        }
        answer.nameLookup = easy.time(CURLINFO_NAMELOOKUP_TIME_T)
        answer.connect = easy.time(CURLINFO_CONNECT_TIME_T)
        answer.tls = easy.time(CURLINFO_APPCONNECT_TIME_T)
        answer.firstByte = easy.time(CURLINFO_STARTTRANSFER_TIME_T)
        answer.total = easy.time(CURLINFO_TOTAL_TIME_T) ?? .zero
        if easy.long(CURLINFO_NUM_CONNECTS) == 0 { (answer.nameLookup, answer.connect, answer.tls) = (nil, nil, nil) }
        return .success(answer)
    }

    private func failure(_ outcome: CURLcode, _ easy: EasyHandle) -> TransferFailure? {
        let peer = work.peer
        if let overflow { return tooLarge(overflow) }
        if wasRepeated {
            return TransferFailure(
                .cutBeforeAnswer, "\(peer) closed the connection without an answer", advice: "has the service crashed?")
        }
        guard outcome == CURLE_OK else { return TransferFailure(outcome, easy, self) }
        guard case .http = work else { return nil }
        guard let head = answer.heads.head, head.status >= 200 || head.status == 101 else {
            return TransferFailure(
                .cutBeforeAnswer, "\(peer) closed the connection without a final response", advice: "has the service crashed?")
        }
        if let fault = lengthFault { return fault }
        guard head.isComplete else {
            return TransferFailure(.cutWithinAnswer, "\(peer) closed the connection within the header section of its response")
        }
        if let line = answer.heads.strayLine {
            return TransferFailure(.badProtocol, "\(peer) sent a header line without a colon: '\(line.prefix(80))'")
        }
        return nil
    }

    /// RFC 9112 section 6.3: a response with several lengths that differ has none that can be relied upon.
    private var lengthFault: TransferFailure? {
        let lengths = answer.heads.fields.filter { $0.name.equalsIgnoringASCIICase("Content-Length") }.map(\.value)
        guard let first = lengths.first, lengths.contains(where: { !$0.utf8.elementsEqual(first.utf8) }) else { return nil }
        return TransferFailure(
            .badProtocol, "\(work.peer) sent several lengths that differ: \(lengths.joined(separator: ", "))")
    }

    private func tooLarge(_ overflow: Overflow) -> TransferFailure {
        switch overflow {
        case .headers:
            TransferFailure(
                .tooLarge, "the header section of \(work.peer) is larger than \(work.options.maxHeaderBytes) bytes")
        case .body:
            TransferFailure(
                .tooLarge, "the response of \(work.peer) is larger than \(work.options.maxBodyBytes) bytes",
                advice: "raise the target's 'max_response'")
        }
    }
}

extension EasyHandle {
    fileprivate var httpVersion: String {
        switch long(CURLINFO_HTTP_VERSION) {
        case Int(CURL_HTTP_VERSION_1_0): "1.0"
        case Int(CURL_HTTP_VERSION_1_1): "1.1"
        case Int(CURL_HTTP_VERSION_2_0): "2"
        case Int(CURL_HTTP_VERSION_3): "3"
        default: ""
        }
    }
}
